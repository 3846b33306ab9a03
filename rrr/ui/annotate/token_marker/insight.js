// What the newest model sees in the sentence: heat under the words, suggestions, and its
// prediction with and without the struck words. Shown only if wanted; blind sentences show nothing.

const HEAT_KEY = "right-reasons heat";
const LOOK_AGAIN_MS = 1500; // while the model is being loaded
const LOOK_LATE_MS = 1000; // without an answer, before asking again

class Insight {
  constructor(desk, part) {
    this.desk = desk;
    this.line = part("model");
    this.button = part("heat");
    this.scale = part("scale");
    this.legend = part("dotted");
    this.shown = stored(HEAT_KEY) !== "off";
  }

  get now() {
    return this.desk.draft?.data.insight ?? null;
  }

  get suggested() {
    return new Set(this.shown ? (this.now?.suggested ?? []) : []);
  }

  toggle() {
    this.shown = !this.shown;
    store(HEAT_KEY, this.shown ? "on" : "off");
    this.desk.show();
  }

  show() {
    const { desk, now, shown } = this;
    this.button.hidden = !now;
    this.button.setAttribute("aria-pressed", String(shown));
    const visible = shown && now && !now.blind;
    desk.sentence.showInsight(visible ? now.shares : [], this.suggested);
    this.scale.hidden = !visible;
    this.legend.hidden = !this.suggested.size;
    setText(this.line, this.#text(visible));
    this.line.hidden = !this.line.textContent;
    this.#lookAgain();
  }

  #text(visible) {
    const { desk, now, shown } = this;
    if (!now) return desk.modelExpected ? "The model is being loaded…" : "";
    if (now.blind && shown) return "Control sentence: what the model sees is hidden here.";
    if (!visible || !now.predicted) return "";
    const text = `model: ${percent(now.predicted)}`;
    if (!desk.draft.marks.struck.size) return text;
    if (!desk.draft.marks.equals(now.looked)) return `${text} · without the struck words: …`;
    return now.without ? `${text} · without the struck words: ${percent(now.without)}` : text;
  }

  // Ask what the model makes of the words not struck. One question at a time: the answer to the
  // last one asks again if the marks have gone on.
  look() {
    const { draft } = this.desk;
    if (!this.shown || !this.now?.predicted || draft.marks.equals(this.now.looked)) return;
    const waiting = this.asked && performance.now() - this.askedAt < LOOK_LATE_MS;
    if (waiting) return;
    this.asked = { item: draft.item, struck: draft.marks.list() };
    this.askedAt = performance.now();
    this.deliver(this.asked);
  }

  // A drawing may have been under way when the question came: it does not answer it, and asking
  // again would only have the server draw once more.
  heard() {
    const { item, struck } = this.asked ?? {};
    const looked = this.desk.drafts.get(item)?.data.insight?.looked;
    if (!looked || String(looked) === String(struck)) this.asked = null;
    this.look();
  }

  // Keeps asking: an answer that says the same as the last one does not reach us.
  #lookAgain() {
    clearTimeout(this.timer);
    if (this.now || !this.desk.modelExpected) return;
    this.timer = setTimeout(() => {
      this.deliver({ item: this.desk.item, struck: [], again: performance.now() });
      this.#lookAgain();
    }, LOOK_AGAIN_MS);
  }

  close() {
    clearTimeout(this.timer);
  }
}

function percent([label, probability]) {
  return `${label} ${Math.round(100 * probability)} %`;
}

function stored(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // not allowed: then it is not remembered
  }
}

function store(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Not remembered then.
  }
}
