// What this tab has decided: shown at once, sent at once, and undone.
//
// What is sent holds every decision that is not known to be stored: nothing is lost with a message
// that never comes, and none waits for an earlier one's receipt while somebody leaves the page.

/** @import { Change, Decision, Row, Sent } from "./wire.js" */
/** @typedef {{ id: number, before: Decision | null }} Step */

const RESEND_MS = 6000; // without a receipt: a server that was started anew has heard nothing

export class Decisions {
  constructor() {
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
    this.turn += 1;
    const { turn, heard } = this;
    this.open.set(id, { id, turn, heard, hash: row.hash, base: row.revision, decision });
    this.#deliver();
  }

  #deliver() {
    clearTimeout(this.timer);
    if (!this.isSaving) return;
    this.deliveries += 1;
    const { turn, deliveries: delivery } = this;
    this.send({ turn, delivery, changes: [...this.open.values()] });
    this.timer = setTimeout(() => this.#deliver(), RESEND_MS);
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
      // Undo must not bring back what was never stored.
      if (this.rows.get(id)?.refused) this.past = this.past.filter((step) => step.id !== id);
    }
    if (!this.isSaving) clearTimeout(this.timer);
  }

  stop() {
    clearTimeout(this.timer);
  }
}

/** @param {Iterable<number>} tokens */
export function sorted(tokens) {
  return [...tokens].sort((a, b) => a - b);
}
