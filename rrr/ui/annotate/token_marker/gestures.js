// Mouse, pen and finger: click toggles, press and drag paints or erases, Shift-click takes a
// range, double-click takes the same word wherever it stands in the sentence.

/** @import { Marker } from "./marker.js" */
/** @import { Sentence } from "./sentence.js" */

const DOUBLE_MS = 350; // between two presses on one token that belong together
const FINGER_SLACK = 10; // pixels a finger may slip sideways in a tap

export class Gestures {
  /**
   * @param {Marker} marker
   * @param {Sentence} sentence
   */
  constructor(marker, sentence) {
    this.marker = marker;
    this.sentence = sentence;
    /** @type {{ option: HTMLElement | null, time: number }} */
    this.last = { option: null, time: 0 };
    /** @type {{ index: number, finger: boolean, x: number, painting: boolean } | null} */
    this.press = null;
    const { box } = sentence;
    box.onpointerdown = (event) => this.#down(event);
    box.onpointermove = (event) => this.#move(event);
    box.onpointerup = (event) => this.#up(event);
    box.onpointercancel = () => this.#cancel();
    box.ondragstart = (event) => event.preventDefault();
    // A click without a press comes from assistive software.
    box.onclick = (event) => {
      if (event.detail === 0 && !event.pointerType) this.#tap(event);
    };
  }

  /** @param {PointerEvent} event */
  #down(event) {
    const index = this.sentence.indexOf(event.target);
    if (event.button !== 0 || index < 0 || this.marker.locked) return;
    const finger = event.pointerType === "touch";
    const press = { index, finger, x: event.clientX, painting: false };
    this.press = press;
    if (finger) return; // may become a scroll: wait for the tap or the sideways drag
    event.preventDefault(); // no text selection
    // Moves outside the sentence still count, and the release is never missed.
    this.sentence.box.setPointerCapture(event.pointerId);
    if (event.shiftKey) {
      this.marker.range(index);
      this.press = null;
    } else if (this.#isSecond(event, index)) {
      this.marker.sameWords(index);
      this.press = null;
    } else {
      this.#startPainting(press);
    }
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const { press } = this;
    if (!press) return;
    if (!press.painting) {
      if (Math.abs(event.clientX - press.x) < FINGER_SLACK) return;
      this.#startPainting(press);
    }
    const index = this.sentence.indexAt(event.clientX, event.clientY);
    if (index >= 0) this.marker.paintTo(index);
  }

  /** @param {PointerEvent} event */
  #up(event) {
    this.#move(event); // a busy machine may swallow the last move
    const { press } = this;
    this.press = null;
    if (!press) return;
    if (press.painting) {
      this.marker.endPaint();
      this.last = { option: this.sentence.options[press.index], time: event.timeStamp };
    } else {
      this.#tap(event);
    }
  }

  // The browser took the finger's movement for a scroll.
  #cancel() {
    if (this.press?.painting) this.marker.endPaint();
    this.press = null;
  }

  /** @param {{ index: number, painting: boolean }} press */
  #startPainting(press) {
    press.painting = true;
    this.marker.beginPaint(press.index);
  }

  /** @param {PointerEvent} event */
  #tap(event) {
    const index = this.sentence.indexOf(event.target);
    if (index < 0 || this.marker.locked) return;
    if (this.#isSecond(event, index)) {
      this.marker.sameWords(index);
      return;
    }
    this.marker.toggle(index);
    this.last = { option: this.sentence.options[index], time: event.timeStamp };
  }

  /**
   * @param {PointerEvent} event
   * @param {number} index
   */
  #isSecond(event, index) {
    const again = this.last.option === this.sentence.options[index]; // of this very sentence
    const second = again && event.timeStamp - this.last.time < DOUBLE_MS;
    if (second) this.last = { option: null, time: 0 };
    return second;
  }
}
