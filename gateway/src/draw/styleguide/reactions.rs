//! The screens about reactions: under messages, to choose from, and who reacted.

use proto::room::{Edge, Message, OrgRole, OwnReactions, Page as Stretch, ReactionCount, Reactors};

use super::people::{ingrid, maximiliane, nadia, rosa, taro, tomas};
use super::rooms::{mine, session, view};
use super::talk::{conversation, said};
use super::{Screen, inside};
use crate::draw::{Composer, ReactPage, ReactorsPage, ReactorsRow, RoomPage, Sidebar};

pub(super) const SCREENS: [Screen; 4] = [
    ("room_reactions", |renderer| renderer.page(&room())),
    ("message_react", |renderer| renderer.page(&react())),
    ("message_react_wrong", |renderer| {
        renderer.page(&react().refused("👍👍", proto::Reason::NoSuchEmoji.into()))
    }),
    ("message_reactions", |renderer| renderer.page(&reactors())),
];

/// Of every number, with words of several scripts, some of them mine.
fn room() -> RoomPage {
    let mut messages = conversation();
    reacted(&mut messages[0], &[("👍", 6), ("🎉", 1)]);
    reacted(&mut messages[3], &[("😂", 1_204), ("bring sunscreen!", 2), ("الساعة السادسة", 1), ("❤️", 12)]);
    let many: Vec<String> = (0..50).map(|n| format!("option no. {n}")).collect();
    let many: Vec<(&str, u32)> = many.iter().map(|one| (&**one, 3)).collect();
    reacted(&mut messages[5], &many);
    reacted(&mut messages[7], &[("🙏", 1)]);
    let own = vec![
        OwnReactions { seq: 1, mine: vec!["👍".into()] },
        OwnReactions { seq: 4, mine: vec!["bring sunscreen!".into()] },
    ];
    let sidebar = Sidebar::new(&ingrid(), &mine(), Some(view().room));
    let stretch = Stretch {
        head: 11,
        messages,
        mine: own,
        lines: Vec::new(),
        more: Edge::default(),
        following: Vec::new(),
    };
    RoomPage::new(&session(OrgRole::Member), sidebar, view(), &stretch, Composer::fresh(), Vec::new())
}

fn reacted(message: &mut Message, with: &[(&str, u32)]) {
    let count = |(since, (reaction, count)): (i64, &(&str, u32))| ReactionCount {
        reaction: (*reaction).to_owned(),
        count: *count,
        since,
    };
    message.reactions = (100..).zip(with).map(count).collect();
}

fn react() -> ReactPage {
    let message = said(9, &rosa(), -8, "<p>And the long cable.</p>");
    ReactPage::new(inside(&mine()), view(), &message, vec!["👍".into(), "on my way".into()])
}

fn reactors() -> ReactorsPage {
    let people = [ingrid(), rosa(), tomas(), nadia(), maximiliane(), taro()];
    let of = |reaction: &str, count: u32, some: &[usize]| {
        let people = some.iter().map(|n| (people[*n].id, reaction.to_owned())).collect();
        Reactors { reaction: reaction.to_owned(), count, people }
    };
    let all = [of("👍", 3, &[0, 1, 2]), of("bring sunscreen!", 1, &[3]), of("🎉", 1_204, &[0, 3, 4, 5])];
    let name =
        |user| people.iter().find(|person| person.id == user).map(|person| person.display_name.clone());
    let reactions = all.iter().map(|one| ReactorsRow::new(one, ingrid().id, name)).collect();
    ReactorsPage { sidebar: inside(&mine()), room: view(), seq: 9, reactions }
}
