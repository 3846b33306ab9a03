// A sentence as the server sends it: "A warm film seen at the Odeon, the ODEON of old".

/** @import { Receipt, Sheet } from "#rrr/ui/annotate/token_marker/wire.d.ts" */

const TOKENS = [
  "A",
  "warm",
  "film",
  "seen",
  "at",
  "the",
  "Odeon",
  ",",
  "the",
  "ODEON",
  "of",
  "old",
];
export const [WARM, FILM, SEEN, ODEON, UPPER_ODEON] = [1, 2, 3, 6, 9];

/**
 * @param {Partial<Sheet>} [changes]
 * @returns {Sheet}
 */
export function sheet(changes) {
  const forms = TOKENS.map((token) => token.toLowerCase());
  const words = [...new Set(forms)];
  return {
    item: 7,
    token_hash: "hash",
    revision: 0,
    client: "",
    sequence: 0,
    label: null,
    split: null,
    tokens: TOKENS.map((token) => [" ", token]),
    tail: "",
    struck: [],
    by_rule: [],
    by_hand: [],
    accepted: [],
    status: "unreviewed",
    note: "",
    past: [],
    future: [],
    saved_at: null,
    word_of: forms.map((form) => words.indexOf(form)),
    words: words.map(() => ({ others: 3, label: "good", share: 66, ruled: false })),
    insight: null,
    ...changes,
  };
}

/**
 * @param {Partial<Receipt>} changes
 * @returns {Receipt}
 */
export function receipt(changes) {
  return {
    item: 7,
    client: "",
    sequence: 1,
    revision: 1,
    saved_at: "2026-01-31T12:00:00+00:00",
    of_rule: false,
    refused: null,
    ...changes,
  };
}
