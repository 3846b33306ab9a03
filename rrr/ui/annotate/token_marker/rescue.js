// A crash left messages that never arrived. Those on the sentence that is open come back before one's
// eyes, the others are sent as they are. So are those of a desk that was closed too early: while a
// page is drawn anew, both the old desk and the new one are there for a moment, and a hand may still
// strike a word in the old one.

import { clock } from "./texts.js";

/** @import { Desk } from "./desk.js" */

const CLOSED_TOO_EARLY = "right-reasons marker closed too early";

/** @param {Desk} desk that is being closed */
export function handOver(desk) {
  if (desk.outbox.pending) document.dispatchEvent(new Event(CLOSED_TOO_EARLY));
}

/**
 * Rescues also what another desk of this page leaves.
 * @param {Desk} desk
 * @returns {() => void} ends it
 */
export function watchOthers(desk) {
  const take = () => {
    if (desk.isOpen) rescue(desk);
  };
  document.addEventListener(CLOSED_TOO_EARLY, take);
  return () => document.removeEventListener(CLOSED_TOO_EARLY, take);
}

/** @param {Desk} desk */
export async function rescue(desk) {
  const { outbox } = desk;
  const left = (await outbox.copies.left()).filter((copy) => !outbox.isOrphan(copy));
  if (desk.isClosed) return; // the desk that has taken its place looks for them, too
  const { draft } = desk;
  for (const copy of left) {
    const isHere = copy.item === draft.item && copy.token_hash === draft.data.token_hash;
    if (!isHere || copy.rule !== null || draft.pending) {
      outbox.orphans.push(copy);
      continue;
    }
    const outcome = draft.rescue(copy);
    outbox.copies.forget(copy);
    if (outcome === "own") {
      outbox.touch(draft);
      desk.panel.say(`Marks from ${clock(copy.at)} had not been saved. They are back.`);
    } else if (outcome === "elsewhere") {
      desk.panel.say(
        `This sentence was saved elsewhere after your unsent marks of ${clock(copy.at)}. ` +
          "Press u to bring yours back.",
      );
    }
  }
  if (outbox.orphans.length) outbox.send();
  desk.show();
}
