// `<hub-sidebar>`: the list of my rooms, and everything else on the page that shows what is unread.

import { app } from "./app.js";
import { initials } from "./people.js";
import { titled } from "./title.js";

class Sidebar extends HTMLElement {
  #off = [];
  #isLive = false;

  connectedCallback() {
    for (const link of this.querySelectorAll("[data-room]")) this.#read(link);
    this.#off.push(
      app.rooms.onChange(() => this.#soon()),
      app.connection.on("rooms", () => (this.#isLive = true)),
    );
    document.addEventListener("page-shown", this.#shown);
    this.#draw();
  }

  disconnectedCallback() {
    for (const off of this.#off.splice(0)) off();
    document.removeEventListener("page-shown", this.#shown);
  }

  // What the page says of a room is news like any other.
  #read(link) {
    const { room, lastMsg, readMsg, readSeq, generation, mentions } = link.dataset;
    const slug = decodeURIComponent(new URL(link.href).pathname.split("/")[2]);
    const name = link.querySelector(".room-name").textContent;
    const marker = { read_msg: Number(readMsg), read_seq: Number(readSeq), generation: Number(generation), mentions: Number(mentions) };
    app.rooms.merge(room, { slug, name, last_msg: Number(lastMsg), ...marker });
  }

  #shown = () => this.#draw();

  #isDue = false;

  #soon() {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      this.#draw();
    });
  }

  #draw() {
    const current = document.querySelector("main.room")?.dataset.room;
    if (this.#isLive) this.#members();
    for (const link of document.querySelectorAll(".room-link[data-room]")) {
      const unread = app.rooms.unread(link.dataset.room);
      const mentions = app.rooms.mentions(link.dataset.room);
      link.classList.toggle("unread", unread > 0);
      count(link.querySelector(".count:not(.named)"), unread);
      count(link.querySelector(".count.named"), mentions, "@");
      if (this.contains(link) && link.dataset.room === current) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const total = app.rooms.total();
    const mentions = app.rooms.total((room) => app.rooms.mentions(room));
    const lead = document.querySelector("[data-unread-lead]");
    if (lead) lead.textContent = leading(total, mentions);
    const title = titled(document.title, total, mentions);
    if (document.title !== title) document.title = title;
  }

  // Rooms I am in and rooms shown become the same; the order the server gave stays.
  #members() {
    for (const list of document.querySelectorAll(".room-list")) {
      const links = new Map([...list.querySelectorAll("[data-room]")].map((link) => [link.dataset.room, link]));
      for (const [room, link] of links) if (!app.rooms.get(room)) link.closest("li").remove();
      for (const line of app.rooms.all()) {
        const link = links.get(line.room) ?? this.#add(list, line);
        const name = link.querySelector(".room-name");
        if (name.textContent === line.name) continue;
        name.textContent = line.name;
        link.querySelector(".tile").textContent = initials(line.name);
        link.href = `/r/${line.slug}`;
      }
    }
  }

  #add(list, { room, slug, name }) {
    const item = document.getElementById("template-room").content.firstElementChild.cloneNode(true);
    const link = item.querySelector("a");
    link.href = `/r/${slug}`;
    link.dataset.room = room;
    item.querySelector(".tile").textContent = initials(name);
    item.querySelector(".room-name").textContent = name;
    list.append(item);
    return link;
  }
}

function count(badge, number, sign = "") {
  const text = `${sign}${number > 99 ? "99+" : number}`;
  badge.hidden = number === 0;
  if (badge.firstElementChild.textContent !== text) badge.firstElementChild.textContent = text;
}

function leading(total, mentions) {
  if (mentions > 0) return "Somebody named you.";
  return total > 0 ? "Something new waits for you." : "You have read everything.";
}

customElements.define("hub-sidebar", Sidebar);
