//! Reactions: which of those under a message are the reader's, the page to react without a script, and who reacted.

use std::collections::HashMap;

use proto::auth::{Emoji, EmojiList};
use proto::room::{Message, OwnReactions, Reactors, RoomView};
use proto::text::Reaction;
use proto::{PictureId, Seq, UserId};
use serde::Serialize;

use super::message::Drawn;
use super::{Page, Sidebar};
use crate::catalogue::Text;

/// So many people are called by name.
const NAMED: usize = 20;

/// So many characters of what was typed are given back.
const TYPED: usize = 64;

/// What is offered first: what most people mean.
const FREQUENT: [&str; 32] = [
    "👍", "❤️", "😂", "🎉", "🙏", "👀", "✅", "🙌", "👏", "🔥", "💯", "🚀", "😍", "😅", "😊", "🤔", "😮",
    "😢", "😎", "🤣", "👋", "💪", "🤝", "👌", "☕", "🍰", "🌻", "⭐", "❓", "❌", "➕", "👎",
];

/// Which reactions of a page are the reader's: of each message the events with which they came.
#[derive(Clone, Debug, Default)]
pub(super) struct Mine(HashMap<Seq, Vec<Seq>>);

impl Mine {
    pub(super) fn of(messages: &[Message], own: &[OwnReactions]) -> Self {
        let of = |OwnReactions { seq, mine }: &OwnReactions| {
            let message = messages.iter().find(|message| message.seq == *seq)?;
            let since =
                message.reactions.iter().filter(|one| mine.contains(&one.reaction)).map(|one| one.since);
            Some((*seq, since.collect()))
        };
        Self(own.iter().filter_map(of).collect())
    }

    /// These and those of further messages.
    pub(super) fn and(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    /// The drawing of a message, which is the same for everyone, with the reader's own standing out; none where none of them is
    /// theirs. In rendered HTML a `<` in the text is escaped, so these are tags.
    pub(super) fn fill(&self, seq: Seq, html: &str) -> Option<String> {
        let since = self.0.get(&seq)?;
        let press = |html: String, since: &Seq| {
            let chip = |name: &str, is: bool| {
                format!(
                    "<button class=\"reaction\" data-since=\"{since}\" name=\"{name}\" aria-pressed=\"{is}\""
                )
            };
            html.replace(&chip("react", false), &chip("unreact", true))
        };
        Some(since.iter().fold(html.to_owned(), press))
    }
}

/// `GET /r/{slug}/m/{seq}/react`, and its `POST` gone wrong: an emoji to choose, or a word.
#[derive(Clone, Debug, Serialize)]
pub struct ReactPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room.
    pub room: RoomView,
    /// Which message.
    pub seq: Seq,
    /// It, as it stands.
    message: Box<Drawn>,
    /// What they have reacted to it with.
    pub mine: Vec<String>,
    frequent: Vec<Frequent>,
    /// Those of the installation's own.
    custom: Vec<CustomEmoji>,
    /// As typed.
    pub typed: String,
    /// Why it was not done.
    pub error: Option<Text>,
}

#[derive(Clone, Debug, Serialize)]
struct CustomEmoji {
    name: String,
    picture: PictureId,
}

#[derive(Clone, Debug, Serialize)]
struct Frequent {
    emoji: &'static str,
    name: &'static str,
}

impl ReactPage {
    /// The page about this message.
    pub fn new(sidebar: Sidebar, room: RoomView, message: &Message, mine: Vec<String>) -> Self {
        let named = |emoji| Some(Frequent { emoji, name: Reaction::parse(emoji).ok()?.name()? });
        Self {
            sidebar,
            room,
            seq: message.seq,
            message: Box::new(Drawn::bare(message)),
            mine,
            frequent: FREQUENT.into_iter().filter_map(named).collect(),
            custom: Vec::new(),
            typed: String::new(),
            error: None,
        }
    }

    /// The same with emoji of the installation's own to choose from.
    #[must_use]
    pub fn offering(self, known: &EmojiList) -> Self {
        let one = |emoji: &Emoji| CustomEmoji { name: format!(":{}:", emoji.name), picture: emoji.picture };
        Self { custom: known.emoji.iter().map(one).collect(), ..self }
    }

