// Everything around the sentence: what is struck, whether it is saved, buttons, the word under
// the cursor, help. All texts through textContent.

class Panel {
  constructor(marker, part) {
    this.marker = marker;
    this.count = part("count");
    this.saving = part("saving");
    this.notice = part("notice");
    this.next = part("next-label");
    this.about = part("about");
    this.everywhere = part("everywhere");
    this.help = part("help");
    this.helpButton = part("help-button");
    const clicks = {
      next: () => marker.act("next"),
      nothing: () => marker.nothingIrrelevant(),
      back: () => marker.act("back"),
      undo: () => marker.undo(),
      everywhere: () => marker.everywhere(),
      "help-button": () => this.toggleHelp(),
    };
    this.buttons = Object.entries(clicks).map(([name, click]) => {
      const button = part(name);
      button.onclick = click;
      button.onmousedown = (event) => event.preventDefault(); // the cursor keeps the focus
      return button;
    });
  }

  say(text) {
    this.notice.textContent = text ?? "";
    this.notice.hidden = !text;
  }

  show() {
    const { marker } = this;
    const struck = marker.marks.list().length;
    const total = marker.sentence.options.length;
    setText(this.count, `${struck} of ${total} ${total === 1 ? "word" : "words"} struck`);
    setText(this.saving, this.#savingText());
    this.saving.classList.toggle("late", marker.outbox.late);
    setText(this.next, this.#nextText(struck));
    this.showWord();
  }

  // What Enter will do.
  #nextText(struck) {
    const { byRule, data } = this.marker;
    if (struck || byRule.size) return "Save and next";
    return data.status === "nothing_irrelevant" ? "Next" : "Decide later";
  }

  #savingText() {
    const { outbox, data, receipt } = this.marker;
    if (outbox.late) return "not saved yet, trying again…";
    if (outbox.pending) return "saving…";
    if (data.saved_at) {
      const answer = data.status === "nothing_irrelevant" ? "nothing irrelevant · " : "";
      return `${answer}saved ${clock(data.saved_at)} ✓`;
    }
    const before = receipt?.saved_at ? ` · the one before saved ${clock(receipt.saved_at)} ✓` : "";
    return `not reviewed yet${before}`;
  }

  // “Odeon” stands in 212 other sentences, 96 % of them positive.
  showWord() {
    const { data, cursor, canGoEverywhere, wordAtCursor } = this.marker;
    const token = data.tokens[cursor];
    this.everywhere.hidden = !canGoEverywhere;
    if (!token) return setText(this.about, "");
    const { others, label, share, ruled } = wordAtCursor;
    const quoted = `“${token[1].length > 40 ? `${token[1].slice(0, 40)}…` : token[1]}”`;
    const where =
      { 0: "no other sentence", 1: "1 other sentence" }[others] ??
      `${others.toLocaleString("en")} other sentences`;
    const lean = label === null || !others ? "" : `, ${share} % of them ${label}`;
    const here = this.marker.marks.has(cursor) ? "" : " Not here: you took it off.";
    setText(
      this.about,
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

function clock(iso) {
  return new Date(iso).toLocaleTimeString("en-GB");
}
