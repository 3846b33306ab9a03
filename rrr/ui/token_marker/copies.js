// Messages that have not been acknowledged, kept in localStorage: there they survive a crash of the
// browser or the server. A second safety: where nothing can be kept, saving goes on without it.

class Copies {
  constructor(client) {
    this.client = client;
  }

  #key({ item, client }) {
    return `right-reasons unsent ${this.project} ${item} ${client}`;
  }

  keep(message) {
    const copy = { ...message, at: new Date().toISOString() };
    try {
      localStorage.setItem(this.#key(message), JSON.stringify(copy));
    } catch {
      // No room, or not allowed.
    }
  }

  forget(message) {
    try {
      localStorage.removeItem(this.#key(message));
    } catch {
      // Nothing was kept then.
    }
  }

  // What crashed tabs have left of this project.
  left() {
    try {
      return Object.keys(localStorage)
        .filter((key) => key.startsWith(`right-reasons unsent ${this.project} `))
        .map((key) => JSON.parse(localStorage.getItem(key)))
        .filter((copy) => copy?.client !== this.client && Array.isArray(copy?.struck));
    } catch {
      return [];
    }
  }
}
