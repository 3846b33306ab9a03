/** @import { Voice } from "./voice.js" */

/**
 * Calls `leave` when somebody reaches for something outside `section`, or leaves the page. A click
 * there waits until what `leave` has said is on its way.
 * @param {HTMLElement} section
 * @param {Voice} voice
 * @param {() => void} leave
 * @returns {() => void} ends it
 */
export function watchLeaving(section, voice, leave) {
  const goes = () => {
    voice.speakUp();
    leave();
  };
  const reaches = (/** @type {Event} */ event) => {
    if (event.composedPath().includes(section)) return;
    goes();
    if (event.type !== "click") return;
    if (voice.wait) hold(event, voice.wait);
    else voice.hush();
  };
  const hush = () => voice.hush();
  const heard = /** @type {const} */ ([
    [document, "pointerdown", reaches],
    [document, "click", reaches], // by a key, too
    [document, "visibilitychange", goes],
    [window, "pagehide", goes],
    [window, "popstate", hush], // back or forward: whoever listens there has gone already
  ]);
  for (const [where, name, listener] of heard) where.addEventListener(name, listener, true);
  return () => {
    for (const [where, name, listener] of heard) where.removeEventListener(name, listener, true);
  };
}

/**
 * @param {Event} click
 * @param {number} milliseconds
 */
function hold(click, milliseconds) {
  click.preventDefault();
  click.stopImmediatePropagation();
  const [target] = click.composedPath();
  setTimeout(() => target.dispatchEvent(new MouseEvent("click", click)), milliseconds);
}
