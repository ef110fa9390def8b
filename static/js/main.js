// The one module pages load. Pages work without it; with it they are live, and rooms change without a reload. What the parts
// share is made here and handed to each of them.

import { watchCardLinks } from "./elements/card_links.js";
import { Composer } from "./elements/composer.js";
import { Copy } from "./elements/copy.js";
import { Pending } from "./elements/pending.js";
import { watchPictureLinks } from "./elements/picture_links.js";
import { Presence } from "./elements/presence.js";
import { Sidebar } from "./elements/sidebar.js";
import { Status } from "./elements/status.js";
import { Timeline } from "./elements/timeline/timeline.js";
import { Typing } from "./elements/typing.js";
import { createContext, start } from "./lib/context.js";
import { watchDialogLinks } from "./lib/dialog_links.js";
import { showEverywhere } from "./lib/faces.js";
import { watchDrawer } from "./lib/drawer.js";
import { watchFolds } from "./lib/folds.js";
import { watchJump } from "./lib/jump.js";
import { Navigation } from "./lib/navigation.js";
import { RoomRefresh } from "./lib/room_refresh.js";
import { watchThreadLinks } from "./lib/thread_links.js";

/** @import { Context } from "./lib/context.js" */
/** @import { Frames } from "./models/frames.js" */

const address = new URL("/ws", location.href);
address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
const context = createContext(document.body.dataset.user ?? "", address.href);

/**
 * Browsers make elements without arguments: each class is bound to what its elements need.
 *
 * @param {string} tag
 * @param {new (context: Context) => HTMLElement} Element
 */
function define(tag, Element) {
  customElements.define(
    tag,
    class extends Element {
      constructor() {
        super(context);
      }
    },
  );
}

/**
 * What few pages have is fetched with the first of them.
 *
 * @param {string} tag
 * @param {() => Promise<new (context: Context) => HTMLElement>} load
 */
function defineWhenSeen(tag, load) {
  const look = async () => {
    if (!document.querySelector(tag) || customElements.get(tag)) return;
    const Element = await load();
    if (!customElements.get(tag)) define(tag, Element);
  };
  for (const shown of ["page-shown", "part-shown"]) document.addEventListener(shown, look);
  look();
}

// In this order: the sidebar tells where rooms stand, for the timeline to begin at.
define("hub-composer", Composer);
define("hub-presence", Presence);
define("hub-pending", Pending);
define("hub-sidebar", Sidebar);
define("hub-status", Status);
define("hub-timeline", Timeline);
define("hub-typing", Typing);
customElements.define("hub-copy", Copy);

defineWhenSeen("hub-crop", async () => (await import("./elements/crop.js")).Crop);
defineWhenSeen("hub-home", async () => (await import("./elements/home.js")).Home);
defineWhenSeen("hub-inbox", async () => (await import("./elements/inbox.js")).Inbox);
defineWhenSeen("hub-letter-keys", async () => (await import("./elements/letter_keys.js")).LetterKeys);
defineWhenSeen("hub-notifications", async () => (await import("./elements/notifications.js")).Notifications);
defineWhenSeen("hub-people-field", async () => (await import("./elements/people_field.js")).PeopleField);
defineWhenSeen("hub-slow", async () => (await import("./elements/slow.js")).Slow);
defineWhenSeen("hub-reminder", async () => (await import("./elements/reminder.js")).Reminder);
defineWhenSeen("hub-saved", async () => (await import("./elements/saved.js")).SavedList);
defineWhenSeen("hub-search", async () => (await import("./elements/search.js")).Search);
defineWhenSeen("hub-unread", async () => (await import("./elements/unread.js")).Unread);
defineWhenSeen("hub-until", async () => (await import("./elements/until.js")).Until);
defineWhenSeen("hub-room-finder", async () => (await import("./elements/room_finder.js")).RoomFinder);
defineWhenSeen("hub-zone-offer", async () => (await import("./elements/zone_offer.js")).ZoneOffer);

// Who is up to nothing and not here needs no script.
/** @type {Promise<(frame: Frames["people"]) => void> | undefined} */
let statuses;
context.connection.on("people", async (frame) => {
  // All at once, they are told of who are up to something; the page is as new as that.
  if (!frame.all) frame.people.forEach(showEverywhere);
  const isNothing = frame.people.every(({ status, availability, invisible, quiet }) => !status && !availability && !invisible && !quiet);
  if (!statuses && isNothing && !document.querySelector(".status-of:not([hidden]), .seen:not([data-seen='']), .own-quiet:not([data-quiet=''])")) return;
  statuses ??= import("./lib/statuses.js").then(({ watchStatuses }) => watchStatuses());
  await statuses.then((tell) => tell(frame), () => void (statuses = undefined));
});

// What is offered while a search is typed.
document.addEventListener("focusin", async ({ target }) => {
  if (target instanceof HTMLInputElement && target.id.startsWith("find")) (await import("./elements/search_suggestions.js")).offerFilters(target);
});

// What was answered in the inbox is done with there once it is said, wherever its person has gone meanwhile.
/** @type {Promise<void> | undefined} */
let replies;
context.outbox.on("changed", (room) => {
  if (!context.outbox.of(room).some(({ inbox }) => inbox)) return;
  replies ??= import("./lib/inbox_replies.js").then(({ watchReplies }) => watchReplies(context), () => void (replies = undefined));
});

watchDrawer();
watchFolds();
const jump = watchJump(context);
watchDialogLinks();
watchCardLinks();
watchPictureLinks();
watchThreadLinks();
new RoomRefresh(context, new Navigation(context));
start(context);

// Once there is nothing left to do for the page itself; where it could not be fetched, once there is a connection.
const loadLater = () => import("./later.js");
addEventListener("load", async () => {
  (await loadLater().catch(() => context.connection.opened().then(loadLater))).begin(context, { define, jump });
  // What was about to be deleted when an earlier page was left.
  if (context.storage.keys("deleting:").length > 0) (await import("./lib/deleter.js")).deleterOf(context);
  if (context.storage.get("notifications")?.push) (await import("./lib/push.js")).renew(context);
});
