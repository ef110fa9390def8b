//! Messages that call everyone of a room, or whoever is here: each gateway tells those who are connected to it. Who has read it, wrote
//! it, or has blocked its author is called by nothing: their marker says so.

use proto::frame::ServerFrame;
use proto::node::Availability;
use proto::room::{MarkerQuery, Query, Reply};
use proto::text::Broadcast;
use proto::{RoomId, Seq, UserId};

use super::frame;
use super::hubs::Hubs;
use super::outbox::Key;

/// The most people one query is about.
const ASKED: usize = 1_000;

/// Tells them.
pub(super) async fn tell(hubs: Hubs, broadcast: Broadcast, room: RoomId, seq: Seq, author: UserId) {
    let mut people = hubs.roster().connected_in(room);
    people.retain(|user| *user != author);
    // Everyone is counted in the log; who is called because they are here is so at this moment alone.
    let calling = match broadcast {
        Broadcast::Room => None,
        Broadcast::Here => {
            people = here(&hubs, &people);
            Some(seq)
        }
    };
    for some in people.chunks(ASKED) {
        let query = Query::Markers { query: MarkerQuery::GetAll { room, users: some.to_vec(), calling } };
        let Ok(Reply::Markers(markers)) = hubs.cluster().ask_room(room.0, &query).await else { continue };
        for (user, marker) in markers {
            let bytes = frame::bytes(&ServerFrame::Mention { room, seq, marker });
            hubs.roster().latest(user, Key::Mention(room), &bytes);
        }
    }
}

/// Those of these people who are here, by a device at this gateway.
fn here(hubs: &Hubs, people: &[UserId]) -> Vec<UserId> {
    let (_, seen) = hubs.roster().read_presence(|presence| presence.local(people));
    seen.into_iter().filter(|seen| seen.availability == Availability::Here).map(|seen| seen.user).collect()
}
