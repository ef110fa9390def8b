//! The conversation with a room.

mod action;
mod actor;
mod address;
mod admin;
mod around;
mod arrangement;
mod browse;
mod command;
mod event;
mod fact;
mod file;
mod file_search;
mod first_contact;
mod head;
mod inbox;
mod keyword;
mod level;
mod link;
mod list;
mod mail;
mod marker;
mod minutes;
mod missed;
mod mute;
pub mod notification;
mod notification_settings;
pub mod permissions;
mod personal;
mod picture;
mod push;
mod query;
mod quote;
mod reaction;
mod reply;
mod report;
mod revision;
mod saved;
pub mod search;
mod setting;
mod settings;
mod thread;
mod view;
mod viewer;
mod waiting;

pub use action::{Action, ActionKind};
pub use actor::{Actor, Authority, Named, OrgRole};
pub use address::RoomAddress;
pub use admin::{
    AdminActor, AdminEvent, AdminQuery, AdminReply, FollowerStatus, FoundMessage, MessageCursor, RoomRecord,
    Totals,
};
pub use around::Around;
pub use arrangement::{Arrangement, ListPart, Rearrange, RoomSort, Section};
pub use browse::{Listing, RoomCounts, RoomFilter, RoomOrder};
pub use command::{Answer, Command, Done};
pub use event::{Event, Fingerprint, Message};
pub use fact::{About, Ends, Fact, Shown};
pub use file::{File, FileQuery, FileReply, FileUsage, Upload};
pub use file_search::{FileKind, FileSearch, FoundFile, FoundFiles};
pub use first_contact::FirstContact;
pub use head::{Head, Stretch};
pub use inbox::{
    Conversation, INBOX_MAX, INBOX_PAGE, Inbox, InboxItem, InboxPart, InboxQuery, PutAway, SNOOZED_MAX,
};
pub use keyword::Keyword;
pub use level::{Level, LevelBy};
pub use link::{
    LINKS_MAX, LinkFound, LinkOrder, LinkOutcome, LinkPicture, LinkPreview, LinkQuery, LinkReply, Previews,
};
pub use list::{Listed, MessageList};
pub use mail::{
    BOUNCES_MAX, MAIL_MESSAGES_MAX, MAILS_MAX, MailConversation, MailMessage, MailOrder, MailOutcome,
    MailPace, MailQuery, MailReply, MailSettings, MailTopic, Mailed,
};
pub use marker::{Marker, MarkerQuery};
pub use minutes::Minutes;
pub use missed::Missed;
pub use mute::Mute;
pub use notification_settings::{KEYWORDS_MAX, NotificationQuery, NotificationSettings};
pub use personal::{Moment, Personal};
pub use picture::Picture;
pub use push::{
    DEVICES_MAX, Device, NewDevice, ORDERS_MAX, PushOrder, PushOutcome, PushQuery, PushReply, PushTarget,
    PushTopic, Sent,
};
pub use query::Query;
pub use quote::Quote;
pub use reaction::{OwnReactions, ReactedMessage, ReactionCount, Reactions, Reactors};
pub use reply::{Edge, Opened, Page, Reply, RoomPage, ThreadPage};
pub use report::{
    REPORTS_HOURLY_MAX, REPORTS_OPEN_MAX, Report, ReportCase, ReportClosed, ReportOutcome, ReportQuery,
    ReportReason, ReportReply, ReportScope, Reported,
};
pub use revision::{Revision, RevisionQuery, Revisions};
pub use saved::{SAVED_MAX, Saved, SavedMessage, SavedQuery};
pub use setting::{LeastRole, RoomSetting, SlowMode};
pub use settings::RoomSettings;
pub use thread::{Follow, Following, MyThread, Thread, ThreadFace, ThreadQuery};
pub use view::{CommonRoom, MemberLine, Membership, MyRoom, RoomView};
pub use viewer::Viewer;
pub use waiting::{Excerpt, Waiting};

use serde::{Deserialize, Serialize};

/// What a room is to those outside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Anyone signed in may read and join.
    Public,
    /// Only members know that it is there.
    Private,
    /// A conversation of the same people for good: without a name, and nobody comes or goes.
    Direct,
}

/// What a person is to a room. `Banned` outlives membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Was a member and is not any more.
    Former,
    /// May neither read nor join.
    Banned,
    /// Reads and writes.
    Member,
    /// Also removes people and others' messages.
    Moderator,
    /// Also changes the room itself.
    Owner,
}

impl Role {
    /// Hears and speaks in the room.
    pub fn is_inside(self) -> bool {
        self >= Self::Member
    }
}

/// The most commands a room takes into one round, and so the most events of one append.
pub const ROUND_COMMANDS: usize = 64;
/// The most bytes of commands a room takes into one round.
pub const ROUND_BYTES: usize = 256 * 1024;
/// The most people one message mentions for the purpose of counting.
pub const MENTIONS: usize = 50;
