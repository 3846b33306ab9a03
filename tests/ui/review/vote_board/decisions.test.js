import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Decisions } from "#rrr/ui/review/vote_board/decisions.js";

/** @import { Row, Sent } from "#rrr/ui/review/vote_board/wire.js" */

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

/**
 * @param {number} id
 * @param {Partial<Row>} more
 * @returns {Row}
 */
function row(id, more = {}) {
  const word = { before: " ", text: "odeon", votes: 1, by: "amy" };
  return {
    ...{ id, number: id, hash: "h", words: [word, word, word], after: "", people: 2 },
    ...{ merged: [1], majority: [], revision: 0, decision: null, refused: "" },
    ...more,
  };
}

/**
 * @param {number[]} struck
 * @param {number} revision
 */
function decided(struck, revision) {
  return { revision, decision: { struck, note: "", person: "me" } };
}

function begun() {
  const decisions = new Decisions();
  /** @type {Sent[]} */
  const sent = [];
  decisions.send = (batch) => sent.push(batch);
  decisions.hear([row(1), row(2)], 0);
  return { decisions, sent };
}

test("a click is shown and sent at once, on top of what counts so far", () => {
  const { decisions, sent } = begun();
  decisions.toggle(1, 2);
  assert.deepEqual([...decisions.struckIn(1)].sort(), [1, 2]);
  assert.deepEqual(sent, [
    { turn: 1, changes: [{ id: 1, hash: "h", base: 0, decision: { struck: [1, 2], note: "" } }] },
  ]);
  assert.ok(decisions.isSaving);
});

test("what is clicked meanwhile waits for the receipt, and goes on from its revision", () => {
  const { decisions, sent } = begun();
  decisions.toggle(1, 2);
  decisions.toggle(1, 0);
  decisions.toggle(2, 0);
  assert.equal(sent.length, 1);
  decisions.hear([row(1, decided([1, 2], 7)), row(2)], 1);
  assert.deepEqual(sent[1], {
    turn: 2,
    changes: [
      { id: 1, hash: "h", base: 7, decision: { struck: [0, 1, 2], note: "" } },
      { id: 2, hash: "h", base: 0, decision: { struck: [0, 1], note: "" } },
    ],
  });
  decisions.hear([row(1, decided([0, 1, 2], 8)), row(2, decided([0, 1], 9))], 2);
  assert.equal(decisions.isSaving, false);
  assert.equal(sent.length, 2);
});

test("a drawing from before the server heard changes nothing", () => {
  const { decisions } = begun();
  decisions.toggle(1, 2);
  assert.equal(decisions.hear([row(1), row(2)], 0), false);
  assert.deepEqual([...decisions.struckIn(1)].sort(), [1, 2]);
});

test("without a receipt the same turn is sent again", () => {
  const { decisions, sent } = begun();
  decisions.toggle(1, 2);
  mock.timers.tick(6000);
  assert.deepEqual(sent[1], sent[0]);
});

test("undo brings back what was there, also that nobody had decided", () => {
  const { decisions, sent } = begun();
  decisions.toggle(1, 2);
  decisions.hear([row(1, decided([1, 2], 7)), row(2)], 1);
  assert.equal(decisions.undo(), 1);
  assert.equal(decisions.of(1), null);
  assert.deepEqual(sent[1]?.changes, [{ id: 1, hash: "h", base: 7, decision: null }]);
  // Not known to be stored yet, and the next click starts from what counts without a decision.
  decisions.toggle(1, 2);
  assert.deepEqual(decisions.of(1)?.struck, [1, 2]);
  decisions.undo();
  assert.equal(decisions.undo(), null);
});

test("what was refused gives way to what is stored, and cannot be undone onto it", () => {
  const { decisions } = begun();
  decisions.toggle(1, 2);
  decisions.hear([row(1, { ...decided([0], 5), refused: "amy decided" }), row(2)], 1);
  assert.deepEqual([...decisions.struckIn(1)], [0]);
  assert.equal(decisions.isSaving, false);
  assert.equal(decisions.undo(), null);
});
