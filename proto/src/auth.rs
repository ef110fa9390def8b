//! The conversation about people: queries on `auth.query.<node>`, commands on `auth.command.<node>`.

mod account;
mod admin;
mod admin_action;
mod command;
mod details;
mod emoji;
mod feed;
mod joining;
mod letter;
mod query;
mod quiet;
mod session;
mod status;
mod token;
mod unread_mail;

pub use account::{OwnAccount, Person, Profile, SessionLine, Shown};
pub use admin::{AuditEntry, AuditFilter, DirectoryLine, Link};
pub use admin_action::{Access, AdminAction, NewAccount, NewInvite};
pub use command::{AccountAction, Action, Answer, Command};
pub use details::Details;
pub use emoji::{Emoji, EmojiList};
pub use feed::{Change, Feed, FeedEntry};
pub use joining::{Confirmation, Installation, Invitation, InviteLine, LinkState, ResetLink, SignUp};
pub use letter::Letter;
pub use query::{Query, Reply};
pub use quiet::{Quiet, QuietHours};
pub use session::{ClientInfo, NewSession, Session, network};
pub use status::Status;
pub use token::{Token, TokenHash};
pub use unread_mail::{MailFate, UnreadMail};
