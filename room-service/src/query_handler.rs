//! Queries: read from the database at once, beside the rooms and never in their mailboxes.
//!
//! They come in on `room.query.<node>`; each has a task of its own, a bounded number at a time.

mod admin;
mod markers;
mod notifications;
mod revisions;
mod saved;
mod threads;

use std::sync::Arc;
use std::time::Duration;

use chassis::health::Part;
use chassis::telemetry::spans;
use chassis::{Bus, Inbound, Subscription};
use proto::node::UserHint;
use proto::room::search::Search;
use proto::room::{Around, OrgRole, Query, Rearrange, Reply, RoomCounts, RoomPage, Viewer};
use proto::text::Slug;
use proto::{Reason, Refusal, RoomId, UserId};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{Instrument, Span};

use crate::config::Config;
use crate::files::{self, FileLimits};
use crate::store::{
    self, Pool, StoreError, arrangements, browse, events, feed, members, messages, my_rooms, names,
    reactions, rooms, waiting,
};
use crate::{announce, direct, inbox, links, mail, preview, push, reports};

/// The most rooms or people that one query may name.
const NAMED: usize = 2_000;

/// The most people who are looked for among the members of a room.
const AMONG: usize = 500;

/// The most rooms whose last messages are answered at once.
const WAITING: usize = 100;

/// The most bytes that can be looked for: a room's name has no more.
const SEARCH: usize = 320;

/// Searches for messages at once: they are dear, and others read over the same connections.
const SEARCHES: usize = 2;
/// How long one waits for its turn.
const TURN: Duration = Duration::from_millis(500);

/// Who answers. Clones share it.
#[derive(Clone)]
pub(crate) struct QueryHandler {
    bus: Bus,
    pool: Pool,
    files: FileLimits,
    permits: Arc<Semaphore>,
    searches: Arc<Semaphore>,
    stemmer: Option<String>,
    tasks: TaskTracker,
}

impl QueryHandler {
    pub(crate) fn new(bus: Bus, pool: Pool, config: &Config, tasks: TaskTracker) -> Self {
        let (files, at_once) = (config.files, config.limits.queries);
        let searches = Arc::new(Semaphore::new(SEARCHES));
        let stemmer = config.search_language.stemmer();
        Self { bus, pool, files, permits: Arc::new(Semaphore::new(at_once)), searches, stemmer, tasks }
    }

    /// Hears queries until `closed`.
    pub(crate) async fn listen(self, mut subscription: Subscription, part: Part, closed: CancellationToken) {
        while let Some(Some(heard)) = part.wait(closed.run_until_cancelled(subscription.next())).await {
            self.receive(heard);
        }
    }

    fn receive(&self, heard: Inbound) {
        let span = heard.span();
        let permit = self.permits.clone().try_acquire_owned();
        let query_handler = self.clone();
        let answering = async move {
            let reply = match (permit, heard.read()) {
                (Err(_), _) => Reply::Refused(Refusal::busy()),
                (_, Err(error)) => {
                    tracing::debug!(%error, "a query that cannot be read");
                    Reply::Refused(Refusal::new(Reason::Malformed))
                }
                (Ok(_permit), Ok(query)) => query_handler.reply(query).await,
            };
            let refusal = if let Reply::Refused(refusal) = &reply { Some(refusal) } else { None };
            spans::outcome(&Span::current(), refusal);
            query_handler.bus.answer(&heard, &reply).await;
        };
        self.tasks.spawn(answering.instrument(span));
    }

    async fn reply(&self, query: Query) -> Reply {
        self.look_up(query).await.unwrap_or_else(|error| {
            error.warn("a query could not be answered");
            Reply::Refused(Refusal::unavailable())
        })
    }

