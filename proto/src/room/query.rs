//! Queries: reads that change nothing (but a reader's own marker), asked on `room.query.<node>`.
//!
//! Every answer about the inside of a room comes from a statement that joins the asker's membership, or the room's
//! being public to whoever is no guest. Only `Fill`, `Heads`, `Belong` and `MarkerQuery::GetAll` name no asker: the gateway asks them for
//! itself, and filters. `Preview` is of no room.

use serde::{Deserialize, Serialize};

use super::search::Search;
use super::{
    Actor, AdminActor, AdminQuery, Around, FileQuery, FirstContact, InboxQuery, Level, LinkQuery, MailQuery,
    MarkerQuery, Named, NotificationQuery, PushQuery, Rearrange, ReportQuery, RevisionQuery, RoomFilter,
    RoomOrder, SavedQuery, ThreadQuery, Viewer,
};
use crate::text::{Body, RoomName, Slug};
use crate::{RoomId, Seq, UserId};

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
    /// What concerns threads. → `Thread`, `MyThreads`, `Follow`
    Threads {
        /// What is asked.
        query: ThreadQuery,
    },
    /// What concerns messages that somebody saved. → `Saved`, `SavedMessages`
    Saved {
        /// What is asked.
        query: SavedQuery,
    },
    /// What is a person's alone. → `Personal`
    Personal {
        /// The person.
        user: UserId,
    },
    /// What messages said before they were edited. → `Revisions`, `Erased`
    Revisions {
        /// What is asked.
        query: RevisionQuery,
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
    /// What waits for somebody, and what they put away. → `Inbox`, `PutAway`
    Inbox {
        /// What is asked.
        query: InboxQuery,
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
    /// What somebody chose of what they are told. → `NotificationSettings`
    Notifications {
        /// What is asked.
        query: NotificationQuery,
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
    /// How far people have read. → `Marked`, `Markers`
    Markers {
        /// What is asked.
        query: MarkerQuery,
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
