//! What few appends change besides: words, mentions, reactions, memberships, rooms. Of each, how the order leaves it.

mod reactions;

use std::collections::{BTreeMap, BTreeSet};

use proto::room::{About, Fact, Message, Previews, RoomSetting, RoomSettings};
use proto::text::{RoomName, Slug};
use proto::{FileId, Seq, UserId};
use serde::Serialize;

use self::reactions::{Count, Reaction, Reactions};
use super::columns::placed;
use super::threads::{ThreadRow, Threads, aside_in};
use crate::render;
use crate::room::{Change, Draft, Order};

/// `p_rest`. What is empty is left out.
#[derive(Debug, Default, Serialize)]
pub(super) struct Rest<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    messages: Vec<Placed<Words<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mentions: Vec<Placed<Mentions<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reactions: Vec<Placed<Reaction<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reaction_counts: Vec<Placed<Count<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    members: Vec<Placed<Member>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    spoke: Vec<Placed<Spoke>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rooms: Vec<Placed<Settings<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    threads: Vec<Placed<ThreadRow<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    files: Vec<Placed<Files>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    previews: Vec<Placed<PreviewsRow<'a>>>,
}

/// Something of the room at this place in the call.
#[derive(Debug, Serialize)]
struct Placed<T> {
    place: i32,
    #[serde(flatten)]
    what: T,
}

/// A message whose words have changed.
#[derive(Clone, Debug, Serialize)]
struct Words<'a> {
    seq: Seq,
    rev: Seq,
    body: &'a str,
    html: &'a str,
    renderer: i32,
    edited: bool,
    deleted: bool,
    /// What it said before is kept.
    keep: bool,
    /// The files that are left.
    files: Vec<FileId>,
    /// What is left of what it shows of its links.
    previews: Option<&'a Previews>,
}

/// What a message shows of its links.
#[derive(Clone, Copy, Debug, Serialize)]
struct PreviewsRow<'a> {
    seq: Seq,
    rev: Seq,
    previews: &'a Previews,
}

/// Whom a message mentions.
#[derive(Clone, Copy, Debug, Serialize)]
struct Mentions<'a> {
    seq: Seq,
    users: &'a [UserId],
    /// It may have mentioned others before.
    again: bool,
    /// It is read in this thread, not in the room.
    root: Option<Seq>,
}

/// The files of a message, in their order.
#[derive(Debug, Serialize)]
struct Files {
    seq: Seq,
    ids: Vec<FileId>,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Member {
    member: UserId,
    #[serde(flatten)]
    row: crate::room::Member,
}

/// Who has said something in slow mode.
#[derive(Clone, Copy, Debug, Serialize)]
struct Spoke {
    member: UserId,
}

/// What a room is called and about, and whether anything may happen there.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(default)]
struct Settings<'a> {
    topic: Option<&'a str>,
    name: Option<&'a str>,
    name_key: Option<String>,
    slug: Option<&'a Slug>,
    archived: Option<bool>,
    deleted: bool,
    /// What messages said before is kept no longer.
    forget: bool,
    settings: Option<&'a RoomSettings>,
}

/// What one order leaves, by what it is about.
#[derive(Default)]
struct OfOne<'a> {
    messages: BTreeMap<Seq, Words<'a>>,
    mentions: BTreeMap<Seq, Mentions<'a>>,
    reactions: Reactions<'a>,
    members: BTreeMap<UserId, Member>,
    spoke: BTreeSet<UserId>,
    room: Settings<'a>,
    threads: Threads<'a>,
    files: Vec<Files>,
    previews: BTreeMap<Seq, PreviewsRow<'a>>,
}

impl<'a> Rest<'a> {
    /// None: these orders change nothing of the kind.
    pub(super) fn of(orders: &[&'a Order]) -> Option<Self> {
        let mut rest = Self::default();
        for (place, order) in placed(orders) {
            let mut one = OfOne::default();
            one.room.settings = order.settings.as_ref();
            for draft in &order.drafts {
                one.take(draft);
            }
            rest.messages.extend(one.messages.into_values().map(|what| Placed { place, what }));
            rest.mentions.extend(one.mentions.into_values().map(|what| Placed { place, what }));
            let (reactions, counts) = one.reactions.into_parts();
            rest.reactions.extend(reactions.map(|what| Placed { place, what }));
            rest.reaction_counts.extend(counts.map(|what| Placed { place, what }));
            rest.members.extend(one.members.into_values().map(|what| Placed { place, what }));
            let spoke = one.spoke.into_iter().map(|member| Spoke { member });
            rest.spoke.extend(spoke.map(|what| Placed { place, what }));
            rest.threads.extend(one.threads.into_rows().map(|what| Placed { place, what }));
            rest.files.extend(one.files.into_iter().map(|what| Placed { place, what }));
            rest.previews.extend(one.previews.into_values().map(|what| Placed { place, what }));
            if one.room != Settings::default() {
                rest.rooms.push(Placed { place, what: one.room });
            }
        }
        let Self {
            messages,
            mentions,
            reactions,
            reaction_counts: _,
            members,
            spoke,
            rooms,
            threads,
            files,
            previews,
        } = &rest;
        let is_empty = messages.is_empty() && mentions.is_empty() && reactions.is_empty() && files.is_empty();
        (!(is_empty
            && previews.is_empty()
            && members.is_empty()
            && spoke.is_empty()
            && rooms.is_empty()
            && threads.is_empty()))
        .then_some(rest)
    }
}

impl<'a> OfOne<'a> {
    /// What is later in an order stays.
    fn take(&mut self, draft: &'a Draft) {
        let fact = &draft.event.fact;
        match fact.about() {
            About::Message => self.take_message(draft),
            About::Reactions => self.reactions.take(&draft.event),
            About::Previews => self.take_previews(draft),
            About::Settings => self.take_settings(fact),
            About::Membership | About::Voice | About::Nothing => {}
        }
        if *fact == Fact::RoomDeleted {
            (self.room.archived, self.room.deleted) = (Some(true), true);
        }
        if draft.is_slow {
            self.spoke.insert(draft.event.actor);
        }
        if let Some(Change { user, row }) = draft.change {
            self.members.insert(user, Member { member: user, row });
        }
    }

