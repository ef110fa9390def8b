//! Questions: read from the database at once, beside the rooms and never in their mailboxes.
//!
//! They come in on `room.ask.<node>`; each has a task of its own, a bounded number at a time.

use std::sync::Arc;

use chassis::telemetry::spans;
use chassis::{Bus, Ear, Heard};
use proto::node::UserHint;
use proto::room::{OfficeQuestion, OfficeReply, Question, Reply, Standing};
use proto::{Reason, Refusal, RoomId, Seq, UserId};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{Instrument, Span};

use crate::announce;
use crate::store::markers::{Marked, Read};
use crate::store::{Pool, StoreError, events, feed, markers, members, messages, office, rooms};

/// The most rooms or people that one question may name.
const NAMED: usize = 2_000;

/// The most bytes that can be looked for: a room's name has no more.
const SEARCH: usize = 320;

/// Who answers. Clones share it.
#[derive(Clone)]
pub(crate) struct Desk {
    bus: Bus,
    pool: Pool,
    places: Arc<Semaphore>,
    tasks: TaskTracker,
}

impl Desk {
    pub(crate) fn new(bus: Bus, pool: Pool, at_once: usize, tasks: TaskTracker) -> Self {
        Self { bus, pool, places: Arc::new(Semaphore::new(at_once)), tasks }
    }

    /// Hears questions until `closed`.
    pub(crate) async fn listen(self, mut ear: Ear, closed: CancellationToken) {
        while let Some(Some(heard)) = closed.run_until_cancelled(ear.next()).await {
            self.hear(heard);
        }
    }

    fn hear(&self, heard: Heard) {
        let span = heard.span();
        let place = self.places.clone().try_acquire_owned();
        let desk = self.clone();
        let answering = async move {
            let reply = match (place, heard.read()) {
                (Err(_), _) => Reply::Refused(Refusal::busy()),
                (_, Err(error)) => {
                    tracing::debug!(%error, "a question that cannot be read");
                    Reply::Refused(Refusal::new(Reason::Malformed))
                }
                (Ok(_place), Ok(question)) => desk.reply(question).await,
            };
            let refusal = if let Reply::Refused(refusal) = &reply { Some(refusal) } else { None };
            spans::outcome(&Span::current(), refusal);
            desk.bus.answer(&heard, &reply).await;
        };
        self.tasks.spawn(answering.instrument(span));
    }

