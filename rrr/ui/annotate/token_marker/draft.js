// What this tab makes of one sentence: the server's word on it, the marks, and whether they have
// arrived. Knows no page.

import { foretellSpare, foretellStrike, sameWord } from "./foretold_rule.js";
import { Marks } from "./marks.js";

/** @import { Message, Sheet } from "./wire.d.ts" */

export class Draft {
  /** @param {Sheet} data */
  constructor(data) {
    this.sequence = 0; // of its last change
    this.acknowledged = 0;
    this.base = data.revision;
    this.note = data.note;
    this.accepted = new Set(data.accepted);
    this.data = data;
    this.byRule = new Set(data.by_rule);
    this.byHand = new Set(data.by_hand);
    this.savedAt = savedAt(data);
    this.marks = new Marks(data);
  }

  get item() {
    return this.data.item;
  }

  get status() {
    return this.marks.status;
  }

  get pending() {
    return this.sequence > this.acknowledged;
  }

  /** @param {Sheet} data */
  #take(data) {
    this.data = data;
    this.byRule = new Set(data.by_rule);
    this.byHand = new Set(data.by_hand);
    this.savedAt = savedAt(data);
  }

  /**
   * News from the server. Never lets an older answer erase a newer local mark; while `waiting` for
   * a rule, what it will strike is shown already.
   * @param {Sheet} data
   * @param {string} client this tab
   * @param {boolean} waiting
   */
  hear(data, client, waiting) {
    if (data.revision < this.base) return;
    const before = this.data;
    const ours = data.client === client;
    if (this.pending || this.marks.before || waiting) {
      if (ours) this.base = data.revision;
      this.data = { ...data, words: before.words };
      return;
    }
    this.base = data.revision;
    this.#take(data);
    this.note = data.note;
    this.accepted = new Set(data.accepted);
    if (ours || data.revision === before.revision) {
      this.marks.struck = new Set(data.struck); // rules may have changed
      this.marks.status = data.status;
    } else {
      this.marks = new Marks(data);
    }
  }

  /**
   * Our marks were refused: the stored ones are shown instead; undo brings ours back.
   * @param {Sheet} data
   */
  giveWay(data) {
    this.acknowledged = this.sequence;
    this.base = data.revision;
    this.#take(data);
    this.marks.revert();
    this.marks.begin();
    this.marks.struck = new Set(data.struck);
    this.marks.status = data.status;
    this.marks.settle();
  }

  // ---- answers

  // The answer that the marks themselves amount to, while a hand changes them.
  judge() {
    const { marks, byRule } = this;
    if (marks.status === "flagged") return;
    if (!marks.equals([...byRule])) marks.status = "marked";
    else if (marks.status === "marked" && !byRule.size) marks.status = "unreviewed";
    else if (marks.status === "skipped") marks.status = "unreviewed";
  }

  get canConfirm() {
    return this.marks.struck.size > 0 || this.byRule.size > 0;
  }

  // Enter: what is struck is the answer; nothing struck is none.
  confirm() {
    if (this.canConfirm && this.status !== "nothing_irrelevant") this.marks.status = "marked";
  }

  nothing() {
    this.marks.set(
      this.marks.list().filter((index) => !this.byRule.has(index)),
      false,
    );
    this.marks.status = "nothing_irrelevant";
  }

  // ---- rules

  /**
   * The tokens that are the same word as the one at `index`, itself included.
   * @param {number} index
   */
  sameWord(index) {
    return sameWord(this.data.word_of, index);
  }

  /** @param {number} index */
  wordAt(index) {
    return this.data.words[this.data.word_of[index]];
  }

  /**
   * Show at once what the server will make of a rule for the word at `index`.
   * @param {number} index
   * @param {boolean} on whether it strikes the word or is taken back
   */
  foretellRule(index, on) {
    const word = this.sameWord(index);
    if (on) {
      const { struck, byRule } = foretellStrike(word, this.marks.struck, this.byRule);
      this.marks.struck = struck;
      this.byRule = byRule;
    } else {
      this.byRule = foretellSpare(word, this.byRule);
    }
    this.wordAt(index).ruled = on;
  }

  // Both return the step, or undefined if there is none. The step of a rule takes the rule along.
  undo() {
    const step = this.marks.undo();
    if (step?.rule !== undefined) this.foretellRule(step.rule, false);
    return step;
  }

  redo() {
    const rule = this.marks.future.at(-1)?.rule;
    if (rule !== undefined) this.foretellRule(rule, true); // before a token could pass for struck by hand
    return this.marks.redo();
  }

  // ---- on the wire

  /**
   * @param {string} client this tab
   * @param {boolean} heat whether the model's view is shown
   * @returns {Message}
   */
  message(client, heat) {
    return {
      item: this.item,
      token_hash: this.data.token_hash,
      base_revision: this.base,
      client,
      sequence: this.sequence,
      status: this.status,
      struck: this.marks.list(),
      by_rule: [...this.byRule],
      accepted: [...this.accepted],
      note: this.note,
      ...this.marks.steps(),
      heat: heat && Boolean(this.data.insight),
      rule: null,
      cursor: 0,
    };
  }

  /**
   * A crash left this message of ours behind.
   * @param {Message} message
   * @returns {"own" | "elsewhere" | null} whether its marks are back, or may be brought back over
   *   what was saved elsewhere since; null if it says nothing new
   */
  rescue(message) {
    const { data, marks } = this;
    const heard = data.client === message.client && data.sequence >= message.sequence;
    const same = marks.equals(message.struck) && marks.status === message.status;
    if (heard || same) return null;
    const isOwn = message.base_revision === data.revision || data.client === message.client;
    const theirs = { struck: marks.struck, status: marks.status };
    if (isOwn) {
      this.marks = new Marks(message);
      this.note = message.note;
      this.byRule = new Set(message.by_rule);
      return "own";
    }
    marks.struck = new Set(message.struck);
    marks.status = message.status;
    marks.begin();
    Object.assign(marks, theirs);
    marks.settle();
    return "elsewhere";
  }
}

/** @param {Sheet} data */
function savedAt(data) {
  return data.status === "unreviewed" ? null : data.saved_at;
}
