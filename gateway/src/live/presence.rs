//! Who is here, between gateways: listens to what others say of the people who are shown here, tells them of its own, and asks now
//! and then. What follows from what is decided in [`Availabilities`](super::roster::Availabilities).

use std::collections::HashMap;
use std::time::{Duration, Instant};

use chassis::peers::PeerStatus;
use futures_util::future::join_all;
use proto::node::{Availability, AvailabilityChange, NodeKind, PresentQuery};
use proto::{NodeId, UserId, subject};
use tokio::sync::broadcast::error::RecvError;
use tokio::task::{AbortHandle, JoinSet};

use super::here_now::{ask, other_gateways};
use super::hubs::Hubs;
use super::roster::Work;
use super::statuses;

/// How often it is looked who has been gone for long enough.
const TICK: Duration = Duration::from_secs(1);
/// How often the others are asked about everyone shown, whatever was heard of them.
const SWEEP: Duration = Duration::from_secs(30);
/// How long another gateway has for its answer, which nobody waits for.
const DEADLINE: Duration = Duration::from_secs(2);
/// How many people one question is about.
const ASKED: usize = 1_000;

/// Runs for ever.
pub(super) async fn run(hubs: Hubs) {
    let mut presence = Presence { hubs: hubs.clone(), tasks: JoinSet::new(), listening: HashMap::new() };
    let (mut tick, mut sweep) = (tokio::time::interval(TICK), tokio::time::interval(SWEEP));
    let mut gateways = hubs.cluster().peers().changes();
    let mut connection = hubs.bus().connection();
    loop {
        let work = tokio::select! {
            () = hubs.roster().presence_touched() => hubs.roster().presence(|_| ()),
            _ = tick.tick() => hubs.roster().presence(|known| known.tick(Instant::now())),
            _ = sweep.tick() => presence.everyone(),
            Ok(()) = connection.changed() => presence.everyone(),
            change = gateways.recv() => match change {
                Ok(change) if change.kind == NodeKind::Gateway && change.status == PeerStatus::Went => {
                    hubs.roster().presence(|known| known.gone(change.node))
                }
                Err(RecvError::Closed) => return,
                _ => Work::default(),
            },
        };
        presence.carry_out(work).await;
    }
}

struct Presence {
    hubs: Hubs,
    tasks: JoinSet<()>,
    listening: HashMap<UserId, AbortHandle>,
}

impl Presence {
    /// All that may be asked about, whatever is to be done besides.
    fn everyone(&self) -> Work {
        let mut work = self.hubs.roster().presence(|_| ());
        work.ask = self.hubs.roster().read_presence(|known| known.to_ask());
        work
    }

    async fn carry_out(&mut self, work: Work) {
        while self.tasks.try_join_next().is_some() {}
        for user in work.ignore {
            if let Some(task) = self.listening.remove(&user) {
                task.abort();
            }
        }
        for (user, n, availability) in work.say {
            let change = AvailabilityChange { node: self.hubs.node(), n, availability };
            self.hubs.bus().publish(&subject::user_presence(user), &change).await;
        }
        for user in work.listen {
            self.listen(user).await;
        }
        let others = other_gateways(&self.hubs);
        if !work.ask.is_empty() && !others.is_empty() {
            self.tasks.spawn(ask_about(self.hubs.clone(), others, work.ask));
        }
        if !work.changed.is_empty() {
            let (people, roster) = (self.hubs.people().clone(), self.hubs.roster().clone());
            self.tasks.spawn(statuses::moved(people, roster, work.changed));
        }
    }

    async fn listen(&mut self, user: UserId) {
        let Ok(mut heard) = self.hubs.bus().subscribe(&subject::user_presence(user)).await else {
            return self.hubs.roster().take_presence(|known| known.not_listening(user));
        };
        let (roster, own) = (self.hubs.roster().clone(), self.hubs.node());
        let listening = self.tasks.spawn(async move {
            while let Some(heard) = heard.next().await {
                if let Ok(change) = heard.read::<AvailabilityChange>()
                    && change.node != own
                {
                    roster.take_presence(|known| known.heard(user, change));
                }
            }
        });
        if let Some(before) = self.listening.insert(user, listening) {
            before.abort();
        }
    }
}

/// Once what was subscribed is in force, so that no change is missed between question and answer.
async fn ask_about(hubs: Hubs, others: Vec<NodeId>, people: Vec<UserId>) {
    let _ = hubs.bus().barrier().await;
    for people in people.chunks(ASKED) {
        let query = PresentQuery { rooms: Vec::new(), people: people.to_vec() };
        let asking = others.iter().map(|node| async { (*node, ask(&hubs, *node, &query, DEADLINE).await) });
        for (node, answer) in join_all(asking).await {
            if let Some(answer) = answer {
                hubs.roster().take_presence(|known| known.answered(node, answer.n, people, &answer.people));
            }
        }
    }
}

/// Which of these people are here, at any gateway that answers in time.
pub(super) async fn of(hubs: &Hubs, people: &[UserId], deadline: Duration) -> HashMap<UserId, Availability> {
    let people = &people[..people.len().min(ASKED)];
    let known = |user: &UserId| hubs.roster().read_presence(|presence| presence.of(*user));
    let mut found: HashMap<UserId, Availability> =
        people.iter().filter_map(|user| Some((*user, known(user)?))).collect();
    let query = PresentQuery { rooms: Vec::new(), people: people.to_vec() };
    let others = other_gateways(hubs);
    let answers = join_all(others.into_iter().map(|node| ask(hubs, node, &query, deadline))).await;
    for seen in answers.into_iter().flatten().flat_map(|answer| answer.people) {
        let best = found.entry(seen.user).or_insert(seen.availability);
        *best = seen.availability.max(*best);
    }
    // Here it is known already that they do not want to be seen.
    found.retain(|user, _| !hubs.roster().read_presence(|presence| presence.is_invisible(*user)));
    found
}
