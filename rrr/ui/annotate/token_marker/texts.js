// How texts reach the page: through textContent alone, never as HTML.

/**
 * Leaves an unchanged text alone: live regions would read it again.
 * @param {HTMLElement} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * @param {HTMLElement} line hidden while there is no text
 * @param {string | null | undefined} text
 */
export function showIfAny(line, text) {
  setText(line, text ?? "");
  line.hidden = !text;
}

/** @param {string} iso a time, ISO 8601 */
export function clock(iso) {
  return new Date(iso).toLocaleTimeString("en-GB");
}
