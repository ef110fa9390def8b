//! Queries: reads that change nothing (but a reader's own marker), asked on `room.query.<node>`.
//!
//! Every answer about the inside of a room comes from a statement that joins the asker's membership, or the room's
//! being public to whoever is no guest. Only `Fill`, `Heads`, `Belong` and `Markers` name no asker: the gateway asks them for
//! itself, and filters.

use serde::{Deserialize, Serialize};

use super::{AdminActor, AdminQuery, AdminReply, Event, Kind, Message, OrgRole, Role, RoomSettings};
use crate::auth::{Feed, Session};
use crate::text::{RoomName, Slug};
use crate::{At, Refusal, RoomId, Seq, UserId};

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
    /// A room by its address or a former one. → `Room`
    Find {
        /// The address.
        slug: Slug,
        /// Who is looking.
        viewer: Viewer,
    },
    /// A room by its id. → `Room`
    Get {
        /// The room.
        room: RoomId,
        /// Who is looking.
        viewer: Viewer,
    },
    /// The rooms a person is a member of, in order of their ids, so many as fit an answer. → `Rooms`
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
    /// The rooms that two people are in together, those active last first, at most 50. → `InCommon`
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
    },
    /// The feed of endings after this number; room-services answer it too, so that losing auth silences nobody. → `Feed`
    Feed {
        /// The last number known.
        after: i64,
    },
    /// The log's identity. → `Log`
    Log,
    /// What admins ask about rooms they need not be in. → `Admin`
    Admin {
        /// Who asks.
        admin_actor: AdminActor,
        /// What is asked.
        query: AdminQuery,
    },
}

/// Who looks, as a gateway knows them from their session. To a guest of the organisation, a room they are not in is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// The person.
    pub user: UserId,
    /// What they are to the organisation.
    pub org_role: OrgRole,
}

impl From<&Session> for Viewer {
    fn from(session: &Session) -> Self {
        Self { user: session.person.id, org_role: session.org_role }
    }
}

impl Viewer {
    /// Reads public rooms without being in them.
    pub fn is_visitor(self) -> bool {
        self.org_role > OrgRole::Guest
    }
}

/// Which rooms are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomFilter {
    /// The public ones that are not archived.
    #[default]
    Public,
    /// Those whoever looks is in, private and archived ones too.
    Joined,
    /// The public ones they are not in.
    Others,
}

/// In which order rooms are listed; where two stand alike, the one that was active last comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomOrder {
    /// Last active first.
    #[default]
    Active,
    /// By name.
    Name,
    /// The one with the most members first.
    Members,
    /// Made last first.
    Newest,
}

impl RoomFilter {
    /// As the wire and addresses spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Joined => "joined",
            Self::Others => "others",
        }
    }
}

impl RoomOrder {
    /// As the wire and addresses spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Name => "name",
            Self::Members => "members",
            Self::Newest => "newest",
        }
    }
}

/// How many rooms match a search, by what may be listed of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomCounts {
    /// Public ones.
    pub public: i64,
    /// Those whoever looks is in.
    pub joined: i64,
    /// Public ones they are not in.
    pub others: i64,
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
    /// These, as far as they are there; at most 100.
    These(Vec<Seq>),
}

/// The answer to a query.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "reply", content = "with", rename_all = "snake_case")]
pub enum Reply {
    /// To `Open`.
    Opened(Opened),
    /// To `Page`.
    Page(Page),
    /// To `Find` and `Get`.
    Room(Box<RoomView>),
    /// To `Rooms` and `MyRoom`.
    Rooms {
        /// The rooms.
        rooms: Vec<MyRoom>,
        /// There are further ones.
        more: bool,
    },
    /// To `Browse`.
    Listing {
        /// The rooms.
        rooms: Vec<Listing>,
        /// There are further ones.
        more: bool,
        /// All that match.
        counts: RoomCounts,
    },
    /// To `Waiting`.
    Waiting(Waiting),
    /// To `Role`; none if they never had anything to do with it.
    Role(Option<Role>),
    /// To `Known`.
    Known(Vec<UserId>),
    /// To `InCommon`.
    InCommon(Vec<CommonRoom>),
    /// To `Members`.
    Members {
        /// The people.
        members: Vec<MemberLine>,
        /// There are further ones.
        more: bool,
    },
    /// None: nothing looks like it.
    NameAlike(Option<String>),
    /// To `Fill`.
    Stretches(Vec<Stretch>),
    /// To `Heads`.
    Heads(Vec<Head>),
    /// To `Belong`: those who are members, and the room's membership position that this was read at.
    Belong {
        /// The seq of the last membership event.
        acl: Seq,
        /// Head at the time of reading.
        head: Seq,
        /// The room is public.
        public: bool,
        /// Those inside.
        members: Vec<UserId>,
    },
    /// To `Mark`, `MarkUnread` and `Marker`: where the marker stands now.
    Marked(Marker),
    /// To `Markers`.
    Markers(Vec<(UserId, Marker)>),
    /// To `Feed`.
    Feed(Feed),
    /// To `Log`: one identity per database; another one means a restore, and everyone resets.
    Log(uuid::Uuid),
    /// To `Admin`.
    Admin(AdminReply),
    /// Not answered.
    Refused(Refusal),
}

