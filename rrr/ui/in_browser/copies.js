// Messages that have not been acknowledged, kept in this browser until they are. `owner` names the
// workspace, the project and the person they belong to: nobody else is given them.
//
// IndexedDB writes each one through to the disk ("strict"), so that it survives a crash of the
// browser or the server from the moment `safe` says so, some milliseconds after the mark. Where
// nothing can be kept (no room, not allowed), `safe` stays false and saving goes on without it.

/** @typedef {{ item: number, client: string, rule: unknown, sequence: number }} Name of a message */

const COPIES = "unsent";

/** @template {Name} Message */
export class Copies {
  /** @param {string} client this tab */
  constructor(client) {
    this.client = client;
    /** @type {string | undefined} */
    this.owner = undefined; // until the server has said so
    this.onchange = () => {};
    this.underway = 0;
    this.unkept = new Set(); // keys of messages that could not be written
    this.opened = openCopies();
    this.opened.catch(() => {}); // each message that is to be kept finds out
  }

  // Whether everything that was to be kept is on the disk.
  get safe() {
    return !this.underway && !this.unkept.size;
  }

  /** @param {Message} message */
  keep(message) {
    const copy = { ...message, at: new Date().toISOString() };
    const key = keyOf(this.owner, message);
    this.#change((store) => store.put(copy, key))
      .then(
        () => this.unkept.delete(String(key)),
        () => this.unkept.add(String(key)),
      )
      .then(() => this.onchange());
  }

  /** @param {Name} message */
  forget(message) {
    const key = keyOf(this.owner, message);
    this.unkept.delete(String(key));
    this.#change((store) => store.delete(key)).catch(() => {}); // it is offered again, and refused
  }

  /**
   * What crashed tabs have left of this owner.
   * @returns {Promise<(Message & { at: string })[]>}
   */
  async left() {
    try {
      const store = (await this.opened).transaction(COPIES).objectStore(COPIES);
      const owned = IDBKeyRange.bound([this.owner], [this.owner, []]); // a list follows all else
      const copies = await answered(store.getAll(owned));
      return copies.filter((copy) => copy.client !== this.client);
    } catch {
      return [];
    }
  }

  /** @param {(store: IDBObjectStore) => void} change */
  async #change(change) {
    this.underway += 1;
    try {
      const database = await this.opened;
      const transaction = database.transaction(COPIES, "readwrite", { durability: "strict" });
      change(transaction.objectStore(COPIES));
      transaction.commit(); // without another turn of this page's, which may be its last
      await new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      this.underway -= 1;
    }
  }
}

/**
 * Under which key a message is kept. Rules asked for are kept one by one; of a sentence's marks the
 * newest state says it all.
 * @param {string | undefined} owner
 * @param {Name} message
 */
export function keyOf(owner, { item, client, rule, sequence }) {
  return /** @type {IDBValidKey[]} */ ([owner, item, client, rule === null ? 0 : sequence]);
}

/** @returns {Promise<IDBDatabase>} */
function openCopies() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("right-reasons", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(COPIES);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @template Result
 * @param {IDBRequest<Result>} request
 * @returns {Promise<Result>}
 */
function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
