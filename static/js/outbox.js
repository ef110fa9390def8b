// My words under way. Each keeps its nonce until its fate is known, survives reload, and never lies: waiting, sending,
// sent, not confirmed, failed. No DOM in here: `pending.js` draws it, node tests it.

const UNCONFIRMED_AFTER = 10_000;
const TRY_AGAIN = new Set(["rate_limited", "busy", "unavailable"]);
const SESSION = new Set(["auth_required", "revoked"]);

export class Outbox {
  #store;
  #ask;
  #later;
  #nonce;
  #entries = [];
  #underWay = new Map();
  #isConnected = false;
  #heard = new Set();

  constructor({ store, ask, later = (run, after) => setTimeout(run, after), nonce = () => freshNonce() }) {
    this.#store = store;
    this.#ask = ask;
    this.#later = later;
    this.#nonce = nonce;
    this.#entries = store
      .keys("outbox:")
      .map((key) => store.get(key))
      .filter((entry) => entry?.nonce && entry.room)
      .sort((a, b) => a.at - b.at);
    for (const entry of this.#entries) {
      if (entry.unwanted) entry.state = "discarding";
      else if (entry.state !== "failed") entry.state = "waiting";
    }
    store.onRemoved?.((key) => key.startsWith("outbox:") && this.#forget(key.slice("outbox:".length)));
  }

  // Called with the room whose entries changed.
  onChange(heard) {
    this.#heard.add(heard);
    return () => this.#heard.delete(heard);
  }

  of(room) {
    return this.#entries.filter((entry) => entry.room === room);
  }

  // `tried` is the nonce of a form that may have said it already: then this is its second attempt.
  add(room, body, tried = undefined) {
    const last = this.#entries.at(-1);
    const at = Math.max(Date.now(), last ? last.at + 1 : 0);
    const entry = { nonce: tried ?? this.#nonce(), room, body, at, tries: tried ? 1 : 0, state: "waiting" };
    this.#entries.push(entry);
    this.#keep(entry);
    this.#work(room);
    return entry;
  }

  connected() {
    this.#isConnected = true;
    // Taken back before the page was loaded again: that goes on.
    for (const entry of this.#entries) if (entry.unwanted && !entry.isLeaving) this.#finish(entry);
    for (const room of new Set(this.#entries.map((entry) => entry.room))) this.#work(room);
  }

  disconnected() {
    this.#isConnected = false;
  }

  // It was seen in the log: by its event, or drawn on a page.
  seen(nonce) {
    this.#forget(nonce, true);
  }

  // Refused, and wanted all the same: under the fresh nonce it has had since.
  retry(nonce) {
    const entry = this.#find(nonce);
    if (entry?.state !== "failed") return;
    entry.error = undefined;
    entry.isRefused = false;
    this.#become(entry, "waiting");
    this.#work(entry.room);
  }

  // Takes it back. Answers its text once it is certain that it was not said, nothing if it was. `unwanted` is what a
  // reload in between makes of it: `discard` forgets it, `edit` keeps the text as one that failed.
  async discard(nonce, unwanted = "discard") {
    const entry = this.#find(nonce);
    if (!entry) return undefined;
    if (entry.tries === 0 || entry.isRefused) {
      this.#forget(nonce, true);
      return entry.body;
    }
    entry.unwanted = unwanted;
    this.#keep(entry);
    this.#become(entry, "discarding");
    return this.#leave(entry);
  }

  async #leave(entry) {
    const { nonce } = entry;
    entry.isLeaving = true;
    while (this.#find(nonce)) {
      try {
        const answer = await this.#ask({ t: "cancel", room: entry.room, nonce });
        this.#forget(nonce, true);
        return answer.cancelled ? entry.body : undefined;
      } catch (error) {
        // A definite no: there is nothing of ours there to take back.
        if (error.code && !TRY_AGAIN.has(error.code) && !SESSION.has(error.code)) {
          this.#forget(nonce, true);
          return entry.body;
        }
        await new Promise((done) => this.#later(done, error.retryMs ?? 1000));
      }
    }
    return undefined;
  }

  async #finish(entry) {
    const { room, body, unwanted } = entry;
    const text = await this.#leave(entry);
    if (unwanted !== "edit" || text === undefined) return;
    const error = "Taken back before it was sent.";
    const again = { nonce: this.#nonce(), room, body, at: Date.now(), tries: 0, state: "failed", isRefused: true, error };
    this.#entries.push(again);
    this.#keep(again);
  }

  // One durable command of a room at a time: an author's own order holds.
  async #work(room) {
    if (!this.#isConnected || this.#underWay.has(room)) return;
    const entry = this.#entries.find((entry) => entry.room === room && ["waiting", "unconfirmed"].includes(entry.state));
    if (!entry) return;
    this.#underWay.set(room, entry);
    const pause = await this.#say(entry);
    this.#underWay.delete(room);
    if (pause) this.#later(() => this.#work(room), pause);
    else this.#work(room);
  }

  // One attempt. Answers how long to wait before the next command of the room, if at all.
  async #say(entry) {
    entry.tries += 1;
    this.#become(entry, entry.tries > 1 && entry.state === "unconfirmed" ? "unconfirmed" : "sending");
    const { room, nonce, body, tries } = entry;
    this.#later(() => {
      if (entry.tries === tries && entry.state === "sending") this.#become(entry, "unconfirmed");
    }, UNCONFIRMED_AFTER);
    try {
      const frame = { t: "send", room, nonce, body };
      const answer = await this.#ask(tries > 1 ? { ...frame, again: true } : frame);
      if (!this.#find(nonce)) return 0;
      if (answer.cancelled) this.#wasCancelled(entry);
      else this.#wasSaid(entry, answer.seq);
      return 0;
    } catch (error) {
      return this.#find(nonce) ? this.#wentWrong(entry, error) : 0;
    }
  }

  #wasSaid(entry, seq) {
    entry.seq = seq;
    this.#store.remove(`outbox:${entry.nonce}`);
    if (entry.state !== "discarding") this.#become(entry, "sent");
  }

  // Its nonce is spent and nothing was said. If that was not our wish, it is said under a new one.
  #wasCancelled(entry) {
    if (entry.unwanted) return;
    if (!this.#store.has(`outbox:${entry.nonce}`)) return this.#forget(entry.nonce);
    this.#store.remove(`outbox:${entry.nonce}`);
    entry.nonce = this.#nonce();
    entry.tries = 0;
    this.#become(entry, "waiting");
  }

  #wentWrong(entry, error) {
    if (entry.state === "discarding") return 0;
    if (!error.code) {
      // Lost: it may have been said. It goes again when there is a connection.
      this.#become(entry, this.#isConnected ? "unconfirmed" : "waiting");
      return this.#isConnected ? 1000 : 0;
    }
    if (TRY_AGAIN.has(error.code)) {
      this.#become(entry, "unconfirmed");
      return error.retryMs ?? Math.min(15_000, 500 * 2 ** Math.min(entry.tries, 5));
    }
    if (SESSION.has(error.code)) {
      this.#become(entry, "waiting");
      this.#isConnected = false;
      return 0;
    }
    // A definite no: never said, and never will be under this nonce, which may be spent in the log. What is said again is
    // said anew. Kept under the new name before the old one goes: a page may close at any time.
    const spent = entry.nonce;
    Object.assign(entry, { nonce: this.#nonce(), tries: 0, error: error.message, isRefused: true });
    this.#become(entry, "failed");
    this.#store.remove(`outbox:${spent}`);
    return 0;
  }

  #find(nonce) {
    return this.#entries.find((entry) => entry.nonce === nonce);
  }

  #become(entry, state) {
    entry.state = state;
    if (state !== "sent" && state !== "discarding") this.#keep(entry);
    this.#tell(entry.room);
  }

  #keep(entry) {
    this.#store.set(`outbox:${entry.nonce}`, { ...entry, isLeaving: undefined });
    this.#tell(entry.room);
  }

  #forget(nonce, isForGood = false) {
    const entry = this.#find(nonce);
    if (isForGood) this.#store.remove(`outbox:${nonce}`);
    if (!entry) return;
    this.#entries = this.#entries.filter((other) => other !== entry);
    this.#tell(entry.room);
  }

  #tell(room) {
    for (const heard of this.#heard) heard(room);
  }
}

// `crypto.randomUUID` is there on https and localhost only; a chat at home may be on neither.
export function freshNonce() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
