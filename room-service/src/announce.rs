//! Telling the gateways what has happened: hints all of it, for the log is there to be asked.
//!
//! Called by the room actor after a commit, by the command listener after making a room, and by `query_handler` when a marker moves.

use std::time::Duration;

use chassis::Bus;
use proto::node::UserHint;
use proto::room::{Ends, Event, Fact};
use proto::text::Broadcast;
use proto::{RoomId, Seq, UserId, subject};
use tracing::{Instrument, Span};

/// How long a room may spend on telling; what is not told by then is found by heads and audit.
const DEADLINE: Duration = Duration::from_secs(1);

/// Events in order, each encoded once and told in the span it belongs to, and hints to those whose membership has changed.
pub(crate) async fn events<'a>(bus: &Bus, room: RoomId, events: impl Iterator<Item = (&'a Event, Span)>) {
    // Kept back by a broken connection they would come late and all at once; the gateways ask for them anyhow.
    if !bus.connection().borrow().up {
        return;
    }
    let subject = subject::room_evt(room);
    let telling = async {
        for (event, span) in events {
            bus.publish(&subject, &*event.disclosed()).instrument(span).await;
            if let Some((user, hint)) = hint(event) {
                bus.publish(&subject::user_evt(user), &hint).await;
            }
        }
    };
    if tokio::time::timeout(DEADLINE, telling).await.is_err() {
        tracing::warn!(room.id = %room, "not everything was announced");
    }
}

/// Hints to those whom messages mention: each message with its author, and whom. Everyone is told by one hint, to every gateway.
pub(crate) async fn mentions(
    bus: &Bus,
    room: RoomId,
    mentions: impl Iterator<Item = (Seq, UserId, &[UserId])>,
) {
    if !bus.connection().borrow().up {
        return;
    }
    let telling = async {
        for (seq, author, users) in mentions {
            for user in users {
                let hint = match Broadcast::of(*user) {
                    Some(_) => UserHint::Called { room, seq, author },
                    None => UserHint::Mention { room, seq },
                };
                bus.publish(&subject::user_evt(*user), &hint).await;
            }
        }
    };
    if tokio::time::timeout(DEADLINE, telling).await.is_err() {
        tracing::debug!(room.id = %room, "not everyone was told of being mentioned");
    }
}

/// A hint to one person's gateways.
pub(crate) async fn hint_to(bus: &Bus, user: UserId, hint: &UserHint) {
    if bus.connection().borrow().up {
        bus.publish(&subject::user_evt(user), hint).await;
    }
}

/// Those whose own list is another one now. That a room was deleted shows by its published head: there may be very many inside.
fn hint(event: &Event) -> Option<(UserId, UserHint)> {
    let (room, seq) = (event.room, event.seq);
    if let Fact::Blocked | Fact::Unblocked = event.fact {
        // Mentions of whom they block are counted no more, in whichever room.
        return Some((event.actor, UserHint::Rooms));
    }
    match (event.fact.ends(event.actor), event.fact.membership(event.actor)) {
        (Ends::One(user), _) => Some((user, UserHint::MembershipRemoved { room, seq })),
        // New in the list, or something else there.
        (_, Some((user, role))) if role.is_inside() => Some((user, UserHint::MembershipAdded { room })),
        _ => None,
    }
}
