//! A message, and a quiet line, as the templates want them: everything computed, nothing decided.

use proto::room::{Event, Fact, Message};
use proto::{At, Nonce, Seq, UserId};
use serde::Serialize;
use time::UtcOffset;
use time::format_description::BorrowedFormatItem;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

use super::Face;

const CLOCK: &[BorrowedFormatItem<'_>] = format_description!("[hour]:[minute]");
const DATE: &[BorrowedFormatItem<'_>] =
    format_description!("[day padding:none] [month repr:long] [year], [hour]:[minute] UTC");

/// When something happened, three times over.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Stamp {
    /// For programs.
    pub(super) iso: String,
    /// `16:02`, in UTC; the browser makes it local.
    pub(super) clock: String,
    /// In full, for the title.
    pub(super) full: String,
}

impl Stamp {
    pub(super) fn of(at: At) -> Self {
        let at = at.to_offset(UtcOffset::UTC);
        Self {
            iso: at.replace_nanosecond(0).unwrap_or(at).format(&Rfc3339).unwrap_or_default(),
            clock: at.format(CLOCK).unwrap_or_default(),
            full: at.format(DATE).unwrap_or_default(),
        }
    }
}

/// What the component `Message` is given.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Drawn {
    seq: Seq,
    #[serde(skip_serializing_if = "Option::is_none")]
    no: Option<i64>,
    rev: Seq,
    author: Face,
    at: Stamp,
    html: String,
    deleted: bool,
    edited: Option<Stamp>,
    nonce: Option<Nonce>,
    /// Follows another message of the same author closely: no name, no face.
    grouped: bool,
    /// The page is about this one.
    chosen: bool,
}

impl Drawn {
    pub(super) fn of(message: &Message, grouped: bool) -> Self {
        Self {
            seq: message.seq,
            no: message.msg_no,
            rev: message.rev,
            author: Face::of(message.author, &message.name),
            at: Stamp::of(message.at),
            // Code may be wider than the page: whoever has no pointer scrolls it with the keyboard. (In rendered HTML a
            // `<pre` in the text is escaped, so this is a tag.)
            html: message.html.replace("<pre", "<pre tabindex=\"0\""),
            deleted: message.deleted_at.is_some(),
            edited: message.edited_at.map(Stamp::of),
            nonce: Some(message.nonce),
            grouped,
            chosen: false,
        }
    }

    /// Its place.
    pub(super) fn seq(&self) -> Seq {
        self.seq
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

    /// Lets it stand out.
    pub(super) fn choose(&mut self) {
        self.chosen = true;
    }

    /// The row a browser fills with what was just typed, until the server's own drawing replaces it.
    pub(super) fn blank(me: Face) -> Self {
        Self {
            seq: 0,
            no: Some(0),
            rev: 0,
            author: me,
            at: Stamp::of(At::UNIX_EPOCH),
            html: String::new(),
            deleted: false,
            edited: None,
            nonce: None,
            grouped: false,
            chosen: false,
        }
    }
}

/// What the component `Line` is given: somebody came or went, or something was done to the room.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Line {
    seq: Seq,
    /// Who did it, where the event says their name.
    name: String,
    /// What they did; a sentence with `whom` and `after` behind it.
    what: &'static str,
    /// To whom: empty if nobody knows their name.
    whom: Option<String>,
    after: &'static str,
    /// Why, or what it is from now on: their own words.
    words: Option<String>,
    /// Who came or went.
    who: UserId,
    at: Stamp,
}

impl Line {
    pub(super) fn of(event: &Event) -> Self {
        let (mut who, mut whom, mut after, mut words) = (event.actor, None, "", None);
        let what = match &event.fact {
            Fact::Left => "left",
            Fact::Removed { user, banned, reason, whom: name } => {
                (who, whom, words) = (*user, Some(name.clone()), reason.as_ref().map(ToString::to_string));
                if *banned { "banned" } else { "removed" }
            }
            Fact::Added { user, whom: name } => {
                (who, whom) = (*user, Some(name.clone()));
                "added"
            }
            Fact::Unbanned { user, whom: name } => {
                (who, whom, after) = (*user, Some(name.clone()), "come back");
                "lets"
            }
            Fact::Renamed { room_name, .. } => {
                words = Some(room_name.clone());
                "called this room something else"
            }
            Fact::Described { topic } if topic.as_str().is_empty() => "took the topic away",
            Fact::Described { topic } => {
                words = Some(topic.to_string());
                "changed the topic"
            }
            Fact::Archived => "archived this room",
            Fact::Restored => "opened this room again",
            Fact::Inspected => "looked into this room, as an admin of this place",
            _ => "joined",
        };
        Self {
            seq: event.seq,
            name: event.name.clone(),
            what,
            whom,
            after,
            words,
            who,
            at: Stamp::of(event.at),
        }
    }
}
