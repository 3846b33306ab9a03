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
  const decisions = new Decisions("me");
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
  const decision = { struck: [1, 2], note: "" };
  assert.deepEqual(sent, [
    {
      owner: "me",
      turn: 1,
      delivery: 1,
      changes: [{ id: 1, turn: 1, heard: 0, hash: "h", base: 0, decision }],
    },
  ]);
  assert.ok(decisions.isSaving);
});

test("what is clicked before a receipt is sent at once, with all that has none", () => {
  const { decisions, sent } = begun();
  decisions.toggle(1, 2);
  decisions.toggle(2, 0);
  decisions.toggle(1, 0);
  const here = { heard: 0, hash: "h", base: 0 };
  assert.deepEqual(sent[2], {
    owner: "me",
    turn: 3,
    delivery: 3,
    changes: [
      { id: 1, turn: 3, ...here, decision: { struck: [0, 1, 2], note: "" } },
      { id: 2, turn: 2, ...here, decision: { struck: [0, 1], note: "" } },
    ],
  });
  decisions.hear([row(1, decided([1, 2], 7)), row(2)], 1);
  assert.deepEqual([...decisions.struckIn(1)].sort(), [0, 1, 2]);
  assert.ok(decisions.isSaving);
  decisions.hear([row(1, decided([0, 1, 2], 8)), row(2, decided([0, 1], 9))], 3);
  assert.equal(decisions.isSaving, false);
  assert.equal(sent.length, 3);
});

test("what is not known to be stored is kept while another page of the list is on show", () => {
  const { decisions, sent } = begun();
  decisions.toggle(1, 2);
  decisions.hear([row(3)], 0);
  assert.ok(decisions.isSaving);
  mock.timers.tick(6000);
  assert.deepEqual(sent[1], { ...sent[0], delivery: 2 });
  decisions.hear([row(3)], 1);
  assert.equal(decisions.isSaving, false);
});

test("a drawing from before the server heard changes nothing", () => {
  const { decisions } = begun();
  decisions.toggle(1, 2);
  decisions.hear([row(1), row(2)], 0);
  assert.deepEqual([...decisions.struckIn(1)].sort(), [1, 2]);
});

test("without a receipt the same turn is sent again, as a message that differs", () => {
  const { decisions, sent } = begun();
  decisions.toggle(1, 2);
  mock.timers.tick(6000);
  assert.deepEqual(sent[1], { ...sent[0], delivery: 2 });
});

test("what is late is said to be, and where it is kept", async () => {
  const { decisions } = begun();
  assert.equal(decisions.savingText, "Everything is saved.");
  const said = new Promise((resolve) => {
    decisions.onchange = () => resolve(null);
  });
  decisions.toggle(1, 2);
  assert.equal(decisions.savingText, "Saving…");
  await said; // that Node keeps nothing
  mock.timers.tick(6000);
  assert.equal(decisions.savingText, "Not saved yet, trying again…");
  decisions.copies.unkept.clear();
  assert.equal(decisions.savingText, "Not saved yet, kept in this browser, trying again…");
  decisions.hear([row(1), row(2)], 1);
  assert.equal(decisions.savingText, "Everything is saved.");
});

test("undo brings back what was there, also that nobody had decided", () => {
  const { decisions, sent } = begun();
  decisions.toggle(1, 2);
  decisions.hear([row(1, decided([1, 2], 7)), row(2)], 1);
  assert.equal(decisions.undo(), 1);
  assert.equal(decisions.of(1), null);
  const undone = { id: 1, turn: 2, heard: 1, hash: "h", base: 7, decision: null };
  assert.deepEqual(sent[1]?.changes, [undone]);
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

test("a refusal that was read does not take the next decision away", () => {
  const { decisions } = begun();
  decisions.toggle(1, 2);
  const refused = row(1, { ...decided([0], 5), refused: "amy decided" });
  decisions.hear([refused, row(2)], 1);
  decisions.toggle(1, 1);
  decisions.hear([refused, row(2)], 1); // drawn for another reason
  assert.deepEqual([...decisions.struckIn(1)].sort(), [0, 1]);
  assert.equal(decisions.undo(), 1);
});

test("what its page was left with is shown and sent, the later one of a sentence", () => {
  const { decisions, sent } = begun();
  const copy = { client: "before", rule: null, sequence: 1, hash: "h", base: 4 };
  const [early, late] = [
    { struck: [0], note: "" },
    { struck: [2], note: "" },
  ];
  decisions.takeUp([
    { ...copy, item: 1, decision: early },
    { ...copy, item: 8, decision: null },
    { ...copy, item: 1, decision: late },
  ]);
  assert.deepEqual(decisions.of(1), late);
  const place = { heard: 0, hash: "h", base: 4 };
  assert.deepEqual(
    sent.map(({ changes }) => changes),
    [
      [
        { id: 1, turn: 1, ...place, decision: late },
        { id: 8, turn: 2, ...place, decision: null }, // not on show
      ],
    ],
  );
  assert.equal(decisions.undo(), 1);
  assert.equal(decisions.undo(), null);
});

test("what its page was left with is not sent if it is stored already", () => {
  const { decisions, sent } = begun();
  decisions.hear([row(1, decided([1], 7)), row(2)], 0);
  const copy = { client: "before", rule: null, sequence: 1, hash: "h", base: 0 };
  const same = { struck: [1], note: "" };
  decisions.takeUp([
    { ...copy, item: 1, decision: same },
    { ...copy, item: 2, decision: null },
  ]);
  assert.deepEqual(sent, []);
  assert.equal(decisions.undo(), null);
  for (const decision of [null, { struck: [1, 2], note: "" }, { struck: [1], note: "why" }]) {
    decisions.takeUp([{ ...copy, item: 1, decision }]);
    assert.deepEqual(decisions.of(1), decision);
    decisions.hear([row(1, decided([1], 7)), row(2)], decisions.turn);
  }
});

test("what was decided anew counts, not what its page was left with", () => {
  const { decisions, sent } = begun();
  decisions.toggle(1, 2);
  const decision = { struck: [0], note: "" };
  const place = { client: "before", rule: null, sequence: 1, hash: "h", base: 0 };
  decisions.takeUp([{ ...place, item: 1, decision }]);
  assert.deepEqual([...decisions.struckIn(1)].sort(), [1, 2]);
  assert.deepEqual(
    sent.flatMap(({ changes }) => changes.map(({ turn }) => turn)),
    [1, 1],
  );
});
