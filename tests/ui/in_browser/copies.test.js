import assert from "node:assert/strict";
import { test } from "node:test";
import { Draft } from "#rrr/ui/annotate/token_marker/draft.js";
import { Copies, keyOf } from "#rrr/ui/in_browser/copies.js";
import { sheet } from "../annotate/token_marker/sheets.js";

const marks = { item: 7, client: "tab", rule: null, sequence: 1 };

test("the newest state of a sentence takes the place of the one before", () => {
  assert.deepEqual(keyOf("me", { ...marks, sequence: 9 }), keyOf("me", marks));
});

test("each rule asked for is kept for itself, beside the marks", () => {
  const first = keyOf("me", { ...marks, rule: "strike", sequence: 2 });
  const second = keyOf("me", { ...marks, rule: "strike", sequence: 3 });
  const keys = [keyOf("me", marks), first, second].map(String);
  assert.equal(new Set(keys).size, 3);
});

test("sentences, tabs and owners do not share a place", () => {
  const keys = [
    keyOf("me", marks),
    keyOf("me", { ...marks, item: 8 }),
    keyOf("me", { ...marks, client: "another tab" }),
    keyOf("you", marks),
  ].map(String);
  assert.equal(new Set(keys).size, 4);
});

test("where the browser keeps nothing, nothing is said to be safe and nothing fails", async () => {
  const copies = new Copies("tab"); // Node has no IndexedDB
  await new Promise((resolve) => {
    copies.onchange = () => resolve(null);
    copies.keep(new Draft(sheet()).message("tab", false));
  });
  assert.equal(copies.safe, false);
  assert.deepEqual(await copies.left(), []);
});
