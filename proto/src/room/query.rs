//! Queries: reads that change nothing (but a reader's own marker), asked on `room.query.<node>`.
//!
//! Every answer about the inside of a room comes from a statement that joins the asker's membership, or the room's
//! being public to whoever is no guest. Only `Fill`, `Heads`, `Belong` and `Markers` name no asker: the gateway asks them for
//! itself, and filters. `Preview` is of no room.

use serde::{Deserialize, Serialize};

use super::Keyword;
use super::notification::Why;
use super::search::Search;
use super::{
    Actor, AdminActor, AdminQuery, Conversation, FileQuery, FirstContact, InboxPart, Level, LinkQuery,
    MailQuery, Named, PushQuery, Rearrange, ReportQuery, RoomFilter, RoomOrder, Viewer,
};
use crate::text::{Body, RoomName, Slug};
use crate::{At, RoomId, Seq, UserId};

/// What a gateway may ask any room-service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Query {
    /// Membership, head and what was missed, in one statement. Members only. → `Opened`
    Open {
        /// The room.
        room: RoomId,
        /// The person.
        user: UserId,
        /// The last seq they have, if any.
        after: Option<Seq>,
    },
    /// Messages of a room, with its head; to whoever may read it. → `Page`
    Page {
        /// The room.
        room: RoomId,
        /// Who is looking.
        viewer: Viewer,
        /// Which part.
        part: Around,
        /// At most so many, ≤ 100.
        limit: u16,
    },
    /// A thread: the message it began with, and replies. → `Thread`
    Thread {
        /// The room.
        room: RoomId,
        /// Who is looking.
        viewer: Viewer,
        /// The message it begins with.
        root: Seq,
        /// Which part of the replies.
        part: Around,
        /// At most so many, ≤ 100.
        limit: u16,
    },
    /// The threads a person follows and has not read to their end, those with the latest reply first, at most 50. → `MyThreads`
    MyThreads {
        /// The person.
        user: UserId,
    },
    /// Follow a thread, or do not any more. → `Follow`
    FollowThread {
        /// The room.
        room: RoomId,
        /// The person.
        user: UserId,
        /// The message it begins with.
        root: Seq,
        /// Whether.
        follow: bool,
    },
    /// Move a person's marker of a thread they have to do with forward. → `Follow`
    ReadThread {
        /// The room.
        room: RoomId,
        /// The person.
        user: UserId,
        /// The message it begins with.
        root: Seq,
        /// What they have really seen.
        seq: Seq,
    },
    /// Save a message, to come back to it. → `Saved`
    Save {
        /// The room.
        room: RoomId,
        /// Who saves it; they must be able to read it.
        viewer: Viewer,
        /// The message.
        seq: Seq,
    },
    /// The same, and let it come up again at a moment, or not at all any more. → `Saved`
    Remind {
        /// The room.
        room: RoomId,
        /// Who saves it; they must be able to read it.
        viewer: Viewer,
        /// The message.
        seq: Seq,
        /// When.
        #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
        at: Option<At>,
    },
    /// Keep it no longer. → `Saved`, which is none
    Unsave {
        /// The room.
        room: RoomId,
        /// Whose list.
        user: UserId,
        /// The message.
        seq: Seq,
    },
    /// Whether and how somebody saved a message that they may read. → `Saved`
    IsSaved {
        /// The room.
        room: RoomId,
        /// Who.
        viewer: Viewer,
        /// The message.
        seq: Seq,
    },
    /// What somebody saved and may still read: those that are due, then what was saved last. → `SavedMessages`
    SavedMessages {
        /// Who.
        viewer: Viewer,
        /// Skip so many.
        offset: u32,
        /// At most so many, ≤ 50.
        limit: u16,
    },
    /// What is a person's alone. → `Personal`
    Personal {
        /// The person.
        user: UserId,
    },
    /// What a message said before it was edited, where the room keeps that; to members. → `Revisions`
    Revisions {
        /// The room.
        room: RoomId,
        /// The member.
        user: UserId,
        /// The message.
        seq: Seq,
        /// Those before this one; none: the latest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<Seq>,
    },
    /// Keep nothing of what their message said before. To its author, as long as they may read it. → `Erased`
    EraseRevisions {
        /// The room.
        room: RoomId,
        /// The author.
        viewer: Viewer,
        /// The message.
        seq: Seq,
    },
    /// Words as a message would show them; nothing of them is kept. → `Preview`
    Preview {
        /// What is being written.
        body: Body,
        /// Who goes by the names in it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        named: Vec<Named>,
    },
    /// Messages that somebody may read, by what is in them. → `Found`
    Search {
        /// Who is looking.
        viewer: Viewer,
        /// What for.
        search: Box<Search>,
    },
    /// Who reacted to a message, of each reaction at most so many; to whoever may read the room. → `Reactors`
    Reactors {
        /// The room.
        room: RoomId,
        /// Who is looking: they come first.
        viewer: Viewer,
        /// The message.
        seq: Seq,
    },
    /// A room by its address or a former one. → `Room`
    Find {
        /// The address.
        slug: Slug,
        /// Who is looking.
        viewer: Viewer,
    },
    /// All that the page of a room shows: the room by its address or a former one, a part of its messages, and the rooms of
    /// who looks. → `RoomPage`
    RoomPage {
        /// The address.
        slug: Slug,
        /// Who is looking.
        viewer: Viewer,
        /// Which part of its messages.
        part: Around,
        /// At most so many, ≤ 100.
        limit: u16,
    },
    /// A room by its id. → `Room`
    Get {
        /// The room.
        room: RoomId,
        /// Who is looking.
        viewer: Viewer,
    },
    /// The rooms a person is a member of, hidden ones too, in order of their ids, so many as fit an answer. → `Rooms`
    Rooms {
        /// The person.
        user: UserId,
        /// Those after this one; none: from the first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<RoomId>,
    },
    /// One of them, if the person is a member. → `Rooms` with one room or none
    MyRoom {
        /// The room.
        room: RoomId,
        /// The person.
        user: UserId,
    },
    /// What waits for a person: the last messages of some of their rooms, and what mentions them in any. → `Waiting`
    Waiting {
        /// The person.
        user: UserId,
        /// At most 100 rooms.
        rooms: Vec<RoomId>,
    },
    /// The direct conversation of a person with others, by themselves with nobody: the same people are the same room. It is made if it was not
    /// there, unless one of them is not there for another. → `Room`
    Direct {
        /// Who wants it, one of its participants.
        actor: Actor,
        /// The others, in any order; whoever asks counts once, however often they are named.
        others: Vec<UserId>,
    },
    /// The conversation of two in which one blocks the other. It is made if it was not there, whoever may write to whom. → `Room`
    Pair {
        /// Who wants it.
        actor: Actor,
        /// The other.
        other: UserId,
    },
    /// Take a direct conversation off one's list until something more is said in it. → `Hidden`
    Hide {
        /// The conversation.
        room: RoomId,
        /// Whose list.
        user: UserId,
    },
    /// What of a room a member of it is told about from now on. → `Level`
    SetLevel {
        /// The room.
        room: RoomId,
        /// The member.
        user: UserId,
        /// What.
        level: Level,
    },
    /// What waits for a person, or what they put away and did not read, the latest first. → `Inbox`
    Inbox {
        /// The person.
        user: UserId,
        /// Which of it.
        part: InboxPart,
        /// Only what is there for this reason.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
        /// Skip so many.
        offset: u32,
    },
    /// Put a conversation of a person away: what waits there up to a seq calls them no more. → `PutAway`
    PutAway {
        /// The person.
        user: UserId,
        /// Which.
        conversation: Conversation,
        /// Up to this seq.
        seq: Seq,
        /// Until then; none: for good.
        #[serde(default, skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
        until: Option<At>,
    },
    /// Put everything away that waits for a person and was said until a moment. → `PutAway`
    PutAllAway {
        /// The person.
        user: UserId,
        /// What was said later stays.
        #[serde(with = "time::serde::rfc3339")]
        said_until: At,
    },
    /// What a person put away of a conversation waits again. → `PutAway`
    BringBack {
        /// The person.
        user: UserId,
        /// Which.
        conversation: Conversation,
    },
    /// A message as it concerns somebody who may read it. → `Concern`
    Concern {
        /// The room.
        room: RoomId,
        /// Who.
        viewer: Viewer,
        /// The message.
        seq: Seq,
    },
    /// What somebody chose of what they are told, wherever they chose nothing for a room. → `NotificationSettings`
    NotificationSettings {
        /// The person.
        user: UserId,
    },
    /// What of rooms with a name somebody is told about, where they chose nothing for one. → `NotificationSettings`
    SetDefaultLevel {
        /// The person.
        user: UserId,
        /// Not `Hidden`; none: as it is for everyone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        level: Option<Level>,
    },
    /// Let a word call somebody, from now on. → `NotificationSettings`
    AddKeyword {
        /// The person.
        user: UserId,
        /// The word.
        keyword: Keyword,
    },
    /// Let a word call them no more. → `NotificationSettings`
    RemoveKeyword {
        /// The person.
        user: UserId,
        /// The word.
        keyword: Keyword,
    },
    /// Let a room stand at the top of its member's list, or not. → `Starred`
    Star {
        /// The room.
        room: RoomId,
        /// The member.
        user: UserId,
        /// Whether.
        starred: bool,
    },
    /// Have one's list of rooms otherwise. → `Arranged`
    Arrange {
        /// Whose.
        user: UserId,
        /// What is changed.
        change: Rearrange,
    },
    /// Who may write to a person first. → `FirstContact`
    FirstContact {
        /// The person.
        user: UserId,
    },
    /// Let these write to a person first. → `FirstContact`
    SetFirstContact {
        /// The person.
        user: UserId,
        /// Who.
        first_contact: FirstContact,
    },
    /// What a person is or was in a room. → `Role`
    Role {
        /// The room.
        room: RoomId,
        /// The person.
        user: UserId,
    },
    /// Those who are in a room with a person, at most 2,000. → `Known`
    Known {
        /// The person.
        user: UserId,
    },
    /// The rooms with a name that two people are in together, those active last first, at most 50. → `InCommon`
    InCommon {
        /// The one.
        user: UserId,
        /// The other.
        with: UserId,
    },
    /// Rooms that somebody may see; to guests those they are in. → `Listing`
    Browse {
        /// Who is looking.
        viewer: Viewer,
        /// Which of them.
        #[serde(default)]
        show: RoomFilter,
        /// In which order.
        #[serde(default)]
        order: RoomOrder,
        /// Part of a name or of what a room is about, in any case; empty: all.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        search: String,
        /// Skip so many.
        offset: u32,
        /// At most so many, ≤ 100.
        limit: u16,
    },
    /// The name of a public room that looks like this one and is another, for a warning. → `NameAlike`
    NameAlike {
        /// Who is looking.
        viewer: Viewer,
        /// What a room is to be called.
        name: RoomName,
        /// The room, where there is one already.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        room: Option<RoomId>,
    },
    /// The people of a room, owners first; to whoever may read it. → `Members`
    Members {
        /// The room.
        room: RoomId,
        /// Who is looking.
        viewer: Viewer,
        /// Those who are banned instead; to members only.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        banned: bool,
        /// Of these people alone, at most 500.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        among: Option<Vec<UserId>>,
        /// Skip so many.
        offset: u32,
        /// At most so many, ≤ 100.
        limit: u16,
    },
    /// Stretches of the log, for holes. Many rooms in one query. → `Stretches`
    Fill {
        /// Of each room: everything after this seq, at most 200 events a room.
        after: Vec<(RoomId, Seq)>,
    },
    /// Where rooms stand. → `Heads`
    Heads {
        /// The rooms.
        rooms: Vec<RoomId>,
    },
    /// Who of these people still is a member, and since when. → `Belong`
    Belong {
        /// The room.
        room: RoomId,
        /// Whom it is asked about.
        users: Vec<UserId>,
    },
    /// Move a person's marker forward; never past the head, and back only by `MarkUnread`. → `Marked`
    Mark {
        /// The room.
        room: RoomId,
        /// The person.
        user: UserId,
        /// What they have really seen.
        seq: Seq,
        /// The generation of the marker this was seen under; without it, only what came after the marker was last moved back
        /// counts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        generation: Option<i64>,
    },
    /// Put a person's marker right before a message, on purpose, so that it is unread: a new generation begins. → `Marked`
    MarkUnread {
        /// The room.
        room: RoomId,
        /// The person.
        user: UserId,
        /// The first message that is to be unread.
        seq: Seq,
    },
    /// Where a person's marker stands, with the mentions after it. → `Marked`
    Marker {
        /// The room.
        room: RoomId,
        /// The person.
        user: UserId,
    },
    /// Where the markers of some people stand, with the mentions after each. → `Markers`, without those who are not inside
    Markers {
        /// The room.
        room: RoomId,
        /// Whose.
        users: Vec<UserId>,
        /// As if this message mentioned each of them, unless it is read, their own, or of somebody they have blocked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        calling: Option<Seq>,
    },
    /// The feed of endings after this number; room-services answer it too, so that losing auth silences nobody. → `Feed`
    Feed {
        /// The last number known.
        after: i64,
    },
    /// The log's identity. → `Log`
    Log,
    /// What concerns files. → `Files`
    Files {
        /// What is asked.
        query: FileQuery,
    },
    /// What concerns reports. → `Reports`
    Reports {
        /// Who asks.
        viewer: Viewer,
        /// What is asked.
        query: ReportQuery,
    },
    /// What concerns previews of links. → `Links`
    Links {
        /// What.
        query: LinkQuery,
    },
    /// What concerns web push. → `Push`
    Push {
        /// What is asked.
        query: PushQuery,
    },
    /// What concerns mail of what is unread. → `Mail`
    Mail {
        /// What is asked.
        query: MailQuery,
    },
    /// What admins ask about rooms they need not be in. → `Admin`
    Admin {
        /// Who asks.
        admin_actor: AdminActor,
        /// What is asked.
        query: AdminQuery,
    },
}

/// Which part of a room's messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Around {
    /// The newest.
    Latest,
    /// Those before this seq.
    Before(Seq),
    /// Those after this seq.
    After(Seq),
    /// Half before, this one, half after.
    Around(Seq),
    /// From the first that was written at this moment or later.
    Since(#[serde(with = "time::serde::rfc3339")] At),
    /// These, as far as they are there; at most 100.
    These(Vec<Seq>),
}
