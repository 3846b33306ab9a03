// One tab at work: which sentence it shows, which come next, and what the server says.

import { Drafts } from "./drafts.js";
import { Flag } from "./flag.js";
import { Gestures } from "./gestures.js";
import { Insight } from "./insight.js";
import { Keys } from "./keys.js";
import { watchLeaving } from "./leaving.js";
import { Marker } from "./marker.js";
import { Outbox } from "./outbox.js";
import { Panel } from "./panel.js";
import { watchPresence } from "./presence.js";
import { handOver, rescue, watchOthers } from "./rescue.js";
import { Sentence } from "./sentence.js";
import { Voice } from "./voice.js";
import { Walk } from "./walk.js";

/** @import { Draft } from "./draft.js" */
/** @import { MarkStep } from "./marks.js" */
/** @import { Drawing, Receipt } from "./wire.d.ts" */

const NO_ANSWER_YET =
  "The last sentence has no answer yet. If nothing needed striking, press b, then n.";

export class Desk {
  /** @param {ShadowRoot} root */
  constructor(root) {
    const part = (/** @type {string} */ name) =>
      /** @type {HTMLElement} */ (root.querySelector(`.${name}`));
    this.section = part("marker");
    this.drafts = new Drafts();
    this.walk = new Walk();
    /** @type {string | null} */
    this.turn = null; // the last time that the server has led to a sentence by itself
    this.locked = false; // while only the server knows where to go
    this.modelExpected = false;
    this.numSentences = 0; // to train on, in the project
    this.mayRule = true; // whether this person may strike a word everywhere
    /** @type {number | null} */
    this.heardItem = null; // the sentence the server believes this tab to show
    this.lastRefused = 0; // sequence
    this.isClosed = false;
    this.sentence = new Sentence(part("sentence"));
    this.voice = new Voice();
    this.outbox = new Outbox(this);
    this.outbox.deliver = (batch) => this.voice.say("batch", batch);
    this.insight = new Insight(this, part);
    this.insight.deliver = (look) => this.voice.say("look", look);
    this.marker = new Marker(this, this.sentence);
    this.flagLine = new Flag(this, part);
    this.panel = new Panel(this, part);
    this.gestures = new Gestures(this.marker, this.sentence);
    this.keys = new Keys(this, this.section);
    // Unsent marks are not left behind.
    const stopLeaving = watchLeaving(this.section, this.voice, () => this.outbox.sendAndLeave());
    const stopPresence = watchPresence(
      () => this.outbox.silence,
      () => this.outbox.send(),
    );
    const stopOthers = watchOthers(this);
    this.stopWatching = () => {
      stopLeaving();
      stopPresence();
      stopOthers();
    };
  }

  close() {
    this.isClosed = true;
    this.stopWatching();
    this.keys.close();
    this.sentence.close();
    this.insight.close();
    this.outbox.close();
    this.voice.close();
    handOver(this);
  }

  // Whether there is a sentence to work on.
  get isOpen() {
    return this.drafts.has(this.walk.item);
  }

  // Of the sentence that is open.
  get draft() {
    return /** @type {Draft} */ (this.drafts.get(this.walk.item));
  }

  // For the server: where this tab is.
  where() {
    const { walk } = this;
    return {
      owner: this.outbox.copies.owner,
      turn: this.turn,
      showing: walk.item,
      trail: walk.trail,
      has: walk.ahead.filter((item) => this.drafts.has(item)),
      wants_next: this.locked,
    };
  }

  // Whether a hand is in the middle of something that loading the page anew would lose.
  get isInHand() {
    return this.marker.paint !== null || !this.flagLine.form.hidden;
  }

  // Whether the server knows where this tab is.
  get isFollowed() {
    return !this.locked && this.heardItem === this.walk.item;
  }

  // ---- news from the server

