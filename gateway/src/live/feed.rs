//! The feed of endings, read every second: ended sessions, deactivated people, changed roles and names.
//!
//! Any auth-service answers, and room-services too from the same table, so that losing auth does not silence the chat.
//! What it tells is carried out before it counts as known: only then is the gateway not frozen.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chassis::health::Part;
use proto::auth::{self, Change, Feed};
use proto::node::NodeKind;
use proto::room;
use tokio::sync::Notify;
use uuid::Uuid;

use super::freshness::Freshness;
use super::hubs::Hubs;
use super::roster::Roster;
use super::sessions::Sessions;
use super::statuses;
use crate::cluster::Cluster;
use crate::people::People;

/// How often.
const EVERY: Duration = Duration::from_secs(1);
/// How long the auth-services may take before a room-service is asked.
const DEADLINE: Duration = Duration::from_millis(800);
/// How long one turn of it may take, with everything it asks.
pub(super) const TURN: Duration = Duration::from_secs(15);
/// Asking after this number tells where the feed stands, and nothing else.
const END: i64 = i64::MAX;

/// Follows the feed.
pub(super) struct FeedReader {
    pub(super) cluster: Cluster,
    pub(super) freshness: Freshness,
    pub(super) sessions: Sessions,
    pub(super) people: People,
    pub(super) roster: Roster,
    pub(super) hubs: Hubs,
    /// A hint says that something ended.
    pub(super) hint: Arc<Notify>,
}

impl FeedReader {
    /// Reads for ever.
    pub(super) async fn run(self, part: Part) {
        let mut pace = tokio::time::interval(EVERY);
        pace.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut position = None;
        let mut told = true;
        loop {
            part.progress();
            tokio::select! {
                _ = pace.tick() => {}
                () = self.hint.notified() => {}
            }
            let asked = Instant::now();
            let feed = self.ask(position.unwrap_or(END)).await;
            // Whoever found the gateway frozen did so before this: after a pause of the whole process, before this task
            // has even looked.
            let was_frozen = self.freshness.frozen();
            if let Some(feed) = feed {
                let more = feed.more;
                position = Some(self.apply(position, &feed));
                if more {
                    // Not up to date yet: what is still to come may concern someone here.
                    self.hint.notify_one();
                } else {
                    self.freshness.confirm(asked);
                }
            }
            let is_frozen = self.freshness.frozen();
            if was_frozen != is_frozen || is_frozen != told {
                tracing::info!(frozen = is_frozen, "the feed of endings");
                self.roster.wake();
                told = is_frozen;
            }
        }
    }

    fn apply(&self, position: Option<i64>, feed: &Feed) -> i64 {
        let last = feed.entries.last().map(|entry| entry.n);
        let to = if feed.more { last.unwrap_or(0) } else { feed.head };
        // Old entries are swept away; whoever answers from what is left may place the head before ours.
        let to = position.map_or(to, |position| position.max(to));
        self.sessions.apply(&feed.entries, to);
        for entry in &feed.entries {
            match entry.change {
                Change::SessionEnded { session } => self.roster.end_session(entry.user, session),
                // It goes on, and its sockets with it; `sessions` has forgotten the token it had.
                Change::SessionChanged { .. } => {}
                Change::AllSessionsEnded => self.roster.end_person(entry.user, entry.n),
                Change::OrgRole { org_role } => self.roster.org_role(entry.user, entry.n, org_role),
                Change::Renamed => self.rename(entry.user),
                Change::Status => self.status(entry.user),
            }
        }
        to
    }

    fn rename(&self, user: proto::UserId) {
        self.people.forget(user);
        tokio::spawn(statuses::shown_differently(self.hubs.clone(), user));
    }

    fn status(&self, user: proto::UserId) {
        self.people.forget(user);
        let (people, roster) = (self.people.clone(), self.roster.clone());
        tokio::spawn(statuses::read_anew(people, roster, user));
    }

    async fn ask(&self, after: i64) -> Option<Feed> {
        // Nobody is waited for who is not there: the feed must not be late because auth is gone.
        if !self.cluster.peers().rank(NodeKind::Auth, Uuid::nil()).is_empty() {
            let query = auth::Query::Feed { after };
            let asking = self.cluster.ask_auth(Uuid::nil(), &query);
            if let Ok(Ok(auth::Reply::Feed(feed))) = tokio::time::timeout(DEADLINE, asking).await {
                return Some(feed);
            }
        }
        let query = room::Query::Feed { after };
        let asking = self.cluster.ask_room(Uuid::nil(), &query);
        match tokio::time::timeout(DEADLINE, asking).await {
            Ok(Ok(room::Reply::Feed(feed))) => Some(feed),
            _ => None,
        }
    }
}
