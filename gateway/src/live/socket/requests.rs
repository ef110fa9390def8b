//! What a socket wants besides commands: rooms opened and closed, pages, markers, typing; and refreshing its session.

use std::time::{Duration, Instant};

use proto::auth::{Person, Session};
use proto::frame::{Close, ServerFrame};
use proto::room::{Around, Marker, Page, Query, Reply, ThreadQuery, Viewer};
use proto::{At, Reason, Refusal, RoomId, Seq, UserId};
use tracing::Instrument;

use super::markers::{self, ReadOutcome, ReadPosition};
use super::{SocketMessage, SocketState, refuse};
use crate::live::context::Context;
use crate::live::frame;
use crate::live::hub::{HubMessage, OpenRequest};
use crate::live::outbox::{Key, ROOMS, Slot};
use crate::live::reader::{Form, Reader};

/// Pages one socket may be reading at once: they are the longest answers there are.
const PAGES: usize = 4;
/// Messages of a page, where a client does not say.
const PAGE: u16 = 50;
/// The most messages of a page.
const PAGE_MAX: u16 = 100;
/// How often a session in use is looked at, which also moves its idle expiry.
const SESSION_REFRESH: Duration = Duration::from_secs(3_600);
/// How soon it is looked at again when nobody could say.
const SESSION_RETRY: Duration = Duration::from_secs(30);
/// How long before its expiry it is looked at.
const BEFORE_EXPIRY: Duration = Duration::from_secs(120);

impl SocketState {
    pub(super) fn open(&mut self, id: u64, room: RoomId, after: Option<Seq>, slot: Slot) {
        if !self.outbox.has_place_for(room) {
            let refusal = Reason::TooManyRoomsOpen { max: ROOMS }.into();
            return refuse(slot, self.reader.language, id, &refusal);
        }
        let person = &self.session.person;
        let from = (self.id, person.id, person.display_name.clone(), self.reader);
        self.live.hubs().open(room, OpenRequest::new(from, after, id, self.outbox.clone(), slot));
    }

    pub(super) fn close(&mut self, room: RoomId) {
        self.live.hubs().tell(room, HubMessage::Close(self.id));
    }

    pub(super) fn typing(&mut self, room: RoomId) {
        self.live.hubs().tell(room, HubMessage::SendTyping(self.id));
    }

    pub(super) fn page(
        &mut self,
        id: u64,
        (room, thread): (RoomId, Option<Seq>),
        around: Result<Around, Refusal>,
        limit: Option<u16>,
        slot: Slot,
    ) {
        let around = match around {
            Ok(_) if self.live.frozen() => {
                return refuse(slot, self.reader.language, id, &Refusal::unavailable());
            }
            Ok(_) if self.pages >= PAGES => return refuse(slot, self.reader.language, id, &Refusal::busy()),
            Ok(around) => around,
            Err(refusal) => return refuse(slot, self.reader.language, id, &refusal),
        };
        self.pages += 1;
        let viewer = Viewer::from(&self.session);
        let (reader, limit) = (self.reader, limit.unwrap_or(PAGE).clamp(1, PAGE_MAX));
        let (live, me) = (self.live.clone(), self.me.clone());
        let span = slot.span();
        let query = match thread {
            None => Query::Page { room, viewer, part: around, limit },
            Some(root) => {
                Query::Threads { query: ThreadQuery::Page { room, viewer, root, part: around, limit } }
            }
        };
        let reading = async move {
            match live.cluster().ask_room(room.0, &query).await {
                Ok(Reply::Page(page)) => {
                    slot.answer(frame::bytes(&page_frame(&live, id, room, page, reader)));
                }
                Ok(Reply::Thread(thread)) => {
                    slot.answer(frame::bytes(&page_frame(&live, id, room, thread.page, reader)));
                }
                Ok(_) => refuse(slot, reader.language, id, &Refusal::unavailable()),
                Err(refusal) => refuse(slot, reader.language, id, &refusal),
            }
            let _ = me.cast(SocketMessage::PageDone);
        };
        tokio::spawn(reading.instrument(span));
    }

    /// Nobody waits for it: what is lost is read again with the next reply.
    pub(super) fn read_thread(&self, room: RoomId, root: Seq, seq: Seq) {
        let (live, user) = (self.live.clone(), self.session.person.id);
        tokio::spawn(async move {
            let _ = live
                .cluster()
                .ask_room(room.0, &Query::Threads { query: ThreadQuery::Read { room, user, root, seq } })
                .await;
        });
    }

    pub(super) fn read(&mut self, room: RoomId, seq: Seq, generation: Option<i64>) {
        match self.markers.read(room, (generation, seq), Instant::now()) {
            ReadOutcome::Send => self.mark(room, seq, generation),
            ReadOutcome::StartTimer => {
                self.me.send_after(markers::PACE, || SocketMessage::MarkersDue);
            }
            ReadOutcome::Nothing => {}
        }
    }

