//! The page on which somebody chooses what they are told, and when.

use proto::auth::{Quiet, QuietHours};
use proto::room::{Device, Level, MailPace, MailSettings};
use proto::{At, SessionId};
use serde::Serialize;
use uuid::Uuid;

use super::device::device;
use super::when::ago;
use super::{Errors, LocalTime, Page, ShownQuiet, Sidebar};
use crate::catalogue::Text;

/// From Monday to Friday, in the evening and at night: what is offered to whoever has no hours yet.
const OFFERED: (u16, u16, u8) = (20 * 60, 7 * 60 + 30, 0b1_1111);

/// `GET /settings/notifications`, and its forms gone wrong.
#[derive(Clone, Debug, Serialize)]
pub struct NotificationsPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// What of rooms with a name they are told about, where they chose nothing for one; empty: as it is for everyone.
    pub level: &'static str,
    /// What it is for everyone.
    pub for_everyone: Level,
    /// Words that call them.
    pub keywords: Vec<String>,
    /// Another, as typed.
    pub keyword: String,
    /// They are not to be disturbed now.
    pub quiet: Option<ShownQuiet>,
    /// A moment was chosen until which they are not to be, and it has not passed.
    pub paused: bool,
    /// How long they are not to be, as chosen: `half_hour`, `hour`, `tomorrow` or `date`.
    pub pause: String,
    /// The day, where one is chosen.
    pub day: String,
    /// The hours that come again.
    pub hours: HoursForm,
    /// The zone by whose clock all this goes, and the time there.
    pub zone: LocalTime,
    /// The key that browsers hand to their push services; none: no device is told while no page is open there.
    pub push_key: Option<String>,
    /// Devices that are told, those used last first.
    pub devices: Vec<DeviceRow>,
    /// What they are told by mail; none: no mail is sent here.
    pub mail: Option<MailForm>,
    /// A sentence above the forms that is no error.
    pub notice: Option<Text>,
    /// What was wrong; fields `keyword`, `pause`, `day`, `hours`.
    pub errors: Errors,
}

/// A device that is told while no page is open there.
#[derive(Clone, Debug, Serialize)]
pub struct DeviceRow {
    /// Which.
    pub id: Uuid,
    /// "Firefox on Linux".
    pub device: Text,
    /// What the browser calls itself.
    pub agent: String,
    /// "12 minutes ago": when something was delivered last.
    pub used: Text,
    /// It is the one that looks.
    pub this: bool,
}

impl DeviceRow {
    /// A device as it is listed for its person, who looks with session `this`.
    pub fn of(found: &Device, this: SessionId, now: At) -> Self {
        Self {
            id: found.id,
            device: device(&found.agent),
            agent: found.agent.clone(),
            used: ago(found.used_at, now),
            this: found.session == this,
        }
    }
}

/// What somebody is told by mail, as a form has it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct MailForm {
    /// Their address is confirmed: nothing is mailed to another.
    pub confirmed: bool,
    /// How soon: `never`, `minutes`, `hour` or `daily`.
    pub pace: &'static str,
    /// Who wrote and what is told.
    pub words: bool,
    /// Too many mails came back.
    pub paused: bool,
}

impl MailForm {
    /// As somebody has it. Who chose nothing yet is offered words.
    pub fn of(settings: MailSettings, confirmed: bool) -> Self {
        let MailSettings { pace, words, paused } = settings;
        let words = words || pace == MailPace::Never;
        Self { confirmed, pace: pace.as_str(), words, paused }
    }
}

/// Hours as a form has them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HoursForm {
    /// They are kept.
    pub on: bool,
    /// When they begin, as `20:00`.
    pub from: String,
    /// When they end.
    pub to: String,
    /// On which days they begin, Monday first.
    pub days: [bool; 7],
}

impl HoursForm {
    /// The hours that somebody keeps; without any, some to begin with.
    pub fn of(quiet: Option<&Quiet>) -> Self {
        let kept = quiet.and_then(|quiet| quiet.hours);
        let offered = QuietHours { from: OFFERED.0, to: OFFERED.1, days: OFFERED.2 };
        let hours = kept.unwrap_or(offered);
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        Self {
            on: kept.is_some(),
            from: clock(hours.from),
            to: clock(hours.to),
            days: std::array::from_fn(|day| hours.days >> day & 1 == 1),
        }
    }
}

impl Page for NotificationsPage {
    const TEMPLATE: &'static str = "people/notifications.html";
}
