//! A durable command, carried out once whoever is asked: the same nonce goes along to every process.

use std::time::Duration;

use chassis::{Health, RequestError};
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use proto::node::NodeKind;
use proto::room::{Answer, Command};
use proto::{Code, NodeId, Refusal, subject};
use tokio::time::Instant;

use super::Cluster;

/// All attempts together.
const DEADLINE: Duration = Duration::from_secs(10);
/// The first time silence is looked into.
const FIRST_CHECK: Duration = Duration::from_secs(1);
/// How often it is looked into from then on.
const CHECK_EVERY: Duration = Duration::from_millis(100);
/// Silence after which the next process is asked in any case.
const SILENCE_MAX: Duration = Duration::from_secs(3);
/// How long it is waited for some process to appear when none is there.
const NO_NODE_DEADLINE: Duration = Duration::from_secs(4);
/// Between two looks for one.
const NO_NODE_PAUSE: Duration = Duration::from_millis(150);

/// Why the next process is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reason {
    /// It is the first, or nobody got the one before: no work is done twice.
    NotReceived,
    /// The one before may be at work.
    Unconfirmed,
}

type Attempt = BoxFuture<'static, (usize, Result<Answer, RequestError>)>;

impl Cluster {
    /// Has a room-service carry out a command, and answers within 10 s.
    ///
    /// The next process is asked at once where nobody is there or the answer is `unavailable`, after 1 s of silence
    /// where the process is suspect, after 3 s in any case, and when the connection was lost and is back; from the second attempt on the command carries `again`. A refusal is
    /// believed from the latest attempt only: an earlier one may have been overtaken by its twin.
    pub async fn command(&self, command: Command) -> Answer {
        self.commands.earn();
        match tokio::time::timeout(DEADLINE, self.carry(command)).await {
            Ok(answer) => answer,
            Err(_) => Answer::Refused(not_confirmed()),
        }
    }

    async fn carry(&self, mut command: Command) -> Answer {
        let began = Instant::now();
        let mut under_way: FuturesUnordered<Attempt> = FuturesUnordered::new();
        let mut asked: Vec<NodeId> = Vec::new();
        let mut attempts = 0;
        let (mut why, mut last) = (Reason::NotReceived, Refusal::unavailable());
        'attempts: loop {
            let ranked = self.peers.rank(NodeKind::Room, command.room.0);
            let next = ranked.iter().map(|peer| peer.node).find(|node| !asked.contains(node));
            let Some(node) = next else {
                if why == Reason::Unconfirmed || !under_way.is_empty() {
                    return Answer::Refused(last);
                }
                // Nobody at all was there: one may be starting.
                if began.elapsed() > NO_NODE_DEADLINE {
                    return Answer::Refused(last);
                }
                asked.clear();
                tokio::time::sleep(NO_NODE_PAUSE).await;
                continue;
            };
            if why == Reason::Unconfirmed && !self.commands.spend() {
                return Answer::Refused(Refusal::busy());
            }
            attempts += 1;
            asked.push(node);
            command.again |= attempts > 1;
            under_way.push(self.attempt(attempts, node, command.clone()));
            let sent = Instant::now();
            let mut check_at = sent + FIRST_CHECK;
            let mut connection = self.bus.connection();
            let generation = connection.borrow_and_update().generation;
            loop {
                tokio::select! {
                    Some((attempt, answer)) = under_way.next() => match verdict(attempt == attempts, answer) {
                        Verdict::Pass(answer) => return answer,
                        Verdict::Next(because, refusal) => {
                            (why, last) = (because, refusal);
                            continue 'attempts;
                        }
                        Verdict::Ignore => {}
                    },
                    Ok(now) = connection.wait_for(|now| now.up && now.generation != generation) => {
                        // Whatever was under way on the old connection is lost, or its answer is.
                        drop(now);
                        asked.clear();
                        (why, last) = (Reason::Unconfirmed, not_confirmed());
                        continue 'attempts;
                    }
                    () = tokio::time::sleep_until(check_at) => {
                        check_at = Instant::now() + CHECK_EVERY;
                        let silent = self.peers.health(node).is_none_or(|health| health >= Health::Suspect);
                        let given_up = sent.elapsed() >= SILENCE_MAX;
                        // With nobody else to ask, waiting is better than giving up: it may be at work.
                        let other = ranked_other(self, &command, &asked);
                        if (silent || given_up) && other {
                            (why, last) = (Reason::Unconfirmed, not_confirmed());
                            continue 'attempts;
                        }
                    }
                }
            }
        }
    }

    fn attempt(&self, attempt: usize, node: NodeId, command: Command) -> Attempt {
        let bus = self.bus.clone();
        Box::pin(async move { (attempt, bus.ask(&subject::room_command(node), &command, DEADLINE).await) })
    }
}

fn ranked_other(cluster: &Cluster, command: &Command, asked: &[NodeId]) -> bool {
    let ranked = cluster.peers.rank(NodeKind::Room, command.room.0);
    ranked.iter().any(|peer| !asked.contains(&peer.node))
}

enum Verdict {
    Pass(Answer),
    Next(Reason, Refusal),
    Ignore,
}

/// What an answer is worth, from the latest attempt or an earlier one.
fn verdict(latest: bool, answer: Result<Answer, RequestError>) -> Verdict {
    match answer {
        // Committed is committed, whoever says it.
        Ok(answer @ (Answer::Done(_) | Answer::Cancelled)) => Verdict::Pass(answer),
        _ if !latest => Verdict::Ignore,
        Ok(Answer::Refused(refusal)) if refusal.code == Code::Unavailable => {
            Verdict::Next(Reason::Unconfirmed, refusal)
        }
        Ok(refused @ Answer::Refused(_)) => Verdict::Pass(refused),
        Err(RequestError::NobodyThere) => Verdict::Next(Reason::NotReceived, Refusal::unavailable()),
        Err(RequestError::Down) => Verdict::Pass(Answer::Refused(Refusal::unavailable())),
        Err(RequestError::TooSlow | RequestError::Garbled(_)) => {
            Verdict::Next(Reason::Unconfirmed, not_confirmed())
        }
    }
}

/// Nobody said yes or no in time.
fn not_confirmed() -> Refusal {
    Refusal::new(
        Code::Unavailable,
        "This is not confirmed yet. Your text is kept; try again, it will not be sent twice.",
    )
}
