//! The messages of a page as rows: days and groups are found here for the first page, so that it looks right before
//! (or without) any script. The browser has the same rules in `static/js/models/grouping.js`, in the reader's own time zone.

use proto::room::{Edge, Message};
use proto::{At, Seq, UserId};
use serde::Serialize;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Duration, UtcOffset};

use super::message::{Drawn, Line};
use super::reactions::Mine;
use super::when::iso;

const DATE: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// Messages of one author closer than this belong together.
const GROUP: Duration = Duration::minutes(5);

/// A stretch of a room's messages, lowest seq first.
#[derive(Clone, Debug, Serialize)]
pub struct Timeline {
    /// The message that a thread began with, above its replies. A template is given it by itself, drawn.
    #[serde(skip)]
    pub(super) root: Option<Box<Drawn>>,
    /// Days, the New line and messages, in order. A template is given them by themselves, the messages drawn.
    #[serde(skip)]
    pub rows: Vec<Row>,
    /// Which reactions under them are the reader's.
    #[allow(private_interfaces)]
    #[serde(skip)]
    pub mine: Mine,
    /// The room stood here when the messages were read.
    pub head: Seq,
    /// Is there more in either direction?
    pub more: Edge,
    /// The lowest seq shown; 0 when there is none.
    pub first: Seq,
    /// The highest seq shown; 0 when there is none.
    pub last: Seq,
    /// There is no message at all in the room.
    pub empty: bool,
    /// The message the page is about; 0 where it is about none.
    pub chosen: Seq,
}

/// One row.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "row", rename_all = "snake_case")]
pub enum Row {
    /// A new day begins, in UTC.
    Day {
        /// `2026-11-23`
        date: String,
        /// When its first row was written.
        at: String,
    },
    /// Everything below is unread.
    New,
    /// A new person begins here.
    Welcome,
    /// Something was done to the room that whoever comes later reads, too.
    #[allow(private_interfaces)]
    Line {
        /// As the component wants it.
        line: Box<Line>,
    },
    /// A message.
    #[allow(private_interfaces)]
    Message {
        /// As the component wants it.
        message: Box<Drawn>,
    },
}

impl Timeline {
    /// Rows for the messages of a page. `read_seq` is the reader's marker: the New line stands above the first
    /// message after it, unless that is the first row or there is no marker (`None`: a client, or nothing read yet).
    pub fn new(page: &proto::room::Page, read_seq: Option<Seq>) -> Self {
        let messages = &page.messages;
        let new_at = read_seq
            .filter(|read| *read > 0)
            .and_then(|read| messages.iter().position(|message| message.seq > read))
            .filter(|position| *position > 0 || page.more.before);
        let mut rows = Vec::with_capacity(messages.len() + 8);
        let (mut lines, mut today) = (page.lines.iter().peekable(), None);
        for (position, message) in messages.iter().enumerate() {
            let mut before = position.checked_sub(1).map(|position| &messages[position]);
            while let Some(line) = lines.next_if(|line| line.seq < message.seq) {
                begin(&mut rows, &mut today, line.at);
                rows.push(Row::Line { line: Box::new(Line::of(line)) });
                before = None;
            }
            let new_day = begin(&mut rows, &mut today, message.at);
            let new_line = new_at == Some(position);
            if new_line {
                rows.push(Row::New);
            }
            let grouped = !new_day && !new_line && before.is_some_and(|before| belongs(before, message));
            let drawn = Drawn::of(message, grouped).followed(&page.following);
            rows.push(Row::Message { message: Box::new(drawn) });
        }
        for line in lines {
            begin(&mut rows, &mut today, line.at);
            rows.push(Row::Line { line: Box::new(Line::of(line)) });
        }
        Self {
            root: None,
            rows,
            mine: Mine::of(messages, &page.mine),
            head: page.head,
            more: page.more,
            first: messages.first().map_or(0, |message| message.seq),
            last: messages.last().map_or(0, |message| message.seq),
            empty: messages.is_empty() && !page.more.before && !page.more.after,
            chosen: 0,
        }
    }

