//! What waits for somebody, the latest first, each with why; and what of it they put away.

use std::collections::HashMap;

use proto::auth::Person;
use proto::room::notification::Why;
use proto::room::{Excerpt, Inbox, InboxItem, InboxPart, Kind, MyRoom};
use proto::{At, Nonce, RoomId, Seq, UserId};
use serde::Serialize;
use time::format_description::well_known::Rfc3339;

use super::home::Said;
use super::when::iso;
use super::{Page, Sidebar};
use crate::catalogue::Text;

/// What of it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InboxShown {
    /// All that waits.
    All,
    /// What waits for one reason.
    Because(Why),
    /// What was put away.
    Away(InboxPart),
}

/// `GET /inbox`
#[derive(Clone, Debug, Serialize)]
pub struct InboxPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// Which of them are shown, as addresses spell it.
    pub show: &'static str,
    /// They wait: they are not put away.
    pub waiting: bool,
    /// What is shown, the latest first.
    pub rows: Vec<InboxRow>,
    /// What of those that wait can be shown, and how many there are.
    pub tabs: Vec<InboxTab>,
    /// When the latest of them was said.
    pub said_until: String,
    /// Where the list goes on.
    pub next: Option<u32>,
    /// What was put away a moment ago, to be brought back.
    pub undo: Option<Undo>,
    /// Why something was not done.
    pub error: Option<Text>,
}

/// A part of the list that has an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InboxTab {
    name: &'static str,
    count: i64,
}

/// One conversation.
#[derive(Clone, Debug, Serialize)]
pub struct InboxRow {
    /// Its room.
    pub room: RoomId,
    /// What that is called.
    pub name: String,
    /// The message that its thread began with; 0: the room itself.
    pub root: Seq,
    /// Where the row leads.
    pub address: String,
    /// Where the message is.
    pub message: String,
    /// Why it is there.
    pub why: &'static str,
    /// The keyword that calls.
    pub keyword: String,
    /// How many messages call.
    pub count: i64,
    /// The one that is shown.
    pub said: Said,
    /// What its thread is about.
    pub about: Option<Said>,
    /// What is put away is put away up to here.
    pub upto: Seq,
    /// When it waits again.
    pub until: Option<String>,
    /// Where what is said to it goes: into its thread, as an answer to the message into the room, or into the conversation.
    pub reply: String,
    /// The message that an answer names; 0: none.
    pub answers: Seq,
    /// Of the form.
    pub nonce: Nonce,
}

/// What brings a conversation back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Undo {
    /// Its room.
    pub room: RoomId,
    /// The message that its thread began with; 0: the room itself.
    pub root: Seq,
}

/// What the page is made of.
#[derive(Clone, Copy, Debug)]
pub struct InboxParts<'a> {
    /// The rooms of who looks.
    pub rooms: &'a [MyRoom],
    /// What waits in them, or was put away.
    pub inbox: &'a Inbox,
    /// People, as far as they are known.
    pub people: &'a HashMap<UserId, Person>,
    /// The present moment.
    pub now: At,
}

const ALL: &str = "all";

impl InboxShown {
    /// By its name in addresses; of an unknown one all.
    pub fn named(name: &str) -> Self {
        let why = Why::all().find(|why| <&str>::from(*why) == name).map(Self::Because);
        let away = InboxPart::all().find(|part| *part != InboxPart::Waiting && part.as_str() == name);
        why.or(away.map(Self::Away)).unwrap_or(Self::All)
    }

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => ALL,
            Self::Because(why) => why.into(),
            Self::Away(part) => part.as_str(),
        }
    }

    /// Which part of the list it is of.
    pub fn part(self) -> InboxPart {
        if let Self::Away(part) = self { part } else { InboxPart::Waiting }
    }

    /// For which reason.
    pub fn why(self) -> Option<Why> {
        if let Self::Because(why) = self { Some(why) } else { None }
    }

    /// Its address, with this in its query.
    pub fn address_with(self, query: &str) -> String {
        let show = if self == Self::All { String::new() } else { format!("show={}", self.name()) };
        let parts: Vec<&str> = [&*show, query].into_iter().filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { "/inbox".to_owned() } else { format!("/inbox?{}", parts.join("&")) }
    }
}

