//! A message, and a quiet line, as the templates want them: everything computed, nothing decided.

use proto::auth::EmojiList;
use proto::room::{Event, Fact, File, Following, LeastRole, Message, RoomSetting};
use proto::text::ModerationReason;
use proto::{At, Nonce, Seq, UserId};
use serde::Serialize;

use super::Face;
use super::answered::Quoted;
use super::body_controls::{Task, has_controls, tasks};
use super::custom_emoji::{DrawnReaction, pictured};
use super::file::DrawnFile;
use super::fold::is_long;
use super::link_preview::DrawnLink;
use super::picture::DrawnPicture;
use super::room_ref::linked;
use super::thread_line::DrawnThread;
use super::when::iso;

/// Bytes of a reaction in it, about.
const REACTION: usize = 64;

/// What the component `Message` is given.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub(super) struct Drawn {
    seq: Seq,
    #[serde(skip_serializing_if = "Option::is_none")]
    no: Option<i64>,
    rev: Seq,
    author: Face,
    at: String,
    html: String,
    /// Something in it is given controls.
    controls: bool,
    deleted: bool,
    edited: Option<String>,
    /// Its earlier words can be seen.
    history: bool,
    nonce: Option<Nonce>,
    /// Follows another message of the same author closely: no name, no face.
    grouped: bool,
    /// The page is about this one.
    chosen: bool,
    /// The reader has blocked its author: one line says so, and opens.
    folded: bool,
    /// Only its beginning may be shown at first.
    long: bool,
    /// What it answers.
    quoted: Option<Quoted>,
    /// The message whose thread it is said in.
    #[serde(skip_serializing_if = "Option::is_none")]
    root: Option<Seq>,
    /// The thread that begins with it.
    thread: Option<DrawnThread>,
    /// What people react to it with, the oldest first.
    reactions: Vec<DrawnReaction>,
    /// Those of its files that are pictures.
    pictures: Vec<DrawnPicture>,
    /// The others.
    files: Vec<DrawnFile>,
    /// What it shows of its links.
    links: Vec<DrawnLink>,
}

impl Drawn {
    pub(super) fn of(message: &Message, grouped: bool) -> Self {
        let files: &[File] = if message.deleted_at.is_some() { &[] } else { &message.files };
        Self {
            seq: message.seq,
            no: message.msg_no,
            rev: message.rev,
            author: Face::shown(message.author, &message.name, message.avatar),
            at: iso(message.at),
            html: scrollable(&message.html),
            controls: has_controls(&message.html),
            deleted: message.deleted_at.is_some(),
            edited: message.edited_at.map(iso),
            history: message.history,
            nonce: Some(message.nonce),
            grouped,
            chosen: false,
            folded: false,
            long: is_long(&message.body),
            quoted: message.reply_to.as_deref().map(Quoted::of),
            root: message.root(),
            thread: message.thread.as_deref().filter(|it| it.root == message.seq).map(DrawnThread::of),
            reactions: if message.deleted_at.is_some() {
                Vec::new()
            } else {
                message.reactions.iter().map(DrawnReaction::of).collect()
            },
            pictures: files.iter().filter_map(DrawnPicture::of).collect(),
            files: files.iter().filter(|file| file.picture.is_none()).map(DrawnFile::of).collect(),
            links: if message.deleted_at.is_some() {
                Vec::new()
            } else {
                message.previews.links.iter().map(DrawnLink::of).collect()
            },
        }
    }

    /// The same, with what its thread is to who looks.
    pub(super) fn followed(mut self, following: &[Following]) -> Self {
        let mine = following.iter().find(|mine| mine.root == self.seq);
        if let (Some(thread), Some(mine)) = (&mut self.thread, mine) {
            thread.follow(*mine);
        }
        self
    }

