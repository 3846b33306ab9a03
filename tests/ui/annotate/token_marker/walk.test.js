import assert from "node:assert/strict";
import { test } from "node:test";
import { Walk } from "#rrr/ui/annotate/token_marker/walk.js";

/** @param {number[]} items */
function walkThrough(...items) {
  const walk = new Walk();
  walk.begin(items[0]);
  walk.ahead = items.slice(1);
  return walk;
}

test("going on and back walks along the sentences that were given ahead", () => {
  const walk = walkThrough(10, 11, 12);
  walk.goOn();
  walk.goOn();
  assert.equal(walk.item, 12);
  walk.goBack();
  assert.equal(walk.item, 11);
  assert.equal(walk.previous, 10);
  assert.equal(walk.next, 12);
});

test("the trail goes to the furthest sentence shown, also after going back", () => {
  const walk = walkThrough(10, 11, 12, 13);
  walk.goOn();
  walk.goOn();
  walk.goBack();
  assert.deepEqual(walk.trail, [10, 11, 12]);
  assert.deepEqual(walk.ahead, [12, 13]);
});

test("new sentences ahead replace those that nobody has seen, and repeat none", () => {
  const walk = walkThrough(10, 11, 12);
  walk.goOn();
  walk.ahead = [10, 20, 21];
  assert.deepEqual(walk.trail, [10, 11]);
  assert.deepEqual(walk.ahead, [20, 21]);
});

test("at the end of what was given only the server knows on", () => {
  assert.equal(walkThrough(10).next, undefined);
});

test("before the first sentence lies the one the server has named, once", () => {
  const walk = walkThrough(10, 11);
  walk.before = 9;
  assert.equal(walk.previous, 9);
  walk.goBack();
  assert.equal(walk.item, 9);
  assert.equal(walk.previous, null);
  assert.deepEqual(walk.trail, [9, 10]);
});

test("where nothing comes before, going back stays", () => {
  const walk = walkThrough(10, 11);
  walk.goBack();
  assert.equal(walk.item, 10);
});

test("going to a sentence on the way does not forget the others", () => {
  const walk = walkThrough(10, 11, 12);
  walk.goOn();
  walk.goTo(10);
  assert.equal(walk.item, 10);
  assert.deepEqual(walk.trail, [10, 11]);
});

test("a sentence that is not on the way is put in before the one on show", () => {
  const walk = walkThrough(10, 11);
  walk.goOn();
  walk.goTo(30);
  assert.equal(walk.item, 30);
  assert.equal(walk.next, 11);
  assert.deepEqual(walk.trail, [10, 30, 11]);
});

test("when the server leads elsewhere the walk begins anew", () => {
  const walk = walkThrough(10, 11);
  walk.before = 9;
  walk.goOn();
  walk.begin(40);
  assert.deepEqual([walk.item, walk.previous, walk.next], [40, null, undefined]);
  assert.deepEqual(walk.trail, [40]);
});

test("going to a sentence ahead makes it the furthest", () => {
  const walk = walkThrough(10, 11, 12);
  walk.goTo(11);
  assert.deepEqual(walk.trail, [10, 11]);
});
