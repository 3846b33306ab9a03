// The hand in one sentence: what strikes and clears tokens, and the cursor.

class Marker {
  constructor(desk, sentence) {
    this.desk = desk;
    this.sentence = sentence;
    this.cursor = 0;
    this.anchor = null; // the token last struck, where a range begins
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

  // Another sentence; `led` there by the page, not by a step of one's own.
  open(led) {
    const { tokens, tail } = this.draft.data;
    const takesFocus = this.#mayTakeFocus(led);
    this.anchor = this.paint = null;
    this.sentence.draw(tokens, tail);
    this.moveTo(0, takesFocus);
  }

  // The cursor takes the focus, and so comes into view, when the page leads to a sentence and when
  // its own token goes; not from a button of ours, nor from somebody who types.
  #mayTakeFocus(led) {
    const { box } = this.sentence;
    const ours = box.getRootNode().activeElement;
    if (ours) return box.contains(ours);
    const active = document.activeElement;
    return active === document.body || (led && !active?.matches("input, textarea, [contenteditable]"));
  }

  show() {
    this.sentence.show(this.marks, this.draft.byRule, this.draft.byHand);
  }

  // ---- marking

  #step(indices, on) {
    if (this.locked || !this.sentence.options.length) return;
    this.marks.begin();
    this.#set(indices, on);
    this.#settle();
  }

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

  toggle(index) {
    this.#step([index], !this.marks.has(index));
    this.anchor = index;
    this.moveTo(index);
  }

  beginPaint(index) {
    this.marks.begin();
    this.paint = { from: index, on: !this.marks.has(index), before: this.marks.list() };
    this.paintTo(index);
  }

  // Everything between the first token and this one, like a text selection.
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

  // From the token last struck (or under the cursor) to this one.
  range(index) {
    const from = this.anchor ?? this.cursor;
    this.#step(between(from, index), this.anchor === null || this.marks.has(from));
    this.moveTo(index);
  }

  // The second press of a double-click: the first has already changed this token. Both are one step.
  sameWords(index) {
    const first = this.marks.past.at(-1);
    const on = this.marks.has(index);
    const joined = [...(first?.struck ?? []), ...(first?.freed ?? [])];
    if (joined.length === 1 && joined[0] === index) this.marks.undo();
    this.#step(this.#sameAs(index), on);
  }

  #sameAs(index) {
    const { word_of: wordOf } = this.draft.data;
    return wordOf.flatMap((word, i) => (word === wordOf[index] ? [i] : []));
  }

  // ---- a rule for the word under the cursor

  everywhere() {
    if (this.locked || !this.canGoEverywhere) return;
    this.marks.begin();
    this.foretellRule(this.cursor, true);
    this.marks.settle(this.cursor);
    this.desk.outbox.wish(this.draft, "strike", this.cursor);
    this.desk.show();
  }

  // Show at once what the server will make of a rule.
  foretellRule(index, on) {
    const { byRule, data } = this.draft;
    for (const same of this.#sameAs(index)) {
      if (!on) byRule.delete(same);
      else if (!this.marks.has(same)) byRule.add(same); // what a hand has struck stays its own
      if (on) this.marks.struck.add(same);
    }
    data.words[data.word_of[index]].ruled = on;
  }

  get canGoEverywhere() {
    const token = this.draft.data.tokens[this.cursor];
    return token !== undefined && IS_WORD.test(token[1]) && !this.wordAtCursor.ruled;
  }

  get wordAtCursor() {
    const { data } = this.draft;
    return data.words[data.word_of[this.cursor]];
  }

  // ---- cursor

  focus() {
    this.moveTo(this.cursor);
  }

  moveBy(step) {
    this.moveTo(this.cursor + step);
  }

  moveLine(direction) {
    if (this.sentence.options.length) {
      this.moveTo(this.sentence.inNextLine(this.cursor, direction));
    }
  }

  moveTo(index, focus = true) {
    this.cursor = Math.max(0, Math.min(index, this.sentence.options.length - 1));
    this.sentence.moveCursor(this.cursor, focus);
    this.desk.panel.showWord();
  }
}

function between(a, b) {
  const [low, high] = a < b ? [a, b] : [b, a];
  return Array.from({ length: high - low + 1 }, (_, offset) => low + offset);
}
