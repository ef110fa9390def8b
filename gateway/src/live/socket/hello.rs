//! The first word of a connection: who you are, your rooms, and what you missed in those you had open.

use std::collections::HashMap;
use std::time::Duration;

use proto::auth::Session;
use proto::frame::{HELLO_ROOMS, Limits, ROOMS_OF_FRAME, ServerFrame};
use proto::room::MyRoom;
use proto::text::Body;
use proto::{Reason, Refusal, RoomId, Seq, UserId};
use tracing::Instrument;
use uuid::Uuid;

use super::SocketState;
use crate::actions::direct::name_rooms;
use crate::cluster::MyRooms;
use crate::live::context::Context;
use crate::live::frame;
use crate::live::hub::OpenRequest;
use crate::live::outbox::{Key, Outbox, Slot};
use crate::live::statuses;

/// Before the services are asked again, when none could answer: at first, and at most.
const PAUSES: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(4));
/// A client reconnects after a random time in this range.
const RETRY_MS: [u64; 2] = [200, 3_000];

impl SocketState {
    pub(super) fn hello(&mut self, log: Option<Uuid>, rooms: HashMap<RoomId, Seq>, slot: Slot) {
        if self.hello_received || rooms.len() > HELLO_ROOMS {
            let refusal = if self.hello_received {
                Refusal::new(Reason::HelloTwice)
            } else {
                Refusal::new(Reason::HelloRooms { max: HELLO_ROOMS })
            };
            return slot.answer(frame::error(self.reader.language, None, &refusal));
        }
        self.hello_received = true;
        let person = &self.session.person;
        let from = (self.id, person.id, person.display_name.clone(), self.reader);
        let (live, session, outbox) = (self.live.clone(), self.session.clone(), self.outbox.clone());
        let span = slot.span();
        let greeting = async move {
            let user = from.1;
            // However long the services are away: the socket waits with its client, and goes on when they are back.
            let (mut pause, longest) = PAUSES;
            let (known, MyRooms { rooms: mut mine, personal }) = loop {
                if outbox.closing().is_some() {
                    return;
                }
                if let (Some(log), Some(mine)) =
                    (live.log_identity().get().await, live.cluster().rooms_of(user).await.ok())
                {
                    break (log, mine);
                }
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(longest);
            };
            outbox.welcome(frame::bytes(&welcome(&live, &session, known)));
            live.roster().set_memberships(user, &mine);
            live.roster().show_others_in(user, &mine);
            name_rooms(live.people(), user, &mut mine).await;
            list_rooms(&live, user, mine, &outbox, slot).await;
            outbox.latest(Key::Personal, frame::bytes(&ServerFrame::Personal(personal.in_short())));
            statuses::greet(live.people(), live.roster(), &session.person, &outbox).await;
            for (room, after) in rooms {
                let Some(slot) = outbox.background_slot().await else { return };
                let mut opening = OpenRequest::new(from.clone(), Some(after), 0, outbox.clone(), slot);
                opening.stale = log.is_some_and(|theirs| theirs != known);
                live.hubs().open(room, opening);
            }
        };
        tokio::spawn(greeting.instrument(span));
    }
}

/// Says which rooms are theirs, the first part in this slot. A further part is made once the one before is as good as written.
async fn list_rooms(live: &Context, user: UserId, mine: Vec<MyRoom>, outbox: &Outbox, first: Slot) {
    let (mut mine, mut slot) = (mine.into_iter(), Some(first));
    loop {
        let part: Vec<MyRoom> = mine.by_ref().take(ROOMS_OF_FRAME).collect();
        let more = mine.len() > 0;
        let next = match slot.take() {
            Some(first) => Some(first),
            None => outbox.background_slot().await,
        };
        let Some(next) = next else { return };
        // They may have left some while the parts before were written.
        let rooms = live.roster().still_in(user, part).into_iter().map(frame::my_room).collect();
        next.answer(frame::bytes(&ServerFrame::Rooms { rooms, more }));
        if !more {
            return;
        }
    }
}

fn welcome(live: &Context, session: &Session, log: Uuid) -> ServerFrame {
    let (config, rates) = (live.config(), live.rate_limiter().rates());
    ServerFrame::Welcome {
        user: session.person.id,
        org_role: session.org_role,
        session: session.id,
        log,
        heartbeat_ms: u64::try_from(config.heartbeat.as_millis()).unwrap_or(u64::MAX),
        retry_ms: RETRY_MS,
        limits: Limits {
            body: Body::MAX,
            frame: proto::frame::FRAME_MAX,
            commands_per_s: rates.commands_per_s,
            burst: rates.burst,
        },
    }
}
