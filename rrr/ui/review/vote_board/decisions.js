// What this tab has decided: shown at once, sent one batch after another, and undone.

/** @import { Change, Decision, Row, Sent } from "./wire.js" */
/** @typedef {{ id: number, before: Decision | null }} Step */

const RESEND_MS = 6000; // without a receipt: a server that was started anew has heard nothing

export class Decisions {
  constructor() {
    /** @type {Map<number, Row>} */
    this.rows = new Map();
    /** Decided here, and not known to be stored yet. @type {Map<number, Decision | null>} */
    this.open = new Map();
    /** @type {Sent | null} */
    this.onTheWay = null;
    /** @type {Step[]} */
    this.past = [];
    this.turn = 0;
    /** @type {(sent: Sent) => void} */
    this.send = () => {};
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** What is shown of a sentence. @param {number} id @returns {Decision | null} */
  of(id) {
    const open = this.open.get(id);
    return open === undefined ? (this.rows.get(id)?.decision ?? null) : open;
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
    this.open.set(id, decision);
    this.#sendNext();
  }

  #sendNext() {
    if (this.onTheWay || this.open.size === 0) return;
    const changes = [...this.open].flatMap(([id, decision]) => this.#change(id, decision));
    this.turn += 1;
    this.onTheWay = { turn: this.turn, changes };
    this.#deliver();
  }

  #deliver() {
    clearTimeout(this.timer);
    if (!this.onTheWay) return;
    this.send(this.onTheWay);
    this.timer = setTimeout(() => this.#deliver(), RESEND_MS);
  }

  /** @param {number} id @param {Decision | null} decision @returns {Change[]} */
  #change(id, decision) {
    const row = this.rows.get(id);
    return row ? [{ id, hash: row.hash, base: row.revision, decision }] : [];
  }

  /**
   * The server has spoken.
   * @param {Row[]} rows
   * @param {number} heard
   */
  hear(rows, heard) {
    const sent = this.onTheWay;
    if (sent && heard !== sent.turn) return false; // drawn before it had heard
    this.rows = new Map(rows.map((row) => [row.id, row]));
    this.turn = Math.max(this.turn, heard);
    this.onTheWay = null;
    clearTimeout(this.timer);
    for (const { id, decision } of sent?.changes ?? []) {
      const isRefused = Boolean(this.rows.get(id)?.refused);
      // What was changed again meanwhile is sent next; what was refused must be seen first.
      if (isRefused || same(this.open.get(id), decision)) this.open.delete(id);
      if (isRefused) this.past = this.past.filter((step) => step.id !== id);
    }
    for (const id of this.open.keys()) if (!this.rows.has(id)) this.open.delete(id);
    this.#sendNext();
    return true;
  }

  stop() {
    clearTimeout(this.timer);
  }
}

/** @param {Iterable<number>} tokens */
export function sorted(tokens) {
  return [...tokens].sort((a, b) => a - b);
}

/** @param {Decision | null | undefined} first @param {Decision | null} second */
function same(first, second) {
  return JSON.stringify(first) === JSON.stringify(second);
}
