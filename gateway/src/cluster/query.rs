//! Queries: they change nothing, so the next process is asked early and the first answer is taken, as [`Inquiry`] has it.

use std::cmp::Reverse;
use std::ops::Deref;
use std::time::{Duration, Instant};

use chassis::Health;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use proto::node::NodeKind;
use proto::{NodeId, Refusal, UserId, auth, room, subject};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::inquiry::{DEADLINE, DEAR_HEDGE_AFTER, HEDGE_AFTER, Input, Inquiry, Output};
use super::{Cluster, now};

/// How long all attempts together may take for a command: a password to be hashed may queue behind others.
const COMMAND_DEADLINE: Duration = Duration::from_secs(15);
/// How long a connection that is being made anew is waited for.
const NO_CONNECTION_DEADLINE: Duration = Duration::from_secs(1);
/// How long it is waited for some process to be heard of when none is.
const NO_NODE_DEADLINE: Duration = Duration::from_secs(2);

/// How a query is put.
struct RetryPolicy {
    kind: NodeKind,
    subject: fn(NodeId) -> String,
    hedge_after: Option<Duration>,
    deadline: Duration,
}

/// The rooms of a person, and what else is theirs alone.
#[derive(Clone, Debug, Default)]
pub struct MyRooms {
    /// The rooms.
    pub rooms: Vec<room::MyRoom>,
    /// The rest.
    pub personal: room::Personal,
}

impl Deref for MyRooms {
    type Target = [room::MyRoom];

    fn deref(&self) -> &Self::Target {
        &self.rooms
    }
}

impl Cluster {
    /// Asks a room-service, the first in order for `key`, and others if it stays silent.
    ///
    /// # Errors
    /// What it refuses, or `unavailable`.
    pub async fn ask_room(&self, key: Uuid, query: &room::Query) -> Result<room::Reply, Refusal> {
        let policy = RetryPolicy {
            kind: NodeKind::Room,
            subject: subject::room_query,
            hedge_after: Some(if is_dear(query) { DEAR_HEDGE_AFTER } else { HEDGE_AFTER }),
            deadline: DEADLINE,
        };
        self.request(&policy, key, query, |reply| match reply {
            room::Reply::Refused(refusal) => Err(refusal),
            reply => Ok(reply),
        })
        .await
    }

    /// All rooms of a person, the most recently active first, as many answers as that takes.
    ///
    /// # Errors
    /// What a room-service refuses, or `unavailable`.
    pub async fn rooms_of(&self, user: UserId) -> Result<MyRooms, Refusal> {
        let reply = self.ask_room(user.0, &room::Query::Rooms { user, after: None }).await?;
        let room::Reply::Rooms { rooms, more, personal } = reply else { return Err(Refusal::unavailable()) };
        let rooms = self.further_rooms_of(user, rooms, more).await?;
        Ok(MyRooms { rooms, personal: personal.unwrap_or_default() })
    }

    /// The same, where the first of them are known: in the order in which they are asked for.
    ///
    /// # Errors
    /// What a room-service refuses, or `unavailable`.
    pub async fn further_rooms_of(
        &self,
        user: UserId,
        mut all: Vec<room::MyRoom>,
        mut more: bool,
    ) -> Result<Vec<room::MyRoom>, Refusal> {
        while more {
            let after = all.last().map(|last| last.room);
            let reply = self.ask_room(user.0, &room::Query::Rooms { user, after }).await?;
            let room::Reply::Rooms { rooms, more: further, .. } = reply else {
                return Err(Refusal::unavailable());
            };
            more = further && !rooms.is_empty();
            all.extend(rooms);
        }
        all.sort_by_key(|room| Reverse(room.active_at));
        Ok(all)
    }

    /// Asks an auth-service, the first in order for `key`, and others if it stays silent.
    ///
    /// # Errors
    /// What it refuses, or `unavailable`.
    pub async fn ask_auth(&self, key: Uuid, query: &auth::Query) -> Result<auth::Reply, Refusal> {
        let policy = RetryPolicy {
            kind: NodeKind::Auth,
            subject: subject::auth_query,
            hedge_after: Some(HEDGE_AFTER),
            deadline: DEADLINE,
        };
        self.request(&policy, key, query, |reply| match reply {
            auth::Reply::Refused(refusal) => Err(refusal),
            reply => Ok(reply),
        })
        .await
    }

