import assert from "node:assert/strict";
import { test } from "node:test";
import {
  foretellSpare,
  foretellStrike,
  sameWord,
} from "#rrr/ui/annotate/token_marker/foretold_rule.js";

test("a word's tokens are all that have its number", () => {
  assert.deepEqual(sameWord([0, 1, 0, 2], 0), [0, 2]);
});

test("a rule strikes all tokens of its word and leaves the others alone", () => {
  const { struck, byRule } = foretellStrike([0, 2], new Set([5]), new Set([5]));
  assert.deepEqual([...struck].sort(), [0, 2, 5]);
  assert.deepEqual([...byRule].sort(), [0, 2, 5]);
});

test("what a hand has struck stays the hand's", () => {
  const { struck, byRule } = foretellStrike([0, 2], new Set([2]), new Set());
  assert.deepEqual([...struck].sort(), [0, 2]);
  assert.deepEqual([...byRule], [0]);
});

test("a rule that is taken back leaves the tokens of other rules", () => {
  assert.deepEqual([...foretellSpare([0, 2], new Set([0, 2, 5]))], [5]);
});

test("foretelling changes nothing that it is given", () => {
  const struck = new Set([2]);
  const byRule = new Set([5]);
  foretellStrike([0, 2], struck, byRule);
  foretellSpare([5], byRule);
  assert.deepEqual([[...struck], [...byRule]], [[2], [5]]);
});
