// The line in which a note is written that flags the sentence for somebody's second look.

/** @import { Desk } from "./desk.js" */

export class Flag {
  /**
   * @param {Desk} desk
   * @param {(name: string) => HTMLElement} part
   */
  constructor(desk, part) {
    this.desk = desk;
    this.form = part("flagging");
    this.field = /** @type {HTMLInputElement} */ (part("note"));
    this.opener = part("flag");
    this.form.onsubmit = (event) => {
      event.preventDefault();
      this.close();
      desk.flag(this.field.value.trim());
    };
    part("unflag-cancel").onclick = () => this.close(true);
    // What is written here is a text: no key of it may reach the marker's keys or Streamlit's.
    for (const type of /** @type {const} */ (["keydown", "keyup", "keypress"])) {
      this.form.addEventListener(type, (event) => {
        event.stopPropagation();
        if (type === "keydown" && event.key === "Escape") this.close(true);
      });
    }
  }

  open() {
    if (this.desk.locked) return;
    this.field.value = this.desk.draft.note;
    this.form.hidden = false;
    this.opener.setAttribute("aria-expanded", "true");
    this.field.focus();
  }

  close(backToSentence = false) {
    this.form.hidden = true;
    this.opener.setAttribute("aria-expanded", "false");
    if (backToSentence) this.desk.marker.focus();
  }
}
