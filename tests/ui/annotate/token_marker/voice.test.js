import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { GOING_MS, Voice } from "#rrr/ui/annotate/token_marker/voice.js";

/** @type {[string, unknown][]} */
let sent;
/** @type {Voice} */
let voice;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  sent = [];
  voice = new Voice();
  voice.send = (name, value) => sent.push([name, value]);
});

test("what is said is sent at once, and is on its way a moment later", () => {
  assert.equal(voice.wait, 0);
  voice.say("batch", 1);
  assert.deepEqual(sent, [["batch", 1]]);
  assert.ok(voice.wait > 0 && voice.wait <= 100);
});

test("while somebody may be going to another page nothing is sent, and then the newest", () => {
  voice.hush();
  voice.say("batch", 1);
  voice.say("look", 2);
  voice.say("batch", 3);
  mock.timers.tick(GOING_MS - 1);
  assert.deepEqual(sent, []);
  mock.timers.tick(1);
  assert.deepEqual(sent, [
    ["batch", 3],
    ["look", 2],
  ]);
  voice.say("look", 4);
  assert.equal(sent.length, 3);
});

test("who reaches for something else has all said before, and nothing twice", () => {
  voice.hush();
  voice.say("batch", 1);
  voice.speakUp();
  assert.deepEqual(sent, [["batch", 1]]);
  mock.timers.tick(2 * GOING_MS);
  assert.equal(sent.length, 1);
});

test("nothing is sent by a desk that was closed", () => {
  voice.hush();
  voice.say("batch", 1);
  voice.close();
  mock.timers.tick(2 * GOING_MS);
  assert.deepEqual(sent, []);
});
