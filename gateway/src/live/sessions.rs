//! Whose session is it? A bounded cache in front of the auth-services, kept honest by the feed.
//!
//! Pages ask at every request, sockets when they connect. An entry is asked for anew after a minute (which also moves the
//! session's idle expiry) and dropped as soon as the feed tells of its end. While nobody answers, an entry stays good:
//! the feed, which room-services answer too, would tell.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use proto::auth::{Change, FeedEntry, Query, Reply, Session, TokenHash};
use proto::{At, Refusal, SessionId, UserId};
use uuid::Uuid;

use super::freshness::Freshness;
use crate::cluster::Cluster;

/// How long an entry is believed without asking.
const FRESH: Duration = Duration::from_secs(60);
/// How many entries are kept.
const CAPACITY: usize = 20_000;
/// How many entries of the feed are kept for those who are just coming in.
const RECENT: usize = 1_024;
/// How often it is asked again when the answer was overtaken by the feed.
const TRIES: usize = 3;

/// Sessions as this gateway knows them. Clones share them.
#[derive(Clone, Debug)]
pub struct Sessions {
    cluster: Cluster,
    freshness: Freshness,
    known: Arc<Mutex<Known>>,
}

#[derive(Debug, Default)]
struct Known {
    entries: HashMap<TokenHash, Entry>,
    /// The feed has been applied up to here.
    position: i64,
    recent: VecDeque<FeedEntry>,
}

#[derive(Debug)]
struct Entry {
    session: Session,
    read: Instant,
}

impl Sessions {
    pub(super) fn new(cluster: Cluster, freshness: Freshness) -> Self {
        Self { cluster, freshness, known: Arc::default() }
    }

    /// The session of a token: none if there is no such session any more.
    ///
    /// # Errors
    /// `unavailable` while nobody can say, and while the gateway is frozen.
    pub async fn resume(&self, token: &TokenHash) -> Result<Option<Session>, Refusal> {
        if self.freshness.frozen() {
            return Err(Refusal::unavailable());
        }
        let cached = self.known().cached(token, Instant::now(), FRESH);
        if cached.is_some() { Ok(cached) } else { self.ask(token).await }
    }

    /// Asks whatever is remembered; moves the idle expiry.
    ///
    /// # Errors
    /// `unavailable` while nobody can say.
    pub async fn ask(&self, token: &TokenHash) -> Result<Option<Session>, Refusal> {
        for _ in 0..TRIES {
            let query = Query::Resume { token: token.clone() };
            match self.cluster.ask_auth(key(token), &query).await {
                Ok(Reply::Session(None)) => {
                    self.forget(token);
                    return Ok(None);
                }
                Ok(Reply::Session(Some(session))) => {
                    if self.known().store(token, &session, Instant::now()) {
                        return Ok(Some(session));
                    }
                }
                Ok(_) => return Err(Refusal::unavailable()),
                Err(refusal) => {
                    return self
                        .known()
                        .cached(token, Instant::now(), Duration::MAX)
                        .map(Some)
                        .ok_or(refusal);
                }
            }
        }
        Err(Refusal::unavailable())
    }

    /// Drops a session that its owner has just ended here.
    pub fn forget(&self, token: &TokenHash) {
        self.known().entries.remove(token);
    }

    /// The token of a session that has just come in.
    pub(super) fn token_of(&self, session: SessionId) -> Option<TokenHash> {
        let known = self.known();
        known.entries.iter().find(|(_, entry)| entry.session.id == session).map(|(token, _)| token.clone())
    }

    /// Whether the feed has told of a session's end since it was read, where the feed stood at `feed`.
    pub(super) fn has_ended(&self, user: UserId, session: SessionId, feed: i64) -> bool {
        self.known().recent.iter().any(|entry| entry.n > feed && ends(entry, session, user))
    }

    /// Whether the feed has told of another status, or of another wish to be seen, since it stood at `feed`.
    pub(super) fn has_changed_status(&self, user: UserId, feed: i64) -> bool {
        let is_news =
            |entry: &FeedEntry| entry.n > feed && entry.user == user && entry.change == Change::Status;
        self.known().recent.iter().any(is_news)
    }

