// Which tokens of one sentence are struck and what kind of answer that is, with undo and redo.
// Knows no page and no server.

const MOST_STEPS = 200; // kept to be undone

class Marks {
  // past, future: [{struck, freed, before, after}, …], latest last.
  constructor({ struck, status, past, future }) {
    this.struck = new Set(struck);
    this.status = status;
    this.past = [...past];
    this.future = [...future];
  }

  has(index) {
    return this.struck.has(index);
  }

  list() {
    return [...this.struck].sort((a, b) => a - b);
  }

  equals(indices) {
    return indices.length === this.struck.size && indices.every((index) => this.struck.has(index));
  }

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

  // End the step just begun. Returns it; null if it changed nothing.
  settle(rule) {
    const { before } = this;
    this.before = null;
    if (!before) return null;
    const step = {
      struck: this.list().filter((index) => !before.struck.has(index)),
      freed: [...before.struck].filter((index) => !this.struck.has(index)).sort((a, b) => a - b),
      before: before.status,
      after: this.status,
    };
    if (rule !== undefined) step.rule = rule; // the token whose word it struck everywhere
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

  // Both return the step, or undefined if there is none.
  undo() {
    const step = this.past.pop();
    if (!step) return undefined;
    this.set(step.struck, false);
    this.set(step.freed, true);
    this.status = step.before;
    this.future.push(step);
    return step;
  }

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
    const kept = (steps) => steps.filter((step) => step.rule === undefined);
    return { past: kept(this.past), future: kept(this.future) };
  }
}
