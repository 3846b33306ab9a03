// Brings the marks of the sentence on show to the server, and knows whether they have arrived.
//
// Every change and every action gets the next sequence number. A message always holds all struck
// tokens, so a later one makes an earlier one superfluous. What has not been acknowledged is kept
// in localStorage, where it survives a crash of the browser or the server.

const PAUSE_MS = 300; // after the last change, before it is sent
const RETRY_MS = 5000; // without an acknowledgement

class Outbox {
  constructor(compose, onChange) {
    this.compose = compose; // (action) -> the rest of the message
    this.onChange = onChange; // something to show has changed
    this.client = Math.random().toString(36).slice(2); // names this tab's marker
    this.sequence = 0;
    this.sent = 0;
    this.acknowledged = 0;
    this.attempt = 0;
    this.late = false;
    this.message = null;
  }

  // The sentence on show; `base` is the revision its marks started from. What was pending for the
  // one before stays in its copy.
  open(item, tokenHash, base) {
    this.close();
    this.sent = this.acknowledged = this.sequence;
    this.late = false;
    this.item = item;
    this.tokenHash = tokenHash;
    this.base = base;
    this.edited = false;
  }

  get pending() {
    return this.sequence > this.acknowledged;
  }

  // Marks changed: send them when the hand rests.
  touch(struck) {
    this.sequence += 1;
    this.edited = true;
    this.#keepCopy(struck);
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.flush(), PAUSE_MS);
    this.onChange();
  }

  // Send now whatever has not been sent.
  flush() {
    if (this.sequence > this.sent) this.#post("save");
  }

  // Send an action now, with the marks as they stand.
  act(action) {
    this.sequence += 1;
    this.#post(action);
    this.onChange();
  }

  #post(action) {
    clearTimeout(this.pause);
    this.sent = this.sequence;
    this.message = {
      item: this.item,
      token_hash: this.tokenHash,
      base_revision: this.base,
      client: this.client,
      sequence: this.sequence,
      acknowledged: this.acknowledged,
      edited: this.edited,
      action,
      ...this.compose(),
    };
    this.attempt = 0;
    this.#deliver();
  }

  #deliver() {
    this.deliver({ ...this.message, attempt: this.attempt });
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      this.attempt += 1;
      this.late = true;
      this.onChange();
      this.#deliver();
    }, RETRY_MS);
  }

  // The server's answer to one of this tab's messages; `refused` if it did not store it.
  acknowledge(sequence, refused) {
    this.acknowledged = Math.max(this.acknowledged, sequence);
    if (this.acknowledged < this.sent) return;
    clearTimeout(this.retry);
    this.late = false;
    if (this.pending || refused) return;
    this.edited = false;
    this.#forgetCopy();
  }

  // Give up what is pending: the server's marks are shown instead.
  abandon() {
    clearTimeout(this.pause);
    this.sent = this.sequence;
    this.acknowledge(this.sequence);
  }

  close() {
    clearTimeout(this.pause);
    clearTimeout(this.retry);
  }

  get #copyKey() {
    return `right-reasons unsent ${this.item} ${this.tokenHash}`;
  }

  #keepCopy(struck) {
    const copy = { base: this.base, struck, at: new Date().toISOString() };
    try {
      localStorage.setItem(this.#copyKey, JSON.stringify(copy));
    } catch {
      // No room or not allowed: the copy is a second safety, saving goes on without it.
    }
  }

  // The unsent copy of this sentence, if a crash left one: {base, struck, at} or null.
  takeCopy() {
    try {
      const copy = JSON.parse(localStorage.getItem(this.#copyKey));
      this.#forgetCopy();
      return copy && Array.isArray(copy.struck) ? copy : null;
    } catch {
      return null;
    }
  }

  #forgetCopy() {
    try {
      localStorage.removeItem(this.#copyKey);
    } catch {
      // Nothing was kept then.
    }
  }
}
