// An open page follows its room: called something else, described, archived and opened again, me given another role. What is
// said of the room is read anew from its own page; messages, drafts and where one reads stay as they are.

import { app } from "./app.js";
import { moved } from "./switcher.js";
import { titled } from "./title.js";

const ABOUT = new Set(["renamed", "described", "archived", "restored"]);
// A room full of people does not ask in the same moment.
const SPREAD = 400;
// What is drawn by the server and shows the room; the same places in the page as in the fetched one.
const SHOWN = [".room-head h1", ".room-about", ".start h2", ".details-head h2", ".details > .topic", ".details > .quiet", ".details > .ways"];
const WORTH = ["slug", "name", "writes", "moderates"];

let timer;

export function followRooms() {
  const { connection } = app;
  connection.on("event", ({ room, kind, user }) => {
    if (ABOUT.has(kind) || (kind === "appointed" && user === app.me.id)) soon(room);
  });
  // After a long absence anything may have happened to it.
  connection.on("opened", ({ room, reset }) => reset && soon(room));
}

function shownRoom(room) {
  return document.querySelector(`main.room[data-room="${room}"]`);
}

function soon(room) {
  if (!shownRoom(room)) return;
  clearTimeout(timer);
  timer = setTimeout(() => follow(room), Math.random() * SPREAD);
}

async function follow(room) {
  const timeline = shownRoom(room)?.querySelector("hub-timeline");
  if (!timeline) return;
  const before = timeline.dataset.slug;
  let page;
  try {
    const answer = await fetch(`/r/${before}`, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    // The next word of the room, or the next page, tells.
    return;
  }
  const main = shownRoom(room);
  if (!main || page.querySelector("main.room")?.dataset.room !== room) return;
  for (const place of SHOWN) settle(document.querySelector(`#pane ${place}`), page.querySelector(place));
  const fresh = page.querySelector("hub-timeline");
  for (const name of WORTH) timeline.dataset[name] = fresh.dataset[name];
  document.title = titled(page.title, app.rooms.total(), app.rooms.total((one) => app.rooms.mentions(one)));
  const { slug } = fresh.dataset;
  for (const form of document.querySelectorAll(`#pane form[action^="/r/"]`)) {
    form.action = form.getAttribute("action").replace(`/r/${before}/`, `/r/${slug}/`);
  }
  foot(main, page.querySelector(".room-foot"));
  if (slug !== before) moved(`/r/${before}`, `/r/${slug}`);
}

function settle(old, fresh) {
  if (!old || !fresh) return;
  old.hidden = fresh.hidden;
  if (old.innerHTML !== fresh.innerHTML) old.innerHTML = fresh.innerHTML;
}

// Where one writes, or the sentence why not. A composer is only put out of sight: what is in it stays.
function foot(main, fresh) {
  const composer = main.querySelector("hub-composer");
  const writing = [composer, main.querySelector("hub-typing")].filter(Boolean);
  const closed = fresh.querySelector(".closed");
  main.querySelector(".closed")?.remove();
  for (const part of writing) part.hidden = Boolean(closed);
  if (closed) {
    const hadFocus = composer?.contains(document.activeElement);
    main.querySelector(".room-foot").append(document.adoptNode(closed));
    if (hadFocus) main.focus({ preventScroll: true });
    return;
  }
  const freshComposer = fresh.querySelector("hub-composer");
  if (!freshComposer) return;
  if (!composer) {
    main.querySelector(".room-foot").append(...[fresh.querySelector("hub-typing"), freshComposer].map((part) => document.adoptNode(part)));
    return;
  }
  const [box, freshBox] = [composer, freshComposer].map((one) => one.querySelector("textarea"));
  box.placeholder = freshBox.placeholder;
  settle(composer.querySelector("label"), freshComposer.querySelector("label"));
}
