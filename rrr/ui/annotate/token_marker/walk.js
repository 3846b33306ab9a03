// The way of one tab through the sentences: those shown so far, and then those that the server has
// given ahead. Going on or back within it needs no server. Knows only the numbers of sentences.

export class Walk {
  /** @type {number[]} */
  #path = [];
  #at = 0; // which one is shown
  #far = 0; // the furthest one shown
  /** @type {number | null} */
  before = null; // the sentence that stands before the first

  /**
   * The server leads to a sentence: the walk begins anew.
   * @param {number} item
   */
  begin(item) {
    this.#path = [item];
    this.#at = this.#far = 0;
    this.before = null;
  }

  get item() {
    return this.#path[this.#at];
  }

  // The sentences shown so far, the furthest last.
  get trail() {
    return this.#path.slice(0, this.#far + 1);
  }

  // What comes after the one that is shown.
  get ahead() {
    return this.#path.slice(this.#at + 1);
  }

  /** @param {number[]} items those the server gives to go on with */
  set ahead(items) {
    const { trail } = this;
    this.#path = [...trail, ...items.filter((item) => !trail.includes(item))];
  }

  /** @param {number} item */
  includes(item) {
    return this.#path.includes(item);
  }

  /** @returns {number | undefined} undefined if only the server knows */
  get next() {
    return this.#path[this.#at + 1];
  }

  /** @returns {number | null} null if there is none, or only the server knows */
  get previous() {
    return this.#at > 0 ? this.#path[this.#at - 1] : this.before;
  }

  goOn() {
    this.#at += 1;
    this.#far = Math.max(this.#far, this.#at);
  }

  goBack() {
    if (this.#at > 0) {
      this.#at -= 1;
    } else if (this.before !== null) {
      this.#path.unshift(this.before);
      this.#far += 1;
      this.before = null;
    }
  }

  /**
   * To a sentence wherever it is; one that is not on the way is put in here.
   * @param {number} item
   */
  goTo(item) {
    const place = this.#path.indexOf(item);
    if (place >= 0) {
      this.#at = place;
    } else {
      this.#path.splice(this.#at, 0, item);
      this.#far += 1;
    }
    this.#far = Math.max(this.#far, this.#at);
  }
}
