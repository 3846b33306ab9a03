import assert from "node:assert/strict";
import { test } from "node:test";
import { Marks } from "#rrr/ui/annotate/token_marker/marks.js";

const nothing = () => new Marks({ struck: [], status: "unreviewed", past: [], future: [] });

/**
 * @param {Marks} marks
 * @param {number[]} tokens
 */
function strike(marks, ...tokens) {
  marks.begin();
  marks.set(tokens, true);
  marks.status = "marked";
  return marks.settle();
}

test("one step is taken back by one undo, and done again by one redo", () => {
  const marks = nothing();
  strike(marks, 5);
  strike(marks, 3, 4);
  marks.undo();
  assert.deepEqual(marks.list(), [5]);
  marks.redo();
  assert.deepEqual(marks.list(), [3, 4, 5]);
});

test("undo brings the status back that the step found", () => {
  const marks = nothing();
  strike(marks, 5);
  marks.undo();
  assert.equal(marks.status, "unreviewed");
  marks.redo();
  assert.equal(marks.status, "marked");
});

test("undo strikes again what a step has freed", () => {
  const marks = new Marks({ struck: [1, 2], status: "marked", past: [], future: [] });
  marks.begin();
  marks.set([2], false);
  assert.deepEqual(marks.settle(), { struck: [], freed: [2], before: "marked", after: "marked" });
  marks.undo();
  assert.deepEqual(marks.list(), [1, 2]);
  marks.redo();
  assert.deepEqual(marks.list(), [1]);
  marks.undo(); // what was done again can be undone again
  assert.deepEqual(marks.list(), [1, 2]);
});

test("a step that changes nothing is none", () => {
  const marks = nothing();
  marks.begin();
  marks.set([3], true);
  marks.set([3], false);
  assert.equal(marks.settle(), null);
  assert.equal(marks.undo(), undefined);
});

test("a step that is given up leaves what was before it", () => {
  const marks = nothing();
  strike(marks, 1);
  marks.begin();
  marks.set([2], true);
  marks.status = "skipped";
  marks.revert();
  assert.deepEqual(marks.list(), [1]);
  assert.equal(marks.status, "marked");
  assert.equal(marks.settle(), null); // there is no step to end any more
});

test("beginning twice is beginning once", () => {
  const marks = nothing();
  marks.begin();
  marks.set([1], true);
  marks.begin();
  marks.set([2], true);
  assert.deepEqual(marks.settle()?.struck, [1, 2]);
});

test("after a new step nothing can be done again", () => {
  const marks = nothing();
  strike(marks, 1);
  marks.undo();
  strike(marks, 2);
  assert.equal(marks.redo(), undefined);
});

test("200 steps are kept to be undone", () => {
  const marks = nothing();
  for (let token = 0; token < 201; token += 1) strike(marks, token);
  assert.equal(marks.past.length, 200);
  assert.deepEqual(marks.past[0].struck, [1]);
});

test("a rule's step is kept here, even if it strikes nothing new, but is not stored", () => {
  const marks = nothing();
  marks.begin();
  assert.notEqual(marks.settle(4), null);
  strike(marks, 1);
  assert.equal(marks.past.length, 2);
  assert.deepEqual(
    marks.steps().past.map(({ struck }) => struck),
    [[1]],
  );
});

test("marks equal the same tokens, in whatever order, and no others", () => {
  const marks = new Marks({ struck: [1, 2], status: "marked", past: [], future: [] });
  assert.ok(marks.equals([2, 1]));
  assert.ok(!marks.equals([1]));
  assert.ok(!marks.equals([1, 3]));
});

test("stored steps can be undone and done again", () => {
  const past = { struck: [1], freed: [], before: "unreviewed", after: "marked" };
  const future = { struck: [2], freed: [], before: "marked", after: "marked" };
  const marks = new Marks(
    /** @type {ConstructorParameters<typeof Marks>[0]} */ ({
      struck: [1],
      status: "marked",
      past: [past],
      future: [future],
    }),
  );
  marks.redo();
  assert.deepEqual(marks.list(), [1, 2]);
  marks.undo();
  marks.undo();
  assert.deepEqual([marks.list(), marks.status], [[], "unreviewed"]);
});
