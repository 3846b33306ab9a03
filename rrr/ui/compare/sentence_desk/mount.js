// What Streamlit calls, again whenever the server has answered. The desk itself is made once and
// lives until it is unmounted.

import { SentenceDesk } from "./sentence_desk.js";

/** @import { Answered, Asked } from "./sentence_desk.js" */

/** @type {WeakMap<ShadowRoot, SentenceDesk>} */
const desks = new WeakMap();

/**
 * @param {object} component
 * @param {Answered} component.data
 * @param {ShadowRoot} component.parentElement
 * @param {(name: "asked", asked: Asked) => void} component.setStateValue
 * @returns {() => void} what Streamlit calls in the end
 */
export default function mount({ data, parentElement, setStateValue }) {
  const desk = desks.get(parentElement) ?? new SentenceDesk(parentElement);
  desks.set(parentElement, desk);
  desk.send = (asked) => setStateValue("asked", asked);
  desk.draw(data);
  return () => desk.stop();
}
