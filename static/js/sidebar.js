// `<hub-sidebar>`: the list of my rooms, and everything else on the page that shows what is unread.

import { app } from "./app.js";
import { initials } from "./people.js";

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
    const { room, lastMsg, readMsg, readSeq } = link.dataset;
    const slug = decodeURIComponent(new URL(link.href).pathname.split("/")[2]);
    const name = link.querySelector(".room-name").textContent;
    app.rooms.merge(room, { slug, name, last_msg: Number(lastMsg), read_msg: Number(readMsg), read_seq: Number(readSeq) });
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
      link.classList.toggle("unread", unread > 0);
      const count = link.querySelector(".count");
      const text = unread > 99 ? "99+" : String(unread);
      count.hidden = unread === 0;
      if (count.firstElementChild.textContent !== text) count.firstElementChild.textContent = text;
      if (this.contains(link) && link.dataset.room === current) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const total = app.rooms.total();
    const lead = document.querySelector("[data-unread-lead]");
    if (lead) lead.textContent = total > 0 ? "Something new waits for you." : "You have read everything.";
    const title = document.title.replace(/^\(\d+\+?\) /, "");
    const full = total > 0 ? `(${total > 99 ? "99+" : total}) ${title}` : title;
    if (document.title !== full) document.title = full;
  }

  // Rooms I am in and rooms shown become the same; the order the server gave stays.
  #members() {
    for (const list of document.querySelectorAll(".room-list")) {
      const links = new Map([...list.querySelectorAll("[data-room]")].map((link) => [link.dataset.room, link]));
      for (const [room, link] of links) if (!app.rooms.get(room)) link.closest("li").remove();
      for (const line of app.rooms.all()) {
        const link = links.get(line.room) ?? this.#add(list, line);
        const name = link.querySelector(".room-name");
        if (name.textContent !== line.name) name.textContent = line.name;
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

customElements.define("hub-sidebar", Sidebar);
