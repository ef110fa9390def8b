//! What is offered to be done to messages: what the permission table allows whoever looks. A row is the same for everyone, so
//! the page says what is offered, and the script finds for each row what of it fits; where there is no script, the page of one
//! message draws the same.

use proto::auth::Session;
use proto::room::Listed;
use proto::room::permissions::{Asker, row};
use proto::room::{ActionKind, Authority, MessageList, RoomSettings, RoomView};
use serde::Serialize;

use crate::draw::body_controls::Task;
use crate::draw::message::Drawn;

/// No action of its own: what is posted says what it answers.
const REPLY: &str = "reply";
/// The same: leads to the thread of a message.
const THREAD: &str = "thread";
/// Not an action of the room's: where one has read up to is one's own.
const UNREAD: &str = "unread";

/// The same: what somebody saves is on their own list. Whether it is there, the page or script that offers it finds out.
const SAVE: &str = "save";
const UNSAVE: &str = "unsave";
/// Why one is told of it, or not: a page.
const WHY: &str = "why";

/// The same: a report is no event, and concerns nobody in the room.
const REPORT: &str = "report";

/// An action on messages, and on which of them it is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// Its name, as addresses, frames and the catalogue have it.
    pub action: &'static str,
    /// Only on one's own.
    pub own: bool,
    /// Only on others'.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub others: bool,
    /// Only on messages that are in this list of the room's, or are not.
    pub list: Option<InList>,
    /// It has a page of its own, which asks for words or whether one is sure.
    pub asks: bool,
}

/// Whether a message has to be in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct InList {
    /// Which list.
    pub name: MessageList,
    /// It has to be in it; else, it must not be.
    pub has: bool,
}

/// What is offered to somebody in a room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Offers(Vec<Offer>);

/// What there is to be done to messages, in the order in which it is offered.
pub(in crate::draw) fn all() -> impl Iterator<Item = &'static str> {
    [REPLY, THREAD]
        .into_iter()
        .chain(on_messages().map(ActionKind::as_str))
        .chain([UNREAD, SAVE, UNSAVE, REPORT, WHY])
}

fn on_messages() -> impl Iterator<Item = ActionKind> {
    // A reaction is taken back where it stands.
    ActionKind::all().filter(|action| row(*action).message.is_some() && *action != ActionKind::Unreact)
}

impl Offers {
    /// To this session, in this room.
    pub fn of(session: &Session, room: &RoomView) -> Self {
        let asker = Asker::viewing(session.org_role, room);
        let offers =
            on_messages().filter(|action| asker.may(*action)).map(|action| Offer::of(&asker, action));
        let plain = |action, asks| Offer { action, own: false, others: false, list: None, asks };
        let reply = asker.may(ActionKind::Post).then_some(plain(REPLY, true));
        let thread = asker.may(ActionKind::PostInThread).then_some(plain(THREAD, true));
        let unread = asker.is_inside().then_some(plain(UNREAD, false));
        let report = Offer { others: true, ..plain(REPORT, true) };
        let rest = [plain(SAVE, true), report, plain(WHY, true)];
        Self(reply.into_iter().chain(thread).chain(offers).chain(unread).chain(rest).collect())
    }

    /// What of it fits a message that is there.
    #[must_use]
    pub fn on(&self, is_own: bool, seq: proto::Seq, settings: &RoomSettings) -> Self {
        let fits = |list: InList| settings.list(list.name).contains(&seq) == list.has;
        let offers = self
            .0
            .iter()
            .filter(|offer| (if is_own { !offer.others } else { !offer.own }) && offer.list.is_none_or(fits));
        Self(offers.copied().collect())
    }

    /// What of it is done to what is said in a thread.
    #[must_use]
    pub fn in_thread(&self) -> Self {
        let fits = |offer: &&Offer| ![REPLY, THREAD, UNREAD].contains(&offer.action);
        Self(self.0.iter().filter(fits).copied().collect())
    }

    /// What of it takes messages out of this list.
    #[must_use]
    pub fn out_of(&self, list: MessageList) -> Self {
        let takes_out = |offer: &&Offer| offer.list == Some(InList { name: list, has: true });
        Self(self.0.iter().filter(takes_out).copied().collect())
    }
}

impl Offer {
    fn of(asker: &Asker, action: ActionKind) -> Self {
        let list = row(action).message.and_then(|message| message.list);
        Self {
            action: action.as_str(),
            others: false,
            own: asker.check_author(Authority::Member, action, false).is_err(),
            list: list.map(|(name, listed)| InList { name, has: listed == Listed::Out }),
            asks: matches!(action, ActionKind::Edit | ActionKind::Delete | ActionKind::React),
        }
    }
}

/// Previews are taken away where there are some.
fn fits(offer: &Offer, message: &Drawn) -> bool {
    offer.action != ActionKind::RemovePreviews.as_str() || message.has_previews()
}

/// What may be done to the one message a page is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chosen {
    /// Which.
    pub seq: proto::Seq,
    /// What is offered.
    pub offers: Offers,
    /// The event that it was drawn after.
    pub rev: proto::Seq,
    /// Its boxes, for who may change it to tick.
    pub tasks: Vec<Task>,
}

impl Chosen {
    /// Of this message.
    pub(super) fn new(offers: &Offers, session: &Session, room: &RoomView, message: &Drawn) -> Self {
        let seq = message.seq();
        let offers = offers.on(message.author() == session.person.id, seq, &room.settings);
        let offers = Offers(offers.0.into_iter().filter(|offer| fits(offer, message)).collect());
        let edits = offers.0.iter().any(|offer| offer.action == ActionKind::Edit.as_str());
        let tasks = if edits { message.tasks() } else { Vec::new() };
        Self { seq, rev: message.rev(), offers, tasks }
    }
}