    /// The messages of a thread that began with `root`; among those of the page are the reader's reactions to it.
    pub(super) fn of_thread(root: &Message, page: &proto::room::Page, read_seq: Option<Seq>) -> Self {
        let timeline = Self::new(page, read_seq);
        let mine = timeline.mine.and(Mine::of(std::slice::from_ref(root), &page.mine));
        Self { root: Some(Box::new(Drawn::of(root, false))), mine, ..timeline }
    }

    /// All messages, in order.
    pub(super) fn messages_mut(&mut self) -> impl Iterator<Item = &mut Drawn> {
        let in_rows = self.rows.iter_mut().filter_map(|row| match row {
            Row::Message { message } => Some(&mut **message),
            _ => None,
        });
        self.root.as_deref_mut().into_iter().chain(in_rows)
    }

    /// Lets rooms of whoever looks be links wherever they are named. The browser does the same in what comes later.
    pub(super) fn link_rooms(&mut self, mine: impl Fn(&str) -> bool) {
        self.messages_mut().for_each(|message| message.link_rooms(&mine));
    }

    /// Lets this person's name stand out wherever it is mentioned. The browser does the same in what comes later.
    pub(super) fn name(&mut self, me: UserId) {
        self.messages_mut().for_each(|message| message.name(me));
    }

    /// Puts where a new person begins before what came after this seq, if that place is on the page.
    pub(super) fn welcome_after(&mut self, seq: Seq) {
        let later = self.rows.iter().position(|row| row.seq().is_some_and(|one| one > seq));
        let at = match later {
            // Older ones are not on this page, and neither is the place between.
            Some(_) if !self.rows.iter().any(|row| row.seq().is_some_and(|one| one <= seq)) => return,
            // A day that begins with it stays with it.
            Some(at) => at - usize::from(at > 0 && matches!(self.rows[at - 1], Row::Day { .. })),
            None if self.more.after => return,
            None => self.rows.len(),
        };
        self.rows.insert(at, Row::Welcome);
    }

    /// Whether this person wrote one of these messages.
    pub(super) fn has_spoken(&self, me: UserId) -> bool {
        self.rows.iter().any(|row| matches!(row, Row::Message { message } if message.author() == me))
    }

    /// Lets one message stand out. None if it is not among these.
    pub(super) fn choose(&mut self, seq: Seq) -> Option<&Drawn> {
        self.messages_mut().find(|message| message.seq() == seq)?.choose();
        self.chosen = seq;
        self.messages_mut().find(|message| message.seq() == seq).map(|message| &*message)
    }
}

impl Row {
    /// Where it stands in the log; none for what is put between.
    fn seq(&self) -> Option<Seq> {
        match self {
            Self::Message { message } => Some(message.seq()),
            Self::Line { line } => Some(line.seq()),
            Self::Day { .. } | Self::New | Self::Welcome => None,
        }
    }
}

/// Says whether a new day has begun, and puts its row.
fn begin(rows: &mut Vec<Row>, today: &mut Option<time::Date>, at: At) -> bool {
    if today.replace(day(at)) == Some(day(at)) {
        return false;
    }
    rows.push(Row::Day { date: written(at, DATE), at: iso(at) });
    true
}

fn belongs(before: &Message, message: &Message) -> bool {
    before.author == message.author
        && before.name == message.name
        && message.at - before.at < GROUP
        && before.deleted_at.is_none()
        && message.deleted_at.is_none()
}

fn day(at: At) -> time::Date {
    at.to_offset(UtcOffset::UTC).date()
}

fn written(at: At, format: &[BorrowedFormatItem<'_>]) -> String {
    at.to_offset(UtcOffset::UTC).format(format).unwrap_or_default()
}
