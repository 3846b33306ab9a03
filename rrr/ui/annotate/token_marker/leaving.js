/**
 * Calls `leave` when somebody reaches for something outside `section`, or leaves the page.
 * @param {HTMLElement} section
 * @param {() => void} leave
 * @returns {() => void} ends it
 */
export function watchLeaving(section, leave) {
  const leaveIfOutside = (/** @type {Event} */ event) => {
    if (!event.composedPath().includes(section)) leave();
  };
  document.addEventListener("pointerdown", leaveIfOutside, true);
  document.addEventListener("visibilitychange", leave);
  window.addEventListener("pagehide", leave);
  return () => {
    document.removeEventListener("pointerdown", leaveIfOutside, true);
    document.removeEventListener("visibilitychange", leave);
    window.removeEventListener("pagehide", leave);
  };
}
