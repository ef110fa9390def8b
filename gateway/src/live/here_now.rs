//! Who is here now, for home: people who have one of some rooms open, at any gateway. Hubs of one room tell each other who has it open,
//! so what is open here is known here; of the others the other gateways are asked.

use std::collections::BTreeMap;
use std::time::Duration;

use chassis::bus::Subscription;
use futures_util::future::join_all;
use proto::node::{Availability, NodeKind, PresentQuery, PresentReply, SeenPerson};
use proto::{NodeId, RoomId, UserId, subject};

use super::hubs::Hubs;

/// How long a page waits for another gateway: who does not answer by then has nobody to show.
pub(super) const DEADLINE: Duration = Duration::from_millis(250);
/// The most rooms or people that one question is about, and people that one answer names.
const ASKED: usize = 1_000;
const PEOPLE: usize = 200;

/// Everyone who has one of these rooms open, as far as is known in time.
pub(super) async fn present_in(hubs: &Hubs, rooms: &[RoomId]) -> Vec<SeenPerson> {
    let rooms = &rooms[..rooms.len().min(ASKED)];
    let query = PresentQuery { rooms: rooms.to_vec(), people: Vec::new() };
    let others = other_gateways(hubs).into_iter().map(|node| ask(hubs, node, &query, DEADLINE));
    let answers = join_all(others).await.into_iter().flatten();
    each_once(here(hubs, rooms).chain(answers.flat_map(|answer| answer.users)))
}

/// Tells other gateways who is here.
pub(super) async fn answer(hubs: Hubs, mut asked: Subscription) {
    while let Some(heard) = asked.next().await {
        let Ok(PresentQuery { rooms, people }) = heard.read() else { continue };
        let users = each_once(here(&hubs, &rooms[..rooms.len().min(ASKED)]));
        let people = &people[..people.len().min(ASKED)];
        let (n, people) = hubs.roster().read_presence(|presence| presence.local(people));
        let reply = PresentReply { users, people, n };
        hubs.cluster().bus().answer(&heard, &reply).await;
    }
}

fn here(hubs: &Hubs, rooms: &[RoomId]) -> impl Iterator<Item = SeenPerson> {
    rooms.iter().flat_map(|room| hubs.present(*room))
}

/// Who is here by one of their rooms or devices is here.
fn each_once(seen: impl Iterator<Item = SeenPerson>) -> Vec<SeenPerson> {
    let mut people: BTreeMap<UserId, Availability> = BTreeMap::new();
    for SeenPerson { user, availability } in seen {
        let best = people.entry(user).or_insert(availability);
        *best = availability.max(*best);
    }
    let people = people.into_iter().map(|(user, availability)| SeenPerson { user, availability });
    people.take(PEOPLE).collect()
}

/// The other gateways that live.
pub(super) fn other_gateways(hubs: &Hubs) -> Vec<NodeId> {
    let (all, own) = (hubs.cluster().peers().all(), hubs.node());
    let gateways = all.into_iter().map(|seen| seen.beat).filter(|beat| beat.kind == NodeKind::Gateway);
    gateways.map(|beat| beat.node).filter(|node| *node != own).collect()
}

/// Asks one of them; none if it does not answer in time.
pub(super) async fn ask(
    hubs: &Hubs,
    node: NodeId,
    query: &PresentQuery,
    deadline: Duration,
) -> Option<PresentReply> {
    hubs.bus().ask(&subject::gateway_present(node), query, deadline).await.ok()
}
