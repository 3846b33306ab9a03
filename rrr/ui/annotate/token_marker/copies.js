// Messages that have not been acknowledged, kept in this browser until they are. `owner` names the
// workspace, the project and the person they belong to: nobody else is given them.
//
// IndexedDB writes each one through to the disk ("strict"), so that it survives a crash of the
// browser or the server from the moment `safe` says so, some milliseconds after the mark. Where
// nothing can be kept (no room, not allowed), `safe` stays false and saving goes on without it.

const COPIES = "unsent";

class Copies {
  constructor(client) {
    this.client = client;
    this.underway = 0;
    this.unkept = new Set(); // keys of messages that could not be written
    this.opened = openCopies();
    this.opened.catch(() => {}); // each message that is to be kept finds out
  }

  // Whether everything that was to be kept is on the disk.
  get safe() {
    return !this.underway && !this.unkept.size;
  }

  keep(message) {
    const copy = { ...message, at: new Date().toISOString() };
    const key = this.#key(message);
    this.#change((store) => store.put(copy, key)).then(
      () => this.unkept.delete(String(key)),
      () => this.unkept.add(String(key)),
    ).then(() => this.onchange?.());
  }

  forget(message) {
    const key = this.#key(message);
    this.unkept.delete(String(key));
    this.#change((store) => store.delete(key)).catch(() => {}); // it is offered again, and refused
  }

  // What crashed tabs have left of this owner.
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

  // Rules asked for are kept one by one; of a sentence's marks the newest state says it all.
  #key({ item, client, rule, sequence }) {
    return [this.owner, item, client, rule === null ? 0 : sequence];
  }

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

function openCopies() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("right-reasons", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(COPIES);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
