import assert from "node:assert/strict";
import { test } from "node:test";
import { Draft } from "#rrr/ui/annotate/token_marker/draft.js";
import { FILM, ODEON, SEEN, sheet, UPPER_ODEON, WARM } from "./sheets.js";

/**
 * @param {Draft} draft
 * @param {number[]} tokens
 */
function strike(draft, ...tokens) {
  draft.marks.begin();
  draft.marks.set(tokens, true);
  draft.judge();
  draft.marks.settle();
}

/** @param {Draft} draft */
function strikeOdeonEverywhere(draft) {
  draft.marks.begin();
  draft.foretellRule(ODEON, true);
  draft.marks.settle(ODEON);
}

test("striking a word makes the sentence marked, taking the last one off unreviewed", () => {
  const draft = new Draft(sheet());
  strike(draft, WARM);
  assert.equal(draft.status, "marked");
  draft.marks.set([WARM], false);
  draft.judge();
  assert.equal(draft.status, "unreviewed");
});

test("a skipped sentence whose marks are as before is unreviewed, other answers stay", () => {
  const skipped = new Draft(sheet({ status: "skipped" }));
  skipped.judge();
  assert.equal(skipped.status, "unreviewed");
  const nothing = new Draft(sheet({ status: "nothing_irrelevant" }));
  nothing.judge();
  assert.equal(nothing.status, "nothing_irrelevant");
  const confirmed = new Draft(sheet({ status: "marked", struck: [ODEON], by_rule: [ODEON] }));
  confirmed.judge();
  assert.equal(confirmed.status, "marked");
});

test("there is something to confirm where a hand or a rule strikes a word", () => {
  assert.ok(new Draft(sheet({ struck: [WARM] })).canConfirm);
  assert.ok(new Draft(sheet({ by_rule: [ODEON] })).canConfirm);
  assert.ok(!new Draft(sheet()).canConfirm);
});

test("a rule's marks alone are no answer, taking one of them off is", () => {
  const draft = new Draft(sheet({ struck: [ODEON], by_rule: [ODEON] }));
  draft.judge();
  assert.equal(draft.status, "unreviewed");
  draft.marks.set([ODEON], false);
  draft.judge();
  assert.equal(draft.status, "marked");
});

test("a flagged sentence stays flagged while its marks change", () => {
  const draft = new Draft(sheet({ status: "flagged" }));
  strike(draft, WARM);
  assert.equal(draft.status, "flagged");
});

test("Enter confirms what is struck, and nothing where nothing is", () => {
  const struck = new Draft(sheet({ struck: [ODEON], by_rule: [ODEON] }));
  struck.confirm();
  assert.equal(struck.status, "marked");
  const empty = new Draft(sheet());
  empty.confirm();
  assert.equal(empty.status, "unreviewed");
});

test("nothing irrelevant takes the hand's marks off and leaves the rules'", () => {
  const draft = new Draft(sheet({ struck: [WARM, ODEON], by_rule: [ODEON] }));
  draft.nothing();
  assert.deepEqual(draft.marks.list(), [ODEON]);
  assert.equal(draft.status, "nothing_irrelevant");
});

test("news from the server never erases a mark that has not arrived", () => {
  const draft = new Draft(sheet());
  strike(draft, WARM);
  draft.sequence = 1;
  draft.hear(
    sheet({ revision: 1, client: "other", struck: [FILM], status: "marked" }),
    "me",
    false,
  );
  assert.deepEqual(draft.marks.list(), [WARM]);
  assert.equal(draft.base, 0); // so the server sees that both have changed it
});

test("news from the server is shown where everything has arrived", () => {
  const draft = new Draft(sheet());
  draft.hear(
    sheet({ revision: 1, client: "other", struck: [FILM], status: "marked" }),
    "me",
    false,
  );
  assert.deepEqual([draft.marks.list(), draft.status, draft.base], [[FILM], "marked", 1]);
});

