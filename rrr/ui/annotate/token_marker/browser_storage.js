// Small notes that outlive a reload, where the browser allows it.

/**
 * @param {"localStorage" | "sessionStorage"} kind the latter is this tab's alone
 * @param {string} key
 * @returns {string | null | undefined} null if there is no such note, undefined if none are allowed
 */
export function stored(kind, key) {
  try {
    return globalThis[kind].getItem(key);
  } catch {
    return undefined;
  }
}

/**
 * @param {"localStorage" | "sessionStorage"} kind
 * @param {string} key
 * @param {string} value
 */
export function store(kind, key, value) {
  try {
    globalThis[kind].setItem(key, value);
  } catch {
    // Not allowed, or no room: then it is not remembered.
  }
}
