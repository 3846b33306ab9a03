// What the panel says: about the answer, about saving, about a word.

import { clock } from "./texts.js";

/** @import { Draft } from "./draft.js" */
/** @import { Receipt, Status, Word } from "./wire.d.ts" */

const LONGEST_QUOTE = 40; // characters of a word

/** @type {Record<Status, string>} */
const ANSWERS = {
  unreviewed: "not reviewed yet",
  nothing_irrelevant: "nothing irrelevant",
  marked: "marked",
  skipped: "skipped",
  flagged: "flagged",
};

/** @param {Pick<Draft, "status" | "note" | "byRule">} draft */
export function answerText({ status, note, byRule }) {
  if (status === "nothing_irrelevant" && byRule.size) return "nothing more to strike";
  return status === "flagged" && note ? `flagged: ${note}` : ANSWERS[status];
}

/**
 * What `n` will do: it takes the hand's marks off, and leaves those of rules.
 * @param {Pick<Draft, "marks" | "byRule">} draft
 */
export function nothingText({ marks, byRule }) {
  const isLeft = byRule.size > 0 && marks.list().every((index) => byRule.has(index));
  return isLeft ? "Nothing more to strike" : "Nothing irrelevant";
}

const WORD = /[\p{L}\p{N}]/u; // punctuation is marked like words, and is none

/**
 * How many of the sentence's words are struck; those that a rule strikes are counted apart.
 * @param {Pick<Draft, "data" | "marks" | "byRule" | "byHand">} draft
 */
export function countText({ data, marks, byRule, byHand }) {
  const words = data.tokens.flatMap(([, text], index) => (WORD.test(text) ? [index] : []));
  const struck = words.filter((index) => marks.struck.has(index));
  const ruled = struck.filter((index) => byRule.has(index) && !byHand.has(index)).length;
  const all = `${words.length} ${words.length === 1 ? "word" : "words"}`;
  if (!ruled) return `${struck.length} of ${all} struck`;
  return `${struck.length - ruled} of ${all} struck by hand, ${ruled} by a rule (dotted line)`;
}

/**
 * What Enter will do.
 * @param {Pick<Draft, "status" | "canConfirm">} draft
 */
export function nextText({ status, canConfirm }) {
  if (status === "flagged" && canConfirm) return "Settle and next";
  if (canConfirm) return "Save and next";
  return status === "unreviewed" ? "Decide later" : "Next";
}

/**
 * Only what is on the disk is said to be kept.
 * @param {Pick<Draft, "item" | "savedAt">} draft
 * @param {{ late: boolean, pending: boolean, saved: Receipt | null, copies: { safe: boolean } }} outbox
 * @param {boolean} locked while only the server knows the next sentence
 */
export function savingText(draft, { late, pending, saved, copies }, locked) {
  if (late && copies.safe) return "not saved yet, kept in this browser, trying again…";
  if (late) return "not saved yet, trying again…";
  if (locked) return "looking for the next sentence…";
  if (pending) return "saving…";
  if (draft.savedAt) return `saved ${clock(draft.savedAt)} ✓`;
  if (!saved?.saved_at || saved.item === draft.item) return "";
  return `the one before saved ${clock(saved.saved_at)} ✓`;
}

/**
 * “Odeon” stands in 212 other sentences, 96 % of them positive.
 * @param {string} token as it is written
 * @param {Word} word
 * @param {boolean} struck whether the token is
 */
export function wordText(token, { others, label, share, ruled }, struck) {
  const cut = token.length > LONGEST_QUOTE ? `${token.slice(0, LONGEST_QUOTE)}…` : token;
  const lean = label === null || !others ? "" : `, ${share} % of them ${label}`;
  const sentences = `${sentencesText(others)}${lean}`;
  if (!ruled) return `“${cut}” stands in ${sentences}.`;
  return `A rule strikes “${cut}”; it stands in ${sentences}.${struck ? "" : " Not here: you took it off."}`;
}

const OFTEN = 0.3; // of the sentences
const MANY = 20; // sentences; fewer are soon looked at

/**
 * A question before a word is struck in a good part of all sentences; null where there is none.
 * @param {string} token as it is written
 * @param {number} others sentences in which it stands, too
 * @param {number} all sentences
 */
export function oftenText(token, others, all) {
  const share = (others + 1) / Math.max(all, 1);
  if (others + 1 < MANY || share <= OFTEN) return null;
  const sentences = (others + 1).toLocaleString("en");
  const percent = Math.min(100, Math.round(100 * share));
  return `“${token}” stands in ${sentences} sentences, ${percent} % of all. To strike it in all of them, press a again.`;
}

/** @param {number} others */
function sentencesText(others) {
  if (others === 0) return "no other sentence";
  if (others === 1) return "1 other sentence";
  return `${others.toLocaleString("en")} other sentences`;
}
