//! Where rooms stand: heads as they are published, and the audit that finds what a lost one would have told.

use std::time::Duration;

use chassis::bus::Subscription;
use proto::frame::ServerFrame;
use proto::node::{Heads, UserMarker};
use proto::room::{Head, MarkerQuery, Query, Reply};
use proto::{RoomId, UserId};

use super::frame;
use super::hub::HubMessage;
use super::hubs::Hubs;
use super::outbox::Key;
use super::roster::HeadOutcome;

/// In so many seconds every room of the people here is audited once.
const SLICES: u8 = 30;
/// Rooms in one query.
const ROOMS: usize = 500;
/// People in one query.
const PEOPLE: usize = 500;

/// Hands on published heads until the bus is closed.
pub(super) async fn listen(hubs: Hubs, mut subscription: Subscription) {
    while let Some(heard) = subscription.next().await {
        match heard.read::<Heads>() {
            Ok(published) => {
                published.markers.iter().for_each(|moved| marker_moved(&hubs, moved));
                published.heads.iter().for_each(|at| stands(&hubs, at));
            }
            Err(error) => tracing::debug!(%error, "published heads were not understood"),
        }
    }
}

/// Asks each second where a slice of the rooms stands, for ever.
pub(super) async fn audit(hubs: Hubs) {
    let mut pace = tokio::time::interval(Duration::from_secs(1));
    pace.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    for slice in (0..SLICES).cycle() {
        pace.tick().await;
        let mut rooms = hubs.roster().slice(slice, SLICES);
        // A room may be open to someone whose list has not been read yet.
        rooms.extend(hubs.rooms().into_iter().filter(|room| room.0.as_bytes()[15] % SLICES == slice));
        rooms.sort_unstable();
        rooms.dedup();
        ask(&hubs, &rooms).await;
    }
}

/// Asks where these rooms stand, and hands it on as if it had been published.
pub(super) async fn ask(hubs: &Hubs, rooms: &[RoomId]) {
    for chunk in rooms.chunks(ROOMS) {
        let Some(key) = chunk.first() else { return };
        if let Ok(Reply::Heads(heads)) =
            hubs.cluster().ask_room(key.0, &Query::Heads { rooms: chunk.to_vec() }).await
        {
            heads.iter().for_each(|at| stands(hubs, at));
        }
    }
}

/// Somebody's own post has moved their marker. Where the room is open the event has said so: most authors need nothing.
fn marker_moved(hubs: &Hubs, &UserMarker { user, room, marker }: &UserMarker) {
    hubs.roster().marker_moved(user, room, marker);
}

fn stands(hubs: &Hubs, at: &Head) {
    hubs.tell(at.room, HubMessage::HeadKnown(at.head));
    let users = hubs.roster().revised(at);
    if !users.is_empty() {
        let (hubs, room) = (hubs.clone(), at.room);
        tokio::spawn(async move { tell_markers(&hubs, room, users).await });
    }
    if let HeadOutcome::CheckMembers(users) = hubs.roster().head_published(at) {
        let (hubs, room) = (hubs.clone(), at.room);
        tokio::spawn(async move { check(&hubs, room, users).await });
    }
}

/// A message was changed or deleted, so that less may be unread, or fewer mentions: those here are told where their markers
/// stand now, wherever they have the room open.
async fn tell_markers(hubs: &Hubs, room: RoomId, users: Vec<UserId>) {
    for some in users.chunks(PEOPLE) {
        let query =
            Query::Markers { query: MarkerQuery::GetAll { room, users: some.to_vec(), calling: None } };
        let Ok(Reply::Markers(markers)) = hubs.cluster().ask_room(room.0, &query).await else { continue };
        for (user, marker) in markers {
            let bytes = frame::bytes(&ServerFrame::Marker { room, marker });
            hubs.roster().latest(user, Key::Marker(room), &bytes);
        }
    }
}

/// Membership of a room changed: those here who are out must not be told where it stands any more.
async fn check(hubs: &Hubs, room: RoomId, users: Vec<UserId>) {
    let query = Query::Belong { room, users: users.clone() };
    match hubs.cluster().ask_room(room.0, &query).await {
        Ok(Reply::Belong { acl, members, .. }) => {
            let out: Vec<UserId> = users.into_iter().filter(|user| !members.contains(user)).collect();
            hubs.roster().checked(room, acl, &out);
        }
        _ => hubs.roster().unchecked(room),
    }
}
