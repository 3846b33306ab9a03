// What to do when the server is in good health and still does not answer this tab: its session is
// gone, for instance. Loading the page anew begins another one, and the unsent copies come back.

import { store, stored } from "./browser_storage.js";

/** @import { Desk } from "./desk.js" */

const UNANSWERED = 3; // deliveries, 14 seconds
const BETWEEN_RELOADS_MS = 120_000; // where loading anew does not help, a person is told
const RELOADED_KEY = "right-reasons reloaded";

export class Revival {
  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  /**
   * Nothing has come back for so many deliveries.
   * @param {number} unanswered
   */
  async consider(unanswered) {
    const { desk } = this;
    if (unanswered < UNANSWERED || !(await isHealthy()) || !desk.outbox.unanswered) return;
    if (desk.isInHand) return; // asked again with the next delivery
    if (desk.outbox.copies.safe && !hasTriedLately()) {
      store("sessionStorage", RELOADED_KEY, String(Date.now()));
      location.reload();
    } else {
      desk.outbox.trouble = "The server runs but does not answer this tab. Reload the page.";
      desk.show();
    }
  }
}

function hasTriedLately() {
  const last = stored("sessionStorage", RELOADED_KEY);
  if (last === undefined) return true; // nor could it be known the next time
  return Date.now() - Number(last) < BETWEEN_RELOADS_MS;
}

async function isHealthy() {
  try {
    const answer = await fetch(new URL("_stcore/health", location.href), { cache: "no-store" });
    return answer.ok;
  } catch {
    return false;
  }
}
