import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Draft } from "#rrr/ui/annotate/token_marker/draft.js";
import { Drafts } from "#rrr/ui/annotate/token_marker/drafts.js";
import { Outbox, PAUSE_MS, RETRY_MS } from "#rrr/ui/annotate/token_marker/outbox.js";
import { keyOf } from "#rrr/ui/in_browser/copies.js";
import { ODEON, receipt, sheet, WARM } from "./sheets.js";

/** @import { Desk } from "#rrr/ui/annotate/token_marker/desk.js" */
/** @import { Batch, Receipt } from "#rrr/ui/annotate/token_marker/wire.d.ts" */

/** @type {Batch[]} */
let delivered;
/** @type {Outbox} */
let outbox;
/** @type {Draft} */
let draft;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  delivered = [];
  draft = new Draft(sheet());
  const drafts = new Drafts([[7, draft]]);
  const where = () => ({
    owner: "me",
    turn: "t",
    showing: 7,
    trail: [7],
    has: [],
    wants_next: false,
  });
  const desk = { drafts, where, insight: { shown: false }, isFollowed: true, show: () => {} };
  outbox = new Outbox(/** @type {Desk} */ (/** @type {unknown} */ (desk)));
  outbox.deliver = (batch) => delivered.push(batch);
});

function strikeWarm() {
  draft.marks.set([WARM], true);
  outbox.touch(draft);
}

/** @param {Partial<Receipt>[]} receipts of this tab */
function hear(...receipts) {
  const ours = receipts.map((changes) => receipt({ client: outbox.client, ...changes }));
  return outbox.hear({ receipts: ours, heard: outbox.deliveries, trouble: null });
}

test("marks are sent when the hand rests, all changes in one batch", () => {
  strikeWarm();
  mock.timers.tick(PAUSE_MS - 1);
  draft.marks.set([ODEON], true);
  outbox.touch(draft);
  mock.timers.tick(PAUSE_MS - 1);
  assert.equal(delivered.length, 0);
  mock.timers.tick(1);
  assert.equal(delivered.length, 1);
  assert.deepEqual(
    delivered[0].messages.map(({ struck, sequence }) => [struck, sequence]),
    [[[WARM, ODEON], 2]],
  );
});

test("what is acknowledged is not sent again", () => {
  strikeWarm();
  outbox.flush();
  assert.ok(outbox.pending);
  hear({ sequence: 1 });
  assert.ok(!outbox.pending);
  outbox.send();
  assert.deepEqual(delivered[1].messages, []);
});

test("a mark made after the batch was sent is not acknowledged with it", () => {
  strikeWarm();
  outbox.flush();
  strikeWarm();
  hear({ sequence: 1 });
  assert.ok(outbox.pending);
});

test("one batch is under way at a time: what comes meanwhile waits for the answer", () => {
  strikeWarm();
  outbox.flush();
  outbox.send();
  assert.equal(delivered.length, 1);
  assert.ok(outbox.more);
  hear({ sequence: 1 });
  outbox.send();
  assert.equal(delivered.length, 2);
});

test("who leaves sends at once, but only if something is unsent", () => {
  outbox.sendAndLeave();
  assert.equal(delivered.length, 0);
  strikeWarm();
  outbox.sendAndLeave();
  assert.equal(delivered.length, 1);
});

test("a batch that is lost is said again, later each time", () => {
  strikeWarm();
  outbox.flush();
  mock.timers.tick(RETRY_MS);
  assert.equal(delivered.length, 2);
  assert.deepEqual(delivered[1].messages, delivered[0].messages);
  assert.ok(outbox.late);
  mock.timers.tick(2 * RETRY_MS - 1);
  assert.equal(delivered.length, 2);
  mock.timers.tick(1);
  assert.equal(delivered.length, 3);
});

test("the pauses between tries double up to 16 seconds", () => {
  strikeWarm();
  outbox.flush();
  for (const seconds of [2, 4, 8, 16, 16]) {
    const before = delivered.length;
    mock.timers.tick(1000 * seconds - 1);
    assert.equal(delivered.length, before);
    mock.timers.tick(1);
    assert.equal(delivered.length, before + 1);
  }
  assert.equal(outbox.unanswered, 5);
});

test("a try that is answered begins the pauses anew", () => {
  strikeWarm();
  outbox.flush();
  mock.timers.tick(RETRY_MS);
  hear({ sequence: 1 });
  assert.deepEqual([outbox.unanswered, outbox.late], [0, false]);
  strikeWarm();
  assert.ok(!outbox.late);
  outbox.flush();
  mock.timers.tick(RETRY_MS);
  assert.equal(delivered.length, 4);
});

test("batches are numbered, and each begins the wait for its own answer", () => {
  outbox.send();
  outbox.hear({ receipts: [], heard: 1, trouble: null });
  assert.ok(!outbox.underway);
  outbox.send();
  assert.deepEqual(
    delivered.map(({ delivery }) => delivery),
    [1, 2],
  );
  assert.ok(outbox.underway);
});

test("what is sent before the hand has rested is not sent a second time for that", () => {
  strikeWarm();
  outbox.send();
  hear({ sequence: 1 });
  mock.timers.tick(PAUSE_MS);
  outbox.flush();
  assert.equal(delivered.length, 1);
});

