const SIGNS = ["pointermove", "keydown", "wheel", "touchstart"];

export const BEAT_MS = 60_000;

/**
 * Calls `beat` when somebody does something on the page, but not more often than once a minute:
 * the sentence on show is kept for whoever is at it, not for a tab that was left open.
 * @param {() => number} silence milliseconds since the server last heard of this tab
 * @param {() => void} beat
 * @returns {() => void} ends it
 */
export function watchPresence(silence, beat) {
  const sign = () => {
    if (silence() > BEAT_MS) beat();
  };
  for (const name of SIGNS) document.addEventListener(name, sign, { capture: true, passive: true });
  return () => {
    for (const name of SIGNS) document.removeEventListener(name, sign, { capture: true });
  };
}