    pub(super) fn send_due_markers(&mut self) {
        for (room, (generation, seq)) in self.markers.due(Instant::now()) {
            self.mark(room, seq, generation);
        }
        if self.markers.is_waiting() {
            self.me.send_after(markers::PACE, || SocketMessage::MarkersDue);
        }
    }

    fn mark(&self, room: RoomId, seq: Seq, generation: Option<i64>) {
        let (live, user, me) = (self.live.clone(), self.session.person.id, self.me.clone());
        tokio::spawn(async move {
            let sent = match live.actions().mark_read(user, room, seq, generation).await {
                Ok(marker) => {
                    show_marker(&live, user, room, marker);
                    Ok(())
                }
                Err(refusal) if refusal.code.is_try_again() => Err((generation, seq)),
                Err(_) => Ok(()),
            };
            let _ = me.cast(SocketMessage::Marked(room, sent));
        });
    }

    pub(super) fn marked(&mut self, room: RoomId, sent: Result<(), ReadPosition>) {
        match sent {
            Ok(()) => self.markers.arrived(room),
            Err(position) => {
                if self.markers.not_sent(room, position) {
                    self.me.send_after(markers::PACE, || SocketMessage::MarkersDue);
                }
            }
        }
    }

    pub(super) fn unread(&mut self, room: RoomId, seq: Seq) {
        let (live, user) = (self.live.clone(), self.session.person.id);
        tokio::spawn(async move {
            if let Ok(marker) = live.actions().mark_unread(user, room, seq).await {
                show_marker(&live, user, room, marker);
            }
        });
    }

    /// The session is in use: its idle expiry moves, unless it is over.
    pub(super) fn refresh_session(&mut self) {
        if Instant::now() < self.refresh_at {
            return;
        }
        self.refresh_at = Instant::now() + SESSION_RETRY;
        let (live, session, outbox) = (self.live.clone(), self.session.clone(), self.outbox.clone());
        let me = self.me.clone();
        tokio::spawn(async move {
            let token = live.sessions().token_of(session.id);
            let found = match &token {
                Some(token) => live.sessions().ask(token).await,
                None => Ok(None),
            };
            match found {
                Ok(Some(fresh)) => {
                    let _ = me.cast(SocketMessage::SessionRefreshed(next_refresh(&fresh)));
                }
                // Over, and known to be.
                Ok(None) if token.is_some() => outbox.close(Close::SessionEnded),
                // The token is not remembered any more: signing in will tell.
                Ok(None) if session.expires_at <= At::now_utc() => outbox.close(Close::Restart),
                _ => {}
            }
        });
    }
}

/// When a session is looked at next: within the hour, and before it would expire.
pub(super) fn next_refresh(session: &Session) -> Instant {
    let left = (session.expires_at - At::now_utc()).try_into().unwrap_or(Duration::ZERO);
    Instant::now() + left.saturating_sub(BEFORE_EXPIRY).clamp(Duration::from_secs(10), SESSION_REFRESH)
}

/// Which part of a room a `page` frame wants.
pub(super) fn around(
    before: Option<Seq>,
    after: Option<Seq>,
    around: Option<Seq>,
) -> Result<Around, Refusal> {
    match (before, after, around) {
        (None, None, None) => Ok(Around::Latest),
        (Some(seq), None, None) => Ok(Around::Before(seq)),
        (None, Some(seq), None) => Ok(Around::After(seq)),
        (None, None, Some(seq)) => Ok(Around::Around(seq)),
        _ => Err(Refusal::new(Reason::PageParts)),
    }
}

/// Tells all tabs of a person here where their marker is; a hint tells those elsewhere.
fn show_marker(live: &Context, user: UserId, room: RoomId, marker: Marker) {
    let bytes = frame::bytes(&ServerFrame::Marker { room, marker });
    live.roster().latest(user, Key::Marker(room), &bytes);
}

fn page_frame(live: &Context, id: u64, room: RoomId, page: Page, reader: Reader) -> ServerFrame {
    let Page { head, mut messages, mine, lines, more, following } = page;
    for message in &mut messages {
        message.show(|user| live.people().peek(user).as_ref().map(Person::shown));
    }
    let (messages, html) = match reader.form {
        Form::Json => (Some(messages), None),
        Form::Html => match live.renderer().messages(&messages, &lines, &following, reader.language) {
            Ok(html) => (None, Some(html)),
            Err(error) => {
                tracing::error!(%error, room.id = %room, "a page could not be drawn");
                return frame::refused(reader.language, Some(id), &Refusal::unavailable());
            }
        },
    };
    ServerFrame::Page { id, room, head, messages, html, mine, more }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_one_part_of_a_room() {
        assert_eq!(around(None, None, None).expect("latest"), Around::Latest);
        assert_eq!(around(Some(5), None, None).expect("before"), Around::Before(5));
        assert!(around(Some(5), Some(9), None).is_err());
    }
}