/// What a socket needs to begin hearing a room, read in one statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// The room stood here when membership was read.
    pub head: Seq,
    /// Number of messages so far.
    pub last_msg: i64,
    /// Seq of the last membership event.
    pub acl: Seq,
    /// What the person is in the room.
    pub role: Role,
    /// Too much was missed: take a page.
    pub reset: bool,
    /// What was missed, in order, without holes up to `head`; empty with `reset`.
    pub events: Vec<Event>,
}

/// Messages in order of seq, with the head they were read at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Head when the page was read.
    pub head: Seq,
    /// The messages, lowest seq first.
    pub messages: Vec<Message>,
    /// What is read between them by whoever comes later: who looked in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Event>,
    /// Is there more in either direction?
    pub more: Edge,
}

/// Whether a page ends because the room does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// Older messages exist.
    pub before: bool,
    /// Newer messages exist.
    pub after: bool,
}

/// A room as one person sees it from outside or inside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomView {
    /// The room.
    pub room: RoomId,
    /// Its present address.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// What it is about; may be empty.
    pub topic: String,
    /// Open to whom.
    pub kind: Kind,
    /// Closed to new events.
    pub archived: bool,
    /// How many members.
    pub members: i64,
    /// Where it stands.
    pub head: Seq,
    /// Number of messages so far.
    pub last_msg: i64,
    /// What it keeps besides.
    #[serde(default)]
    pub settings: RoomSettings,
    /// The asker's membership, if they are inside.
    pub mine: Option<Membership>,
}

/// A person's membership of a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// What they are.
    pub role: Role,
    /// Since which event.
    pub since: Seq,
    /// Read up to this seq.
    pub read_seq: Seq,
    /// So many messages need no reading any more: those up to `read_seq`, and those after it that were deleted.
    pub read_msg: i64,
}

/// How far a person has read a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marker {
    /// Read up to this seq.
    pub read_seq: Seq,
    /// So many messages need no reading any more: those up to `read_seq`, and those after it that were deleted.
    pub read_msg: i64,
    /// How often it was moved back on purpose. Of two positions with the same generation the farther is the later.
    #[serde(default)]
    pub generation: i64,
    /// Mentions of them after it; a hundred is as good as more.
    #[serde(default)]
    pub mentions: i64,
}

/// A line of "my rooms".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MyRoom {
    /// The room.
    pub room: RoomId,
    /// Its address.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// Open to whom.
    pub kind: Kind,
    /// What I am there.
    pub role: Role,
    /// Where it stands.
    pub head: Seq,
    /// Number of messages so far.
    pub last_msg: i64,
    /// Seq of the last membership event.
    pub acl: Seq,
    /// Read up to this seq.
    pub read_seq: Seq,
    /// So many messages need no reading any more: those up to `read_seq`, and those after it that were deleted.
    pub read_msg: i64,
    /// How often the marker was moved back on purpose.
    #[serde(default)]
    pub generation: i64,
    /// Unread mentions of me.
    pub mentions: i64,
    /// When something last happened there.
    pub active_at: At,
}

/// A room that two people are in together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommonRoom {
    /// Its address.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// Open to whom.
    pub kind: Kind,
}

/// What waits for a person.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    /// The last messages of the rooms that were asked about, as far as there is one.
    pub last: Vec<Excerpt>,
    /// Unread messages that mention them, the latest first, at most 20.
    pub mentions: Vec<Excerpt>,
}

/// The beginning of a message, for a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Excerpt {
    /// Where it was said.
    pub room: RoomId,
    /// Which it is.
    pub seq: Seq,
    /// Who said it.
    pub author: UserId,
    /// What they were called then.
    pub name: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: At,
    /// The first 1,500 characters of what it was rendered to.
    pub html: String,
}

/// A line of the list of rooms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// The room.
    pub room: RoomId,
    /// Its address.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub topic: String,
    /// Open to whom.
    pub kind: Kind,
    /// How many members.
    pub members: i64,
    /// I am one of them.
    pub mine: bool,
    /// When something last happened there.
    #[serde(with = "time::serde::rfc3339")]
    pub active_at: At,
}

/// A line of the people of a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberLine {
    /// The person.
    pub user: UserId,
    /// What they are.
    pub role: Role,
    /// When they came, or were banned.
    #[serde(with = "time::serde::rfc3339")]
    pub since: At,
}

/// A stretch of one room's log without holes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stretch {
    /// The room.
    pub room: RoomId,
    /// Where it stood.
    pub head: Seq,
    /// The events after what was asked, lowest first.
    pub events: Vec<Event>,
    /// It was cut; ask again from the last.
    pub more: bool,
}

/// Where a room stands: an entry of `room.heads`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The room.
    pub room: RoomId,
    /// Its last seq.
    pub head: Seq,
    /// Number of messages so far.
    pub last_msg: i64,
    /// Seq of the last membership event.
    pub acl: Seq,
    /// Seq of the last event that changed or deleted a message: less may be unread since.
    #[serde(default)]
    pub revised: Seq,
}
