// The hand in one sentence: what strikes and clears tokens, and the cursor.

import { oftenText } from "./panel_texts.js";
import { IS_WORD } from "./sentence.js";

/** @import { Desk } from "./desk.js" */
/** @import { Sentence } from "./sentence.js" */

export class Marker {
  /**
   * @param {Desk} desk
   * @param {Sentence} sentence
   */
  constructor(desk, sentence) {
    this.desk = desk;
    this.sentence = sentence;
    this.cursor = 0;
    /** @type {number | null} */
    this.anchor = null; // the token last struck, where a range begins
    /** @type {number | null} */
    this.questioned = null; // a token asked about: strike it although it stands nearly everywhere?
    /** @type {{ from: number, on: boolean, before: number[] } | null} */
    this.paint = null;
  }

  get draft() {
    return this.desk.draft;
  }

  get marks() {
    return this.draft.marks;
  }

  get locked() {
    return this.desk.locked;
  }

  /**
   * Another sentence.
   * @param {boolean} led there by the page, not by a step of one's own
   */
  open(led) {
    const { tokens, tail } = this.draft.data;
    const takesFocus = this.#mayTakeFocus(led);
    this.anchor = this.paint = this.questioned = null;
    this.sentence.draw(tokens, tail);
    this.moveTo(0, takesFocus);
  }

  /**
   * The cursor takes the focus, and so comes into view, when the page leads to a sentence and when
   * its own token goes; not from a button of ours, nor from somebody who types.
   * @param {boolean} led
   */
  #mayTakeFocus(led) {
    const { box } = this.sentence;
    const ours = /** @type {ShadowRoot} */ (box.getRootNode()).activeElement;
    if (ours) return box.contains(ours);
    const active = document.activeElement;
    return (
      active === document.body || (led && !active?.matches("input, textarea, [contenteditable]"))
    );
  }

  show() {
    this.sentence.show(this.marks, this.draft.byRule, this.draft.byHand);
  }

  // ---- marking

  /**
   * @param {number[]} indices
   * @param {boolean} on
   */
  #step(indices, on) {
    if (this.locked || !this.sentence.options.length) return;
    this.marks.begin();
    this.#set(indices, on);
    this.#settle();
  }

  /**
   * @param {number[]} indices
   * @param {boolean} on
   */
  #set(indices, on) {
    this.marks.set(indices, on);
    if (!on) return;
    const { suggested } = this.desk.insight;
    for (const index of indices) if (suggested.has(index)) this.draft.accepted.add(index);
  }

  #settle() {
    this.draft.judge();
    if (this.marks.settle()) this.desk.changed();
    else this.desk.show();
  }

  /** @param {number} index */
  toggle(index) {
    this.#step([index], !this.marks.has(index));
    this.anchor = index;
    this.moveTo(index);
  }

  /** @param {number} index */
  beginPaint(index) {
    this.marks.begin();
    this.paint = { from: index, on: !this.marks.has(index), before: this.marks.list() };
    this.paintTo(index);
  }

  /**
   * Everything between the first token and this one, like a text selection.
   * @param {number} index
   */
  paintTo(index) {
    if (!this.paint) return; // the server's marks have taken its place
    const { from, on, before } = this.paint;
    this.marks.struck = new Set(before);
    this.#set(between(from, index), on);
    this.show();
    this.moveTo(index);
  }

  endPaint() {
    if (!this.paint) return;
    this.anchor = this.paint.from;
    this.paint = null;
    this.#settle();
  }

  // Let go of whatever the hand is in the middle of.
  drop() {
    this.paint = null;
  }

  /**
   * From the token last struck (or under the cursor) to this one.
   * @param {number} index
   */
  range(index) {
    const from = this.anchor ?? this.cursor;
    this.#step(between(from, index), this.anchor === null || this.marks.has(from));
    this.moveTo(index);
  }

  /**
   * The second press of a double-click: the first has already changed this token. Both are one step.
   * @param {number} index
   */
  sameWords(index) {
    const first = this.marks.past.at(-1);
    const on = this.marks.has(index);
    const joined = [...(first?.struck ?? []), ...(first?.freed ?? [])];
    if (joined.length === 1 && joined[0] === index) this.marks.undo();
    this.#step(this.draft.sameWord(index), on);
  }

  // ---- a rule for the word under the cursor

  everywhere() {
    if (this.locked || !this.canGoEverywhere) return;
    const question = this.#questionBeforeEverywhere();
    if (question && this.questioned !== this.cursor) {
      this.questioned = this.cursor;
      this.desk.panel.say(question);
      return;
    }
    this.#forgetQuestion();
    this.marks.begin();
    this.draft.foretellRule(this.cursor, true);
    this.marks.settle(this.cursor);
    this.desk.outbox.wish(this.draft, "strike", this.cursor);
    this.desk.show();
  }

  #questionBeforeEverywhere() {
    const { draft, cursor, desk } = this;
    return oftenText(draft.data.tokens[cursor][1], draft.wordAt(cursor).others, desk.numSentences);
  }

  #forgetQuestion() {
    if (this.questioned !== null) this.desk.panel.say(null);
    this.questioned = null;
  }

  get canGoEverywhere() {
    const { draft, cursor, desk } = this;
    const token = draft.data.tokens[cursor];
    const isWord = token !== undefined && IS_WORD.test(token[1]);
    return desk.mayRule && isWord && !draft.wordAt(cursor).ruled;
  }

  // ---- cursor

  focus() {
    this.moveTo(this.cursor);
  }

  /** @param {number} step */
  moveBy(step) {
    this.moveTo(this.cursor + step);
  }

  /** @param {1 | -1} direction down or up */
  moveLine(direction) {
    if (this.sentence.options.length) {
      this.moveTo(this.sentence.inNextLine(this.cursor, direction));
    }
  }

  /** @param {number} index */
  moveTo(index, focus = true) {
    const cursor = Math.max(0, Math.min(index, this.sentence.options.length - 1));
    if (cursor !== this.cursor) this.#forgetQuestion();
    this.cursor = cursor;
    this.sentence.moveCursor(this.cursor, focus);
    this.desk.panel.showWord();
  }
}

/**
 * @param {number} a
 * @param {number} b
 */
function between(a, b) {
  const [low, high] = a < b ? [a, b] : [b, a];
  return Array.from({ length: high - low + 1 }, (_, offset) => low + offset);
}
