// What server and browser tell each other; `board_component.py` writes and reads it.

/** A word on show: what stands before it, itself, and how many people struck it. */
export interface Word {
  before: string;
  text: string;
  votes: number;
  /** Who struck it, in words; empty if nobody did. */
  by: string;
}

/** A decision that a reviewer made about a sentence. */
export interface Decision {
  struck: number[];
  note: string;
}

/** A sentence as it is stored. */
export interface Row {
  id: number;
  number: number;
  hash: string;
  words: Word[];
  after: string;
  people: number;
  /** Tokens that are struck where no reviewer decides. */
  merged: number[];
  majority: number[];
  /** 0 where nobody has decided. */
  revision: number;
  decision: (Decision & { person: string }) | null;
  /** Why what this tab has sent about the sentence was not stored; else empty. */
  refused: string;
}

export interface Drawn {
  /** Names workspace, project and person: nobody else is given what is decided here. */
  owner: string;
  /** The last turn the server has stored. */
  heard: number;
  /** Names the list of sentences: another one begins at its top. */
  list: string;
  rows: Row[];
}

/** One change of a sentence; no decision takes the one there is back. */
export interface Change {
  id: number;
  /** Numbers the changes of a tab, from 1. */
  turn: number;
  /** The last turn that the tab knew to be stored when it was made. */
  heard: number;
  hash: string;
  /** The revision on show when it was made. */
  base: number;
  decision: Decision | null;
}

export interface Sent {
  /** Whose decisions these are. */
  owner: string;
  /** Of the last change. */
  turn: number;
  /** Counts the messages. One that equals the last is not passed on, to a new server neither. */
  delivery: number;
  /** All that are not known to be stored; of a sentence the last one. */
  changes: Change[];
}
