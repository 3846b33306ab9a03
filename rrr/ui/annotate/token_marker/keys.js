// The whole job by keyboard. `r` and `c` belong to Streamlit and are never bound.

/** @import { Desk } from "./desk.js" */
/** @typedef {(() => void) & { repeats?: boolean }} Command `repeats`: while the key is held */

export class Keys {
  /**
   * @param {Desk} desk
   * @param {HTMLElement} section
   */
  constructor(desk, section) {
    this.desk = desk;
    section.onkeydown = (event) => this.#press(event);
    document.addEventListener("keydown", this.elsewhere);
  }

  close() {
    document.removeEventListener("keydown", this.elsewhere);
  }

  // The keys work also where nothing has the focus, as just after the page has loaded; and the
  // letters after a press on another button of the page, to which letters mean nothing.
  elsewhere = (/** @type {KeyboardEvent} */ event) => {
    const { target } = event;
    const isButton = target instanceof Element && target.matches("a, button, summary");
    const onButton = isButton && /^[a-z?]$/i.test(event.key);
    if (target === document.body || onButton) this.#press(event);
  };

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.isComposing || event.defaultPrevented || !this.desk.isOpen) return;
    const { target } = event;
    const onButton = target instanceof Element && target.closest("button") !== null;
    const command = this.#command(event, onButton);
    if (!command) return;
    event.preventDefault();
    if (!event.repeat || command.repeats) command();
  }

  /**
   * @param {KeyboardEvent} event
   * @param {boolean} onButton
   * @returns {Command | null}
   */
  #command(event, onButton) {
    const { desk } = this;
    const { marker } = desk;
    const key = letterOf(event);
    if ((event.ctrlKey || event.metaKey) && !event.altKey) {
      if (key !== "z") return null;
      return event.shiftKey ? () => desk.redo() : () => desk.undo();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return null;
    if (onButton && (key === "Enter" || key === " ")) return null; // presses the button
    const forward = marker.sentence.rightToLeft ? -1 : 1;
    /** @type {Record<string, Command>} */
    const moves = {
      ArrowRight: () => marker.moveBy(forward),
      ArrowLeft: () => marker.moveBy(-forward),
      ArrowDown: () => marker.moveLine(1),
      ArrowUp: () => marker.moveLine(-1),
    };
    if (Object.hasOwn(moves, key)) return Object.assign(moves[key], { repeats: true });
    /** @type {Record<string, Command>} */
    const commands = {
      Home: () => marker.moveTo(0),
      End: () => marker.moveTo(Infinity),
      " ": () => marker.toggle(marker.cursor),
      Enter: () => desk.next(),
      n: () => desk.nothingIrrelevant(),
      s: () => desk.skip(),
      f: () => desk.flagLine.open(),
      b: () => desk.back(),
      a: () => marker.everywhere(),
      u: () => desk.undo(),
      h: () => desk.insight.now && desk.insight.toggle(),
      "?": () => desk.panel.toggleHelp(),
      Escape: () => desk.panel.toggleHelp(false),
    };
    return Object.hasOwn(commands, key) ? commands[key] : null;
  }
}

/**
 * The Latin letter of a key, on keyboards of other scripts the one at its place.
 * @param {{ key: string, code: string }} event
 */
export function letterOf(event) {
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  const otherScript = event.key.length === 1 && event.key > "\u007f";
  if (otherScript && /^Key[A-Z]$/.test(event.code)) return event.code.slice(3).toLowerCase();
  return event.key;
}
