//! Mail of what stays unread: what people want to be told by mail, what is due, and what became of it.

use jiff::ToSpan;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};
use time::Duration;
use uuid::Uuid;

use super::notification::{Decision, Why};
use super::{Kind, RoomAddress};
use crate::text::ZoneName;
use crate::{At, RoomId, Seq, UserId};

/// The most mails that are taken at once.
pub const MAILS_MAX: usize = 5;
/// The most messages that one mail shows; it says how many there are besides.
pub const MAIL_MESSAGES_MAX: usize = 12;
/// After so many mails in a row that the server of mail would not have, none is sent to that person any more, until they ask for it anew.
pub const BOUNCES_MAX: i32 = 3;
/// The hour at which what is told once a day is told.
const MORNING: i8 = 8;

/// How soon somebody is told by mail of what they have not read.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    EnumIter,
    IntoStaticStr,
    strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MailPace {
    /// Not at all.
    #[default]
    Never,
    /// After ten minutes.
    Minutes,
    /// After an hour.
    Hour,
    /// Every morning.
    Daily,
}

impl MailPace {
    /// All of them, the most quiet one first.
    pub fn all() -> impl Iterator<Item = Self> {
        <Self as strum::IntoEnumIterator>::iter()
    }

    /// Its word in forms and in the database.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// When what is said now is told, by the clock of this zone; none: never.
    pub fn due(self, now: At, zone: Option<&ZoneName>) -> Option<At> {
        match self {
            Self::Never => None,
            Self::Minutes => Some(now + Duration::minutes(10)),
            Self::Hour => Some(now + Duration::HOUR),
            Self::Daily => Some(morning(now, zone).unwrap_or(now + Duration::DAY)),
        }
    }
}

/// The next morning after a moment.
fn morning(now: At, zone: Option<&ZoneName>) -> Option<At> {
    let zone = zone.and_then(|zone| TimeZone::get(zone.as_str()).ok()).unwrap_or(TimeZone::UTC);
    let local = jiff::Timestamp::from_second(now.unix_timestamp()).ok()?.to_zoned_datetime(zone.clone());
    let days = i64::from(local.hour() >= MORNING);
    let morning = local.date().checked_add(days.days()).ok()?.at(MORNING, 0, 0, 0);
    let morning = morning.to_zoned_datetime(zone).ok()?;
    At::from_unix_timestamp(morning.timestamp().as_second()).ok()
}

impl Decision {
    /// Whether it is worth a mail: what is for this person by name, and what is said in a direct conversation. When they do not want to be
    /// disturbed, it waits.
    pub fn is_mailed(self, kind: Kind) -> bool {
        match self {
            Self::Waits(Why::Mentioned | Why::Direct, _) => true,
            Self::Waits(Why::Thread, _) => kind == Kind::Direct,
            Self::Waits(Why::Keyword | Why::Everything, _) | Self::Nothing(_) => false,
        }
    }
}

/// What somebody wants to be told by mail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailSettings {
    /// How soon.
    pub pace: MailPace,
    /// Who wrote and what is told; else only where, and how much.
    pub words: bool,
    /// Too many mails came back: none is sent until they ask for it anew.
    pub paused: bool,
}

/// What is asked about mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mail", content = "with", rename_all = "snake_case")]
pub enum MailQuery {
    /// What somebody wants. → `Settings`
    Settings {
        /// Who.
        user: UserId,
    },
    /// Want something else from now on. → `Settings`
    Choose {
        /// Who.
        user: UserId,
        /// How soon.
        pace: MailPace,
        /// Who wrote and what is told.
        words: bool,
        /// The tag of the language in which they are told.
        language: String,
    },
    /// What somebody wants, by the link that stands in each mail to them. → `Settings`, or not found
    Linked {
        /// What their link ends in.
        link: Uuid,
    },
    /// Tell them by mail no more. → `Settings`, or not found
    Unsubscribe {
        /// What their link ends in.
        link: Uuid,
    },
    /// What is due, to be sent by who asks: nobody else is given it for a while. → `Orders`
    Take {
        /// At most so many, ≤ [`MAILS_MAX`].
        most: u16,
    },
    /// What became of it. → `Settled`
    Settle {
        /// Of each.
        outcomes: Vec<MailOutcome>,
    },
}

/// The answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "mail", content = "with", rename_all = "snake_case")]
pub enum MailReply {
    /// As it is from now on.
    Settings(MailSettings),
    /// To be sent.
    Orders {
        /// What.
        orders: Vec<MailOrder>,
        /// There are further ones.
        more: bool,
    },
    /// It is noted.
    Settled,
}

