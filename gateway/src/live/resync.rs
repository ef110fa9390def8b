//! What may make a gateway miss something: a lost connection, dropped messages, processes that go. Each leads to asking again.

use std::time::Duration;

use chassis::peers::PeerStatus;
use proto::node::NodeKind;
use tokio::sync::broadcast::error::RecvError;

use super::heads;
use super::hub::HubMessage;
use super::hubs::Hubs;

/// A new connection is a gap in every open room: each asks for what came after its last event, once the subscriptions
/// are in force again.
pub(super) async fn connection(hubs: Hubs) {
    let mut connection = hubs.bus().connection();
    let mut known = *connection.borrow_and_update();
    while connection.changed().await.is_ok() {
        let now = *connection.borrow_and_update();
        if now.up && now.generation != known.generation {
            resync(&hubs).await;
        }
        known = now;
    }
}

/// What was dropped because it was read too slowly may have been anything.
pub(super) async fn losses(hubs: Hubs) {
    let mut lost = hubs.bus().lost();
    lost.mark_unchanged();
    while lost.changed().await.is_ok() {
        // While it goes on dropping, looking again would be in vain.
        tokio::time::sleep(Duration::from_millis(250)).await;
        lost.mark_unchanged();
        resync(&hubs).await;
    }
}

/// A room-service that goes may have announced less than it committed: all open rooms are audited at once. A gateway
/// that goes takes along who was there.
pub(super) async fn peers(hubs: Hubs) {
    let mut changes = hubs.cluster().peers().changes();
    loop {
        match changes.recv().await {
            Ok(change) => match (change.kind, change.status) {
                (NodeKind::Room, PeerStatus::Suspect | PeerStatus::Went | PeerStatus::Leaving) => {
                    let hubs = hubs.clone();
                    tokio::spawn(async move { heads::ask(&hubs, &hubs.rooms()).await });
                }
                (NodeKind::Gateway, PeerStatus::Went) => {
                    hubs.tell_all(|| HubMessage::GatewayGone(change.node));
                }
                _ => {}
            },
            Err(RecvError::Lagged(_)) => heads::ask(&hubs, &hubs.rooms()).await,
            Err(RecvError::Closed) => return,
        }
    }
}

async fn resync(hubs: &Hubs) {
    while hubs.bus().barrier().await.is_err() {
        if !hubs.bus().connection().borrow().up {
            return; // It is down again; the next connection brings us back here.
        }
    }
    hubs.tell_all(|| HubMessage::Resync);
}
