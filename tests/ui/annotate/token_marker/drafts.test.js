import assert from "node:assert/strict";
import { test } from "node:test";
import { Drafts, MOST_DRAFTS } from "#rrr/ui/annotate/token_marker/drafts.js";
import { Walk } from "#rrr/ui/annotate/token_marker/walk.js";
import { FILM, sheet, WARM } from "./sheets.js";

const news = { refused: false, client: "me", waiting: false };

test("a sentence whose words have changed is begun anew", () => {
  const drafts = new Drafts();
  drafts.take(sheet({ revision: 5 }), news);
  drafts.take(sheet({ revision: 1, token_hash: "another", struck: [FILM] }), news);
  assert.deepEqual(drafts.get(7)?.marks.list(), [FILM]);
});

test("news of a sentence that is here keeps what is made of it", () => {
  const drafts = new Drafts();
  drafts.take(sheet(), news);
  const draft = drafts.get(7);
  drafts.take(sheet({ revision: 1, struck: [FILM] }), news);
  assert.equal(drafts.get(7), draft);
  assert.deepEqual(draft?.marks.list(), [FILM]);
});

test("a refused sentence gives way, though its marks have not arrived", () => {
  const drafts = new Drafts();
  drafts.take(sheet({ struck: [WARM] }), news);
  const draft = drafts.get(7);
  assert.ok(draft);
  draft.sequence = 1;
  drafts.take(sheet({ revision: 1, struck: [FILM] }), { ...news, refused: true });
  assert.deepEqual(draft.marks.list(), [FILM]);
  assert.ok(!draft.pending);
});

test("the oldest are forgotten, but none that is on the way or has not arrived", () => {
  const drafts = new Drafts();
  for (let item = 0; item < MOST_DRAFTS + 5; item += 1) drafts.take(sheet({ item }), news);
  const walk = new Walk();
  walk.begin(0);
  const unsent = drafts.get(1);
  assert.ok(unsent);
  unsent.sequence = 1;
  drafts.forgetFar(walk);
  assert.equal(drafts.size, MOST_DRAFTS);
  assert.deepEqual([...drafts.keys()].slice(0, 3), [0, 1, 7]);
});
