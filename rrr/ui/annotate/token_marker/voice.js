// Brings to Streamlit what this tab has to say, and keeps it from coming too late.
//
// Streamlit gathers for some milliseconds what a component says, but goes to another page at once.
// What is heard there has no place on that page and leaves it empty. So whoever reaches for something
// else waits until all is on its way, and then nothing is said for a moment. Who has stayed is heard
// after it.

const GATHERING_MS = 100; // 8 to 18 were measured
export const GOING_MS = 1000;

export class Voice {
  constructor() {
    /** @type {(name: "batch" | "look", value: unknown) => void} */
    this.send = () => {};
    this.saidAt = Number.NEGATIVE_INFINITY;
    this.isSilent = false;
    /** @type {Map<"batch" | "look", unknown>} */
    this.held = new Map();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /**
   * @param {"batch" | "look"} name
   * @param {unknown} value holds all that earlier ones of this name did, or makes them needless
   */
  say(name, value) {
    if (this.isSilent) {
      this.held.set(name, value);
      return;
    }
    this.saidAt = performance.now();
    this.send(name, value);
  }

  // Milliseconds until all that was said is surely on its way.
  get wait() {
    return Math.max(0, this.saidAt + GATHERING_MS - performance.now());
  }

  // Somebody may be going to another page.
  hush() {
    clearTimeout(this.timer);
    this.isSilent = true;
    this.timer = setTimeout(() => this.speakUp(), GOING_MS);
  }

  speakUp() {
    clearTimeout(this.timer);
    this.isSilent = false;
    for (const [name, value] of this.held) this.say(name, value);
    this.held.clear();
  }

  close() {
    clearTimeout(this.timer);
  }
}
