// One tab at work: which sentence it shows, which come next, and what the server says.
//
// `path` is the walk through the sentences: those shown so far, up to `far`, and then those the
// server has given ahead. Going on or back within it needs no server.

const MOST_DRAFTS = 60; // kept for going back

class Desk {
  constructor(root) {
    const part = (name) => root.querySelector(`.${name}`);
    this.section = part("marker");
    this.drafts = new Map();
    this.path = [];
    this.at = 0;
    this.far = 0;
    this.turn = null;
    this.locked = false; // while only the server knows where to go
    this.sentence = new Sentence(part("sentence"));
    this.outbox = new Outbox(this);
    this.insight = new Insight(this, part);
    this.marker = new Marker(this, this.sentence);
    this.flagLine = new Flag(this, part);
    this.panel = new Panel(this, part);
    this.gestures = new Gestures(this.marker, this.sentence);
    this.keys = new Keys(this, this.section);
    // Whoever reaches for something else, or leaves, takes no unsent marks along.
    this.leave = () => this.outbox.sendAndLeave();
    this.leaveIfOutside = (event) => {
      if (!event.composedPath().includes(this.section)) this.leave();
    };
    document.addEventListener("pointerdown", this.leaveIfOutside, true);
    document.addEventListener("visibilitychange", this.leave);
    window.addEventListener("pagehide", this.leave);
    this.section.onfocusout = (event) => {
      if (!this.section.contains(event.relatedTarget)) this.leave();
    };
  }

  close() {
    this.isClosed = true;
    document.removeEventListener("pointerdown", this.leaveIfOutside, true);
    document.removeEventListener("visibilitychange", this.leave);
    window.removeEventListener("pagehide", this.leave);
    this.keys.close();
    this.sentence.close();
    this.insight.close();
    this.outbox.close();
  }

  get item() {
    return this.path[this.at];
  }

  get draft() {
    return this.drafts.get(this.item);
  }

  // For the server: where this tab is.
  where() {
    return {
      owner: this.outbox.copies.owner,
      turn: this.turn,
      showing: this.item,
      trail: this.path.slice(0, this.far + 1),
      has: this.path.slice(this.at + 1).filter((item) => this.drafts.has(item)),
      wants_next: this.locked,
    };
  }

  // Whether a hand is in the middle of something that loading the page anew would lose.
  get isInHand() {
    return this.marker.paint !== null || !this.flagLine.form.hidden;
  }

  // Whether the server knows where this tab is.
  get isFollowed() {
    return !this.locked && this.heardItem === this.item;
  }

  // ---- news from the server

  receive(data) {
    const { copies } = this.outbox;
    // Another workspace or person answers at this address: none of this tab's marks are theirs.
    if (copies.owner !== undefined && copies.owner !== data.owner) return location.reload();
    copies.owner = data.owner;
    const first = this.turn === null;
    this.modelExpected = data.model_expected;
    this.heardItem = data.item;
    const receipts = this.outbox.hear(data);
    const refused = receipts.filter((receipt) => receipt.refused && this.#isNews(receipt));
    for (const sheet of data.sentences) {
      this.#take(sheet, refused.some(({ item }) => item === sheet.item));
    }
    const jumped = data.turn !== this.turn;
    if (jumped) this.#jump(data);
    const visited = this.path.slice(0, this.far + 1);
    this.path = [...visited, ...data.ahead.filter((item) => !visited.includes(item))];
    this.before = data.before ?? (jumped ? null : this.before);
    if (jumped) {
      this.#open(true);
      if (first) this.#rescue();
    }
    this.#forgetFarDrafts();
    if (refused.length) this.#goBackTo(refused[0]);
    this.insight.heard();
    // Whoever waits for the next sentence has not yet asked to be led there: here it is.
    if (this.locked && this.outbox.more && this.#hasNext()) this.#goOn();
    else if (this.outbox.more || data.page_is_old) this.outbox.send();
    this.show();
  }

  #jump(data) {
    this.turn = data.turn;
    this.path = [data.item];
    this.at = this.far = 0;
    this.locked = false;
  }

  #take(sheet, refused) {
    const { drafts, outbox } = this;
    const draft = drafts.get(sheet.item);
    if (draft?.data.token_hash !== sheet.token_hash) drafts.set(sheet.item, new Draft(sheet));
    else if (refused) draft.giveWay(sheet);
    else draft.hear(sheet, outbox.client, outbox.wishes.length > 0);
  }

