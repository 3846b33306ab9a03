// What the server will make of a rule in the sentence on show, so that nobody has to wait for it.
// The server has the last word: `struck_tokens` and `hand_marks` in rrr/annotating/masks.py.

/**
 * The tokens that are the same word as the one at `index`, itself included.
 * @param {number[]} wordOf per token, the number of its word
 * @param {number} index
 */
export function sameWord(wordOf, index) {
  return wordOf.flatMap((word, other) => (word === wordOf[index] ? [other] : []));
}

/**
 * A rule strikes a word: its tokens are the rule's, but those that a hand has struck stay the hand's.
 * @param {Iterable<number>} word the tokens of the word
 * @param {ReadonlySet<number>} struck
 * @param {ReadonlySet<number>} byRule tokens that rules strike
 */
export function foretellStrike(word, struck, byRule) {
  const added = [...word].filter((token) => !struck.has(token));
  return { struck: new Set([...struck, ...word]), byRule: new Set([...byRule, ...added]) };
}

/**
 * A rule is taken back: its tokens are no rule's any more.
 * @param {Iterable<number>} word the tokens of the word
 * @param {ReadonlySet<number>} byRule
 */
export function foretellSpare(word, byRule) {
  const spared = new Set(word);
  return new Set([...byRule].filter((token) => !spared.has(token)));
}
