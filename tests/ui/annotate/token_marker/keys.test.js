import assert from "node:assert/strict";
import { test } from "node:test";
import { letterOf } from "#rrr/ui/annotate/token_marker/keys.js";

test("a letter is itself, whether Shift is held or not", () => {
  assert.equal(letterOf({ key: "N", code: "KeyN" }), "n");
});

test("a letter is the one that is written on the key, wherever it lies", () => {
  assert.equal(letterOf({ key: "a", code: "KeyQ" }), "a"); // a French keyboard
});

test("a letter of another script is the Latin one at its place", () => {
  assert.equal(letterOf({ key: "т", code: "KeyN" }), "n");
});

test("other keys are themselves", () => {
  assert.equal(letterOf({ key: "Enter", code: "Enter" }), "Enter");
  assert.equal(letterOf({ key: "?", code: "Slash" }), "?");
  assert.equal(letterOf({ key: "ß", code: "Minus" }), "ß");
});