  // A receipt comes with every drawing until the next batch; a refusal is acted on once.
  #isNews({ sequence }) {
    const news = sequence > (this.lastRefused ?? 0);
    if (news) this.lastRefused = sequence;
    return news;
  }

  // To the sentence on which a message was refused, whatever is on show.
  #goBackTo({ item, refused }) {
    if (item !== this.item && this.drafts.has(item)) this.#goTo(item);
    this.marker.drop();
    this.panel.say(refused);
  }

  #forgetFarDrafts() {
    for (const [item, draft] of this.drafts) {
      if (this.drafts.size <= MOST_DRAFTS) return;
      if (!draft.pending && !this.path.includes(item)) this.drafts.delete(item);
    }
  }

  // ---- walking

  #open(led = false) {
    const { data } = this.draft;
    this.panel.say(null);
    this.flagLine.close();
    this.marker.open(led);
    this.panel.describe(data);
  }

  #goTo(item) {
    const known = this.path.indexOf(item);
    if (known < 0) {
      this.path.splice(this.at, 0, item);
      this.far += 1;
    } else {
      this.at = known;
    }
    this.#shown();
  }

  #shown() {
    this.far = Math.max(this.far, this.at);
    this.#open();
    this.outbox.send();
    this.show();
  }

  #hasNext() {
    return this.at + 1 < this.path.length && this.drafts.has(this.path[this.at + 1]);
  }

  #goOn(notice) {
    if (this.#hasNext()) {
      this.locked = false;
      this.at += 1;
      this.#shown();
      this.panel.say(notice);
    } else {
      this.locked = true; // until the server has led on
      this.outbox.send();
      this.show();
    }
  }

  next() {
    if (this.locked) return;
    this.answer((draft) => draft.confirm());
    this.#goOn(this.draft.status === "unreviewed" ? LEFT_UNREVIEWED : null);
  }

  nothingIrrelevant() {
    if (this.locked) return;
    this.answer((draft) => draft.nothing());
    this.#goOn();
  }

  skip() {
    if (this.locked) return;
    this.answer((draft) => {
      draft.marks.status = "skipped";
    });
    this.#goOn();
  }

  flag(note) {
    if (this.locked) return;
    const { draft } = this;
    const rewritten = draft.note !== note;
    draft.note = note;
    this.answer((each) => {
      each.marks.status = "flagged";
    });
    if (rewritten) this.outbox.touch(draft);
    this.#goOn();
    this.marker.focus();
  }

  back() {
    if (this.locked) return;
    this.outbox.flush();
    if (this.at > 0) {
      this.at -= 1;
      this.#shown();
    } else if (this.before !== null && this.drafts.has(this.before)) {
      this.path.unshift(this.before);
      this.far += 1;
      this.before = null;
      this.#shown();
    } else if (this.isFollowed) {
      this.panel.say("This is the first sentence.");
    }
  }

  // ---- answering

  // One step: whatever `change` makes of the draft.
  answer(change) {
    const { draft } = this;
    draft.marks.begin();
    change(draft);
    if (draft.marks.settle()) this.outbox.touch(draft);
  }

  changed() {
    this.outbox.touch(this.draft);
    this.insight.look();
    this.show();
  }

  undo() {
    if (!this.locked) this.#travelled(this.draft.marks.undo(), "spare", "Nothing left to undo here.");
  }

  redo() {
    if (!this.locked) this.#travelled(this.draft.marks.redo(), "strike", "Nothing to do again here.");
  }

  #travelled(step, rule, nothing) {
    if (!step) return this.panel.say(nothing);
    this.panel.say(null);
    if (step.rule !== undefined) {
      this.marker.foretellRule(step.rule, rule === "strike");
      this.outbox.wish(this.draft, rule, step.rule);
      return this.show();
    }
    return this.changed();
  }

  // A crash left messages that never arrived. The one on this sentence comes back before one's
  // eyes, the others are sent as they are.
  async #rescue() {
    const { outbox } = this;
    const left = await outbox.copies.left();
    if (this.isClosed) return; // the desk that has taken its place looks for them, too
    const { draft } = this;
    for (const copy of left) {
      const isHere = copy.item === draft.item && copy.token_hash === draft.data.token_hash;
      if (!isHere || copy.rule !== null || draft.pending) {
        outbox.orphans.push(copy);
        continue;
      }
      const outcome = draft.rescue(copy);
      outbox.copies.forget(copy);
      if (outcome === "own") {
        outbox.touch(draft);
        this.panel.say(`Marks from ${clock(copy.at)} had not been saved. They are back.`);
      } else if (outcome === "elsewhere") {
        this.panel.say(
          `This sentence was saved elsewhere after your unsent marks of ${clock(copy.at)}. ` +
            "Press u to bring yours back.",
        );
      }
    }
    if (outbox.orphans.length) outbox.send();
    this.show();
  }

  show() {
    if (!this.draft) return;
    this.marker.show();
    this.insight.show();
    this.panel.show();
  }
}

const LEFT_UNREVIEWED =
  "The sentence before was left unreviewed: nothing was struck in it. If nothing in it is " +
  "irrelevant, go back (b) and say so (n).";
