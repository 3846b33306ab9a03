// Which tokens of one sentence are struck, with undo and redo. Knows no page and no server.

class Marks {
  constructor(struck) {
    this.struck = new Set(struck);
    this.past = []; // sets as they were before each step
    this.future = []; // sets taken back by undo
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

  // Begin a step: what follows is taken back by one undo.
  begin() {
    this.past.push(new Set(this.struck));
    this.future = [];
  }

  // Forget the step just begun if it changed nothing.
  settle() {
    if (this.past.length && this.equals([...this.past.at(-1)])) this.past.pop();
  }

  set(indices, on) {
    for (const index of indices) {
      if (on) this.struck.add(index);
      else this.struck.delete(index);
    }
  }

  // Replace all, as one step.
  replace(struck) {
    this.begin();
    this.struck = new Set(struck);
    this.settle();
  }

  undo() {
    return this.#travel(this.past, this.future);
  }

  redo() {
    return this.#travel(this.future, this.past);
  }

  #travel(from, to) {
    if (!from.length) return false;
    to.push(this.struck);
    this.struck = from.pop();
    return true;
  }
}
