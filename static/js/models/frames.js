// The frames a browser hears, as types alone: no module loads this one. Their JSON is pinned in `proto/tests/golden`,
// what they mean stands in `docs/protocol.md`.

export {};

/** @typedef {{ id: string, name: string, avatar?: string }} Person */

/**
 * A message that is being answered, and what to show of it.
 *
 * @typedef {{ seq: number, author: string, words: string }} Answered
 */

/**
 * The thread something is said in: by the message it began with.
 *
 * @typedef {{ root: number, isAlsoInRoom: boolean }} InThread
 */

/**
 * Where a room stands, for its member. `seq` counts events, `msg` messages; `generation` how often the marker was moved back.
 *
 * @typedef {object} RoomFrame
 * @property {string} room
 * @property {string} address
 * @property {string} name
 * @property {string} [picture] none: a sign stands for it
 * @property {string} kind
 * @property {string[]} [others] of a direct conversation: the others in it
 * @property {number} [hidden_msg] of a direct conversation: so many messages there were when it was taken off the list
 * @property {string} role
 * @property {number} head
 * @property {number} last_msg
 * @property {number} read_seq
 * @property {number} read_msg
 * @property {number} generation
 * @property {number} mentions
 * @property {Away} [away] what I put away unread
 * @property {Level} level what of it I am told about
 * @property {boolean} starred it stands at the top of my list
 */

/** @typedef {"everything" | "mentions" | "nothing" | "hidden"} Level */

/** @typedef {{ msg: number, until?: string, mentions?: number }} Away up to which message, until when, and how many mentions wait then */

/** @typedef {{ room: string, read_seq: number, read_msg: number, generation: number, mentions: number, here?: number, away?: Away }} MarkerFrame */

/** @typedef {{ room: string, head: number, last_msg: number }} HeadFrame */

/**
 * Something happened in a room. `html` is what a message, or what it shows of its links, looks like now, `target` the seq of the one that was changed.
 *
 * @typedef {object} EventFrame
 * @property {string} room
 * @property {number} seq
 * @property {string} kind
 * @property {string} [actor]
 * @property {string} [user]
 * @property {string} [nonce]
 * @property {string} [html]
 * @property {number} [target]
 * @property {{ root: number, html?: string }} [thread] the thread it is said in, with the line under the message that began with
 * @property {{ token: string, count: number }} [reaction] how many people react to it like this now
 * @property {RoomSettings} [settings] what is said of the room is something else now
 */

/**
 * What was changed about a room, as it is now. Empty: it was closed or opened, its page tells.
 *
 * @typedef {object} RoomSettings
 * @property {string} [name]
 * @property {string} [address]
 * @property {string} [topic]
 */

/**
 * Nothing but reactions happened between two seqs; the first of these frames has the messages, as they stand now, those that come after it too.
 *
 * @typedef {object} ReactionsFrame
 * @property {string} room
 * @property {number} from
 * @property {number} upto
 * @property {import("./reaction_log.js").Standing[]} [messages]
 */

/** @typedef {{ head: number, html?: string, mine?: { seq: number, mine: string[] }[], more: { before: boolean, after: boolean } }} PageFrame */

/** @typedef {{ seq?: number, cancelled?: boolean }} AckFrame */

/** @typedef {{ emoji?: string, text?: string, until?: string }} Status */

/**
 * When I do not want to be disturbed: until a moment, and in hours that come again, in minutes of the day by the clock of `zone`. `days`
 * are those on which they begin, a bit each, Monday's the lowest.
 *
 * @typedef {{ until?: string, hours?: { from: number, to: number, days: number }, zone?: string }} Quiet
 */

/**
 * What is mine alone, whole: threads with something new, when reminders are due, what I saved of each room, whom I have blocked, and how often I have
 * arranged the list of my rooms; how many reports wait where I moderate.
 *
 * @typedef {{ threads: number, snoozed?: string[], reports?: number, reminders?: string[], saved?: Record<string, number[]>, blocked?: string[], arrangement?: { version: number } }} PersonalFrame
 */

/**
 * @typedef {object} WelcomeFrame
 * @property {string} user whom the server takes this browser's owner for
 * @property {string} org_role what they are to the organisation
 * @property {string} log
 * @property {number} heartbeat_ms
 * @property {[number, number]} retry_ms
 */

/**
 * @typedef {object} ShownPerson
 * @property {string} id
 * @property {string} [avatar] none: letters stand for them
 * @property {Status} [status] none: they are up to nothing
 * @property {"here" | "away"} [availability] none: they are not here, or not to be seen
 * @property {boolean} [invisible] told of oneself alone
 * @property {Quiet} [quiet] told of oneself alone
 */

/**
 * Everything that comes without being asked for, by its `t`.
 *
 * @typedef {object} Frames
 * @property {WelcomeFrame} welcome
 * @property {{ rooms: RoomFrame[], more?: boolean }} rooms
 * @property {{ org_role: string }} org_role
 * @property {RoomFrame} room
 * @property {{ room: string }} room_gone
 * @property {HeadFrame} head
 * @property {MarkerFrame} marker
 * @property {MarkerFrame} mention
 * @property {EventFrame} event
 * @property {ReactionsFrame} reactions
 * @property {{ room: string, reset: boolean }} opened
 * @property {{ id?: number, room?: string, code: string, message: string, retry_ms?: number }} error
 * @property {{ room: string, count: number, people: (Person & { away?: boolean })[] }} presence
 * @property {{ people: ShownPerson[], all?: boolean }} people
 * @property {{ room: string, user: string, name: string }} typing
 * @property {{ sending: boolean, receiving: boolean }} state
 * @property {PersonalFrame} personal
 * @property {{ n: number }} pong
 */
