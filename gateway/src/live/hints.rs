//! Hints about people, `user.evt.*`: one subscription for all of them. Each may be lost; hello and the feed are the truth.

use std::sync::Arc;

use chassis::bus::Subscription;
use proto::frame::{MyRoomFrame, ServerFrame};
use proto::node::UserHint;
use proto::room::{MarkerQuery, Query, Reply};
use proto::text::Broadcast;
use proto::{RoomId, Seq, UserId};
use tokio::sync::Notify;
use tokio_util::task::AbortOnDropHandle;

use super::called;
use super::frame;
use super::hubs::Hubs;
use super::outbox::Key;
use super::statuses;
use crate::actions::direct::name_rooms;
use crate::cluster::MyRooms;

/// Hands on hints until the bus is closed. What may have ended somebody's session makes the feed be read at once.
pub(super) async fn listen(hubs: Hubs, feed: Arc<Notify>, mut subscription: Subscription) {
    let for_all = Arc::<Notify>::default();
    let _telling = AbortOnDropHandle::new(tokio::spawn(rooms_of_all(hubs.clone(), for_all.clone())));
    while let Some(heard) = subscription.next().await {
        let user = heard.subject.rsplit('.').next().and_then(|id| id.parse::<UserId>().ok());
        let is_told = |user: &UserId| Broadcast::of(*user).is_some() || hubs.roster().has(*user);
        let Some(user) = user.filter(is_told) else { continue };
        match heard.read::<UserHint>() {
            Ok(UserHint::MembershipAdded { room }) => {
                tokio::spawn(membership_added(hubs.clone(), user, room));
            }
            Ok(UserHint::MembershipRemoved { room, .. }) => {
                tokio::spawn(membership_removed(hubs.clone(), user, room));
            }
            Ok(UserHint::Marker { room, marker }) => {
                let bytes = frame::bytes(&ServerFrame::Marker { room, marker });
                hubs.roster().latest(user, Key::Marker(room), &bytes);
            }
            Ok(UserHint::Mention { room, seq }) => {
                tokio::spawn(mentioned(hubs.clone(), user, room, seq));
            }
            Ok(UserHint::Rooms) if Broadcast::of(user) == Some(Broadcast::Room) => for_all.notify_one(),
            Ok(UserHint::Rooms) => {
                tokio::spawn(rooms(hubs.clone(), user));
            }
            Ok(UserHint::Called { room, seq, author }) => {
                if let Some(broadcast) = Broadcast::of(user) {
                    tokio::spawn(called::tell(hubs.clone(), broadcast, room, seq, author));
                }
            }
            Ok(UserHint::Personal) => {
                tokio::spawn(personal(hubs.clone(), user));
            }
            Ok(
                UserHint::SessionEnded { .. } | UserHint::SessionChanged { .. } | UserHint::OrgRole { .. },
            ) => feed.notify_one(),
            Err(error) => tracing::debug!(%error, "a hint was not understood"),
        }
    }
}

/// A room more, or something chosen for one: it is read, which also finds out whether it is true. Which of its threads wait may be
/// others now.
async fn membership_added(hubs: Hubs, user: UserId, room: RoomId) {
    if let Some(mine) = my_room(&hubs, user, room).await {
        tell(&hubs, user, &mine);
        statuses::entered(hubs.people(), hubs.roster(), user, &mine).await;
        personal(hubs, user).await;
    }
}

/// A room less, unless they have come back already.
async fn membership_removed(hubs: Hubs, user: UserId, room: RoomId) {
    match my_room(&hubs, user, room).await {
        Some(mine) => tell(&hubs, user, &mine),
        None => hubs.roster().removed(user, room),
    }
    personal(hubs, user).await;
}

/// Somebody is mentioned: how often, their marker knows, which also finds out whether they are still inside.
async fn mentioned(hubs: Hubs, user: UserId, room: RoomId, seq: Seq) {
    if let Ok(Reply::Marked(marker)) =
        hubs.cluster().ask_room(room.0, &Query::Markers { query: MarkerQuery::Get { room, user } }).await
    {
        let bytes = frame::bytes(&ServerFrame::Mention { room, seq, marker });
        hubs.roster().latest(user, Key::Mention(room), &bytes);
    }
}

/// Any of their rooms may be another: all of them are told again.
async fn rooms(hubs: Hubs, user: UserId) {
    let Ok(MyRooms { mut rooms, personal }) = hubs.cluster().rooms_of(user).await else { return };
    name_rooms(hubs.people(), user, &mut rooms).await;
    for room in hubs.roster().still_in(user, rooms) {
        tell(&hubs, user, &frame::my_room(room));
    }
    hubs.roster().latest(user, Key::Personal, &frame::bytes(&ServerFrame::Personal(personal.in_short())));
}

/// Something was chosen for everyone: those who are connected are told all of their rooms again, one after the other. What is chosen
/// meanwhile begins anew.
async fn rooms_of_all(hubs: Hubs, chosen: Arc<Notify>) {
    loop {
        chosen.notified().await;
        for user in hubs.roster().people() {
            rooms(hubs.clone(), user).await;
        }
    }
}

/// Something of theirs alone has changed: told whole, so that whatever was lost before does not matter.
async fn personal(hubs: Hubs, user: UserId) {
    if let Ok(Reply::Personal(personal)) = hubs.cluster().ask_room(user.0, &Query::Personal { user }).await {
        hubs.roster().latest(user, Key::Personal, &frame::bytes(&ServerFrame::Personal(personal.in_short())));
    }
}

fn tell(hubs: &Hubs, user: UserId, mine: &MyRoomFrame) {
    let bytes = frame::bytes(&ServerFrame::Room { room: mine.clone() });
    hubs.roster().latest(user, Key::Room(mine.room), &bytes);
}

/// The one room the hint is about, as its member's list shows it; none if they are not in it, or nobody can say.
async fn my_room(hubs: &Hubs, user: UserId, room: RoomId) -> Option<MyRoomFrame> {
    let Ok(Reply::Rooms { mut rooms, .. }) =
        hubs.cluster().ask_room(room.0, &Query::MyRoom { room, user }).await
    else {
        return None;
    };
    name_rooms(hubs.people(), user, &mut rooms).await;
    let mine = rooms.into_iter().next()?;
    hubs.roster().show_other_in(user, &mine);
    hubs.roster().add_membership(user, room, mine.head, mine.last_msg, mine.acl);
    Some(frame::my_room(mine))
}
