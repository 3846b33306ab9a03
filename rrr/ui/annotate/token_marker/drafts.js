// The sentences that this tab has ready, each with what has been made of it here.

import { Draft } from "./draft.js";

/** @import { Sheet } from "./wire.d.ts" */

export const MOST_DRAFTS = 60; // kept for going back

/** @extends {Map<number, Draft>} */
export class Drafts extends Map {
  /**
   * A sentence comes from the server: a new one, or news of one that is here.
   * @param {Sheet} sheet
   * @param {object} tab
   * @param {boolean} tab.refused whether our marks on it have just been refused
   * @param {string} tab.client its name
   * @param {boolean} tab.waiting for a rule that it has asked for
   */
  take(sheet, { refused, client, waiting }) {
    const draft = this.get(sheet.item);
    if (draft?.data.token_hash !== sheet.token_hash) this.set(sheet.item, new Draft(sheet));
    else if (refused) draft.giveWay(sheet);
    else draft.hear(sheet, client, waiting);
  }

  /**
   * Forget the oldest of those that nobody needs, while there are too many.
   * @param {{ includes: (item: number) => boolean }} walk the way on which the others lie
   */
  forgetFar(walk) {
    for (const [item, draft] of this) {
      if (this.size <= MOST_DRAFTS) return;
      if (!draft.pending && !walk.includes(item)) this.delete(item);
    }
  }
}