/// Up to where a conversation was looked at for a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MailTopic {
    /// The room.
    pub room: RoomId,
    /// The message its thread began with; 0: what is said in the room.
    pub root: Seq,
    /// The last message that was looked at.
    pub seq: Seq,
}

/// One mail to one person, as they may read it at this moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailOrder {
    /// To whom.
    pub user: UserId,
    /// What was looked at for it.
    pub topics: Vec<MailTopic>,
    /// How soon they want it, which the mail says.
    pub pace: MailPace,
    /// The tag of the language in which they are told.
    pub language: String,
    /// Who wrote and what is told.
    pub words: bool,
    /// What the link ends in by which they are told no more.
    pub link: Uuid,
    /// How often it was tried, this time included.
    pub tries: u16,
    /// What it is about, in the order in which it was said. At least one.
    pub conversations: Vec<MailConversation>,
}

/// A room, or a thread that is not in the room, with what is unread there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailConversation {
    /// The room.
    pub room: RoomId,
    /// The message its thread began with; 0: what is said in the room.
    pub root: Seq,
    /// The room is open to whom.
    pub kind: Kind,
    /// The name of the room; empty of a direct conversation.
    pub name: String,
    /// Its page.
    pub address: RoomAddress,
    /// Who is in a direct conversation besides them.
    pub others: Vec<UserId>,
    /// The first message, to which the mail leads.
    pub seq: Seq,
    /// How many there are.
    pub count: i64,
    /// The last of them; of all conversations of a mail at most [`MAIL_MESSAGES_MAX`].
    pub messages: Vec<MailMessage>,
}

/// A message in a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailMessage {
    /// Who said it.
    pub author: UserId,
    /// What they were called then.
    pub author_name: String,
    /// The first characters of what it was rendered to.
    pub html: String,
    /// How many files it has, where it has no words.
    pub files: i64,
}

/// What became of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailOutcome {
    /// To whom.
    pub user: UserId,
    /// What was looked at for it.
    pub topics: Vec<MailTopic>,
    /// What.
    pub mailed: Mailed,
}

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mailed {
    /// The server of mail has it.
    Sent,
    /// There was nothing to tell, or nobody who can be told.
    Dropped,
    /// The server would not have it: that counts.
    Bounced,
    /// Not now: to be looked at again.
    Later {
        /// After so many seconds.
        seconds: u32,
    },
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::room::notification::{Told, WhyNot};

    #[test]
    fn mail_waits_minutes_an_hour_or_until_the_next_morning_by_the_clock_on_the_wall() {
        let now = datetime!(2026-03-28 07:30 UTC);
        let zone = |name: &str| ZoneName::parse(name).ok();
        for (pace, zone, due) in [
            (MailPace::Never, None, None),
            (MailPace::Minutes, None, Some(datetime!(2026-03-28 07:40 UTC))),
            (MailPace::Hour, None, Some(datetime!(2026-03-28 08:30 UTC))),
            (MailPace::Daily, None, Some(datetime!(2026-03-28 08:00 UTC))),
            // It is half past eight there, and the clocks are put forward at night.
            (MailPace::Daily, zone("Europe/Berlin"), Some(datetime!(2026-03-29 06:00 UTC))),
            (MailPace::Daily, zone("America/New_York"), Some(datetime!(2026-03-28 12:00 UTC))),
        ] {
            assert_eq!(pace.due(now, zone.as_ref()), due, "{pace:?} {zone:?}");
        }
        let eight = datetime!(2026-03-28 08:00 UTC);
        assert_eq!(MailPace::Daily.due(eight, None), Some(eight + Duration::DAY), "not twice a morning");
    }

    #[test]
    fn what_is_for_somebody_by_name_and_direct_conversations_are_worth_a_mail() {
        for (why, in_room, in_direct) in [
            (Why::Mentioned, true, true),
            (Why::Direct, true, true),
            (Why::Thread, false, true),
            (Why::Keyword, false, false),
            (Why::Everything, false, false),
        ] {
            for told in [Told::Now, Told::Later, Told::Quiet] {
                let decision = Decision::Waits(why, told);
                let mailed = (decision.is_mailed(Kind::Private), decision.is_mailed(Kind::Direct));
                assert_eq!(mailed, (in_room, in_direct), "{why:?} {told:?}");
            }
        }
        assert!(WhyNot::all().all(|why_not| !Decision::Nothing(why_not).is_mailed(Kind::Direct)));
    }
}
