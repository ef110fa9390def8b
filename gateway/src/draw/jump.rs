//! Going somewhere by a few letters of its name.

use std::cmp::Reverse;

use proto::auth::Person;
use proto::room::{Kind, Listing, MyRoom};
use proto::text::search_key;
use serde::Serialize;

use super::home::Named;
use super::{Page, Sidebar};
use crate::catalogue::{Language, Text};

/// So many rooms, and so many people, are shown.
const OFFERED: usize = 8;

/// `GET /jump`
#[derive(Clone, Debug, Serialize)]
pub struct JumpPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// What is looked for; empty: where something happened last.
    pub search: String,
    /// Rooms with a name that fit, the likeliest first.
    pub rooms: Vec<Place>,
    /// Direct conversations that do.
    pub direct: Vec<Place>,
    /// People who do.
    pub people: Vec<Named>,
    /// What can be done from anywhere.
    pub commands: Vec<JumpCommand>,
}

/// Something to be done, which has a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JumpCommand {
    address: &'static str,
    icon: &'static str,
    name: Text,
    /// The page is shown over the one that is there.
    dialog: bool,
}

impl JumpCommand {
    /// What anybody can do, and what only those who make rooms can.
    fn all(creates: bool) -> Vec<Self> {
        let command = |address, icon, name, dialog| Self { address, icon, name, dialog };
        let mut all = vec![
            command("/d/new", "message", Text::new("direct-new"), true),
            command("/inbox", "inbox", Text::new("inbox"), false),
            command("/unread", "unread", Text::new("unread-all"), false),
            command("/threads", "thread", Text::new("threads"), false),
            command("/saved", "save", Text::new("saved"), false),
            command("/keys", "key", Text::new("keys"), true),
            command("/settings", "person", Text::new("settings"), false),
        ];
        if creates {
            all.insert(0, command("/rooms/new", "plus", Text::new("new-room"), true));
            all.push(command("/rooms", "compass", Text::new("browse-rooms"), false));
        }
        all
    }
}

/// A room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Its address.
    pub address: String,
    /// Its name.
    pub name: String,
    /// Only members know of it.
    pub private: bool,
    /// A direct conversation.
    pub direct: bool,
    /// How many are in it, where that was asked.
    pub members: Option<i64>,
    /// Messages not read yet.
    pub unread: i64,
    /// Unread mentions of who looks.
    pub mentions: i64,
}

impl JumpPage {
    /// What fits: one's own rooms, public ones that were found, and people.
    pub fn new(
        sidebar: Sidebar,
        search: &str,
        mine: &[MyRoom],
        found: &[Listing],
        people: &[Person],
        language: Language,
    ) -> Self {
        let (direct, named): (Vec<&MyRoom>, Vec<&MyRoom>) =
            mine.iter().partition(|room| room.kind == Kind::Direct);
        Self {
            search: search.to_owned(),
            rooms: places(search, &named, found),
            direct: places(search, &direct, &[]),
            commands: commands(search, sidebar.creates, language),
            people: people.iter().take(OFFERED).map(Named::from).collect(),
            sidebar,
        }
    }
}

/// Those whose names fit, as the reader knows them.
fn commands(search: &str, creates: bool, language: Language) -> Vec<JumpCommand> {
    let sought = search_key(search);
    let fits = |command: &JumpCommand| fit(&search_key(&language.catalogue().say(&command.name)), &sought);
    let mut fitting: Vec<(u8, JumpCommand)> = JumpCommand::all(creates)
        .into_iter()
        .filter_map(|command| Some((fits(&command)?, command)))
        .collect();
    fitting.sort_by_key(|(fit, _)| *fit);
    fitting.into_iter().map(|(_, command)| command).collect()
}

