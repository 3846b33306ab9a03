// The text changes here at once; the server is asked a moment later and answers by `data`.
// Words come from the server, which alone divides texts; everything is set as text, never as HTML.

/** @typedef {{ turn: number, text: string, struck: number[] }} Asked a question; `turn` counts them */
/** @typedef {{ label: string, written: string }} Answer */
/** @typedef {{ before: Answer, after: Answer }} Answers */
/**
 * The question that is answered, the tokens of its text, and the answers: with all of them, and
 * without the struck ones.
 * @typedef {Asked & { tokens: string[], answers: Answers | null, without: Answers | null }} Answered
 */

const PAUSE_MS = 60; // after a key: fast typists ask once, and nobody waits

/** @type {string | null} */
let unanswered = null; // what was typed last: a page drawn anew makes a new desk, and it must not be lost

export class SentenceDesk {
  /** @param {ShadowRoot} root */
  constructor(root) {
    this.text = /** @type {HTMLTextAreaElement} */ (root.querySelector("textarea"));
    if (this.text.value) unanswered = this.text.value; // typed before this script had come
    this.words = /** @type {HTMLElement} */ (root.querySelector(".words"));
    this.table = /** @type {HTMLTableElement} */ (root.querySelector("table"));
    this.hint = /** @type {HTMLElement} */ (root.querySelector(".hint"));
    /** @type {(asked: Asked) => void} */
    this.send = () => {};
    /** @type {number | null} */
    this.turn = null; // of the last question; null until the server has spoken
    /** @type {Set<number>} */
    this.struck = new Set();
    /** @type {string[] | null} */
    this.drawn = null; // the tokens that are shown
    this.since = 0; // when a key or a word was pressed last: told with the answer, for the benchmark
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.text.addEventListener("input", () => this.#typed());
    this.text.addEventListener("change", () => this.#left());
    this.words.addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest("button") : null;
      if (button) this.#clicked(button);
    });
  }

  #typed() {
    this.since = performance.now();
    this.struck.clear(); // the words it named may have moved
    unanswered = this.text.value;
    this.#askSoon();
  }

  // What was typed is asked now: whoever leaves the box may leave the page.
  #left() {
    if (this.timer) this.#ask();
  }

  /** @param {HTMLButtonElement} button */
  #clicked(button) {
    this.since = performance.now();
    const token = Number(button.dataset.token);
    if (!this.struck.delete(token)) this.struck.add(token);
    button.setAttribute("aria-pressed", String(this.struck.has(token)));
    this.#ask();
  }

  #askSoon() {
    this.stop();
    this.timer = setTimeout(() => this.#ask(), PAUSE_MS);
  }

  #ask() {
    this.stop();
    this.turn = (this.turn ?? 0) + 1;
    this.table.classList.add("waiting");
    const struck = [...this.struck].sort((a, b) => a - b);
    this.send({ turn: this.turn, text: this.text.value, struck });
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  // ---- what the server says

  /** @param {Answered} data */
  draw(data) {
    if (this.turn === null) this.#begin(data);
    if (data.text === unanswered) unanswered = null;
    if (data.turn !== this.turn) return; // an answer to what no longer stands there
    this.#drawWords(data.tokens);
    this.hint.hidden = this.table.hidden = data.tokens.length === 0;
    this.#drawAnswers("before", data.answers?.before, data.without?.before);
    this.#drawAnswers("after", data.answers?.after, data.without?.after);
    this.table.classList.toggle("nothing-struck", !data.without);
    this.table.classList.remove("waiting");
    if (this.since) {
      this.table.dataset.milliseconds = String(Math.round(performance.now() - this.since));
    }
    this.table.dataset.turn = String(data.turn);
  }

  /**
   * Back on this page, or drawn anew.
   * @param {Answered} data
   */
  #begin({ turn, text, struck }) {
    this.text.value = unanswered ?? text;
    this.struck = new Set(unanswered === null ? struck : []);
    this.turn = turn;
    if (unanswered !== null) this.#askSoon();
  }

  /** @param {string[]} tokens */
  #drawWords(tokens) {
    const { drawn } = this;
    const same =
      drawn?.length === tokens.length && drawn.every((token, index) => token === tokens[index]);
    if (!same) {
      this.words.replaceChildren(...tokens.map(buttonFor));
      this.drawn = tokens;
    }
    for (const [index, button] of [...this.words.children].entries()) {
      button.setAttribute("aria-pressed", String(this.struck.has(index)));
    }
  }

  /**
   * @param {"before" | "after"} name of the model, and of its row
   * @param {Answer | undefined} whole
   * @param {Answer | undefined} without the struck words
   */
  #drawAnswers(name, whole, without) {
    const [first, second] = this.table.querySelectorAll(`tr.${name} td`);
    drawAnswer(first, whole);
    drawAnswer(second, without);
  }
}

/**
 * @param {string} token
 * @param {number} index
 */
function buttonFor(token, index) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.token = String(index);
  button.textContent = token;
  return button;
}

/**
 * @param {Element} cell
 * @param {Answer | undefined} answer
 */
function drawAnswer(cell, answer) {
  cell.replaceChildren();
  if (!answer) return;
  const label = document.createElement("b");
  label.textContent = answer.label;
  cell.append(label, ` ${answer.written}`);
}
