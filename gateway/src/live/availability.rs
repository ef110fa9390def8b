//! Whether messages can be sent and heard at the moment: told to everyone here (`state`) and to operators (`/readyz`).
//!
//! A connection that is back, or a room-service that beats, is not yet one that accepts: sending works once one has answered.

use std::time::Duration;

use chassis::bus::Connection;
use chassis::{Health, Peers};
use proto::node::NodeKind;
use proto::room::{Query, Reply};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use super::outbox::Works;
use super::roster::Roster;
use crate::cluster::Cluster;

/// How often it is looked whether the room-services are still there, and one is asked if they were not.
const EVERY: Duration = Duration::from_millis(200);
/// How long one may take to answer.
const DEADLINE: Duration = Duration::from_millis(1_500);

/// Watches over it for ever.
pub(super) async fn run(cluster: Cluster, roster: Roster) {
    let mut connection = cluster.bus().connection();
    loop {
        let generation = until_answered(&cluster, &roster, &mut connection).await;
        roster.set_works(Works::ALL);
        until_lost(cluster.peers(), generation, &mut connection).await;
    }
}

/// Why no room-service could take a message, as far as they are heard; none if one could. One that has only just fallen silent
/// still counts.
pub(super) fn room_services(peers: &Peers) -> Result<(), String> {
    let best = peers.rank(NodeKind::Room, Uuid::nil()).into_iter().map(|peer| peer.health);
    let best = best.min_by_key(|health| (matches!(health, Health::Unwell | Health::Leaving), *health));
    match best {
        Some(Health::Well | Health::Suspect) => Ok(()),
        Some(Health::Unwell) => {
            Err("every room-service says that it cannot write; its own /readyz says why".to_owned())
        }
        Some(Health::Leaving) => Err("every room-service is stopping".to_owned()),
        Some(Health::Gone) | None => Err("no room-service has been heard for 3 s".to_owned()),
    }
}

/// Waits until a room-service has answered; says over which connection.
async fn until_answered(
    cluster: &Cluster,
    roster: &Roster,
    connection: &mut watch::Receiver<Connection>,
) -> u64 {
    loop {
        let now = *connection.borrow_and_update();
        roster.set_works(Works { sending: false, receiving: now.up });
        let asked = now.up && room_services(cluster.peers()).is_ok() && answers(cluster).await;
        if asked && connection.borrow().generation == now.generation {
            return now.generation;
        }
        tokio::select! {
            _ = connection.changed() => {}
            () = sleep(EVERY) => {}
        }
    }
}

async fn answers(cluster: &Cluster) -> bool {
    let asking = cluster.ask_room(Uuid::nil(), &Query::Log);
    matches!(timeout(DEADLINE, asking).await, Ok(Ok(Reply::Log(_))))
}

async fn until_lost(peers: &Peers, generation: u64, connection: &mut watch::Receiver<Connection>) {
    loop {
        let now = *connection.borrow_and_update();
        if !now.up || now.generation != generation || room_services(peers).is_err() {
            return;
        }
        tokio::select! {
            _ = connection.changed() => {}
            () = sleep(EVERY) => {}
        }
    }
}