  /** @param {Drawing} data */
  receive(data) {
    const { walk, outbox } = this;
    const { copies } = outbox;
    // Another workspace or person answers at this address: none of this tab's marks are theirs.
    if (copies.owner !== undefined && copies.owner !== data.owner) return location.reload();
    copies.owner = data.owner;
    const first = this.turn === null;
    this.modelExpected = data.model_expected;
    this.numSentences = data.num_sentences;
    this.mayRule = data.may_rule;
    this.section.classList.toggle("without-rules", !data.may_rule);
    this.heardItem = data.item;
    const refused = outbox.hear(data).filter((receipt) => receipt.refused && this.#isNews(receipt));
    const { client, wishes } = outbox;
    for (const sheet of data.sentences) {
      this.drafts.take(sheet, {
        refused: refused.some(({ item }) => item === sheet.item),
        client,
        waiting: wishes.length > 0,
      });
    }
    const jumped = data.turn !== this.turn;
    if (jumped) {
      this.turn = data.turn;
      this.locked = false;
      walk.begin(data.item);
    }
    walk.ahead = data.ahead;
    walk.before = data.before ?? walk.before;
    if (jumped) {
      this.#open(true);
      if (first) rescue(this);
    }
    this.drafts.forgetFar(walk);
    if (refused.length) this.#goBackTo(refused[0]);
    this.insight.heard();
    // Whoever waits for the next sentence has not yet asked to be led there: here it is.
    if (this.locked && outbox.more && this.#hasNext()) this.#goOn();
    else if (outbox.more || data.page_is_old) outbox.send();
    this.show();
  }

  /**
   * A receipt comes with every drawing until the next batch; a refusal is acted on once.
   * @param {Receipt} receipt
   */
  #isNews({ sequence }) {
    const news = sequence > this.lastRefused;
    if (news) this.lastRefused = sequence;
    return news;
  }

  /**
   * To the sentence on which a message was refused, whatever is on show.
   * @param {Receipt} receipt
   */
  #goBackTo({ item, refused }) {
    if (item !== this.walk.item && this.drafts.has(item)) {
      this.walk.goTo(item);
      this.#shown();
    }
    this.marker.drop();
    this.panel.say(refused);
  }

  // ---- walking

  /** @param {boolean} [led] there by the server */
  #open(led = false) {
    const { data } = this.draft;
    this.panel.say(null);
    this.flagLine.close();
    this.marker.open(led);
    this.panel.describe(data);
  }

  #shown() {
    this.#open();
    this.outbox.send();
    this.show();
  }

  #hasNext() {
    const { next } = this.walk;
    return next !== undefined && this.drafts.has(next);
  }

  /** @param {string | null} [notice] */
  #goOn(notice) {
    if (this.#hasNext()) {
      this.locked = false;
      this.walk.goOn();
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
    this.#goOn(this.draft.status === "unreviewed" ? NO_ANSWER_YET : null);
  }

  nothingIrrelevant() {
    if (this.locked) return;
    this.answer((draft) => draft.nothing());
    this.#goOn();
  }

  skip() {
    if (this.locked) return;
    this.answer(({ marks }) => {
      marks.status = "skipped";
    });
    this.#goOn();
  }

  /** @param {string} note */
  flag(note) {
    if (this.locked) return;
    const { draft } = this;
    const rewritten = draft.note !== note;
    draft.note = note;
    this.answer(({ marks }) => {
      marks.status = "flagged";
    });
    if (rewritten) this.outbox.touch(draft);
    this.#goOn();
    this.marker.focus();
  }

  back() {
    if (this.locked) return;
    this.outbox.flush();
    const { previous } = this.walk;
    if (previous !== null && this.drafts.has(previous)) {
      this.walk.goBack();
      this.#shown();
    } else if (this.isFollowed) {
      this.panel.say("This is the first sentence.");
    }
  }

  // ---- answering

  /**
   * One step: whatever `change` makes of the draft.
   * @param {(draft: Draft) => void} change
   */
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
    if (!this.locked) this.#travelled(this.draft.undo(), "spare", "Nothing left to undo here.");
  }

  redo() {
    if (!this.locked) this.#travelled(this.draft.redo(), "strike", "Nothing to do again here.");
  }

  /**
   * @param {MarkStep | undefined} step
   * @param {"strike" | "spare"} rule what the server is to do if it was a rule's
   * @param {string} nothing what to say if there was no step
   */
  #travelled(step, rule, nothing) {
    if (!step) return this.panel.say(nothing);
    this.panel.say(null);
    if (step.rule === undefined) return this.changed();
    this.outbox.wish(this.draft, rule, step.rule);
    return this.show();
  }

  show() {
    if (!this.isOpen) return;
    this.marker.show();
    this.insight.show();
    this.panel.show();
  }
}