    /// Takes in what the feed tells.
    pub(super) fn apply(&self, entries: &[FeedEntry], position: i64) {
        self.known().apply(entries, position);
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn cached(&self, token: &TokenHash, now: Instant, fresh: Duration) -> Option<Session> {
        let entry = self.entries.get(token)?;
        let fresh = now.saturating_duration_since(entry.read) < fresh;
        (fresh && entry.session.expires_at > At::now_utc()).then(|| entry.session.clone())
    }

    /// Keeps what was answered, unless the feed has overtaken the answer.
    fn store(&mut self, token: &TokenHash, session: &Session, now: Instant) -> bool {
        if session.feed < self.position {
            return false;
        }
        if self.entries.len() >= CAPACITY {
            self.entries.retain(|_, entry| now.saturating_duration_since(entry.read) < FRESH);
        }
        if self.entries.len() < CAPACITY {
            self.entries.insert(token.clone(), Entry { session: session.clone(), read: now });
        }
        true
    }

    fn apply(&mut self, entries: &[FeedEntry], position: i64) {
        for entry in entries {
            self.entries.retain(|_, known| {
                known.session.person.id != entry.user || !invalidates(entry, known.session.id)
            });
            self.recent.push_back(entry.clone());
        }
        let surplus = self.recent.len().saturating_sub(RECENT);
        self.recent.drain(..surplus);
        self.position = self.position.max(position);
    }
}

/// Whether an entry changes what is known of one of its person's sessions.
fn invalidates(entry: &FeedEntry, session: SessionId) -> bool {
    match entry.change {
        Change::SessionEnded { session: one } | Change::SessionChanged { session: one } => one == session,
        Change::AllSessionsEnded | Change::OrgRole { .. } | Change::Renamed | Change::Status => true,
    }
}

fn ends(entry: &FeedEntry, session: SessionId, user: UserId) -> bool {
    entry.user == user
        && match entry.change {
            Change::SessionEnded { session: ended } => ended == session,
            Change::AllSessionsEnded => true,
            Change::OrgRole { org_role } => org_role == proto::room::OrgRole::Inactive,
            Change::SessionChanged { .. } | Change::Renamed | Change::Status => false,
        }
}

/// Which auth-service is asked first: any, but for one session always the same.
fn key(token: &TokenHash) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, token.0.as_bytes())
}

#[cfg(test)]
mod tests {
    use proto::auth::Person;
    use proto::room::OrgRole;

    use super::*;

    fn session(feed: i64) -> Session {
        Session {
            id: SessionId::new(),
            person: Person {
                id: UserId::new(),
                username: "rosa".into(),
                display_name: "Rosa".into(),
                ambiguous: false,
                status: None,
                invisible: false,
                avatar: None,
                quiet: None,
            },
            org_role: OrgRole::Member,
            expires_at: At::now_utc() + Duration::from_secs(3_600),
            proved_at: At::now_utc(),
            newcomer: false,
            feed,
        }
    }

    fn token(text: &str) -> TokenHash {
        TokenHash(text.to_owned())
    }

    #[test]
    fn an_ended_session_is_forgotten_and_its_neighbour_is_not() {
        let (mut known, now) = (Known::default(), Instant::now());
        let (tablet, phone) = (session(3), session(3));
        let phone = Session { person: tablet.person.clone(), ..phone };
        assert!(known.store(&token("tablet"), &tablet, now) && known.store(&token("phone"), &phone, now));
        let user = tablet.person.id;
        known.apply(&[FeedEntry { n: 4, user, change: Change::SessionEnded { session: tablet.id } }], 4);
        assert!(known.cached(&token("tablet"), now, FRESH).is_none());
        assert!(known.cached(&token("phone"), now, FRESH).is_some());
        known.apply(&[FeedEntry { n: 5, user, change: Change::AllSessionsEnded }], 5);
        assert!(known.cached(&token("phone"), now, FRESH).is_none());
    }

    #[test]
    fn a_session_with_another_token_is_forgotten_by_the_one_it_had_and_goes_on() {
        let (mut known, now) = (Known::default(), Instant::now());
        let (tablet, phone) = (session(3), session(3));
        let phone = Session { person: tablet.person.clone(), ..phone };
        assert!(known.store(&token("tablet"), &tablet, now) && known.store(&token("phone"), &phone, now));
        let change = Change::SessionChanged { session: tablet.id };
        let entry = FeedEntry { n: 4, user: tablet.person.id, change };
        known.apply(std::slice::from_ref(&entry), 4);
        assert!(known.cached(&token("tablet"), now, Duration::MAX).is_none());
        assert!(known.cached(&token("phone"), now, FRESH).is_some());
        assert!(!ends(&entry, tablet.id, tablet.person.id), "its sockets live on");
    }

    #[test]
    fn an_answer_that_the_feed_has_overtaken_is_not_kept() {
        let (mut known, now) = (Known::default(), Instant::now());
        known.apply(&[], 9);
        assert!(!known.store(&token("late"), &session(8), now));
        assert!(known.store(&token("good"), &session(9), now));
    }

    #[test]
    fn an_entry_is_believed_for_a_minute_and_never_past_its_expiry() {
        let (mut known, now) = (Known::default(), Instant::now());
        known.store(&token("a"), &session(0), now);
        assert!(known.cached(&token("a"), now + Duration::from_secs(59), FRESH).is_some());
        assert!(known.cached(&token("a"), now + Duration::from_secs(60), FRESH).is_none());
        let gone = Session { expires_at: At::now_utc() - Duration::from_secs(1), ..session(0) };
        known.store(&token("b"), &gone, now);
        assert!(known.cached(&token("b"), now, Duration::MAX).is_none());
    }
}
