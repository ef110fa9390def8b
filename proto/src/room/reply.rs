//! The answers to queries.

use serde::{Deserialize, Serialize};

use super::notification::Concern;
use super::search::{SearchHit, Term};
use super::{
    AdminReply, CommonRoom, Event, FileReply, FirstContact, Follow, Following, Head, Inbox, Level, LevelBy,
    LinkReply, Listing, MailReply, Marker, MemberLine, Message, MyRoom, MyThread, NotificationSettings,
    OwnReactions, Personal, PushReply, ReactedMessage, Reactors, ReportReply, Revisions, Role, RoomCounts,
    RoomView, Saved, SavedMessage, Stretch, Waiting,
};
use crate::auth::Feed;
use crate::{Refusal, Seq, UserId};

/// The answer to a query.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "reply", content = "with", rename_all = "snake_case")]
pub enum Reply {
    /// To `Open`.
    Opened(Opened),
    /// To `Page`.
    Page(Page),
    /// To `Thread`.
    Thread(Box<ThreadPage>),
    /// To `MyThreads`.
    MyThreads(Vec<MyThread>),
    /// To `FollowThread` and `ReadThread`: how it is now; none where there is nothing to be read.
    Follow(Option<Follow>),
    /// To `Find`, `Get` and `Direct`.
    Room(Box<RoomView>),
    /// To `RoomPage`.
    RoomPage(Box<RoomPage>),
    /// To `Rooms` and `MyRoom`.
    Rooms {
        /// The rooms.
        rooms: Vec<MyRoom>,
        /// There are further ones.
        more: bool,
        /// What else is theirs alone: with the first of them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        personal: Option<Personal>,
    },
    /// To `Save`, `Remind`, `Unsave` and `IsSaved`: how it is saved now, if it is.
    Saved(Option<Saved>),
    /// To `SavedMessages`.
    SavedMessages {
        /// The messages.
        messages: Vec<SavedMessage>,
        /// There are further ones.
        more: bool,
    },
    /// To `Arrange`.
    Arranged,
    /// To `Revisions`.
    Revisions(Revisions),
    /// To `EraseRevisions`: so many were kept.
    Erased(u64),
    /// To `Preview`: safe HTML.
    Preview(String),
    /// To `Search`.
    Found {
        /// In the order that was asked for.
        messages: Vec<SearchHit>,
        /// There are further ones.
        more: bool,
        /// What was looked for, as the language of the installation has it: to be marked in what was found.
        terms: Vec<Term>,
    },
    /// To `Personal`.
    Personal(Personal),
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
    /// To `Hide`: it is off the list.
    Hidden,
    /// To `Star`.
    Starred(bool),
    /// To `SetLevel`.
    Level(Level),
    /// To `Inbox`.
    Inbox(Inbox),
    /// To `PutAway`, `PutAllAway` and `BringBack`.
    PutAway,
    /// To `Concern`: it, the keyword of theirs that it uses, and who chose their level.
    Concern(Concern, Option<String>, LevelBy),
    /// To `NotificationSettings` and what changes them.
    NotificationSettings(NotificationSettings),
    /// To `FirstContact` and `SetFirstContact`.
    FirstContact(FirstContact),
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
    /// To `Reactors`.
    Reactors(Vec<Reactors>),
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
    /// To `Files`.
    Files(FileReply),
    /// To `Reports`.
    Reports(ReportReply),
    /// To `Links`.
    Links(LinkReply),
    /// To `Push`.
    Push(PushReply),
    /// To `Mail`.
    Mail(MailReply),
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
    /// What was missed, in order, up to `head`; empty with `reset`. Holes in it are reactions, nothing else; see
    /// [`take_missed`](Self::take_missed).
    pub events: Vec<Event>,
    /// The messages that were reacted to there, as far as they are still there; empty with `reset`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reacted: Vec<ReactedMessage>,
}

/// Messages in order of seq, with the head they were read at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Head when the page was read.
    pub head: Seq,
    /// The messages, lowest seq first.
    pub messages: Vec<Message>,
    /// What the asker has reacted to them with, where they have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mine: Vec<OwnReactions>,
    /// What is read between them by whoever comes later: who looked in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Event>,
    /// Is there more in either direction?
    pub more: Edge,
    /// Of the threads that begin with these messages, those that who looks follows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub following: Vec<Following>,
}

/// What the page of a room shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomPage {
    /// The room, as who looks may see it.
    pub room: RoomView,
    /// The part of its messages.
    pub page: Page,
    /// The rooms who looks is a member of, in order of their ids.
    pub rooms: Vec<MyRoom>,
    /// There are further rooms.
    pub more_rooms: bool,
    /// What else is theirs alone.
    pub personal: Personal,
}

/// A thread, or a part of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThreadPage {
    /// The message it began with.
    pub root: Message,
    /// Its replies; with what the asker has reacted to the message it began with, too.
    pub page: Page,
    /// What it is to who looks; none if they never had anything to do with it.
    pub mine: Option<Follow>,
}

/// Whether a page ends because the room does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// Older messages exist.
    pub before: bool,
    /// Newer messages exist.
    pub after: bool,
}
