import assert from "node:assert/strict";
import { test } from "node:test";
import { Draft } from "#rrr/ui/annotate/token_marker/draft.js";
import {
  answerText,
  countText,
  nextText,
  nothingText,
  oftenText,
  savingText,
  wordText,
} from "#rrr/ui/annotate/token_marker/panel_texts.js";
import { ODEON, receipt, sheet, WARM } from "./sheets.js";

const quiet = { late: false, pending: false, saved: null, copies: { safe: true } };
const word = { others: 212, label: "good", share: 96, ruled: false };

test("a flagged sentence tells the note, if there is one", () => {
  assert.equal(
    answerText(new Draft(sheet({ status: "flagged", note: "irony" }))),
    "flagged: irony",
  );
  assert.equal(answerText(new Draft(sheet({ status: "flagged" }))), "flagged");
});

test("punctuation is not counted as words", () => {
  const tokens = /** @type {[string, string][]} */ ([
    ["", "Warm"],
    ["", ","],
    [" ", "Odeon"],
    ["", "."],
  ]);
  assert.equal(countText(new Draft(sheet({ tokens, struck: [1, 2] }))), "1 of 2 words struck");
});

test("words struck by a rule are counted apart", () => {
  const draft = new Draft(sheet({ struck: [WARM, ODEON], by_rule: [ODEON], by_hand: [WARM] }));
  assert.match(countText(draft), /^1 of \d+ words struck by hand, 1 by a rule \(dotted line\)$/);
});

test("beside a rule's mark there is nothing more to strike, not nothing irrelevant", () => {
  const ruled = new Draft(
    sheet({ struck: [ODEON], by_rule: [ODEON], status: "nothing_irrelevant" }),
  );
  assert.equal(nothingText(ruled), "Nothing more to strike");
  assert.equal(answerText(ruled), "nothing more to strike");
  assert.equal(nothingText(new Draft(sheet())), "Nothing irrelevant");
  const both = new Draft(sheet({ struck: [WARM, ODEON], by_rule: [ODEON], by_hand: [WARM] }));
  assert.equal(nothingText(both), "Nothing irrelevant"); // it would take the hand's mark off
});

test("a word in more than three sentences of ten is asked about before it goes everywhere", () => {
  assert.equal(oftenText("Odeon", 29, 100), null);
  assert.equal(oftenText("Odeon", 9, 12), null); // few are soon looked at
  assert.match(oftenText("the", 1735, 1800) ?? "", /1,736 sentences, 96 % of all/);
});

test("Enter is named for what it will do", () => {
  const next = (/** @type {Parameters<typeof sheet>[0]} */ changes) =>
    nextText(new Draft(sheet(changes)));
  assert.equal(next({}), "Decide later");
  assert.equal(next({ struck: [WARM], status: "marked" }), "Save and next");
  assert.equal(next({ struck: [WARM], status: "flagged" }), "Settle and next");
  assert.equal(next({ status: "skipped" }), "Next");
  assert.equal(next({ by_rule: [ODEON] }), "Save and next");
});

test("only what is on the disk is said to be kept", () => {
  const draft = new Draft(sheet());
  const late = { ...quiet, late: true, pending: true };
  assert.match(savingText(draft, late, false), /kept in this browser/);
  assert.equal(
    savingText(draft, { ...late, copies: { safe: false } }, false),
    "not saved yet, trying again…",
  );
});

test("whoever waits for the next sentence is told so", () => {
  assert.match(savingText(new Draft(sheet()), quiet, true), /^looking for the next sentence/);
});

test("nothing is said to be saved before it has arrived", () => {
  const draft = new Draft(sheet({ status: "marked", saved_at: "2026-01-31T12:00:00+00:00" }));
  assert.match(savingText(draft, quiet, false), /^saved \d\d:\d\d:\d\d ✓$/);
  assert.equal(savingText(draft, { ...quiet, pending: true }, false), "saving…");
});

test("on a sentence without an answer the one before is told to be saved", () => {
  const draft = new Draft(sheet());
  assert.match(
    savingText(draft, { ...quiet, saved: receipt({ item: 6 }) }, false),
    /^the one before/,
  );
  assert.equal(savingText(draft, { ...quiet, saved: receipt({ item: 7 }) }, false), "");
});

test("a word tells where else it stands, and with which label", () => {
  assert.equal(
    wordText("Odeon", word, false),
    "“Odeon” stands in 212 other sentences, 96 % of them good.",
  );
  assert.equal(
    wordText("Odeon", { ...word, others: 1, label: null }, false),
    "“Odeon” stands in 1 other sentence.",
  );
  assert.equal(
    wordText("Odeon", { ...word, others: 0 }, false),
    "“Odeon” stands in no other sentence.",
  );
});

test("of a rule's word it is told where the hand took it off", () => {
  const ruled = { ...word, others: 1, ruled: true };
  assert.match(wordText("Odeon", ruled, false), /^A rule strikes .* Not here: you took it off\.$/);
  assert.doesNotMatch(wordText("Odeon", ruled, true), /Not here/);
});

test("an endless word is cut", () => {
  assert.match(wordText("x".repeat(40), word, false), /^“x{40}”/);
  assert.match(wordText("x".repeat(41), word, false), /^“x{40}…”/);
});