/// Of one's own rooms those that fit, the last active first among those that fit as well; and then those found beside.
fn places(search: &str, mine: &[&MyRoom], found: &[Listing]) -> Vec<Place> {
    let sought = search_key(search);
    let mut fitting: Vec<(u8, &MyRoom)> =
        mine.iter().filter_map(|&room| Some((fit(&search_key(&room.name), &sought)?, room))).collect();
    // With a word, what was taken off the list is found too.
    fitting.retain(|(_, room)| !sought.is_empty() || room.is_listed());
    fitting.sort_by_key(|(fit, room)| (*fit, Reverse(room.active_at)));
    let members =
        |room: &MyRoom| found.iter().find(|other| other.room == room.room).map(|other| other.members);
    let own = fitting.into_iter().map(|(_, room)| Place {
        address: room.address.to_string(),
        name: room.name.clone(),
        private: room.kind == Kind::Private,
        direct: room.kind == Kind::Direct,
        members: members(room),
        unread: unread(room),
        mentions: if room.kind == Kind::Direct { room.open() } else { room.mentions },
    });
    let others = found.iter().filter(|room| !room.mine).map(|room| Place {
        address: format!("/r/{}", room.slug),
        name: room.name.clone(),
        private: room.kind == Kind::Private,
        direct: false,
        members: Some(room.members),
        unread: 0,
        mentions: 0,
    });
    own.chain(others).take(OFFERED).collect()
}

/// Messages not read yet.
fn unread(room: &MyRoom) -> i64 {
    (room.last_msg - room.read_msg).max(0)
}

/// How well a name fits: 0 begins so, 1 a word of it does, 2 it stands inside, 3 its letters come in this order.
/// `static/js/models/fuzzy.js` has the same rule.
fn fit(key: &str, sought: &str) -> Option<u8> {
    if key.starts_with(sought) {
        return Some(0);
    }
    if key.contains(sought) {
        let mut words = key.split(|c: char| !c.is_alphanumeric());
        return Some(if words.any(|word| word.starts_with(sought)) { 1 } else { 2 });
    }
    let mut letters = key.chars();
    sought.chars().all(|letter| letters.any(|other| other == letter)).then_some(3)
}

impl Page for JumpPage {
    const TEMPLATE: &'static str = "rooms/jump.html";
}

#[cfg(test)]
mod tests {
    use proto::text::Slug;

    use super::*;
    use crate::draw::styleguide::my_room;

    #[test]
    fn what_begins_so_fits_best_then_a_word_then_a_part_then_letters_in_order() {
        let fits = |name: &str, typed: &str| fit(&search_key(name), &search_key(typed));
        let names = ["harbour", "summer harvest", "Priya Sharma", "hot air", "tea"];
        assert_eq!(names.map(|name| fits(name, "HAR")), [Some(0), Some(1), Some(2), Some(3), None]);
        assert_eq!(fits("Tomáš Krejčí", "krejc"), Some(1));
        assert_eq!(fits("日本語クラブ", "クラブ"), Some(2));
        assert_eq!(fits("anything", ""), Some(0));
    }

    #[test]
    fn one_s_own_rooms_come_first_and_nothing_twice() {
        let mine = [my_room("a", "Boat house", 2), my_room("b", "House", 0), my_room("c", "Tea", 0)];
        let listing = |room: &MyRoom, mine| Listing {
            room: room.room,
            slug: Slug::parse(&room.address.last()).expect("a slug"),
            name: room.name.clone(),
            topic: String::new(),
            kind: Kind::Public,
            members: 4,
            mine,
            active_at: room.active_at,
        };
        let other = my_room("d", "House rules", 0);
        let own: Vec<&MyRoom> = mine.iter().collect();
        let places = places("hou", &own, &[listing(&other, false), listing(&mine[1], true)]);
        let shown: Vec<_> = places.iter().map(|place| (&*place.name, place.members, place.unread)).collect();
        assert_eq!(shown, [("House", Some(4), 0), ("Boat house", None, 2), ("House rules", Some(4), 0)]);
    }

    #[test]
    fn what_can_be_done_is_found_by_what_the_reader_calls_it() {
        let found = |typed: &str, creates, language| {
            let commands = commands(typed, creates, language);
            commands.into_iter().map(|command| command.address).collect::<Vec<_>>()
        };
        assert_eq!(found("new", true, Language::English), ["/rooms/new", "/d/new"]);
        assert_eq!(found("new", false, Language::English), ["/d/new"], "guests make no rooms");
        assert_eq!(found("EINST", true, Language::German), ["/settings"]);
        assert_eq!(found("zzz", true, Language::French), [] as [&str; 0]);
    }
}