    /// The same with what was typed, and why that was not done.
    #[must_use]
    pub fn refused(self, typed: &str, why: Text) -> Self {
        Self { typed: typed.chars().take(TYPED).collect(), error: Some(why), ..self }
    }
}

impl Page for ReactPage {
    const TEMPLATE: &'static str = "messages/react.html";
}

/// Who reacts to a message alike, as the component `Reactors` wants it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReactorsRow {
    /// The emoji, or the words.
    reaction: String,
    /// The reader is among them.
    me: bool,
    /// The others who are named, but for the last.
    names: Vec<String>,
    /// The last of them, where nobody is left out.
    last: Option<String>,
    /// How many are not named.
    others: u32,
}

impl ReactorsRow {
    /// As somebody sees it, with everyone called as `name` says; in the tone of skin they chose. Who has no name is counted.
    pub fn new(reactors: &Reactors, me: UserId, name: impl Fn(UserId) -> Option<String>) -> Self {
        let Reactors { reaction, count, people } = reactors;
        let is_me = people.iter().any(|(user, _)| *user == me);
        let called = |(user, chosen): &(UserId, String)| {
            let tone = if chosen == reaction { String::new() } else { format!(" {chosen}") };
            Some(format!("{}{tone}", name(*user)?))
        };
        let most = NAMED - usize::from(is_me);
        let mut names: Vec<String> =
            people.iter().filter(|(user, _)| *user != me).filter_map(called).take(most).collect();
        let named = u32::try_from(names.len() + usize::from(is_me)).unwrap_or(u32::MAX);
        let others = count.saturating_sub(named);
        let last = if others == 0 && named > 1 { names.pop() } else { None };
        Self { reaction: reaction.clone(), me: is_me, names, last, others }
    }
}

/// `GET /r/{slug}/m/{seq}/reactions`: who reacted to a message, and how.
#[derive(Clone, Debug, Serialize)]
pub struct ReactorsPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room.
    pub room: RoomView,
    /// Which message.
    pub seq: Seq,
    /// Each reaction, the oldest first.
    pub reactions: Vec<ReactorsRow>,
}

impl Page for ReactorsPage {
    const TEMPLATE: &'static str = "messages/reactions.html";
}

/// The same of one reaction, and nothing around it: what is shown above a chip.
#[derive(Clone, Debug, Serialize)]
pub struct ReactorsPart {
    /// One, or none.
    pub reactions: Vec<ReactorsRow>,
}

impl Page for ReactorsPart {
    const TEMPLATE: &'static str = "messages/reactors.html";
}

/// `GET /picker`: what a script shows all emoji in.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PickerPart {}

impl Page for PickerPart {
    const TEMPLATE: &'static str = "messages/picker.html";
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn user(n: u128) -> UserId {
        UserId(Uuid::from_u128(n))
    }

    fn row(count: u32, people: &[(u128, &str)]) -> ReactorsRow {
        let people = people.iter().map(|(n, chosen)| (user(*n), (*chosen).to_owned())).collect();
        let reactors = Reactors { reaction: "👍".into(), count, people };
        ReactorsRow::new(&reactors, user(1), |user| {
            (user.0.as_u128() < 100).then(|| format!("P{}", user.0.as_u128()))
        })
    }

    #[test]
    fn oneself_is_named_first_and_who_is_not_named_is_counted() {
        let said = |row: ReactorsRow| (row.me, row.names.join(" "), row.last, row.others);
        assert_eq!(said(row(1, &[(1, "👍")])), (true, String::new(), None, 0));
        assert_eq!(said(row(1, &[(2, "👍🏽")])), (false, "P2 👍🏽".into(), None, 0));
        assert_eq!(
            said(row(3, &[(1, "👍"), (2, "👍"), (3, "👍")])),
            (true, "P2".into(), Some("P3".into()), 0)
        );
        assert_eq!(said(row(9, &[(2, "👍"), (3, "👍")])), (false, "P2 P3".into(), None, 7));
        assert_eq!(said(row(2, &[(2, "👍"), (200, "👍")])), (false, "P2".into(), None, 1), "without a name");
        let many: Vec<_> = (1..=20).map(|n| (n, "👍")).collect();
        let (me, names, last, others) = said(row(1_000, &many));
        assert_eq!((me, names.split(' ').count(), last, others), (true, 19, None, 980));
    }
}
