// Where my rooms stand: what I have read, what there is. Unread is one number minus another, never a list.

export class Rooms {
  #me;
  #rooms = new Map();
  #heard = new Set();
  #turned = new Set();
  #watched = null;

  constructor(me) {
    this.#me = me;
  }

  onChange(heard) {
    this.#heard.add(heard);
    return () => this.#heard.delete(heard);
  }

  // A room's marker was moved back on purpose.
  onTurn(heard) {
    this.#turned.add(heard);
    return () => this.#turned.delete(heard);
  }

  get(room) {
    return this.#rooms.get(room);
  }

  all() {
    return [...this.#rooms.values()];
  }

  // The room whose newest messages are before my eyes, if any.
  watch(room) {
    if (this.#watched === room) return;
    this.#watched = room;
    this.#tell();
  }

  unread(room) {
    return room === this.#watched ? 0 : this.backlog(room);
  }

  // Unread, even if it is just coming before my eyes.
  backlog(room) {
    const line = this.#rooms.get(room);
    return line ? Math.max(0, line.last_msg - line.read_msg) : 0;
  }

  // How often I am named in what is unread.
  mentions(room) {
    return room === this.#watched ? 0 : (this.#rooms.get(room)?.mentions ?? 0);
  }

  total(of = (room) => this.unread(room)) {
    let sum = 0;
    for (const room of this.#rooms.keys()) sum += of(room);
    return sum;
  }

  // Numbers only ever grow; whatever comes late changes nothing. A marker grows within its generation, and what is said of it under
  // an earlier generation is late; how often I am named after it is as true as the place it is counted from.
  merge(room, news) {
    const known = this.#rooms.get(room);
    const line = known ?? { room, last_msg: 0, read_msg: 0, read_seq: 0, generation: 0, mentions: 0, head: 0 };
    const { t, generation = line.generation, read_seq = line.read_seq, read_msg = line.read_msg, mentions = line.mentions, ...rest } = news;
    const isNewer = generation > line.generation;
    if (isNewer) Object.assign(line, { generation, read_seq, read_msg, mentions });
    else if (generation === line.generation) {
      if (read_seq >= line.read_seq) line.mentions = mentions;
      line.read_seq = Math.max(line.read_seq, read_seq);
      line.read_msg = Math.max(line.read_msg, read_msg);
    }
    for (const [key, value] of Object.entries(rest)) {
      line[key] = typeof value === "number" && typeof line[key] === "number" ? Math.max(line[key], value) : value;
    }
    this.#rooms.set(room, line);
    if (isNewer && known) for (const heard of [...this.#turned]) heard(line);
    this.#tell();
  }

  remove(room) {
    if (this.#rooms.delete(room)) this.#tell();
  }

  hear(connection) {
    connection.on("restored", () => this.#rooms.clear());
    connection.on("rooms", ({ rooms }) => {
      const kept = new Set(rooms.map((line) => line.room));
      for (const room of this.#rooms.keys()) if (!kept.has(room)) this.#rooms.delete(room);
      for (const line of rooms) this.merge(line.room, line);
      this.#tell();
    });
    connection.on("room", (line) => this.merge(line.room, line));
    connection.on("room_gone", ({ room }) => this.remove(room));
    connection.on("head", ({ room, head, last_msg }) => this.#rooms.has(room) && this.merge(room, { head, last_msg }));
    for (const kind of ["marker", "mention"]) {
      connection.on(kind, ({ room, read_seq, read_msg, generation, mentions }) => {
        if (this.#rooms.has(room)) this.merge(room, { read_seq, read_msg, generation, mentions });
      });
    }
  }

  // A message was drawn: `no` is its number.
  message(room, { seq, no, author }) {
    if (!this.#rooms.has(room)) return;
    this.merge(room, author === this.#me ? { last_msg: no, read_msg: no, read_seq: seq, mentions: 0 } : { last_msg: no });
  }

  #tell() {
    for (const heard of this.#heard) heard(this);
  }
}
