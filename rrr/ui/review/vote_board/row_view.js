// One sentence on show. Texts are set as text, never as HTML.

/** @import { Decisions } from "./decisions.js" */
/** @import { Row, Word } from "./wire.js" */

/** Such as a comma: it stays on the line of the word before it. */
const FOLLOWS = /^[\p{Pe}\p{Pf}\p{Po}]+$/u;

export class RowView {
  /** @param {Row} row */
  constructor(row) {
    this.row = row;
    this.at = row.words.findIndex((word) => isSplit(word, row.people));
    if (this.at < 0) this.at = 0;
    this.element = element("li", "row");
    this.element.dataset.id = String(row.id);
    this.state = element("span", "state");
    this.head = element("p", "head");
    this.head.append(`${row.number}. ${people(row.people)} · `, this.state);
    this.sentence = element("div", "sentence");
    this.sentence.setAttribute("role", "group");
    this.sentence.dir = "auto";
    this.buttons = row.words.map((word, index) => this.#button(word, index));
    let together = element("span", "together");
    for (const [index, word] of row.words.entries()) {
      if (index === 0 || word.before !== "" || !FOLLOWS.test(word.text)) {
        together = element("span", "together");
        this.sentence.append(word.before, together);
      }
      together.append(this.buttons[index]);
    }
    this.sentence.append(row.after);
    this.refusal = element("p", "refusal");
    this.refusal.setAttribute("role", "alert");
    this.actions = element("div", "actions");
    this.actions.append(
      action("accept", "Accept the majority", "a"),
      action("nothing", "Strike nothing", "n"),
      action("back", "Take the decision back", "b"),
      noteField(row),
    );
    this.element.append(this.head, this.sentence, this.refusal, this.actions);
  }

  /** The words on which people differ, for the number keys. */
  get splitWords() {
    const { words, people: number } = this.row;
    return [...words.keys()].filter((index) => isSplit(words[index], number));
  }

  /** @param {number} index */
  moveTo(index) {
    this.buttons[this.at]?.setAttribute("tabindex", "-1");
    this.at = Math.max(0, Math.min(index, this.buttons.length - 1));
    this.buttons[this.at]?.setAttribute("tabindex", "0");
    this.buttons[this.at]?.focus();
  }

  /** @param {Row} row @param {Decisions} decisions */
  draw(row, decisions) {
    this.row = row;
    const struck = decisions.struckIn(row.id);
    const decision = decisions.of(row.id);
    for (const [index, button] of this.buttons.entries()) {
      button.setAttribute("aria-pressed", String(struck.has(index)));
    }
    const isSaving = decisions.open.has(row.id);
    const by = row.decision && !isSaving ? ` by ${row.decision.person}` : "";
    this.state.textContent = decision ? `decided${by}` : "not decided";
    this.element.classList.toggle("decided", Boolean(decision));
    this.sentence.setAttribute(
      "aria-label",
      `Sentence ${row.number}, ${decision ? "decided" : "not decided"}`,
    );
    this.refusal.textContent = row.refused;
    const back = /** @type {HTMLButtonElement} */ (this.actions.querySelector(".back"));
    back.disabled = !decision;
    const note = /** @type {HTMLInputElement} */ (this.actions.querySelector("input"));
    const isTyping = /** @type {ShadowRoot} */ (note.getRootNode()).activeElement === note;
    if (!isTyping) note.value = decision?.note ?? "";
  }

  /** @param {Word} word @param {number} index */
  #button(word, index) {
    const { people: number } = this.row;
    const button = /** @type {HTMLButtonElement} */ (element("button", "word"));
    button.type = "button";
    button.dataset.token = String(index);
    button.tabIndex = index === this.at ? 0 : -1;
    const text = element("span", "text");
    text.textContent = word.text;
    button.append(text);
    if (word.votes > 0) {
      const share = `${word.votes} of ${number}`;
      button.style.setProperty("--share", `${Math.round((100 * word.votes) / number)}%`);
      button.title = `${share} struck it: ${word.by}`;
      button.setAttribute("aria-label", `${word.text}, struck by ${share}: ${word.by}`);
    }
    if (isSplit(word, number)) {
      const votes = element("sup", "votes");
      votes.textContent = `${word.votes}/${number}`;
      votes.setAttribute("aria-hidden", "true");
      button.append(votes);
    }
    return button;
  }
}

/** @param {Word} word @param {number} number of people */
function isSplit(word, number) {
  return word.votes > 0 && word.votes < number;
}

/** @param {number} number */
function people(number) {
  return `${number} ${number === 1 ? "person" : "people"}`;
}

/** @param {string} name @param {string} className @returns {HTMLElement} */
function element(name, className) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

/** @param {string} name @param {string} label @param {string} key */
function action(name, label, key) {
  const button = /** @type {HTMLButtonElement} */ (element("button", `action ${name}`));
  button.type = "button";
  button.dataset.action = name;
  const hint = element("kbd", "");
  hint.textContent = key;
  hint.setAttribute("aria-hidden", "true");
  button.append(label, " ", hint);
  return button;
}

/** @param {Row} row */
function noteField(row) {
  const label = element("label", "note");
  const input = document.createElement("input");
  input.maxLength = 2000;
  input.setAttribute("aria-label", `Note on sentence ${row.number}`);
  input.placeholder = "Note";
  label.append(input);
  return label;
}
