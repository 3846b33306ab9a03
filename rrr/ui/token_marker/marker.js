// One sentence in which words are struck out. Streamlit calls the function at the end again
// whenever the server has news; the marker itself is made once and lives until it is unmounted.

class Marker {
  constructor(root) {
    const part = (name) => root.querySelector(`.${name}`);
    this.section = part("marker");
    this.sentence = new Sentence(part("sentence"));
    this.panel = new Panel(this, part);
    this.outbox = new Outbox(
      () => ({ struck: this.marks.list(), cursor: this.cursor }),
      () => this.panel.show(),
    );
    this.gestures = new Gestures(this, this.sentence);
    this.keys = new Keys(this, this.section);
    this.cursor = 0;
    // Whoever reaches for something else, or leaves, takes no unsent marks along.
    this.flush = () => this.outbox.flush();
    this.flushIfOutside = (event) => {
      if (!event.composedPath().includes(this.section)) this.outbox.flush();
    };
    document.addEventListener("pointerdown", this.flushIfOutside, true);
    document.addEventListener("visibilitychange", this.flush);
    window.addEventListener("pagehide", this.flush);
    this.section.onfocusout = (event) => {
      if (!this.section.contains(event.relatedTarget)) this.outbox.flush();
    };
  }

  close() {
    document.removeEventListener("pointerdown", this.flushIfOutside, true);
    document.removeEventListener("visibilitychange", this.flush);
    window.removeEventListener("pagehide", this.flush);
    this.keys.close();
    this.outbox.close();
  }

  // News from the server. Never lets an older answer erase a newer local mark.
  receive(data) {
    const before = this.data;
    this.data = data;
    this.byRule = new Set(data.by_rule);
    this.byHand = new Set(data.by_hand);
    const receipt = data.receipt?.client === this.outbox.client ? data.receipt : null;
    this.receipt = receipt;
    this.rescued = null;
    if (receipt) this.outbox.acknowledge(receipt.sequence, receipt.refused);
    if (before?.item !== data.item || before?.token_hash !== data.token_hash) this.#open(!before);
    else if (receipt?.refused) this.#giveWay();
    else if (!this.outbox.pending && !this.paint) this.#agree();
    else if (receipt?.item === data.item) this.outbox.base = data.revision;
    if (!this.outbox.pending) this.locked = false;
    this.panel.say(this.rescued ?? receipt?.refused ?? receipt?.notice);
    this.show();
  }

  // Another sentence.
  #open(first) {
    const { data, outbox } = this;
    outbox.open(data.item, data.token_hash, data.revision);
    this.marks = new Marks(data.struck);
    this.anchor = null;
    this.paint = null;
    this.locked = false;
    const takesFocus = this.#mayTakeFocus(first);
    this.sentence.draw(data.tokens, data.tail);
    this.moveTo(0, takesFocus);
    this.#rescue(outbox.takeCopy());
  }

  // A crash left marks that never arrived.
  #rescue(copy) {
    const { data, outbox } = this;
    const fits = copy?.struck.every((index) => Number.isInteger(index) && index in data.tokens);
    if (!fits || this.marks.equals(copy.struck)) return;
    this.marks.replace(copy.struck);
    if (copy.base === data.revision) {
      this.rescued = `Marks from ${clock(copy.at)} had not been saved. They are back.`;
      outbox.touch(this.marks.list());
    } else {
      this.marks.undo();
      this.marks.past.push(new Set(copy.struck));
      this.marks.future = [];
      this.rescued =
        `This sentence was saved elsewhere after your unsent marks of ${clock(copy.at)}. ` +
        "Press u to bring yours back.";
    }
  }

  // Our marks were refused: show the stored ones; undo brings ours back.
  #giveWay() {
    this.outbox.abandon();
    this.paint = null;
    this.#agree();
  }

  // Nothing of ours is on its way: show what is stored.
  #agree() {
    this.outbox.base = this.data.revision;
    if (!this.marks.equals(this.data.struck)) this.marks.replace(this.data.struck);
  }

  // The cursor takes the focus when the page opens and when its own token goes; not from a button.
  #mayTakeFocus(first) {
    const active = this.section.getRootNode().activeElement ?? document.activeElement;
    const typing = active?.matches?.("input, textarea, [contenteditable]");
    return first ? !typing : active === document.body || this.sentence.box.contains(active);
  }

  show() {
    this.sentence.show(this.marks, this.byRule, this.byHand);
    this.panel.show();
  }

  // ---- marking

  #changed() {
    this.marks.settle();
    this.outbox.touch(this.marks.list());
    this.show();
  }

  #step(indices, on) {
    if (this.locked || !this.sentence.options.length) return;
    this.marks.begin();
    this.marks.set(indices, on);
    this.#changed();
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
    this.marks.set(between(from, index), on);
    this.sentence.show(this.marks, this.byRule, this.byHand);
    this.moveTo(index);
  }

  endPaint() {
    if (!this.paint) return;
    this.anchor = this.paint.from;
    this.paint = null;
    this.#changed();
  }

  // From the token last struck (or under the cursor) to this one.
  range(index) {
    const from = this.anchor ?? this.cursor;
    this.#step(between(from, index), this.anchor === null || this.marks.has(from));
    this.moveTo(index);
  }

  // The second press of a double-click: the first has already changed this token.
  sameWords(index) {
    this.marks.set(this.#sameAs(index), this.marks.has(index));
    this.#changed();
  }

  #sameAs(index) {
    const { word_of: wordOf } = this.data;
    return wordOf.flatMap((word, i) => (word === wordOf[index] ? [i] : []));
  }

  undo() {
    if (!this.locked && this.marks.undo()) this.#travelled();
  }

  redo() {
    if (!this.locked && this.marks.redo()) this.#travelled();
  }

  #travelled() {
    this.outbox.touch(this.marks.list());
    this.show();
  }

  // ---- cursor

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
    this.panel.showWord();
  }

  // ---- actions

  act(action) {
    if (this.locked) return;
    this.locked = true; // until the answer: the sentence on show may change
    this.outbox.act(action);
  }

  nothingIrrelevant() {
    if (this.locked) return;
    this.marks.begin();
    this.marks.set(this.marks.list().filter((index) => !this.byRule.has(index)), false);
    this.marks.settle();
    this.show();
    this.act("nothing");
  }

  // A rule for the word under the cursor; its strikes show at once.
  everywhere() {
    if (this.locked || !this.canGoEverywhere) return;
    this.marks.begin();
    this.marks.set(this.#sameAs(this.cursor), true);
    this.marks.settle();
    this.show();
    this.act("everywhere");
  }

  get canGoEverywhere() {
    const token = this.data.tokens[this.cursor];
    return token !== undefined && IS_WORD.test(token[1]) && !this.wordAtCursor.ruled;
  }

  get wordAtCursor() {
    return this.data.words[this.data.word_of[this.cursor]];
  }

  toggleHelp(open) {
    this.panel.toggleHelp(open);
  }
}

function between(a, b) {
  const [low, high] = a < b ? [a, b] : [b, a];
  return Array.from({ length: high - low + 1 }, (_, offset) => low + offset);
}

const markers = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  let marker = markers.get(parentElement);
  if (!marker) {
    marker = new Marker(parentElement);
    markers.set(parentElement, marker);
  }
  marker.outbox.deliver = (message) => setStateValue("message", message);
  marker.receive(data);
  return () => {
    marker.close();
    markers.delete(parentElement);
  };
}