test("everything that others have saved is taken over, their steps too", () => {
  const draft = new Draft(sheet());
  strike(draft, WARM);
  draft.sequence = draft.acknowledged = 1;
  const [saved_at, step] = ["2026-01-31T12:00:00+00:00", { struck: [FILM], freed: [] }];
  const theirs = sheet({
    ...{ revision: 1, client: "other", status: "flagged", note: "why", saved_at },
    ...{ struck: [FILM, ODEON], by_rule: [ODEON], by_hand: [FILM], accepted: [FILM] },
    past: [{ ...step, before: "unreviewed", after: "marked" }],
  });
  draft.hear(theirs, "me", false);
  assert.equal(draft.data, theirs);
  assert.deepEqual([draft.note, draft.savedAt, draft.status], ["why", saved_at, "flagged"]);
  assert.deepEqual([draft.byRule, draft.byHand], [new Set([ODEON]), new Set([FILM])]);
  assert.deepEqual(draft.accepted, new Set([FILM]));
  draft.undo();
  assert.deepEqual(draft.marks.list(), [ODEON]);
});

test("a new draft is what the server says of it", () => {
  const changes = { note: "why", by_rule: [ODEON], by_hand: [FILM], accepted: [FILM] };
  const saved_at = "2026-01-31T12:00:00+00:00";
  const draft = new Draft(sheet({ ...changes, status: "flagged", saved_at }));
  assert.deepEqual([draft.note, draft.savedAt, draft.pending], ["why", saved_at, false]);
  assert.deepEqual([draft.byRule, draft.byHand], [new Set([ODEON]), new Set([FILM])]);
  assert.equal(new Draft(sheet({ status: "unreviewed", saved_at })).savedAt, null);
});

test("a rule that was made meanwhile is shown, and our steps are kept", () => {
  const draft = new Draft(sheet());
  strike(draft, WARM);
  draft.marks.undo();
  draft.hear(sheet({ struck: [ODEON], by_rule: [ODEON], status: "marked" }), "me", false);
  assert.deepEqual([draft.marks.list(), draft.status], [[ODEON], "marked"]);
  draft.redo();
  assert.deepEqual(draft.marks.list(), [WARM, ODEON]);
});

test("old news is not heard", () => {
  const draft = new Draft(sheet({ revision: 2, struck: [WARM] }));
  draft.hear(sheet({ revision: 1, struck: [FILM] }), "me", false);
  assert.deepEqual(draft.marks.list(), [WARM]);
});

test("the server's answer to our own marks keeps the steps", () => {
  const draft = new Draft(sheet());
  strike(draft, WARM);
  draft.sequence = draft.acknowledged = 1;
  draft.hear(sheet({ revision: 1, client: "me", struck: [WARM], status: "marked" }), "me", false);
  draft.undo();
  assert.deepEqual(draft.marks.list(), []);
});

test("the answer to an earlier change is what the next one starts from", () => {
  const draft = new Draft(sheet());
  strike(draft, WARM);
  draft.sequence = 2;
  draft.acknowledged = 1;
  const answer = sheet({ revision: 1, client: "me", label: "good", struck: [FILM] });
  draft.hear(answer, "me", false);
  assert.deepEqual([draft.base, draft.data.label], [1, "good"]);
  assert.deepEqual(draft.marks.list(), [WARM]);
});

test("refused marks give way to the stored ones, and undo brings them back", () => {
  const draft = new Draft(sheet());
  strike(draft, WARM);
  draft.sequence = 1;
  const stored = sheet({ revision: 3, struck: [FILM], by_hand: [FILM], status: "flagged" });
  draft.giveWay(stored);
  assert.deepEqual([draft.marks.list(), draft.status], [[FILM], "flagged"]);
  assert.deepEqual([draft.data, draft.base, draft.byHand], [stored, 3, new Set([FILM])]);
  assert.ok(!draft.pending);
  draft.undo();
  assert.deepEqual(draft.marks.list(), [WARM]);
});