    /// The same with emoji of the installation's own as pictures; none where there are none in it.
    pub(super) fn with_emoji(&self, known: &EmojiList) -> Option<Self> {
        let html = pictured(&self.html, known);
        let quoted = self.quoted.as_ref().and_then(|quoted| quoted.with_emoji(known));
        let is_pictured = |one: &DrawnReaction| one.pictured(known).is_some();
        if html.is_none() && quoted.is_none() && !self.reactions.iter().any(is_pictured) {
            return None;
        }
        let reaction = |one: &DrawnReaction| one.pictured(known).unwrap_or_else(|| one.clone());
        let reactions = self.reactions.iter().map(reaction).collect();
        let quoted = quoted.or_else(|| self.quoted.clone());
        Some(Self { html: html.unwrap_or_else(|| self.html.clone()), quoted, reactions, ..self.clone() })
    }

    /// The same where nothing can be done to it: without reactions.
    pub(super) fn bare(message: &Message) -> Self {
        Self { reactions: Vec::new(), ..Self::of(message, false) }
    }

    /// Bytes of text in it, about.
    pub(super) fn len(&self) -> usize {
        self.html.len()
            + self.author.name.len()
            + self.quoted.as_ref().map_or(0, Quoted::len)
            + self.thread.as_ref().map_or(0, DrawnThread::len)
            + REACTION * self.reactions.len()
            + self.pictures.iter().map(DrawnPicture::len).sum::<usize>()
            + self.files.iter().map(DrawnFile::len).sum::<usize>()
            + self.links.iter().map(DrawnLink::len).sum::<usize>()
    }

    /// Its seq.
    pub(super) fn seq(&self) -> Seq {
        self.seq
    }

    /// The event that it was drawn after.
    pub(super) fn rev(&self) -> Seq {
        self.rev
    }

    /// Who said it.
    pub(super) fn author(&self) -> UserId {
        self.author.id
    }

    /// It was taken back.
    pub(super) fn is_gone(&self) -> bool {
        self.deleted
    }

    /// Lets the name of who looks stand out in it. In rendered HTML a `<` in the text is escaped, so these are tags.
    pub(super) fn name(&mut self, me: UserId) {
        const MENTION: &str = "<a class=\"mention\" ";
        if self.html.contains(MENTION) {
            let mine = format!("data-user=\"{me}\"");
            let mark = |(n, part): (usize, &str)| match part.split_once('>') {
                Some((tag, _)) if n > 0 && tag.contains(&mine) => format!("{MENTION}data-me {part}"),
                _ if n > 0 => format!("{MENTION}{part}"),
                _ => part.to_owned(),
            };
            self.html = self.html.split(MENTION).enumerate().map(mark).collect();
        }
    }

    /// Folds it, or what it quotes, if one of these people said it.
    pub(super) fn fold(&mut self, blocked: &[UserId]) {
        self.folded = !self.deleted && blocked.contains(&self.author.id);
        if let Some(quoted) = &mut self.quoted {
            quoted.fold(blocked);
        }
    }

    /// Whether it shows something of its links.
    pub(super) fn has_previews(&self) -> bool {
        !self.links.is_empty()
    }

    /// Its boxes.
    pub(super) fn tasks(&self) -> Vec<Task> {
        tasks(&self.html)
    }

    /// Lets rooms of whoever looks be links in it.
    pub(super) fn link_rooms(&mut self, mine: impl Fn(&str) -> bool) {
        if self.html.contains("class=\"room-ref\"") {
            self.html = linked(&self.html, mine);
        }
    }

    /// Whether it stands out.
    pub(super) fn is_chosen(&self) -> bool {
        self.chosen
    }

    /// Lets it stand out.
    pub(super) fn choose(&mut self) {
        self.chosen = true;
    }

    /// One that is being written: as it would be drawn, if it were said now.
    pub(super) fn unsaid(me: Face, html: &str) -> Self {
        Self { html: scrollable(html), controls: has_controls(html), ..Self::blank(me) }
    }