impl InboxPage {
    /// A part of it.
    pub fn new(sidebar: Sidebar, shown: InboxShown, parts: &InboxParts<'_>) -> Self {
        let waiting = shown.part() == InboxPart::Waiting;
        let rows = parts.inbox.items.iter().filter_map(|item| parts.row(item, &sidebar)).collect();
        Self {
            show: shown.name(),
            waiting,
            rows,
            tabs: if waiting { tabs(&parts.inbox.counts) } else { Vec::new() },
            said_until: parts.inbox.items.first().map(|item| whole(item.said.at)).unwrap_or_default(),
            next: None,
            undo: None,
            error: None,
            sidebar,
        }
    }
}

/// All, and each reason there is.
fn tabs(counts: &[(Why, i64)]) -> Vec<InboxTab> {
    let all = InboxTab { name: ALL, count: counts.iter().map(|(_, count)| count).sum() };
    let each = counts.iter().map(|(why, count)| InboxTab { name: (*why).into(), count: *count });
    std::iter::once(all).chain(each).collect()
}

impl InboxParts<'_> {
    /// None of a room that they were taken out of meanwhile.
    fn row(&self, item: &InboxItem, sidebar: &Sidebar) -> Option<InboxRow> {
        let room = self.rooms.iter().find(|room| room.room == item.room)?;
        let said =
            |said: &Excerpt| Said::of(said, self.people, sidebar.me.id, self.now).hiding(&sidebar.blocked);
        let message = format!("{}/m/{}", room.address, item.said.seq);
        let root = item.root.as_ref().map_or(0, |root| root.seq);
        let address = match item.why {
            _ if root > 0 => format!("{}/t/{root}", room.address),
            // A room opens where reading stopped.
            Why::Direct | Why::Everything => room.address.to_string(),
            Why::Mentioned | Why::Thread | Why::Keyword => format!("{message}#m-{}", item.said.seq),
        };
        let is_direct = room.kind == Kind::Direct;
        let (reply, answers) = match root {
            0 if is_direct => (format!("{}/messages", room.address), 0),
            0 => (format!("{message}/reply"), item.said.seq),
            root => (format!("{}/t/{root}", room.address), 0),
        };
        Some(InboxRow {
            room: room.room,
            // A conversation is called like the others in it, who are named in the sentence.
            name: if is_direct { String::new() } else { room.name.clone() },
            root,
            address,
            message,
            why: item.why.into(),
            keyword: item.keyword.clone().unwrap_or_default(),
            count: item.count.max(1),
            said: said(&item.said),
            about: item.root.as_ref().map(said),
            upto: item.upto,
            until: item.until.map(iso),
            reply,
            answers,
            nonce: Nonce::new(),
        })
    }
}

impl Page for InboxPage {
    const TEMPLATE: &'static str = "inbox/inbox.html";
}

/// A moment as exactly as it is known: what was said then is among what was said until then.
fn whole(at: At) -> String {
    at.format(&Rfc3339).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_the_inbox_has_an_address_that_leads_there() {
        let all = Why::all().map(InboxShown::Because);
        let away = [InboxPart::Snoozed, InboxPart::Done].map(InboxShown::Away);
        for shown in all.chain(away).chain([InboxShown::All]) {
            assert_eq!(InboxShown::named(shown.name()), shown);
        }
        assert_eq!(InboxShown::named("waiting"), InboxShown::All);
        assert_eq!(InboxShown::named("no such part"), InboxShown::All);
        assert_eq!(InboxShown::All.address_with(""), "/inbox");
        assert_eq!(InboxShown::Because(Why::Thread).address_with("undo=1"), "/inbox?show=thread&undo=1");
    }
}
