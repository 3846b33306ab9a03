// What this tab has decided: shown at once, sent at once, and undone.
//
// What is sent holds every decision that is not known to be stored: nothing is lost with a message
// that never comes, and none waits for an earlier one's receipt while somebody leaves the page. The
// browser keeps each one until then, so that it outlasts its page and is sent when Review is next
// opened here.

import { Copies } from "../../in_browser/copies.js";

/** @import { Change, Decision, Row, Sent } from "./wire.js" */
/** @typedef {{ id: number, before: Decision | null }} Step */
/** @typedef {Pick<Change, "hash" | "base" | "decision">} Made what, of the sentence as it was */
/** @typedef {Made & { item: number, client: string, rule: null, sequence: number }} Copy */

const RESEND_MS = 6000; // without a receipt: a server that was started anew has heard nothing

export class Decisions {
  /** @param {string} owner names whose decisions these are */
  constructor(owner) {
    this.owner = owner;
    this.client = Math.random().toString(36).slice(2); // names this tab
    /** @type {Copies<Copy>} */
    this.copies = new Copies(this.client);
    this.copies.onchange = () => this.onchange();
    this.copies.owner = `decisions ${owner}`; // the same person's marks are kept beside them
    this.isOver = false;
    this.isLate = false; // whether a message had no receipt in time
    this.onchange = () => {}; // of what `savingText` says
    /** @type {Map<number, Row>} */
    this.rows = new Map();
    /** Decided here, and not known to be stored yet. @type {Map<number, Change>} */
    this.open = new Map();
    /** @type {Step[]} */
    this.past = [];
    this.turn = 0; // of the last change
    this.deliveries = 0;
    this.heard = 0; // the last turn that is known to be stored
    /** @type {(sent: Sent) => void} */
    this.send = () => {};
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** What is shown of a sentence. @param {number} id @returns {Decision | null} */
  of(id) {
    const open = this.open.get(id);
    return open ? open.decision : (this.rows.get(id)?.decision ?? null);
  }

  /** Tokens that are struck in a sentence as it is shown. @param {number} id */
  struckIn(id) {
    return new Set(this.of(id)?.struck ?? this.rows.get(id)?.merged ?? []);
  }

  /** Whether something is not known to be stored yet. */
  get isSaving() {
    return this.open.size > 0;
  }

  get savingText() {
    if (!this.isSaving) return "Everything is saved.";
    if (!this.isLate) return "Saving…";
    const place = this.copies.safe ? ", kept in this browser" : "";
    return `Not saved yet${place}, trying again…`;
  }

  /** @param {number} id @param {Decision | null} decision */
  decide(id, decision) {
    this.past.push({ id, before: this.of(id) });
    this.#set(id, decision);
  }

  /** Strike a word or take the strike off. @param {number} id @param {number} token */
  toggle(id, token) {
    const struck = this.struckIn(id);
    if (!struck.delete(token)) struck.add(token);
    this.decide(id, { struck: sorted(struck), note: this.of(id)?.note ?? "" });
  }

  /** Take this tab's last change back. @returns {number | null} the sentence */
  undo() {
    const step = this.past.pop();
    if (!step || !this.rows.has(step.id)) return null;
    this.#set(step.id, step.before);
    return step.id;
  }

  /** @param {number} id @param {Decision | null} decision */
  #set(id, decision) {
    const row = this.rows.get(id);
    if (!row) return;
    this.#open(id, { hash: row.hash, base: row.revision, decision });
    this.#deliver();
  }

  /** @param {number} id @param {Made} made */
  #open(id, made) {
    this.turn += 1;
    const { turn, heard, client } = this;
    this.open.set(id, { id, turn, heard, ...made });
    this.copies.keep({ item: id, client, rule: null, sequence: turn, ...made });
  }

  /** What was decided here before and is not known to be stored: its page was left too early. */
  async rescue() {
    const left = await this.copies.left();
    if (this.isOver) return;
    this.takeUp(left.sort((one, other) => (one.at < other.at ? -1 : 1)));
    for (const copy of left) this.copies.forget(copy);
  }

  /** @param {Copy[]} copies the later one of a sentence counts */
  takeUp(copies) {
    const made = new Map(
      copies.map(({ item, hash, base, decision }) => [item, { hash, base, decision }]),
    );
    for (const [id, each] of made) {
      if (this.open.has(id)) continue; // decided anew meanwhile
      const row = this.rows.get(id);
      if (row && isSame(row.decision, each.decision)) continue; // stored, and not heard of
      if (row) this.past.push({ id, before: this.of(id) });
      this.#open(id, each);
    }
    this.#deliver();
  }

  #deliver() {
    clearTimeout(this.timer);
    if (!this.isSaving) return;
    this.deliveries += 1;
    const { owner, turn, deliveries: delivery } = this;
    this.send({ owner, turn, delivery, changes: [...this.open.values()] });
    this.timer = setTimeout(() => {
      this.isLate = true;
      this.#deliver();
      this.onchange();
    }, RESEND_MS);
  }

  /**
   * The server has spoken. What was decided after the turn that it has heard is still on its way.
   * @param {Row[]} rows
   * @param {number} heard
   */
  hear(rows, heard) {
    this.rows = new Map(rows.map((row) => [row.id, row]));
    this.heard = heard;
    this.turn = Math.max(this.turn, heard);
    for (const [id, { turn }] of this.open) {
      if (turn > heard) continue;
      this.open.delete(id);
      this.copies.forget({ item: id, client: this.client, rule: null, sequence: turn });
      // Undo must not bring back what was never stored.
      if (this.rows.get(id)?.refused) this.past = this.past.filter((step) => step.id !== id);
    }
    if (this.isSaving) return;
    this.isLate = false;
    clearTimeout(this.timer);
  }

  stop() {
    this.isOver = true;
    clearTimeout(this.timer);
  }
}

/** @param {Decision | null} one @param {Decision | null} other */
function isSame(one, other) {
  return one?.note === other?.note && String(one?.struck) === String(other?.struck);
}

/** @param {Iterable<number>} tokens */
export function sorted(tokens) {
  return [...tokens].sort((a, b) => a - b);
}
