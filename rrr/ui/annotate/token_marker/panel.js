// Everything around the sentence: its label, what is struck, whether it is saved, buttons, the word
// under the cursor, help. All texts through textContent.

const ANSWERS = {
  unreviewed: "not reviewed yet",
  nothing_irrelevant: "nothing irrelevant",
  marked: "marked",
  skipped: "skipped",
  flagged: "flagged",
};

class Panel {
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

  say(text) {
    showIfAny(this.notice, text);
  }

  // Whose sentence it is; changes with it at once.
  describe({ label, split }) {
    const labelled = label === null ? "no label" : `labelled ${label}`;
    setText(this.about, split === null ? labelled : `${labelled} · from split ${split}, not trained on`);
  }

  show() {
    const { desk } = this;
    const { draft, marker } = desk;
    const struck = draft.marks.struck.size;
    const total = desk.sentence.options.length;
    setText(this.count, `${struck} of ${total} ${total === 1 ? "word" : "words"} struck`);
    setText(this.answer, this.#answerText(draft));
    this.answer.dataset.status = draft.status;
    setText(this.saving, this.#savingText(draft));
    this.saving.classList.toggle("late", desk.outbox.late);
    showIfAny(this.trouble, desk.outbox.trouble);
    setText(this.nextLabel, this.#nextText(draft));
    // The one that stands out is the one that answers.
    const nothing = draft.status === "unreviewed" && !draft.canConfirm;
    this.next.classList.toggle("primary", !nothing);
    this.nothing.classList.toggle("primary", nothing);
    desk.section.setAttribute("aria-busy", String(desk.locked));
    if (marker) this.showWord();
  }

  #answerText({ status, note }) {
    if (status !== "flagged") return ANSWERS[status];
    return note ? `flagged: ${note}` : "flagged";
  }

  // What Enter will do.
  #nextText(draft) {
    if (draft.status === "flagged" && draft.canConfirm) return "Settle and next";
    if (draft.canConfirm) return "Save and next";
    return draft.status === "unreviewed" ? "Decide later" : "Next";
  }

  #savingText(draft) {
    const { outbox, locked } = this.desk;
    if (outbox.late) return this.#lateText(outbox);
    if (locked) return "looking for the next sentence…";
    if (outbox.pending) return "saving…";
    if (draft.savedAt) return `saved ${clock(draft.savedAt)} ✓`;
    const { saved } = outbox;
    if (!saved || saved.item === draft.item) return "";
    return `the one before saved ${clock(saved.saved_at)} ✓`;
  }

  // Only what is on the disk is said to be kept.
  #lateText({ copies }) {
    return copies.safe
      ? "not saved yet, kept in this browser, trying again…"
      : "not saved yet, trying again…";
  }

  // “Odeon” stands in 212 other sentences, 96 % of them positive.
  showWord() {
    const { draft, marker } = this.desk;
    const token = draft.data.tokens[marker.cursor];
    this.everywhere.hidden = !marker.canGoEverywhere;
    if (!token) return setText(this.word, "");
    const { others, label, share, ruled } = marker.wordAtCursor;
    const quoted = `“${token[1].length > 40 ? `${token[1].slice(0, 40)}…` : token[1]}”`;
    const where =
      { 0: "no other sentence", 1: "1 other sentence" }[others] ??
      `${others.toLocaleString("en")} other sentences`;
    const lean = label === null || !others ? "" : `, ${share} % of them ${label}`;
    const here = draft.marks.has(marker.cursor) ? "" : " Not here: you took it off.";
    setText(
      this.word,
      ruled
        ? `A rule strikes ${quoted}; it stands in ${where}${lean}.${here}`
        : `${quoted} stands in ${where}${lean}.`,
    );
  }

  toggleHelp(open = this.help.hidden) {
    this.help.hidden = !open;
    this.helpButton.setAttribute("aria-expanded", String(open));
  }
}

// Leaves an unchanged text alone: live regions would read it again.
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function showIfAny(line, text) {
  setText(line, text ?? "");
  line.hidden = !text;
}

function clock(iso) {
  return new Date(iso).toLocaleTimeString("en-GB");
}
