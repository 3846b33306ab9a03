// Draws one sentence as a listbox of tokens, exactly as written, and finds tokens on the screen.
// Texts reach the page through textContent only.

/** @import { Marks } from "./marks.js" */

// These would reorder the text around them; a token that holds one is kept to itself.
const BIDI_CONTROL = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

export const IS_WORD = /[\p{L}\p{N}]/u; // not punctuation
const SMALL = 0.1; // of the largest share; `SMALL` in rrr/formats/heatmap_html.py
const FINGERTIP = 46; // pixels: 44 and something to spare

export class Sentence {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    /** @type {HTMLElement[]} */
    this.options = [];
    /** @type {string[]} */
    this.shown = []; // how each token looks
    /** @type {string[]} */
    this.heated = []; // the same, of its heat
    this.reachable = -1;
    this.widen = () => this.#widenForFingers();
    document.fonts.addEventListener("loadingdone", this.widen);
  }

  close() {
    document.fonts.removeEventListener("loadingdone", this.widen);
  }

  /**
   * @param {[gap: string, text: string][]} tokens the white space before each, and the token
   * @param {string} tail white space after the last
   */
  draw(tokens, tail) {
    this.options = tokens.map(([, text], index) => {
      const option = document.createElement("span");
      option.className = BIDI_CONTROL.test(text) ? "token alone" : "token";
      option.setAttribute("role", "option");
      option.setAttribute("tabindex", "-1");
      option.dataset.index = String(index);
      option.textContent = text;
      return option;
    });
    this.box.replaceChildren(...tokens.flatMap(([gap], index) => [gap, this.options[index]]), tail);
    this.shown = [];
    this.heated = [];
    this.reachable = -1;
    this.#widenForFingers();
  }

  // Short words become as wide as a fingertip. All are measured before the first is changed.
  #widenForFingers() {
    if (!matchMedia("(pointer: coarse)").matches) return;
    for (const option of this.options) option.style.paddingInline = "";
    const widths = this.options.map((option) => option.getBoundingClientRect().width);
    this.options.forEach((option, index) => {
      const missing = FINGERTIP - widths[index];
      if (missing > 0 && IS_WORD.test(option.textContent ?? "")) {
        option.style.paddingInline = `calc(0.07em + ${Math.ceil(missing / 2)}px)`;
      }
    });
  }

  /**
   * Show which tokens are struck and who struck them; touches only what has changed.
   * @param {Marks} marks
   * @param {ReadonlySet<number>} byRule
   * @param {ReadonlySet<number>} byHand
   */
  show(marks, byRule, byHand) {
    this.options.forEach((option, index) => {
      const struck = marks.has(index);
      const rule = struck && byRule.has(index) && !byHand.has(index);
      const look = struck ? (rule ? "rule" : "hand") : "";
      if (this.shown[index] === look) return;
      this.shown[index] = look;
      option.setAttribute("aria-selected", String(struck));
      option.classList.toggle("struck", struck);
      option.classList.toggle("by-rule", rule);
      this.#retitle(index);
    });
  }

  /**
   * Heat under the words, square-root scaled: the hottest word is the most saturated one, and words
   * that hardly count have none.
   * @param {number[]} shares of the saliency, one a token; empty for no heat
   * @param {ReadonlySet<number>} against tokens that speak against the prediction
   * @param {ReadonlySet<number>} suggested
   */
  showInsight(shares, against, suggested) {
    const most = shares.reduce((a, b) => Math.max(a, b), Number.MIN_VALUE);
    this.box.classList.toggle("heated", shares.length > 0);
    this.options.forEach((option, index) => {
      const share = shares[index] ?? 0;
      const heat = share < SMALL * most ? 0 : Math.round(100 * Math.sqrt(share / most));
      const isAgainst = against.has(index) && heat > 0;
      const look = `${shares.length ? share : ""} ${isAgainst} ${suggested.has(index)}`;
      if (this.heated[index] === look) return;
      this.heated[index] = look;
      option.classList.toggle("suggested", suggested.has(index));
      option.classList.toggle("against", isAgainst);
      option.style.setProperty("--heat", `${heat}%`);
      const side = isAgainst ? ", against its prediction" : "";
      const parts = [
        suggested.has(index) ? "suggested: struck before, or the model leans on it" : "",
        shares.length
          ? `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} % of the saliency${side}`
          : "",
      ];
      const description = parts.filter(Boolean).join(" · ");
      if (description) option.setAttribute("aria-description", description);
      else option.removeAttribute("aria-description");
      this.#retitle(index);
    });
  }

  /**
   * On hover: who struck it, and what the model makes of it.
   * @param {number} index
   */
  #retitle(index) {
    const option = this.options[index];
    const rule = this.shown[index] === "rule" ? "struck by a rule" : "";
    const title = [rule, option.getAttribute("aria-description")].filter(Boolean).join(" · ");
    if (title) option.title = title;
    else option.removeAttribute("title");
  }

  /**
   * Only the token under the cursor can be reached with Tab.
   * @param {number} index
   * @param {boolean} focus
   */
  moveCursor(index, focus) {
    this.options[this.reachable]?.setAttribute("tabindex", "-1");
    this.options[index]?.setAttribute("tabindex", "0");
    this.reachable = index;
    if (focus) this.options[index]?.focus();
  }

  /**
   * @param {EventTarget | null} target of an event
   * @returns {number} the token it happened on; −1 for none
   */
  indexOf(target) {
    const option = target instanceof Element ? target.closest(".token") : null;
    return option instanceof HTMLElement ? Number(option.dataset.index) : -1;
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {number} the token at this point; −1 for none
   */
  indexAt(x, y) {
    const root = /** @type {ShadowRoot} */ (this.box.getRootNode());
    return this.indexOf(root.elementFromPoint(x, y));
  }

  get rightToLeft() {
    return getComputedStyle(this.box).direction === "rtl";
  }

  /**
   * The token above (−1) or below (1) the given one, nearest to it sideways.
   * @param {number} index
   * @param {1 | -1} direction
   */
  inNextLine(index, direction) {
    const from = this.#middle(index);
    let best = index;
    let bestLine = Infinity;
    let bestSide = Infinity;
    for (let i = index + direction; this.options[i]; i += direction) {
      const middle = this.#middle(i);
      const line = (middle.y - from.y) * direction;
      const side = Math.abs(middle.x - from.x);
      if (line < from.height / 2) continue; // still the same line
      if (line > bestLine + from.height / 2) break; // one line too far
      if (side < bestSide) [best, bestSide] = [i, side];
      bestLine = Math.min(bestLine, line);
    }
    return best;
  }

  /** @param {number} index */
  #middle(index) {
    const box = this.options[index].getBoundingClientRect();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2, height: box.height };
  }
}