test("a batch whose answer is late does not hold the next one up", () => {
  strikeWarm();
  outbox.flush();
  outbox.deliveredAt -= 1001;
  outbox.send();
  assert.equal(delivered.length, 2);
});

test("trouble with storing is told until the next answer is without it", () => {
  strikeWarm();
  outbox.flush();
  outbox.hear({ receipts: [], heard: 1, trouble: "The disk is full." });
  assert.equal(outbox.trouble, "The disk is full.");
  assert.ok(outbox.late);
  outbox.send();
  hear({ sequence: 1 });
  assert.deepEqual([outbox.trouble, outbox.late], [null, false]);
});

test("a desk that is closed sends nothing more", () => {
  strikeWarm();
  outbox.flush();
  strikeWarm();
  outbox.close();
  mock.timers.tick(10 * RETRY_MS);
  assert.equal(delivered.length, 1);
});

// Node has no IndexedDB: `unkept` names the messages that should lie there.
const written = () => new Promise((resolve) => setImmediate(resolve));

test("marks are kept in the browser until all of them are acknowledged", async () => {
  strikeWarm();
  strikeWarm();
  outbox.flush();
  await written();
  assert.equal(outbox.copies.unkept.size, 1);
  hear({ sequence: 1 });
  assert.equal(outbox.copies.unkept.size, 1);
  hear({ sequence: 2 });
  assert.equal(outbox.copies.unkept.size, 0);
  assert.equal(outbox.saved?.sequence, 2);
});

test("refused marks stay kept in the browser", async () => {
  strikeWarm();
  outbox.flush();
  await written();
  hear({ sequence: 1, saved_at: null, refused: "Saved elsewhere." });
  assert.equal(outbox.copies.unkept.size, 1);
  assert.equal(outbox.saved, null);
});

test("a rule is kept in the browser until it is acknowledged", async () => {
  outbox.wish(draft, "strike", ODEON);
  await written();
  assert.equal(outbox.copies.unkept.size, 1);
  hear({ sequence: 1, of_rule: true });
  assert.equal(outbox.copies.unkept.size, 0);
});

for (const { rule, refused, stays } of [
  { rule: null, refused: null, stays: false },
  { rule: null, refused: "Saved elsewhere.", stays: true },
  { rule: /** @type {const} */ ("strike"), refused: "No such word.", stays: false },
]) {
  const what = `${refused ? "refused" : "stored"} ${rule ? "rule" : "marks"}`;
  test(`${what} of a crashed tab ${stays ? "stay" : "do not stay"} kept`, () => {
    const left = { ...draft.message("crashed", false), sequence: 3, rule };
    const key = String(keyOf(undefined, left));
    outbox.copies.unkept.add(key);
    outbox.orphans.push(left);
    hear({ client: "another", sequence: 3 }, { client: "crashed", sequence: 2 });
    assert.ok(outbox.pending);
    hear({ client: "crashed", sequence: 3, refused });
    assert.ok(!outbox.pending);
    assert.equal(outbox.copies.unkept.has(key), stays);
  });
}

test("once everything has arrived nothing is tried again", () => {
  strikeWarm();
  outbox.flush();
  hear({ sequence: 1 });
  mock.timers.tick(10 * RETRY_MS);
  assert.equal(delivered.length, 1);
});

test("an answer to an earlier batch does not pass for one to the last", () => {
  strikeWarm();
  outbox.flush();
  mock.timers.tick(RETRY_MS);
  outbox.hear({ receipts: [], heard: 1, trouble: "the disk is full" });
  assert.ok(outbox.underway);
  assert.equal(outbox.trouble, null);
});

test("a rule is asked for at once and until it is acknowledged, and not as marks", () => {
  outbox.wish(draft, "strike", ODEON);
  const [message] = delivered[0].messages;
  assert.deepEqual([message.rule, message.cursor, message.sequence], ["strike", ODEON, 1]);
  mock.timers.tick(RETRY_MS);
  assert.equal(delivered[1].messages[0].rule, "strike");
  hear({ sequence: 1, of_rule: true });
  assert.ok(!outbox.pending);
  assert.equal(outbox.saved, null);
});

test("a refusal is an answer, too: the same marks are not sent again", () => {
  strikeWarm();
  outbox.flush();
  const [refusal] = hear({ sequence: 1, saved_at: null, refused: "Saved elsewhere." });
  assert.equal(refusal.refused, "Saved elsewhere.");
  assert.ok(!outbox.pending);
});

test("receipts of other tabs acknowledge nothing here", () => {
  strikeWarm();
  outbox.flush();
  assert.deepEqual(hear({ client: "another tab", sequence: 1 }), []);
  assert.ok(outbox.pending);
});

test("what a crashed tab has left is sent along until it has a receipt", () => {
  const left = { ...draft.message("crashed", false), sequence: 3 };
  outbox.orphans.push(left);
  outbox.send();
  assert.deepEqual(delivered[0].messages, [left]);
  hear({ client: "crashed", sequence: 3 });
  assert.ok(!outbox.pending);
});