    async fn reply(&self, question: Question) -> Reply {
        self.look_up(question).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "a question could not be answered");
            Reply::Refused(Refusal::unavailable())
        })
    }

    async fn look_up(&self, question: Question) -> Result<Reply, StoreError> {
        let pool = &self.pool;
        Ok(match question {
            Question::Open { room, user, after } => {
                or_not(events::open(pool, room, user, after).await?, Reply::Opened)
            }
            Question::Page { room, user, part, limit } => {
                or_not(messages::page(pool, room, user, part, limit).await?, Reply::Page)
            }
            Question::Find { slug, user } => {
                or_not(rooms::find(pool, &slug, user).await?.map(Box::new), Reply::Room)
            }
            Question::Look { room, user } => {
                or_not(rooms::look(pool, room, user).await?.map(Box::new), Reply::Room)
            }
            Question::Rooms { user } => Reply::Rooms(rooms::mine(pool, user).await?),
            Question::Members { room, user, banned, offset, limit } => {
                or_not(members::list(pool, room, user, banned, offset, limit).await?, |(members, more)| {
                    Reply::Members { members, more }
                })
            }
            Question::Browse { search, .. } if is_no_search(&search) => {
                Reply::Listing { rooms: Vec::new(), more: false }
            }
            Question::Browse { user, search, offset, limit } => {
                let (rooms, more) = rooms::browse(pool, user, &search, offset, limit).await?;
                Reply::Listing { rooms, more }
            }
            Question::Fill { after } if after.len() > events::STRETCHES => too_many(),
            Question::Fill { after } => Reply::Stretches(events::fill(pool, &after).await?),
            Question::Heads { rooms } if rooms.len() > NAMED => too_many(),
            Question::Heads { rooms } => Reply::Heads(rooms::heads(pool, &rooms).await?),
            Question::Belong { users, .. } if users.len() > NAMED => too_many(),
            Question::Belong { room, users } => {
                or_not(members::belong(pool, room, &users).await?, |reply| reply)
            }
            Question::Mark { room, user, seq, turn } => self.mark((room, user, seq, turn)).await?,
            Question::MarkUnread { room, user, seq } => self.mark_unread(room, user, seq).await?,
            Question::Marker { room, user } => or_not(markers::look(pool, room, user).await?, Reply::Marked),
            Question::Feed { after } => Reply::Feed(feed::feed(pool, after).await?),
            Question::Log => Reply::Log(feed::log(pool).await?),
            Question::Office { officer, .. } if officer.standing < Standing::Admin => {
                Reply::Refused(Refusal::not_found())
            }
            Question::Office { officer, question } => self.office(officer.id, question).await?,
        })
    }

    async fn office(&self, officer: UserId, question: OfficeQuestion) -> Result<Reply, StoreError> {
        let pool = &self.pool;
        Ok(match question {
            OfficeQuestion::Rooms { search, .. } if is_no_search(&search) => {
                Reply::Office(OfficeReply::Rooms { rooms: Vec::new(), total: 0 })
            }
            OfficeQuestion::Rooms { search, offset, limit } => {
                Reply::Office(office::rooms(pool, officer, &search, offset, limit).await?)
            }
            OfficeQuestion::Room { room } => or_not(office::room(pool, officer, room).await?, Reply::Office),
            OfficeQuestion::Tally => Reply::Office(office::tally(pool).await?),
            OfficeQuestion::Search { words, .. } if is_no_search(&words) => {
                Reply::Office(OfficeReply::Found { messages: Vec::new(), more: false })
            }
            OfficeQuestion::Search { words, author, room, from, before, limit } => {
                let before = before.map(|spot| (spot.at, spot.room, spot.seq));
                let search = office::Search { words, author, room, from, before, limit };
                office::search(pool, officer, &search)
                    .await?
                    .map_or_else(|| Reply::Refused(too_long()), Reply::Office)
            }
            OfficeQuestion::Deeds { by, to, action, until, limit } => {
                Reply::Office(office::deeds(pool, by, to, &action, until, limit).await?)
            }
        })
    }

    async fn mark(&self, read: Read) -> Result<Reply, StoreError> {
        let Some(Marked { room, user, marker, moved }) = markers::mark(&self.pool, read).await? else {
            return Ok(Reply::Refused(Refusal::not_found()));
        };
        if moved {
            announce::hint_to(&self.bus, user, &UserHint::Marker { room, marker }).await;
        }
        Ok(Reply::Marked(marker))
    }

    async fn mark_unread(&self, room: RoomId, user: UserId, seq: Seq) -> Result<Reply, StoreError> {
        let Some(marker) = markers::mark_unread(&self.pool, room, user, seq).await? else {
            return Ok(Reply::Refused(Refusal::not_found()));
        };
        announce::hint_to(&self.bus, user, &UserHint::Marker { room, marker }).await;
        Ok(Reply::Marked(marker))
    }
}

fn or_not<T>(found: Option<T>, reply: impl FnOnce(T) -> Reply) -> Reply {
    found.map_or_else(|| Reply::Refused(Refusal::not_found()), reply)
}

fn is_no_search(text: &str) -> bool {
    text.len() > SEARCH || text.contains('\0')
}

fn too_long() -> Refusal {
    Refusal::new(Reason::SearchTooWide)
}

fn too_many() -> Reply {
    Reply::Refused(Refusal::new(Reason::TooManyAtOnce))
}
