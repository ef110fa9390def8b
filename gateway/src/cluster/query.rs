//! Queries: they change nothing, so the next process is asked early and the first answer is taken.

use std::time::Duration;

use chassis::RequestError;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use proto::node::NodeKind;
use proto::{Code, NodeId, Refusal, auth, room, subject};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::time::Instant;
use uuid::Uuid;

use super::Cluster;

/// Silence after which the next process is asked too.
const EARLY: Duration = Duration::from_millis(500);
/// All attempts of a query together.
const DEADLINE: Duration = Duration::from_secs(4);
/// The same for a command: a password to be hashed may queue behind others.
const DOING: Duration = Duration::from_secs(15);
/// How long it is waited for some process to appear when none is known.
const LONELY: Duration = Duration::from_secs(2);

/// How a query is put.
struct RetryPolicy {
    kind: NodeKind,
    subject: fn(NodeId) -> String,
    early: Option<Duration>,
    deadline: Duration,
}

impl Cluster {
    /// Asks a room-service, the first in order for `key`, and others if it stays silent.
    ///
    /// # Errors
    /// What it refuses, or `unavailable`.
    pub async fn ask_room(&self, key: Uuid, query: &room::Query) -> Result<room::Reply, Refusal> {
        let manner = RetryPolicy {
            kind: NodeKind::Room,
            subject: subject::room_query,
            // A search is dear, and the second one would take as long.
            early: (!is_dear(query)).then_some(EARLY),
            deadline: DEADLINE,
        };
        self.put(&manner, key, query, |reply| match reply {
            room::Reply::Refused(refusal) => Err(refusal),
            reply => Ok(reply),
        })
        .await
    }

    /// Asks an auth-service, the first in order for `key`, and others if it stays silent.
    ///
    /// # Errors
    /// What it refuses, or `unavailable`.
    pub async fn ask_auth(&self, key: Uuid, query: &auth::Query) -> Result<auth::Reply, Refusal> {
        let policy = RetryPolicy {
            kind: NodeKind::Auth,
            subject: subject::auth_query,
            early: Some(EARLY),
            deadline: DEADLINE,
        };
        self.put(&policy, key, query, |reply| match reply {
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
            early: None,
            deadline: DOING,
        };
        self.put(&policy, command.key, command, |answer| match answer {
            auth::Answer::Refused(refusal) => Err(refusal),
            answer => Ok(answer),
        })
        .await
    }

    async fn put<Q, A>(
        &self,
        manner: &RetryPolicy,
        key: Uuid,
        query: &Q,
        read: fn(A) -> Result<A, Refusal>,
    ) -> Result<A, Refusal>
    where
        Q: Serialize + Sync,
        A: DeserializeOwned,
    {
        self.queries.earn();
        let asking = self.ask_in_turn(manner, key, query, read);
        tokio::time::timeout(manner.deadline, asking).await.unwrap_or_else(|_| Err(Refusal::unavailable()))
    }

    async fn ask_in_turn<Q, A>(
        &self,
        manner: &RetryPolicy,
        key: Uuid,
        query: &Q,
        read: fn(A) -> Result<A, Refusal>,
    ) -> Result<A, Refusal>
    where
        Q: Serialize + Sync,
        A: DeserializeOwned,
    {
        if self.peers.rank(manner.kind, key).is_empty() {
            self.peers.ready(manner.kind, LONELY).await;
        }
        let mut rest = self.peers.rank(manner.kind, key).into_iter();
        let mut under_way = FuturesUnordered::new();
        let mut last = Refusal::unavailable();
        let mut ask_next = true;
        loop {
            if ask_next && let Some(peer) = rest.next() {
                let subject = (manner.subject)(peer.node);
                under_way.push(async move { self.bus.ask(&subject, query, manner.deadline).await });
            } else if under_way.is_empty() {
                return Err(last);
            }
            let early = async {
                match manner.early {
                    Some(early) => tokio::time::sleep_until(Instant::now() + early).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                Some(answer) = under_way.next() => match answer.map(read) {
                    Ok(Err(refusal)) if refusal.code == Code::Unavailable => {
                        last = refusal;
                        ask_next = manner.early.is_some() && self.queries.spend();
                    }
                    Ok(answer) => return answer,
                    Err(RequestError::NobodyThere) => ask_next = true,
                    Err(RequestError::Down) => return Err(Refusal::unavailable()),
                    Err(RequestError::TooSlow | RequestError::Garbled(_)) => ask_next = manner.early.is_some() && self.queries.spend(),
                },
                () = early, if rest.len() > 0 => ask_next = self.queries.spend(),
            }
        }
    }
}

fn is_dear(query: &room::Query) -> bool {
    use room::{AdminQuery::Search, Query::Admin};
    matches!(query, Admin { query: Search { .. }, .. })
}
