// What server and browser tell each other. The server's side is drawing.py, receiving.py and
// message.py; a test compares the names. Tokens count from 0; times are ISO 8601.

export type Status = "unreviewed" | "nothing_irrelevant" | "marked" | "skipped" | "flagged";

export interface Step {
  struck: number[];
  freed: number[];
  before: Status;
  after: Status;
}

// ---- from the server

export interface Drawing {
  owner: string;
  turn: string;
  item: number;
  before: number | null;
  ahead: number[];
  sentences: Sheet[];
  model_expected: boolean;
  heard: number;
  trouble: string | null;
  page_is_old: boolean;
  num_sentences: number; // to train on, in the project
  may_rule: boolean; // whether this person may strike a word everywhere
  receipts: Receipt[];
}

export interface Sheet {
  item: number;
  token_hash: string;
  revision: number;
  client: string;
  sequence: number;
  label: string | null;
  split: string | null;
  tokens: [gap: string, text: string][]; // the white space before each, and the token
  tail: string; // white space after the last
  struck: number[];
  by_rule: number[];
  by_hand: number[];
  accepted: number[];
  status: Status;
  note: string;
  past: Step[];
  future: Step[];
  saved_at: string | null;
  word_of: number[]; // per token, an index of `words`
  words: Word[];
  insight: ModelView | null;
}

export interface Word {
  others: number; // sentences in which it stands, too
  label: string | null; // the most frequent of these
  share: number; // percent that have it
  ruled: boolean; // whether a rule strikes it everywhere
}

export interface ModelView {
  run: number;
  blind: boolean;
  shares: number[];
  against: number[]; // tokens that speak against the prediction
  suggested: number[];
  predicted: Prediction | null;
  without: Prediction | null;
  looked: number[];
}

export type Prediction = [label: string, probability: number];

export interface Receipt {
  item: number;
  client: string;
  sequence: number;
  revision: number; // of the sentence, afterwards
  saved_at: string | null;
  of_rule: boolean; // it was about a word everywhere
  refused: string | null; // why nothing was stored
}

// ---- from the browser

export interface Batch {
  owner: string | undefined;
  turn: string | null;
  showing: number;
  trail: number[];
  has: number[];
  wants_next: boolean;
  messages: Message[];
  delivery: number;
}

export interface Message {
  item: number;
  token_hash: string;
  base_revision: number;
  client: string;
  sequence: number;
  status: Status;
  struck: number[];
  by_rule: number[];
  accepted: number[];
  note: string;
  past: Step[];
  future: Step[];
  heat: boolean;
  rule: "strike" | "spare" | null;
  cursor: number;
}

export interface Look {
  item: number;
  struck: number[];
  again?: number; // makes one question differ from the last
}