test("a stroke under way is given up where marks give way", () => {
  const draft = new Draft(sheet());
  draft.marks.begin();
  draft.marks.set([WARM, SEEN], true);
  draft.giveWay(sheet({ revision: 1, struck: [FILM], status: "marked" }));
  draft.undo();
  assert.deepEqual(draft.marks.list(), []);
});

test("a rule is shown at once, as the rule's", () => {
  const draft = new Draft(sheet());
  strikeOdeonEverywhere(draft);
  assert.deepEqual(draft.marks.list(), [ODEON, UPPER_ODEON]);
  assert.deepEqual([...draft.byRule], [ODEON, UPPER_ODEON]);
  assert.ok(draft.wordAt(UPPER_ODEON).ruled);
});

test("a rule that is undone takes its marks along and leaves the hand's", () => {
  const draft = new Draft(sheet());
  strike(draft, ODEON);
  strikeOdeonEverywhere(draft);
  draft.undo();
  assert.deepEqual(draft.marks.list(), [ODEON]);
  assert.deepEqual([...draft.byRule], []);
  assert.ok(!draft.wordAt(ODEON).ruled);
});

test("a rule that is done again strikes as a rule, not as a hand", () => {
  const draft = new Draft(sheet());
  strike(draft, ODEON);
  strikeOdeonEverywhere(draft);
  draft.undo();
  draft.redo();
  assert.deepEqual(draft.marks.list(), [ODEON, UPPER_ODEON]);
  assert.deepEqual([...draft.byRule], [UPPER_ODEON]);
});

test("while a rule is waited for, news does not take back what it will strike", () => {
  const draft = new Draft(sheet());
  strikeOdeonEverywhere(draft);
  draft.hear(sheet(), "me", true);
  assert.deepEqual(draft.marks.list(), [ODEON, UPPER_ODEON]);
  assert.ok(draft.wordAt(ODEON).ruled);
});

test("the message says what is struck, sorted, by whom, and from which revision", () => {
  const draft = new Draft(sheet({ revision: 4, struck: [ODEON], by_rule: [ODEON] }));
  strike(draft, SEEN, WARM);
  const message = draft.message("me", true);
  assert.deepEqual(message.struck, [WARM, SEEN, ODEON]);
  assert.deepEqual(message.by_rule, [ODEON]);
  assert.equal(message.base_revision, 4);
  assert.equal(message.heat, false); // no model has said anything about it
});

test("what a crash left is back where nothing was saved since", () => {
  const before = new Draft(sheet());
  strike(before, WARM);
  const left = { ...before.message("crashed", false), sequence: 1, note: "why", by_rule: [WARM] };
  const draft = new Draft(sheet());
  assert.equal(draft.rescue(left), "own");
  assert.deepEqual([draft.marks.list(), draft.note], [[WARM], "why"]);
  assert.deepEqual(draft.byRule, new Set([WARM]));
});

test("what a crash left waits behind an undo where others have saved since", () => {
  const before = new Draft(sheet());
  strike(before, WARM);
  const left = { ...before.message("crashed", false), status: /** @type {const} */ ("flagged") };
  const draft = new Draft(
    sheet({ revision: 1, client: "other", struck: [FILM], status: "marked" }),
  );
  assert.equal(draft.rescue(left), "elsewhere");
  assert.deepEqual([draft.marks.list(), draft.status], [[FILM], "marked"]);
  draft.undo();
  assert.deepEqual([draft.marks.list(), draft.status], [[WARM], "flagged"]);
});

test("what a crash left says nothing new if it has arrived, or is the same", () => {
  const before = new Draft(sheet());
  strike(before, WARM);
  const left = { ...before.message("crashed", false), sequence: 2 };
  const arrived = new Draft(sheet({ client: "crashed", sequence: 2, struck: [FILM] }));
  assert.equal(arrived.rescue(left), null);
  const same = new Draft(sheet({ revision: 1, struck: [WARM], status: "marked" }));
  assert.equal(same.rescue(left), null);
});
