// The keyboard: F6 goes round the regions, arrows walk the messages, Alt and an arrow change the room.

const REGIONS = [".rooms", ".messages", ".composer", ".details"];
const last = new WeakMap();

export function watchKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "F6") return turn(event);
    if (event.altKey && !event.ctrlKey && ["ArrowUp", "ArrowDown"].includes(event.key)) return changeRoom(event);
    const row = event.target.closest?.(".messages > [data-seq]");
    if (row) walk(event, row);
  });
  document.addEventListener("focusin", (event) => {
    const region = event.target.closest(REGIONS.join());
    if (region) last.set(region, event.target);
  });
  // The messages are one stop for Tab: the row last visited, or the latest.
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest(".messages > [data-seq]");
    if (row) stop(row);
  });
  new MutationObserver(() => {
    for (const list of document.querySelectorAll(".messages")) {
      if (!list.querySelector(':scope > [tabindex="0"]')) {
        const row = list.querySelector(":scope > [data-seq]:last-of-type") ?? [...list.children].findLast((row) => row.dataset.seq);
        if (row) row.tabIndex = 0;
      }
    }
  }).observe(document.getElementById("pane").parentElement, { childList: true, subtree: true });
}

function stop(row) {
  for (const other of row.parentElement.querySelectorAll(':scope > [tabindex="0"]')) if (other !== row) other.tabIndex = -1;
  row.tabIndex = 0;
}

function walk(event, row) {
  const isInside = event.target !== row;
  if (event.key === "Escape") {
    event.preventDefault();
    (isInside ? row : document.querySelector(".composer textarea"))?.focus();
    return;
  }
  if (isInside || event.ctrlKey || event.metaKey || event.altKey) return;
  const rows = [...row.parentElement.querySelectorAll(":scope > [data-seq]")];
  const at = rows.indexOf(row);
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[event.key];
  if (event.key === "Enter") row.querySelector(".body a, .body button")?.focus();
  if (to === undefined || !rows[to]) return;
  event.preventDefault();
  stop(rows[to]);
  rows[to].focus();
}

function turn(event) {
  event.preventDefault();
  const regions = REGIONS.map((region) => document.querySelector(region)).filter((region) => region?.checkVisibility());
  if (!regions.length) return;
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const step = event.shiftKey ? -1 : 1;
  for (let n = 1; n <= regions.length; n++) {
    const region = regions[(at + n * step + regions.length * 2) % regions.length];
    const back = last.get(region);
    const stops = [...region.querySelectorAll('a[href], button, textarea, input, [tabindex="0"]')];
    const target = back?.isConnected && back.checkVisibility() ? back : preferred(region, stops.filter((stop) => stop.checkVisibility()));
    if (!target) continue;
    target.focus();
    return;
  }
}

// Of the messages the row that Tab would stop at, of the list the room I am in, else the first there is.
function preferred(region, stops) {
  return stops.find((stop) => stop.matches('[data-seq][tabindex="0"], [aria-current], textarea')) ?? stops[0];
}

function changeRoom(event) {
  const links = [...document.querySelectorAll(".side .room-link[data-room]")];
  if (!links.length) return;
  event.preventDefault();
  const at = links.findIndex((link) => link.hasAttribute("aria-current"));
  const step = event.key === "ArrowUp" ? -1 : 1;
  links[(at + step + links.length) % links.length].click();
}