    /// Has an auth-service carry something out: one process alone, unless nobody is there. Attempts are counted in the
    /// database, so any will do.
    ///
    /// # Errors
    /// What it refuses, or `unavailable`: then it may have been done all the same.
    pub async fn command_auth(&self, command: &auth::Command) -> Result<auth::Answer, Refusal> {
        let policy = RetryPolicy {
            kind: NodeKind::Auth,
            subject: subject::auth_command,
            hedge_after: None,
            deadline: COMMAND_DEADLINE,
        };
        self.request(&policy, command.key, command, |answer| match answer {
            auth::Answer::Refused(refusal) => Err(refusal),
            answer => Ok(answer),
        })
        .await
    }

    async fn request<Q, A>(
        &self,
        policy: &RetryPolicy,
        key: Uuid,
        query: &Q,
        read: fn(A) -> Result<A, Refusal>,
    ) -> Result<A, Refusal>
    where
        Q: Serialize + Sync,
        A: DeserializeOwned,
    {
        self.queries.earn();
        let deadline = now() + policy.deadline;
        let asking = self.ask_in_turn(policy, key, query, read, deadline);
        tokio::time::timeout_at(deadline.into(), asking).await.unwrap_or_else(|_| Err(Refusal::unavailable()))
    }

    async fn ask_in_turn<Q, A>(
        &self,
        policy: &RetryPolicy,
        key: Uuid,
        query: &Q,
        read: fn(A) -> Result<A, Refusal>,
        deadline: Instant,
    ) -> Result<A, Refusal>
    where
        Q: Serialize + Sync,
        A: DeserializeOwned,
    {
        let is_connected = self.bus.ready(NO_CONNECTION_DEADLINE).await;
        let mut changes = self.peers.changes();
        // What is asked soon of another may be asked of one that has not been heard for a while, too: it may answer all the same.
        let is_patient = policy.hedge_after.is_none();
        if is_connected && (is_patient || self.peers.rank(policy.kind, key).is_empty()) {
            let lives = self.peers.ready(policy.kind, NO_NODE_DEADLINE).await;
            if is_patient && !lives {
                return Err(Refusal::unavailable());
            }
        }
        let ranked = self.peers.rank(policy.kind, key).into_iter().map(|peer| peer.node);
        let mut inquiry = Inquiry::new(ranked, policy.hedge_after, deadline);
        let (mut asked, mut under_way) = (Vec::new(), FuturesUnordered::new());
        let mut connection = self.bus.connection();
        let mut generation = connection.borrow_and_update().generation;
        let mut input = Input::Tick;
        loop {
            match inquiry.step(now(), &self.queries, input) {
                Some(Output::Done(answer)) => return answer,
                Some(Output::Ask(node)) => {
                    let subject = (policy.subject)(node);
                    asked.push(node);
                    under_way.push(async move { self.bus.ask(&subject, query, policy.deadline).await });
                }
                None => {}
            }
            input = tokio::select! {
                Some(answer) = under_way.next() => Input::Answered(answer.map(read)),
                Ok(now) = connection.wait_for(|now| now.up && now.generation != generation) => {
                    generation = now.generation;
                    Input::Reconnected
                }
                Ok(_) = changes.recv() => {
                    if asked.iter().all(|node| self.is_gone(*node)) { Input::AllGone } else { Input::Tick }
                }
                () = tokio::time::sleep_until(inquiry.wake().into()) => Input::Tick,
            };
        }
    }

    fn is_gone(&self, node: NodeId) -> bool {
        matches!(self.peers.health(node), None | Some(Health::Gone))
    }
}

fn is_dear(query: &room::Query) -> bool {
    use room::{AdminQuery::Search, Query::Admin};
    matches!(query, Admin { query: Search { .. }, .. } | room::Query::Search { .. })
}
