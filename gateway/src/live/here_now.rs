//! Who is here now, for home: people who have one of some rooms open, at any gateway. Hubs of one room tell each other who has it open,
//! so what is open here is known here; of the others the other gateways are asked.

use std::collections::BTreeSet;
use std::time::Duration;

use chassis::bus::Subscription;
use futures_util::future::join_all;
use proto::node::{NodeKind, PresentQuery, PresentReply};
use proto::{NodeId, RoomId, UserId, subject};

use super::context::Context;
use super::hubs::Hubs;

/// How long home waits for another gateway: who does not answer by then has nobody to show.
const DEADLINE: Duration = Duration::from_millis(250);
/// The most rooms that one question is about, and people that one answer names.
const ROOMS: usize = 1_000;
const PEOPLE: usize = 200;

/// Everyone who has one of these rooms open, as far as is known in time.
pub(super) async fn present_in(context: &Context, rooms: &[RoomId]) -> Vec<UserId> {
    let rooms = &rooms[..rooms.len().min(ROOMS)];
    let query = PresentQuery { rooms: rooms.to_vec() };
    let answers = others(context).into_iter().map(|node| ask(context, node, &query));
    let mut found: BTreeSet<UserId> = here(context.hubs(), rooms).collect();
    found.extend(join_all(answers).await.into_iter().flatten());
    found.into_iter().take(PEOPLE).collect()
}

/// Tells other gateways who is here.
pub(super) async fn answer(hubs: Hubs, mut asked: Subscription) {
    while let Some(heard) = asked.next().await {
        let Ok(PresentQuery { rooms }) = heard.read() else { continue };
        let found: BTreeSet<UserId> = here(&hubs, &rooms[..rooms.len().min(ROOMS)]).collect();
        let reply = PresentReply { users: found.into_iter().take(PEOPLE).collect() };
        hubs.cluster().bus().answer(&heard, &reply).await;
    }
}

fn here(hubs: &Hubs, rooms: &[RoomId]) -> impl Iterator<Item = UserId> {
    rooms.iter().flat_map(|room| hubs.present(*room))
}

fn others(context: &Context) -> Vec<NodeId> {
    let (all, own) = (context.cluster().peers().all(), context.config().node);
    let gateways = all.into_iter().map(|seen| seen.beat).filter(|beat| beat.kind == NodeKind::Gateway);
    gateways.map(|beat| beat.node).filter(|node| *node != own).collect()
}

async fn ask(context: &Context, node: NodeId, query: &PresentQuery) -> Vec<UserId> {
    let answer = context.cluster().bus().ask(&subject::gateway_present(node), query, DEADLINE).await;
    answer.map_or_else(|_| Vec::new(), |PresentReply { users }| users)
}
