// Every sentence that scripts show or read out. All others are the server's.

/** @param {string} room @param {number} count */
export const newMessages = (count, room) => `${count.toLocaleString()} new messages in ${room}`;

// Under a message that is on its way.

export const delivery = {
  waiting: () => "Waiting for the connection…",
  queued: () => "Queued…",
  sending: () => "Sending…",
  sent: () => "Sent",
  unconfirmed: () => "Not confirmed yet, trying again…",
  discarding: () => "Cancelling…",
  failed: () => "This wasn’t sent.",
  withdrawn: () => "Cancelled before it was sent.",
};

// Of the composer and the form that edits a message.

/** @param {number} bytes */
export const charactersLeft = (bytes) => `${bytes.toLocaleString()} left`;
/** @param {number} bytes */
export const overTheLimit = (bytes) => `${bytes.toLocaleString()} over the limit`;
export const save = () => "Save";
export const saving = () => "Saving…";
export const notSaved = () => "This wasn’t saved. Save it again.";
export const notEditable = () => "This can’t be edited right now.";
export const notEditableOffline = () => "You can’t edit this while you’re offline.";

/** @param {number} count */
export const suggestions = (count) => (count === 1 ? "1 person" : `${count} people`);

/** @param {string[]} names */
export function typing(names) {
  if (names.length === 0) return "";
  if (names.length === 1) return `${names[0]} is typing…`;
  if (names.length === 2) return `${names[0]} and ${names[1]} are typing…`;
  return "Several people are typing…";
}

// Of messages.

export const deleted = () => "This message was deleted.";
export const linkCopied = () => "Link copied.";
export const notUnreadOffline = () => "You can’t mark this unread while you’re offline.";
export const notUnreadBeforeJoining = () => "Messages from before you joined can’t be marked unread.";
/** @param {number} missed */
export const jumpToLatest = (missed) => (missed > 0 ? `Jump to latest · ${missed}` : "Jump to latest");
export const today = () => "Today";
export const yesterday = () => "Yesterday";

// Of rooms.

/** @param {number} count */
export const present = (count) => ` · ${count}`;
export const nobodyHere = () => "No one here.";
export const tooManyToList = () => "Too many to list.";

/** @param {{ unread: number, mentions: number }} totals */
export function unreadSummary({ unread, mentions }) {
  if (mentions > 0) return "You were mentioned.";
  return unread > 0 ? "You have unread messages." : "You’re all caught up.";
}

// Of the connection.

export const sessionEnded = () => "Your session has ended. What you wrote is kept.";
export const signInAgain = () => "Sign in again";
export const pageOutdated = () => "This page is out of date.";
export const reload = () => "Reload";
export const messagesStuck = () => "Messages aren’t going through right now. What you write is kept and sent later.";
export const offline = () => "You’re offline. What you write is kept and sent when you’re back.";
export const backOnline = () => "Back online.";
export const retryNow = () => "Retry now";

/** @param {number} [seconds] */
export const connecting = (seconds) => `Connecting…${nextTry(seconds)}`;
/** @param {number} [seconds] */
export const reconnecting = (seconds) => `Reconnecting…${nextTry(seconds)}`;

/** @param {number} [seconds] */
const nextTry = (seconds) => (seconds === undefined ? "" : ` Next try in ${seconds} s.`);
