// A crash left messages that never arrived. Those on the sentence that is open come back before one's
// eyes, the others are sent as they are.

import { clock } from "./texts.js";

/** @import { Desk } from "./desk.js" */

/** @param {Desk} desk that has just begun */
export async function rescue(desk) {
  const { outbox } = desk;
  const left = await outbox.copies.left();
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
