// Rows as elements: made from the server's drawing, sorted in, and arranged into days and groups.

import { belongs, day, dayName } from "./grouping.js";

export function seqOf(row) {
  return Number(row.dataset.seq);
}

// My name stands out wherever it is mentioned; `gateway/src/draw/message.rs` does the same for the first page.
export function markNamed(row, me) {
  for (const name of row.querySelectorAll(`a.mention[data-user="${me}"]`)) name.dataset.me = "";
}

export function rowOf(html) {
  const box = document.createElement("template");
  box.innerHTML = html;
  return box.content.firstElementChild;
}

// The same row, of a message that was taken back by the event `rev`.
export function goneRow(row, rev) {
  const gone = row.cloneNode(true);
  gone.classList.remove("grouped", "editing", "chosen");
  gone.classList.add("gone");
  gone.dataset.rev = rev;
  for (const part of gone.querySelectorAll(":scope > :is(.edited, .tools, .edit-form, .row-note)")) part.remove();
  const words = document.createElement("p");
  words.textContent = "This message was deleted.";
  gone.querySelector(".body").replaceChildren(words);
  return gone;
}

// The first of `rows` that comes after `seq`.
export function belowRow(rows, seq) {
  let below;
  for (let n = rows.length - 1; n >= 0 && Number(rows[n].dataset.seq) > seq; n--) below = rows[n];
  return below;
}

// Whoever draws a message anew makes another row: what a row says of itself is read once.
const stamps = new WeakMap();

export function stampOf(row) {
  return stamps.get(row) ?? stamp(row);
}

function stamp(row) {
  const at = Date.parse(row.dataset.at);
  const stamp = {
    author: row.dataset.author,
    name: row.querySelector(".author")?.textContent,
    at,
    day: day(at),
    isMessage: row.classList.contains("message"),
    isGone: row.classList.contains("gone"),
  };
  stamps.set(row, stamp);
  return stamp;
}

// Day dividers where a day begins, groups where one author goes on. Touches only what has to change.
export function arrange(list) {
  let before;
  let divider;
  for (const row of [...list.children]) {
    if (row.classList.contains("day")) {
      divider?.remove();
      divider = row;
      continue;
    }
    if (row.classList.contains("new")) {
      before = before && { ...before, isMessage: false };
      continue;
    }
    const stamp = stampOf(row);
    if (!before || before.day !== stamp.day) divider = dayBefore(row, divider, stamp.day, stamp.at);
    else divider?.remove();
    divider = undefined;
    if (stamp.isMessage) {
      const isGrouped = belongs(before, stamp);
      if (row.classList.contains("grouped") !== isGrouped) row.classList.toggle("grouped", isGrouped);
    }
    before = stamp;
  }
  divider?.remove();
}

function dayBefore(row, divider, date, at) {
  const line = divider ?? document.getElementById("template-day").content.firstElementChild.cloneNode(true);
  const name = dayName(at);
  const label = line.querySelector("span");
  line.dataset.date = date;
  if (label.textContent !== name) label.textContent = name;
  const above = row.previousElementSibling?.classList.contains("new") ? row.previousElementSibling : row;
  if (above.previousElementSibling !== line) above.before(line);
  return undefined;
}
