//! What a hub listens to on the bus. Dropped with the hub's state, whatever became of the actor.

use std::sync::Arc;
use std::time::Duration;

use chassis::telemetry::Wait;
use chassis::{Bus, Inbound, RequestError};
use proto::node::Presence;
use proto::room::Event;
use proto::{NodeId, RoomId, subject};
use ractor::ActorRef;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::HubMessage;

/// Events that may be in the hub's mailbox; what comes faster waits in the subscription, which is bounded too.
const PLACES: usize = 1_024;
/// Before subscribing is tried again.
const AGAIN: Duration = Duration::from_millis(250);

/// The listening tasks of one hub; dropping ends them and their subscriptions.
pub(super) struct Subscriptions(#[expect(dead_code, reason = "held for its Drop")] JoinSet<()>);

impl Subscriptions {
    /// Subscribes, makes a round trip on the same connection, and then tells the hub that what it hears is in force.
    pub(super) fn open(room: RoomId, bus: Bus, node: NodeId, hub: ActorRef<HubMessage>) -> Self {
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            let mut listening = JoinSet::new();
            while let Err(error) = listen(room, &bus, &hub, &mut listening).await {
                tracing::debug!(%error, room.id = %room, "a hub cannot listen yet");
                listening.abort_all();
                tokio::time::sleep(AGAIN).await;
            }
            while let Err(error) = bus.barrier().await {
                tracing::debug!(%error, room.id = %room, "a hub's subscription is not in force yet");
                tokio::time::sleep(AGAIN).await;
            }
            let _ = hub.cast(HubMessage::Subscribed);
            bus.publish(&subject::room_presence(room), &Presence::Request { node }).await;
            while listening.join_next().await.is_some() {}
        });
        Self(tasks)
    }
}

async fn listen(
    room: RoomId,
    bus: &Bus,
    hub: &ActorRef<HubMessage>,
    listening: &mut JoinSet<()>,
) -> Result<(), RequestError> {
    let mut events = bus.subscribe(&subject::room_evt(room)).await?;
    let mut typing = bus.subscribe(&subject::room_typing(room)).await?;
    let mut presence = bus.subscribe(&subject::room_presence(room)).await?;
    let permits = Arc::new(Semaphore::new(PLACES));
    let to = hub.clone();
    listening.spawn(async move {
        while let Some(heard) = events.next().await {
            let Some(event) = understood::<Event>(&heard) else { continue };
            let Ok(permit) = permits.clone().acquire_owned().await else { return };
            let wait = Wait::begin(heard.span());
            if to.cast(HubMessage::Inbound(Box::new(event), wait, permit)).is_err() {
                return;
            }
        }
    });
    let to = hub.clone();
    listening.spawn(async move {
        while let Some(heard) = typing.next().await {
            if understood(&heard).is_some_and(|typing| to.cast(HubMessage::Typing(typing)).is_err()) {
                return;
            }
        }
    });
    let to = hub.clone();
    listening.spawn(async move {
        while let Some(heard) = presence.next().await {
            if understood(&heard).is_some_and(|presence| to.cast(HubMessage::Presence(presence)).is_err()) {
                return;
            }
        }
    });
    Ok(())
}

/// What a newer release says may not be understood; the hole it leaves is filled by asking.
fn understood<T: serde::de::DeserializeOwned>(heard: &Inbound) -> Option<T> {
    heard.read().inspect_err(|error| tracing::debug!(%error, subject = heard.subject, "not understood")).ok()
}
