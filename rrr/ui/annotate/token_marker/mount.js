// What Streamlit calls, again whenever the server has news. The desk itself is made once and lives
// until it is unmounted.

import { Desk } from "./desk.js";

/** @import { Drawing } from "./wire.d.ts" */

/** @type {WeakMap<ShadowRoot, Desk>} */
const desks = new WeakMap();

/**
 * @param {object} component
 * @param {Drawing} component.data
 * @param {ShadowRoot} component.parentElement
 * @param {(name: "batch" | "look", value: unknown) => void} component.setStateValue
 * @returns {() => void} what Streamlit calls in the end
 */
export default function mount({ data, parentElement, setStateValue }) {
  const desk = desks.get(parentElement) ?? new Desk(parentElement);
  desks.set(parentElement, desk);
  desk.voice.send = setStateValue;
  desk.receive(data);
  return () => {
    desk.close();
    desks.delete(parentElement);
  };
}
