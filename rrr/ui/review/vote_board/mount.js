// What Streamlit calls, again whenever the server has drawn the page. The board is made once and
// lives until it is unmounted.

import { VoteBoard } from "./vote_board.js";

/** @import { Drawn, Sent } from "./wire.js" */

/** @type {WeakMap<ShadowRoot, VoteBoard>} */
const boards = new WeakMap();

/**
 * @param {object} component
 * @param {Drawn} component.data
 * @param {ShadowRoot} component.parentElement
 * @param {(name: "sent", sent: Sent) => void} component.setStateValue
 * @returns {() => void} what Streamlit calls in the end
 */
export default function mount({ data, parentElement, setStateValue }) {
  const board = boards.get(parentElement) ?? new VoteBoard(parentElement, data.owner);
  boards.set(parentElement, board);
  board.send = (sent) => setStateValue("sent", sent);
  board.draw(data);
  return () => {
    board.stop();
    boards.delete(parentElement);
  };
}