    async fn look_up(&self, query: Query) -> Result<Reply, StoreError> {
        let pool = &self.pool;
        Ok(match query {
            Query::Open { room, user, after } => {
                or_not(events::open(pool, room, user, after).await?, Reply::Opened)
            }
            Query::Page { room, viewer, part, limit } => {
                or_not(messages::page(pool, room, viewer, part, limit).await?, Reply::Page)
            }
            Query::Arrange { user, change } => self.arrange(user, &change).await?,
            Query::Preview { body, named } => preview::preview(body, named).await,
            Query::Search { viewer, search } => self.search(viewer, &search).await?,
            Query::Personal { user } => Reply::Personal(store::saved::personal(pool, user).await?),
            Query::Reactors { room, viewer, seq } => {
                or_not(reactions::reactors(pool, room, viewer, seq).await?, Reply::Reactors)
            }
            Query::Find { slug, viewer } => {
                or_not(rooms::find(pool, &slug, viewer).await?.map(Box::new), Reply::Room)
            }
            Query::RoomPage { slug, viewer, part, limit } => {
                or_not(self.room_page(&slug, viewer, part, limit).await?.map(Box::new), Reply::RoomPage)
            }
            Query::Get { room, viewer } => {
                or_not(rooms::get(pool, room, viewer).await?.map(Box::new), Reply::Room)
            }
            Query::Rooms { user, after } => self.rooms(user, after).await?,
            Query::MyRoom { room, user } => {
                let rooms = my_rooms::my_room(pool, room, user).await?.into_iter().collect();
                Reply::Rooms { rooms, more: false, personal: None }
            }
            Query::Direct { others, .. } if others.len() > NAMED => too_many(),
            Query::Direct { actor, others } => direct::open(pool, &self.bus, actor, &others).await?,
            Query::Pair { actor, other } => direct::pair(pool, actor, other).await?,
            Query::Hide { room, user } => direct::hide(pool, &self.bus, room, user).await?,
            Query::Concern { room, viewer, seq } => {
                or_not(store::concern::of(pool, room, viewer, seq).await?, |(concern, keyword, by)| {
                    Reply::Concern(concern, keyword, by)
                })
            }
            Query::Star { room, user, starred } => {
                let is_inside = store::stars::set(&self.pool, room, user, starred).await?;
                self.chosen(room, user, is_inside, Reply::Starred(starred)).await
            }
            Query::SetLevel { room, user, level } => {
                let is_inside = store::levels::set(&self.pool, room, user, level).await?;
                self.chosen(room, user, is_inside, Reply::Level(level)).await
            }
            Query::FirstContact { user } => {
                Reply::FirstContact(store::direct::first_contact(pool, user).await?)
            }
            Query::SetFirstContact { user, first_contact } => {
                store::direct::set_first_contact(pool, user, first_contact).await?;
                Reply::FirstContact(first_contact)
            }
            Query::Waiting { rooms, .. } if rooms.len() > WAITING => too_many(),
            Query::Waiting { user, rooms } => Reply::Waiting(waiting::waiting(pool, user, &rooms).await?),
            Query::Role { room, user } => Reply::Role(members::role(pool, room, user).await?),
            Query::Known { user } => Reply::Known(members::known(pool, user).await?),
            Query::InCommon { user, with } => Reply::InCommon(members::in_common(pool, user, with).await?),
            Query::Members { among: Some(among), .. } if among.len() > AMONG => too_many(),
            Query::Members { room, viewer, banned, among, offset, limit } => {
                let which = (banned, among.as_deref());
                or_not(members::list(pool, room, viewer, which, offset, limit).await?, |(members, more)| {
                    Reply::Members { members, more }
                })
            }
            Query::Browse { search, .. } if is_no_search(&search) => {
                Reply::Listing { rooms: Vec::new(), more: false, counts: RoomCounts::default() }
            }
            Query::Browse { viewer, show, order, search, offset, limit } => {
                let part = browse::Part { show, order, search: &search, offset, limit };
                browse::browse(pool, viewer, part).await?
            }
            Query::NameAlike { viewer, name, room } => {
                Reply::NameAlike(names::alike(pool, viewer, &name, room).await?)
            }
            Query::Fill { after } if after.len() > events::STRETCHES => too_many(),
            Query::Fill { after } => Reply::Stretches(events::fill(pool, &after).await?),
            Query::Heads { rooms } if rooms.len() > NAMED => too_many(),
            Query::Heads { rooms } => Reply::Heads(rooms::heads(pool, &rooms).await?),
            Query::Belong { users, .. } if users.len() > NAMED => too_many(),
            Query::Belong { room, users } => {
                or_not(members::belong(pool, room, &users).await?, |reply| reply)
            }
            Query::Feed { after } => Reply::Feed(feed::feed(pool, after).await?),
            Query::Log => Reply::Log(feed::log(pool).await?),
            Query::Threads { query } => threads::answer(pool, &self.bus, query).await?,
            Query::Saved { query } => saved::answer(pool, &self.bus, query).await?,
            Query::Revisions { query } => revisions::answer(pool, query).await?,
            Query::Inbox { query } => inbox::answer(pool, &self.bus, query).await?,
            Query::Notifications { query } => notifications::answer(pool, &self.bus, query).await?,
            Query::Markers { query } => markers::answer(pool, &self.bus, query).await?,
            Query::Files { query } => files::answer(pool, self.files, query).await?,
            Query::Reports { viewer, query } => reports::answer(pool, &self.bus, viewer, query).await?,
            Query::Links { query } => links::answer(pool, self.files, query).await?,
            Query::Push { query } => push::answer(pool, query).await?,
            Query::Mail { query } => mail::answer(pool, query).await?,
            Query::Admin { admin_actor, .. } if admin_actor.org_role < OrgRole::Admin => {
                Reply::Refused(Refusal::not_found())
            }
            Query::Admin { admin_actor, query } => {
                admin::answer(pool, &self.bus, admin_actor.id, query).await?
            }
        })
    }