    fn take_message(&mut self, draft: &'a Draft) {
        let seq = draft.event.seq;
        self.threads.take(draft);
        if let Fact::Posted { message } = &draft.event.fact
            && !message.files.is_empty()
        {
            self.files.push(Files { seq, ids: message.files.iter().map(|file| file.id).collect() });
        }
        match &draft.event.fact {
            Fact::Posted { .. } if draft.counted().is_empty() => {}
            Fact::Posted { message } => self.mention(seq, draft.counted(), false, aside_in(message)),
            Fact::Edited { message } => {
                let left: Vec<FileId> = message.files.iter().map(|file| file.id).collect();
                // Of a message of this very append they are not its files yet.
                for files in self.files.iter_mut().filter(|files| files.seq == message.seq) {
                    files.ids.retain(|id| left.contains(id));
                }
                self.change(message.seq, seq, (&message.body, &message.html), Some(left));
                self.keep(message);
                self.preview(message);
                self.mention(message.seq, draft.counted(), true, aside_in(message));
            }
            Fact::Deleted { target, .. } => {
                self.change(*target, seq, ("", ""), None);
                self.previews.remove(target);
                self.mention(*target, &[], true, None);
            }
            fact => debug_assert!(false, "what {} makes of a message is not written", fact.kind()),
        }
    }

    /// What has a column of its own; [`RoomSettings`] come with the order.
    fn take_settings(&mut self, fact: &'a Fact) {
        if let Fact::Renamed { room_name, slug, .. } = fact {
            (self.room.name, self.room.slug) = (Some(room_name.as_str()), Some(slug));
            // What is no name is held by no room, and the append says so.
            self.room.name_key =
                Some(RoomName::parse(room_name).map_or_else(|_| String::new(), |name| name.key()));
        }
        if let Fact::Described { topic } = fact {
            self.room.topic = Some(topic.as_str());
        }
        if let Fact::Configured { setting: RoomSetting::EditHistory(kept) } = fact {
            self.room.forget = !kept;
        }
        if let Fact::Archived | Fact::Restored = fact {
            self.room.archived = Some(*fact == Fact::Archived);
        }
    }

    /// `left`: the files of it; none where it is deleted.
    fn change(&mut self, seq: Seq, rev: Seq, (body, html): (&'a str, &'a str), left: Option<Vec<FileId>>) {
        let deleted = left.is_none();
        let edited = !deleted || self.messages.get(&seq).is_some_and(|before| before.edited);
        let (renderer, files) = (render::VERSION, left.unwrap_or_default());
        let words =
            Words { seq, rev, body, html, renderer, edited, deleted, keep: false, files, previews: None };
        self.messages.insert(seq, words);
    }

    /// Of several edits in one order, what the message said before the first of them is kept.
    fn keep(&mut self, message: &Message) {
        if let Some(words) = self.messages.get_mut(&message.seq) {
            words.keep = message.history;
        }
    }

    /// The words come with what is left of it.
    fn preview(&mut self, message: &'a Message) {
        self.previews.remove(&message.seq);
        if let Some(words) = self.messages.get_mut(&message.seq) {
            words.previews = Some(&message.previews).filter(|previews| !previews.is_none());
        }
    }

    fn take_previews(&mut self, draft: &'a Draft) {
        if let Fact::Previewed { target, previews } = &draft.event.fact {
            let row = PreviewsRow { seq: *target, rev: draft.event.seq, previews };
            self.previews.insert(*target, row);
        }
    }

    fn mention(&mut self, seq: Seq, users: &'a [UserId], again: bool, root: Option<Seq>) {
        self.mentions.insert(seq, Mentions { seq, users, again, root });
    }
}
