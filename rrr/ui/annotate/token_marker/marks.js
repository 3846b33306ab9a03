// Which tokens of one sentence are struck and what kind of answer that is, with undo and redo.
// Knows no page and no server.

/** @import { Status, Step } from "./wire.d.ts" */
/** @typedef {Step & { rule?: number }} MarkStep `rule`: the token whose word it struck everywhere */

const MOST_STEPS = 200; // kept to be undone

export class Marks {
  /**
   * @param {{ struck: number[], status: Status, past: Step[], future: Step[] }} stored
   *   past, future: steps, latest last
   */
  constructor({ struck, status, past, future }) {
    this.struck = new Set(struck);
    this.status = status;
    /** @type {MarkStep[]} */
    this.past = [...past];
    /** @type {MarkStep[]} */
    this.future = [...future];
    /** @type {{ struck: Set<number>, status: Status } | null} */
    this.before = null; // what a step that is under way began with
  }

  /** @param {number} index */
  has(index) {
    return this.struck.has(index);
  }

  list() {
    return [...this.struck].sort((a, b) => a - b);
  }

  /** @param {number[]} indices */
  equals(indices) {
    return indices.length === this.struck.size && indices.every((index) => this.struck.has(index));
  }

  /**
   * @param {Iterable<number>} indices
   * @param {boolean} on
   */
  set(indices, on) {
    for (const index of indices) {
      if (on) this.struck.add(index);
      else this.struck.delete(index);
    }
  }

  // Begin a step: what follows, up to `settle`, is taken back by one undo.
  begin() {
    this.before ??= { struck: new Set(this.struck), status: this.status };
  }

  /**
   * End the step just begun.
   * @param {number} [rule]
   * @returns {MarkStep | null} the step; null if it changed nothing
   */
  settle(rule) {
    const { before } = this;
    this.before = null;
    if (!before) return null;
    /** @type {MarkStep} */
    const step = {
      struck: this.list().filter((index) => !before.struck.has(index)),
      freed: [...before.struck].filter((index) => !this.struck.has(index)).sort((a, b) => a - b),
      before: before.status,
      after: this.status,
    };
    if (rule !== undefined) step.rule = rule;
    const changed = step.struck.length || step.freed.length || step.before !== step.after;
    if (!changed && rule === undefined) return null;
    this.past.push(step);
    if (this.past.length > MOST_STEPS) this.past.shift();
    this.future = [];
    return step;
  }

  // Give the step just begun up.
  revert() {
    if (this.before) {
      this.struck = this.before.struck;
      this.status = this.before.status;
    }
    this.before = null;
  }

  /** @returns {MarkStep | undefined} undefined if there is none */
  undo() {
    const step = this.past.pop();
    if (!step) return undefined;
    this.set(step.struck, false);
    this.set(step.freed, true);
    this.status = step.before;
    this.future.push(step);
    return step;
  }

  /** @returns {MarkStep | undefined} undefined if there is none */
  redo() {
    const step = this.future.pop();
    if (!step) return undefined;
    this.set(step.freed, false);
    this.set(step.struck, true);
    this.status = step.after;
    this.past.push(step);
    return step;
  }

  // The steps to be stored; a rule is undone only in the tab that made it.
  steps() {
    const handSteps = (/** @type {MarkStep[]} */ steps) =>
      steps.filter((step) => step.rule === undefined);
    return { past: handSteps(this.past), future: handSteps(this.future) };
  }
}
