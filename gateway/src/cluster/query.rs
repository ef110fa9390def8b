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
const HEDGE_AFTER: Duration = Duration::from_millis(500);
/// All attempts of a query together.
const DEADLINE: Duration = Duration::from_secs(4);
/// The same where something is to be done: a password to be hashed may queue behind others.
const COMMAND_DEADLINE: Duration = Duration::from_secs(15);
/// How long it is waited for some process to appear when none is known.
const NO_NODE_DEADLINE: Duration = Duration::from_secs(2);

/// How a query is put.
struct RetryPolicy {
    kind: NodeKind,
    subject: fn(NodeId) -> String,
    hedge_after: Option<Duration>,
    deadline: Duration,
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
            // A search is dear, and the second one would take as long.
            hedge_after: (!is_expensive(query)).then_some(HEDGE_AFTER),
            deadline: DEADLINE,
        };
        self.request(&policy, key, query, |reply| match reply {
            room::Reply::Refused(refusal) => Err(refusal),
            reply => Ok(reply),
        })
        .await
    }

    /// Asks an auth-service. What merely reads is asked of others too if the first stays silent; what does something, of
    /// one process alone, unless nobody is there.
    ///
    /// # Errors
    /// What it refuses, or `unavailable`.
    pub async fn ask_auth(&self, key: Uuid, query: &auth::Query) -> Result<auth::Reply, Refusal> {
        let (hedge_after, deadline) =
            if may_be_asked_twice(query) { (Some(HEDGE_AFTER), DEADLINE) } else { (None, COMMAND_DEADLINE) };
        let policy = RetryPolicy { kind: NodeKind::Auth, subject: subject::auth_ask, hedge_after, deadline };
        self.request(&policy, key, query, |reply| match reply {
            auth::Reply::Refused(refusal) => Err(refusal),
            reply => Ok(reply),
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
        let asking = self.ask_in_turn(policy, key, query, read);
        tokio::time::timeout(policy.deadline, asking).await.unwrap_or_else(|_| Err(Refusal::unavailable()))
    }

    async fn ask_in_turn<Q, A>(
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
        if self.peers.rank(policy.kind, key).is_empty() {
            self.peers.ready(policy.kind, NO_NODE_DEADLINE).await;
        }
        let mut rest = self.peers.rank(policy.kind, key).into_iter();
        let mut under_way = FuturesUnordered::new();
        let mut last = Refusal::unavailable();
        let mut ask_next = true;
        loop {
            if ask_next && let Some(peer) = rest.next() {
                let subject = (policy.subject)(peer.node);
                under_way.push(async move { self.bus.ask(&subject, query, policy.deadline).await });
            } else if under_way.is_empty() {
                return Err(last);
            }
            let hedge_after = async {
                match policy.hedge_after {
                    Some(hedge_after) => tokio::time::sleep_until(Instant::now() + hedge_after).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                Some(answer) = under_way.next() => match answer.map(read) {
                    Ok(Err(refusal)) if refusal.code == Code::Unavailable => {
                        last = refusal;
                        ask_next = policy.hedge_after.is_some() && self.queries.spend();
                    }
                    Ok(answer) => return answer,
                    Err(RequestError::NobodyThere) => ask_next = true,
                    Err(RequestError::Down) => return Err(Refusal::unavailable()),
                    Err(RequestError::TooSlow | RequestError::Garbled(_)) => ask_next = policy.hedge_after.is_some() && self.queries.spend(),
                },
                () = hedge_after, if rest.len() > 0 => ask_next = self.queries.spend(),
            }
        }
    }
}

fn is_expensive(query: &room::Query) -> bool {
    use room::{AdminQuery::Search, Query::Admin};
    matches!(query, Admin { query: Search { .. }, .. })
}

/// What reads, and what makes no difference the second time. Whatever is not named here is asked once.
fn may_be_asked_twice(query: &auth::Query) -> bool {
    use auth::Query::{
        Audit, Called, Directory, Feed, Installation, Invites, LogOut, LookAtInvite, LookAtReset, People,
        Profile, Resume, Sessions,
    };
    matches!(
        query,
        Resume { .. }
            | People { .. }
            | Feed { .. }
            | Installation
            | LogOut { .. }
            | Profile { .. }
            | Called { .. }
            | Sessions { .. }
            | LookAtInvite { .. }
            | LookAtReset { .. }
            | Directory { .. }
            | Audit { .. }
            | Invites { .. }
    )
}