    /// The row a browser fills with what was just typed, until the server's own drawing replaces it.
    pub(super) fn blank(me: Face) -> Self {
        Self {
            seq: 0,
            no: Some(0),
            rev: 0,
            author: me,
            at: iso(At::UNIX_EPOCH),
            html: String::new(),
            controls: false,
            deleted: false,
            edited: None,
            history: false,
            nonce: None,
            grouped: false,
            chosen: false,
            folded: false,
            long: false,
            quoted: None,
            root: None,
            thread: None,
            reactions: Vec::new(),
            pictures: Vec::new(),
            files: Vec::new(),
            links: Vec::new(),
        }
    }
}

/// Code and tables may be wider than the page: whoever has no pointer scrolls them with the keyboard. (In rendered HTML a `<pre` in
/// the text is escaped, so this is a tag.)
fn scrollable(html: &str) -> String {
    html.replace("<pre", "<pre tabindex=\"0\"")
        .replace("<div class=\"table\"", "<div class=\"table\" tabindex=\"0\"")
}

/// What the component `Line` is given: somebody came or went, or something was done to the room.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Line {
    seq: Seq,
    /// Who did it, where the event says their name.
    actor: String,
    /// What they did, as the message `line` of the catalogue calls it: the kind of the fact, or a shade of it.
    what: &'static str,
    /// To whom; empty where nobody knows their name.
    target: String,
    /// Why, or what it is from now on: their own words.
    words: Option<String>,
    /// When it ends by itself.
    until: Option<String>,
    /// Who came or went.
    who: UserId,
    at: String,
}

impl Line {
    pub(super) fn seq(&self) -> Seq {
        self.seq
    }

    pub(super) fn of(event: &Event) -> Self {
        let fact = &event.fact;
        let (what, words) = match fact {
            Fact::Removed { banned: true, reason, .. } => ("banned", said(reason)),
            Fact::Removed { reason, .. } | Fact::Muted { reason, .. } | Fact::Deleted { reason, .. } => {
                (fact.kind(), said(reason))
            }
            Fact::Renamed { room_name, .. } => ("renamed", Some(room_name.clone())),
            Fact::Described { topic } if topic.as_str().is_empty() => ("no-topic", None),
            Fact::Described { topic } => ("described", Some(topic.to_string())),
            Fact::Configured { setting } => (shade(*setting), None),
            fact => (fact.kind(), None),
        };
        let until = match fact {
            Fact::Muted { until, .. } => Some(*until),
            Fact::Removed { until, .. } => *until,
            _ => None,
        };
        Self {
            seq: event.seq,
            actor: event.name.clone(),
            what,
            target: fact.whom().unwrap_or_default().to_owned(),
            words,
            until: until.map(iso),
            who: fact.person().unwrap_or(event.actor),
            at: iso(event.at),
        }
    }
}

/// What a setting makes of the room.
fn shade(setting: RoomSetting) -> &'static str {
    match setting {
        RoomSetting::Posting(LeastRole::Moderator) => "announcements",
        RoomSetting::Posting(LeastRole::Member) => "no-announcements",
        RoomSetting::SlowMode(slow) if slow.is_off() => "no-slow-mode",
        RoomSetting::SlowMode(_) => "slow-mode",
        RoomSetting::EditHistory(true) => "edit-history",
        RoomSetting::EditHistory(false) => "no-edit-history",
        RoomSetting::Broadcast(LeastRole::Moderator) => "broadcast-moderators",
        RoomSetting::Broadcast(LeastRole::Member) => "broadcast-everyone",
        RoomSetting::Previews(true) => "previews",
        RoomSetting::Previews(false) => "no-previews",
        RoomSetting::Picture(Some(_)) => "picture",
        RoomSetting::Picture(None) => "no-picture",
    }
}

fn said(reason: &Option<ModerationReason>) -> Option<String> {
    reason.as_ref().map(ToString::to_string)
}
