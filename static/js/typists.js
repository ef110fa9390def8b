// Who is typing, as far as was heard lately. No DOM in here: `typing.js` draws it, node tests it.

const SHOWN = 6000;
const EVERY = 3000;

export class Typists {
  #heard = new Map();
  #told = -Infinity;

  // Somebody types.
  hear(user, name, now) {
    this.#heard.delete(user);
    this.#heard.set(user, { name, until: now + SHOWN });
  }

  // What they typed is here.
  said(user) {
    return this.#heard.delete(user);
  }

  names(now) {
    for (const [user, { until }] of this.#heard) if (until <= now) this.#heard.delete(user);
    return [...this.#heard.values()].map(({ name }) => name);
  }

  // I type: is it time to tell?
  tell(now) {
    if (now - this.#told < EVERY) return false;
    this.#told = now;
    return true;
  }

  // What I typed is sent: the next word is news.
  sent() {
    this.#told = -Infinity;
  }
}

export function sentence(names) {
  if (names.length === 0) return "";
  if (names.length === 1) return `${names[0]} is typing…`;
  if (names.length === 2) return `${names[0]} and ${names[1]} are typing…`;
  return "Several people are typing…";
}