    /// A member has chosen something for a room: their windows are told.
    async fn chosen(&self, room: RoomId, user: UserId, is_inside: bool, chosen: Reply) -> Reply {
        if !is_inside {
            return Reply::Refused(Refusal::not_found());
        }
        announce::hint_to(&self.bus, user, &UserHint::MembershipAdded { room }).await;
        chosen
    }

    /// Their list of rooms is another one: their windows are told.
    async fn arrange(&self, user: UserId, change: &Rearrange) -> Result<Reply, StoreError> {
        match arrangements::change(&self.pool, user, change).await? {
            Err(refusal) => return Ok(Reply::Refused(refusal)),
            Ok(false) => {}
            Ok(true) => announce::hint_to(&self.bus, user, &UserHint::Personal).await,
        }
        Ok(Reply::Arranged)
    }

    /// None for those who may not read the room; also where they could until a moment ago.
    async fn room_page(
        &self,
        slug: &Slug,
        viewer: Viewer,
        part: Around,
        limit: u16,
    ) -> Result<Option<RoomPage>, StoreError> {
        let pool = &self.pool;
        let (room, (rooms, more_rooms), personal) = tokio::try_join!(
            rooms::find(pool, slug, viewer),
            my_rooms::mine(pool, viewer.user, None),
            store::saved::personal(pool, viewer.user)
        )?;
        let Some(room) = room else { return Ok(None) };
        let page = messages::page(pool, room.room, viewer, part, limit).await?;
        Ok(page.map(|page| RoomPage { room, page, rooms, more_rooms, personal }))
    }

    /// One's rooms, and with the first of them what else is one's own.
    async fn rooms(&self, user: UserId, after: Option<RoomId>) -> Result<Reply, StoreError> {
        let personal = async {
            if after.is_some() { Ok(None) } else { store::saved::personal(&self.pool, user).await.map(Some) }
        };
        let ((rooms, more), personal) = tokio::try_join!(my_rooms::mine(&self.pool, user, after), personal)?;
        Ok(Reply::Rooms { rooms, more, personal })
    }

    async fn search(&self, viewer: Viewer, search: &Search) -> Result<Reply, StoreError> {
        let Ok(Ok(_turn)) = tokio::time::timeout(TURN, self.searches.acquire()).await else {
            return Ok(Reply::Refused(Refusal::new(Reason::SearchBusy).after_ms(1_000)));
        };
        let found = store::search::find::find(&self.pool, viewer, search, self.stemmer.as_deref()).await?;
        Ok(match found {
            Some(found) => Reply::Found { messages: found.hits, more: found.more, terms: found.terms },
            None => Reply::Refused(Refusal::new(Reason::SearchTooSlow)),
        })
    }
}

fn or_not<T>(found: Option<T>, reply: impl FnOnce(T) -> Reply) -> Reply {
    found.map_or_else(|| Reply::Refused(Refusal::not_found()), reply)
}

fn is_no_search(text: &str) -> bool {
    text.len() > SEARCH || text.contains('\0')
}

fn too_many() -> Reply {
    Reply::Refused(Refusal::new(Reason::TooManyAtOnce))
}
