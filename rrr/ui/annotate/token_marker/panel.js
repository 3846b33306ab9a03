// Everything around the sentence: its label, what is struck, whether it is saved, buttons, the word
// under the cursor, help.

import {
  answerText,
  countText,
  nextText,
  nothingText,
  savingText,
  wordText,
} from "./panel_texts.js";
import { setText, showIfAny } from "./texts.js";

/** @import { Desk } from "./desk.js" */
/** @import { Sheet } from "./wire.d.ts" */

export class Panel {
  /**
   * @param {Desk} desk
   * @param {(name: string) => HTMLElement} part
   */
  constructor(desk, part) {
    this.desk = desk;
    this.about = part("about-sentence");
    this.count = part("count");
    this.answer = part("answer");
    this.saving = part("saving");
    this.notice = part("told");
    this.trouble = part("trouble");
    this.next = part("next");
    this.nextLabel = part("next-label");
    this.nothing = part("nothing");
    this.nothingLabel = part("nothing-label");
    this.word = part("about-word");
    this.everywhere = part("everywhere");
    this.help = part("help");
    this.helpButton = part("help-button");
    const clicks = {
      next: () => desk.next(),
      nothing: () => desk.nothingIrrelevant(),
      skip: () => desk.skip(),
      flag: () => desk.flagLine.open(),
      back: () => desk.back(),
      undo: () => desk.undo(),
      redo: () => desk.redo(),
      heat: () => desk.insight.toggle(),
      everywhere: () => desk.marker.everywhere(),
      "help-button": () => this.toggleHelp(),
    };
    for (const [name, click] of Object.entries(clicks)) {
      const button = part(name);
      button.onclick = click;
      button.onmousedown = (event) => event.preventDefault(); // the cursor keeps the focus
    }
  }

  /** @param {string | null | undefined} text */
  say(text) {
    showIfAny(this.notice, text);
  }

  /**
   * Whose sentence it is; changes with it at once.
   * @param {Sheet} sheet
   */
  describe({ label, split }) {
    const labelled = label === null ? "no label" : `labelled ${label}`;
    setText(
      this.about,
      split === null ? labelled : `${labelled} · from split ${split}, not trained on`,
    );
  }

  show() {
    const { desk } = this;
    const { draft, outbox } = desk;
    setText(this.count, countText(draft));
    setText(this.answer, answerText(draft));
    this.answer.dataset.status = draft.status;
    setText(this.saving, savingText(draft, outbox, desk.locked));
    this.saving.classList.toggle("late", outbox.late);
    showIfAny(this.trouble, outbox.trouble);
    setText(this.nextLabel, nextText(draft));
    setText(this.nothingLabel, nothingText(draft));
    // The one that stands out is the one that answers.
    const nothing = draft.status === "unreviewed" && !draft.canConfirm;
    this.next.classList.toggle("primary", !nothing);
    this.nothing.classList.toggle("primary", nothing);
    desk.section.setAttribute("aria-busy", String(desk.locked));
    this.showWord();
  }

  showWord() {
    const { draft, marker } = this.desk;
    const token = draft.data.tokens[marker.cursor];
    this.everywhere.hidden = !marker.canGoEverywhere;
    const struck = draft.marks.has(marker.cursor);
    setText(this.word, token ? wordText(token[1], draft.wordAt(marker.cursor), struck) : "");
  }

  toggleHelp(open = this.help.hidden) {
    this.help.hidden = !open;
    this.helpButton.setAttribute("aria-expanded", String(open));
  }
}
