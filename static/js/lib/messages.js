// Every sentence that scripts show or read out. The words are the catalogue's, which come along with the page.

import { Phrases } from "../models/phrases.js";
import { get } from "./dom.js";

/** @type {Phrases | undefined} */
let phrases;

/**
 * @param {string} key
 * @param {import("../models/phrases.js").Gaps} [gaps]
 */
function say(key, gaps) {
  if (!phrases) {
    const words = get(document, "#template-words", HTMLTemplateElement).content.textContent ?? "";
    phrases = new Phrases(JSON.parse(words), document.documentElement.lang);
  }
  return phrases.say(key, gaps);
}

/** @param {string} room @param {number} count */
export const newMessages = (count, room) => say("new-messages", { count, room });

// Under a message that is on its way.

export const delivery = {
  waiting: () => say("delivery-waiting"),
  queued: () => say("delivery-queued"),
  sending: () => say("delivery-sending"),
  sent: () => say("delivery-sent"),
  unconfirmed: () => say("delivery-unconfirmed"),
  discarding: () => say("delivery-discarding"),
  failed: () => say("delivery-failed"),
  withdrawn: () => say("delivery-withdrawn"),
  "signed-out": () => say("delivery-signed-out"),
  outdated: () => say("delivery-outdated"),
  /** @param {string[]} names */
  files: (names) => say("delivery-files", { count: names.length }),
  /** @param {string[]} missing */
  lost: (missing) => {
    const names = missing.join(", ");
    return say("delivery-lost", { names });
  },
  elsewhere: () => say("delivery-elsewhere"),
};

/** @param {number} count */
export const roomsFound = (count) => say("rooms-found", { count });
/** @param {string} name */
export const removePerson = (name) => say("people-remove", { name });

// Of the composer and the form that edits a message.

/** @param {number} count */
export const bytesLeft = (count) => say("bytes-left", { count });
/** @param {number} count */
export const overTheLimit = (count) => say("over-the-limit", { count });
export const save = () => say("save");
export const saving = () => say("saving");
export const notSaved = () => say("not-saved");
export const typedBefore = () => say("typed-before");
export const saysNow = () => say("says-now");
export const notEditable = () => say("not-editable");
export const notTicked = () => say("not-ticked");
export const notOffline = () => say("not-offline");
export const notEditableOffline = () => say("not-editable-offline");

/** @param {number} count */
export const suggestions = (count) => say("suggestions", { count });

/** @param {string[]} names */
export function typing([name, other, ...more]) {
  if (name === undefined) return "";
  if (other === undefined) return say("typing-one", { name });
  return more.length > 0 ? say("typing-many") : say("typing-two", { name, other });
}

export const seen = { here: () => say("seen-here"), away: () => say("seen-away") };

// Of messages.

export const deleted = () => say("deleted");
/** @param {number} count */
export const sentFiles = (count) => say("sent-files", { count });
export const showMore = () => say("show-more");
export const showLess = () => say("show-less");
export const deleting = () => say("deleting");
export const undo = () => say("undo");
/** @param {number} count @param {string} time */
export const newSince = (count, time) => say("new-since", { count, time });
export const markRead = () => say("mark-read");
export const linkCopied = () => say("link-copied");
export const savedMessage = () => say("saved");
export const unsavedMessage = () => say("unsaved");
export const saveFailed = () => say("save-failed");
export const remindMe = () => say("remind-me");
export const notUnreadOffline = () => say("not-unread-offline");
export const notUnreadBeforeJoining = () => say("not-unread-before-joining");
/** @param {number} count of those missed */
export const jumpToLatest = (count) => (count > 0 ? say("jump-missed", { count }) : say("jump"));
export const today = () => say("today");
export const yesterday = () => say("yesterday");

/** @param {string} reaction */
export const reactWith = (reaction) => say("react-with", { reaction });
/** @param {number} count */
export const emojiFound = (count) => say("emoji-found", { count });

// Of rooms.

/** @param {number} count */
export const present = (count) => ` · ${count}`;
export const nobodyHere = () => say("nobody-here");
export const tooManyToList = () => say("too-many-to-list");

/** @param {number} count */
export const newCount = (count) => say("home-new", { count });
export const roomsHeading = () => say("rooms");
export const peopleHeading = () => say("people");
export const directHeading = () => say("direct");
export const commandsHeading = () => say("commands");

// Of the connection.

export const sessionEnded = () => say("session-ended");
export const signInAgain = () => say("sign-in-again");
export const otherPerson = () => say("other-person");
export const pageOutdated = () => say("page-outdated");
export const reload = () => say("reload");
export const messagesStuck = () => say("messages-stuck");
export const roomBehind = () => say("room-behind");
export const caughtUp = () => say("caught-up");
export const offline = () => say("offline");
/** @param {string} time */
export const keptOffline = (time) => say("kept-offline", { time });
/** @param {string} time */
export const keptAway = (time) => say("kept-away", { time });
export const tryAgain = () => say("try-again");
export const backOnline = () => say("back-online");
export const retryNow = () => say("retry-now");

/** @param {number} [seconds] until the next try */
export const connecting = (seconds) => (seconds === undefined ? say("connecting") : say("connecting-in", { seconds }));
/** @param {number} [seconds] until the next try */
export const reconnecting = (seconds) =>
  seconds === undefined ? say("reconnecting") : say("reconnecting-in", { seconds });
