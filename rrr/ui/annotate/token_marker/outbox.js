// Brings what this tab has to say to the server, and knows whether it has arrived.
//
// Every change gets the next sequence number. A batch always holds the newest state of every
// sentence that has not been acknowledged, so nothing is lost with a batch that is: the next one,
// or the same one tried again, says it all. The server stores a message once, however often it
// comes. One batch is under way at a time: a second one would make the server give up drawing its
// answer to the first, and a fast hand would get none.

import { Copies } from "../../in_browser/copies.js";
import { Revival } from "./revival.js";

/** @import { Desk } from "./desk.js" */
/** @import { Draft } from "./draft.js" */
/** @import { Batch, Drawing, Message, Receipt } from "./wire.d.ts" */

export const PAUSE_MS = 300; // after the last change, before it is sent
export const RETRY_MS = 2000; // without an answer; then twice as long, and again
const LONGEST_RETRY_MS = 16_000;
const LATE_MS = 1000; // without an answer, before another batch goes its way beside it

export class Outbox {
  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    /** @type {(batch: Batch) => void} */
    this.deliver = () => {};
    this.client = Math.random().toString(36).slice(2); // names this tab
    /** @type {Copies<Message>} */
    this.copies = new Copies(this.client);
    this.copies.onchange = () => desk.show();
    this.revival = new Revival(desk);
    this.sequence = 0;
    /** @type {Message[]} */
    this.wishes = []; // rules asked for
    /** @type {Message[]} */
    this.orphans = []; // messages that crashed tabs have left
    this.unsent = false;
    this.attempt = 0;
    this.deliveries = 0;
    this.deliveredAt = performance.now();
    this.unanswered = 0; // deliveries, since the server was last heard
    /** @type {string | null} */
    this.trouble = null; // why what has arrived could not be stored
    /** @type {Receipt | null} */
    this.saved = null; // the last one of marks
    this.underway = false; // whether the last delivery has no answer yet
    this.more = false; // to be said as soon as it has
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.pause = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.retry = undefined;
  }

  get pending() {
    return this.#messages().length > 0;
  }

  // Milliseconds since this tab last said where it is.
  get silence() {
    return performance.now() - this.deliveredAt;
  }

  get late() {
    return (this.attempt > 0 || this.trouble !== null) && this.pending;
  }

  /**
   * Whether it is sent already with what crashed tabs have left.
   * @param {Message} message
   */
  isOrphan({ item, client, sequence }) {
    return this.orphans.some(
      (orphan) => orphan.item === item && orphan.client === client && orphan.sequence === sequence,
    );
  }

  /**
   * A sentence's marks or answer changed: send it when the hand rests.
   * @param {Draft} draft
   */
  touch(draft) {
    this.sequence += 1;
    draft.sequence = this.sequence;
    this.copies.keep(this.#compose(draft));
    this.unsent = true;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.flush(), PAUSE_MS);
  }

  /**
   * A rule: "strike" the word at the cursor everywhere, or "spare" it again.
   * @param {Draft} draft
   * @param {"strike" | "spare"} rule
   * @param {number} cursor
   */
  wish(draft, rule, cursor) {
    this.sequence += 1;
    const message = { ...this.#compose(draft), sequence: this.sequence, rule, cursor };
    this.wishes.push(message);
    this.copies.keep(message);
    this.send();
  }

  // Send now whatever has not been sent.
  flush() {
    if (this.unsent) this.send();
  }

  // Send everything that has not been acknowledged, and where the tab is.
  send() {
    this.attempt = 0;
    if (this.underway && performance.now() - this.deliveredAt < LATE_MS) this.more = true;
    else this.#deliver();
  }

  // Send now, because the page may be gone in a moment.
  sendAndLeave() {
    if (this.unsent || this.more) this.#deliver();
  }

  #messages() {
    const drafts = [...this.desk.drafts.values()].filter((draft) => draft.pending);
    return [...drafts.map((draft) => this.#compose(draft)), ...this.wishes, ...this.orphans];
  }

  /** @param {Draft} draft */
  #compose(draft) {
    return draft.message(this.client, this.desk.insight.shown);
  }

  #deliver() {
    clearTimeout(this.pause);
    clearTimeout(this.retry);
    this.unsent = this.more = false;
    this.deliveries += 1;
    this.underway = true;
    this.deliveredAt = performance.now();
    this.deliver({
      ...this.desk.where(),
      messages: this.#messages(),
      delivery: this.deliveries,
    });
    const wait = Math.min(RETRY_MS * 2 ** this.attempt, LONGEST_RETRY_MS);
    this.retry = setTimeout(() => {
      if (!this.pending && this.desk.isFollowed) return;
      this.attempt += 1;
      if (this.underway) this.unanswered += 1;
      this.#deliver();
      this.revival.consider(this.unanswered);
      this.desk.show();
    }, wait);
  }

  /**
   * The server's answers.
   * @param {Pick<Drawing, "receipts" | "heard" | "trouble">} drawing
   * @returns {Receipt[]} those that concern drafts of this tab
   */
  hear({ receipts, heard, trouble }) {
    if (heard === this.deliveries) {
      this.underway = false;
      this.unanswered = 0;
      this.trouble = trouble;
    }
    const receiptOf = (/** @type {Message} */ message) =>
      receipts.find(
        ({ client, sequence }) => client === message.client && sequence === message.sequence,
      );
    this.wishes = this.wishes.filter((wish) => {
      const receipt = receiptOf(wish);
      if (receipt) this.copies.forget(wish);
      return !receipt;
    });
    this.orphans = this.orphans.filter((orphan) => {
      const receipt = receiptOf(orphan);
      if (receipt && (!receipt.refused || orphan.rule !== null)) this.copies.forget(orphan);
      return !receipt;
    });
    const ours = receipts.filter(({ client }) => client === this.client);
    for (const receipt of ours) {
      const draft = this.desk.drafts.get(receipt.item);
      if (!draft || receipt.of_rule) continue;
      if (receipt.saved_at) this.saved = receipt;
      draft.acknowledged = Math.max(draft.acknowledged, receipt.sequence);
      if (!draft.pending && !receipt.refused) this.copies.forget(this.#compose(draft));
    }
    if (!this.pending) this.attempt = 0;
    return ours;
  }

  close() {
    clearTimeout(this.pause);
    clearTimeout(this.retry);
  }
}
