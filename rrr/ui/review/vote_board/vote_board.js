// All sentences of one page of the list. Clicks and keys change a sentence here at once; `Decisions`
// brings the change to the server.

import { Decisions, sorted } from "./decisions.js";
import { RowView } from "./row_view.js";

/** @import { Drawn, Sent } from "./wire.js" */

const LONGEST_MS = 3000; // that a link waits: a server may be down

export class VoteBoard {
  /**
   * @param {ShadowRoot} root
   * @param {string} owner names whose decisions it takes
   */
  constructor(root, owner) {
    this.decisions = new Decisions(owner);
    /** @type {(sent: Sent) => void} */
    this.send = () => {};
    this.root = root;
    this.list = /** @type {HTMLElement} */ (root.querySelector("ol"));
    this.status = /** @type {HTMLElement} */ (root.querySelector(".saved"));
    this.undoButton = /** @type {HTMLButtonElement} */ (root.querySelector(".undo"));
    /** @type {RowView[]} */
    this.views = [];
    this.name = "";
    /** Follows the link that waits. @type {(() => void) | undefined} */
    this.follow = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined; // of the link that waits
    this.current = 0;
    this.list.addEventListener("click", (event) => this.#clicked(event));
    this.list.addEventListener("focusin", ({ target }) => this.#focused(target));
    this.list.addEventListener("change", ({ target }) => this.#noted(target));
    this.undoButton.addEventListener("click", () => this.#undo());
    document.addEventListener("keydown", this.#elsewhere);
    document.addEventListener("click", this.#leaves, true);
    window.addEventListener("beforeunload", this.#ask);
    /** @type {HTMLElement} */ (root.querySelector(".board")).addEventListener("keydown", (event) =>
      this.#pressed(event),
    );
  }

  stop() {
    this.decisions.stop();
    clearTimeout(this.timer); // else it would listen again after its end
    document.removeEventListener("keydown", this.#elsewhere);
    document.removeEventListener("click", this.#leaves, true);
    window.removeEventListener("beforeunload", this.#ask);
  }

  /** @param {Drawn} drawn */
  draw({ owner, heard, list, rows }) {
    // Another project or person: what is not stored stays in the browser until they are back.
    if (owner !== this.decisions.owner) {
      this.decisions.stop();
      this.decisions = new Decisions(owner);
    }
    const { decisions } = this;
    decisions.send = (sent) => this.send(sent);
    decisions.onchange = () => this.#show();
    const isFirst = decisions.rows.size === 0;
    decisions.hear(rows, heard);
    if (isFirst) decisions.rescue().then(() => this.#show());
    if (!this.decisions.isSaving) this.follow?.();
    if (list !== this.name || rows.length !== this.views.length) {
      const hadFocus = this.root.activeElement !== null;
      this.name = list;
      this.current = 0;
      this.views = rows.map((row) => new RowView(row));
      this.list.replaceChildren(...this.views.map((view) => view.element));
      if (hadFocus) this.views[0]?.moveTo(this.views[0].at);
    }
    this.#show();
  }

  #show() {
    for (const view of this.views) {
      view.draw(this.decisions.rows.get(view.row.id) ?? view.row, this.decisions);
    }
    for (const [index, view] of this.views.entries()) {
      view.element.classList.toggle("current", index === this.current);
    }
    this.undoButton.disabled = this.decisions.past.length === 0;
    this.status.textContent = this.decisions.savingText;
  }

  // ---- what a person does

  /** @param {EventTarget | null} target */
  #viewOf(target) {
    const row = target instanceof Element ? target.closest("li") : null;
    return this.views.find((view) => view.element === row) ?? null;
  }

  /** @param {EventTarget | null} target */
  #focused(target) {
    const view = this.#viewOf(target);
    if (!view) return;
    this.current = this.views.indexOf(view);
    this.#show();
  }

  /** @param {MouseEvent} event */
  #clicked({ target }) {
    const view = this.#viewOf(target);
    const button = target instanceof Element ? target.closest("button") : null;
    if (!view || !button) return;
    if (button.dataset.token !== undefined) {
      const token = Number(button.dataset.token);
      view.moveTo(token);
      this.decisions.toggle(view.row.id, token);
    } else this.#act(view, button.dataset.action ?? "");
    this.#show();
  }

  /** @param {RowView} view @param {string} action */
  #act(view, action) {
    const { id, majority } = this.decisions.rows.get(view.row.id) ?? view.row;
    const note = this.decisions.of(id)?.note ?? "";
    if (action === "accept") this.decisions.decide(id, { struck: majority, note });
    if (action === "nothing") this.decisions.decide(id, { struck: [], note });
    if (action === "back" && this.decisions.of(id)) this.decisions.decide(id, null);
  }

  /** @param {EventTarget | null} target */
  #noted(target) {
    const view = this.#viewOf(target);
    if (!view || !(target instanceof HTMLInputElement)) return;
    const { id } = view.row;
    const struck = sorted(this.decisions.struckIn(id));
    this.decisions.decide(id, { struck, note: target.value.trim() });
    this.#show();
  }

  #undo() {
    const id = this.decisions.undo();
    const view = this.views.find((each) => each.row.id === id);
    if (view) view.moveTo(view.at);
    this.#show();
  }

  // A link waits until all is stored: a busy server drops what it was told before another page.
  #leaves = (/** @type {MouseEvent} */ click) => {
    const [target] = click.composedPath();
    if (!this.decisions.isSaving) return;
    if (!(target instanceof Element && target.closest("a[href]"))) return;
    click.preventDefault();
    click.stopImmediatePropagation();
    if (this.follow) return; // clicked again
    this.timer = setTimeout(() => this.follow?.(), LONGEST_MS);
    this.follow = () => {
      clearTimeout(this.timer);
      this.follow = undefined;
      document.removeEventListener("click", this.#leaves, true);
      target.dispatchEvent(new MouseEvent("click", click));
      document.addEventListener("click", this.#leaves, true);
    };
  };

  // The browser asks whether to leave though something is not known to be stored.
  #ask = (/** @type {BeforeUnloadEvent} */ event) => {
    if (this.decisions.isSaving) event.preventDefault();
  };

  // ---- keys; `r` and `c` belong to Streamlit

  #elsewhere = (/** @type {KeyboardEvent} */ event) => {
    if (event.target === document.body) this.#pressed(event);
  };

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.isComposing || event.defaultPrevented) return;
    if (event.target instanceof HTMLInputElement) return;
    const isUndo = (event.ctrlKey || event.metaKey) && event.key === "z";
    if (!isUndo && (event.ctrlKey || event.metaKey || event.altKey)) return;
    const command = isUndo ? () => this.#undo() : this.#commands()[event.key];
    if (!command) return;
    event.preventDefault();
    command();
    this.#show();
  }

  /** @returns {Record<string, () => void>} */
  #commands() {
    const view = this.views[this.current];
    if (!view) return {};
    const forward = getComputedStyle(view.sentence).direction === "rtl" ? -1 : 1;
    /** @type {Record<string, () => void>} */
    const commands = {
      j: () => this.#go(1),
      k: () => this.#go(-1),
      a: () => this.#act(view, "accept"),
      n: () => this.#act(view, "nothing"),
      b: () => this.#act(view, "back"),
      u: () => this.#undo(),
      ArrowRight: () => view.moveTo(view.at + forward),
      ArrowLeft: () => view.moveTo(view.at - forward),
    };
    for (const [place, token] of view.splitWords.slice(0, 9).entries()) {
      commands[String(place + 1)] = () => this.decisions.toggle(view.row.id, token);
    }
    return commands;
  }

  /** @param {number} step */
  #go(step) {
    const last = this.views.length - 1;
    this.current = Math.max(0, Math.min(this.current + step, last));
    const view = this.views[this.current];
    view?.moveTo(view.at);
    view?.element.scrollIntoView({ block: "nearest" });
  }
}
