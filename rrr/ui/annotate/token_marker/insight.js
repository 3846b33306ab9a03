// What the newest model sees in the sentence: heat under the words, suggestions, and its
// prediction with and without the struck words. Shown only if wanted; blind sentences show nothing.

import { store, stored } from "./browser_storage.js";
import { setText } from "./texts.js";

/** @import { Desk } from "./desk.js" */
/** @import { Look, ModelView, Prediction } from "./wire.d.ts" */

const HEAT_KEY = "right-reasons heat";
const LOOK_AGAIN_MS = 1500; // while the model is being loaded
const LOOK_LATE_MS = 1000; // without an answer, before asking again

export class Insight {
  /**
   * @param {Desk} desk
   * @param {(name: string) => HTMLElement} part
   */
  constructor(desk, part) {
    this.desk = desk;
    /** @type {(look: Look) => void} */
    this.deliver = () => {};
    /** @type {Look | null} */
    this.asked = null;
    this.askedAt = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.line = part("model");
    this.button = part("heat");
    this.scale = part("scale");
    this.legend = part("dotted");
    this.shown = stored("localStorage", HEAT_KEY) !== "off";
  }

  /** @returns {ModelView | null} */
  get now() {
    return this.desk.isOpen ? this.desk.draft.data.insight : null;
  }

  get suggested() {
    return new Set(this.shown ? (this.now?.suggested ?? []) : []);
  }

  toggle() {
    this.shown = !this.shown;
    store("localStorage", HEAT_KEY, this.shown ? "on" : "off");
    this.desk.show();
  }

  show() {
    const { desk, now, shown } = this;
    this.button.hidden = !now;
    this.button.setAttribute("aria-pressed", String(shown));
    const visible = shown && now && !now.blind ? now : null;
    desk.sentence.showInsight(
      visible?.shares ?? [],
      new Set(visible?.against ?? []),
      this.suggested,
    );
    this.scale.hidden = !visible;
    this.legend.hidden = !this.suggested.size;
    setText(this.line, this.#text(visible));
    this.line.hidden = !this.line.textContent;
    this.#lookAgain();
  }

  /** @param {ModelView | null} visible */
  #text(visible) {
    const { desk, now, shown } = this;
    if (!now) return desk.modelExpected ? "The model is being loaded…" : "";
    if (now.blind && shown) return "Control sentence: what the model sees is hidden here.";
    if (!visible?.predicted) return "";
    const { marks } = desk.draft;
    const text = `model: ${percent(visible.predicted)}`;
    if (!marks.struck.size) return text;
    if (!marks.equals(visible.looked)) return `${text} · without the struck words: …`;
    return visible.without
      ? `${text} · without the struck words: ${percent(visible.without)}`
      : text;
  }

  // Ask what the model makes of the words not struck. One question at a time: the answer to the
  // last one asks again if the marks have gone on.
  look() {
    const { now } = this;
    if (!this.shown || !now?.predicted) return;
    const { draft } = this.desk;
    if (draft.marks.equals(now.looked)) return;
    const waiting = this.asked && performance.now() - this.askedAt < LOOK_LATE_MS;
    if (waiting) return;
    this.asked = { item: draft.item, struck: draft.marks.list() };
    this.askedAt = performance.now();
    this.deliver(this.asked);
  }

  // A drawing may have been under way when the question came: it does not answer it, and asking
  // again would only have the server draw once more.
  heard() {
    const { asked } = this;
    const looked = asked && this.desk.drafts.get(asked.item)?.data.insight?.looked;
    if (!looked || String(looked) === String(asked.struck)) this.asked = null;
    this.look();
  }

  // Keeps asking: an answer that says the same as the last one does not reach us.
  #lookAgain() {
    clearTimeout(this.timer);
    if (this.now || !this.desk.modelExpected) return;
    this.timer = setTimeout(() => {
      this.deliver({ item: this.desk.walk.item, struck: [], again: performance.now() });
      this.#lookAgain();
    }, LOOK_AGAIN_MS);
  }

  close() {
    clearTimeout(this.timer);
  }
}

/** @param {Prediction} prediction */
function percent([label, probability]) {
  return `${label} ${Math.round(100 * probability)} %`;
}
