// Mouse, pen and finger: click toggles, press and drag paints or erases, Shift-click takes a
// range, double-click takes the same word wherever it stands in the sentence.

const DOUBLE_MS = 350; // between two presses on one token that belong together
const FINGER_SLACK = 10; // pixels a finger may slip sideways in a tap

class Gestures {
  constructor(marker, sentence) {
    this.marker = marker;
    this.sentence = sentence;
    this.last = { option: null, time: 0 };
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

  #down(event) {
    const index = this.sentence.indexOf(event.target);
    if (event.button !== 0 || index < 0 || this.marker.locked) return;
    const finger = event.pointerType === "touch";
    this.press = { index, finger, x: event.clientX, painting: false };
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
      this.#startPainting();
    }
  }

  #move(event) {
    if (!this.press) return;
    if (!this.press.painting) {
      if (Math.abs(event.clientX - this.press.x) < FINGER_SLACK) return;
      this.#startPainting();
    }
    const index = this.sentence.indexAt(event.clientX, event.clientY);
    if (index >= 0) this.marker.paintTo(index);
  }

  #up(event) {
    this.#move(event); // a busy machine may swallow the last move
    const press = this.press;
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

  #startPainting() {
    this.press.painting = true;
    this.marker.beginPaint(this.press.index);
  }

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

  #isSecond(event, index) {
    const again = this.last.option === this.sentence.options[index]; // of this very sentence
    const second = again && event.timeStamp - this.last.time < DOUBLE_MS;
    if (second) this.last = { option: null, time: 0 };
    return second;
  }
}
