//! What a socket wants besides commands: rooms opened and closed, pages, markers, typing; and the look at its session.

use std::time::{Duration, Instant};

use proto::auth::Session;
use proto::frame::{Close, ServerFrame};
use proto::room::{Around, Page, Query, Reply};
use proto::{At, Refusal, RoomId, Seq, UserId};
use tracing::Instrument;

use super::markers::{self, ReadOutcome};
use super::{SocketMessage, SocketState, refuse};
use crate::live::context::Context;
use crate::live::form::Form;
use crate::live::frame;
use crate::live::hub::{HubMessage, OpenRequest};
use crate::live::outbox::{Key, Slot};

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
        let person = &self.session.person;
        let from = (self.id, person.id, person.display_name.clone(), self.form);
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
        room: RoomId,
        around: Result<Around, Refusal>,
        limit: Option<u16>,
        slot: Slot,
    ) {
        let around = match around {
            Ok(_) if self.live.frozen() => return refuse(slot, id, &Refusal::unavailable()),
            Ok(_) if self.pages >= PAGES => return refuse(slot, id, &Refusal::busy()),
            Ok(around) => around,
            Err(refusal) => return refuse(slot, id, &refusal),
        };
        self.pages += 1;
        let (user, form, limit) =
            (self.session.person.id, self.form, limit.unwrap_or(PAGE).clamp(1, PAGE_MAX));
        let (live, me) = (self.live.clone(), self.me.clone());
        let span = slot.span();
        let reading = async move {
            match live.cluster().ask_room(room.0, &Query::Page { room, user, part: around, limit }).await {
                Ok(Reply::Page(page)) => slot.answer(frame::bytes(&page_frame(&live, id, room, page, form))),
                Ok(_) => refuse(slot, id, &Refusal::unavailable()),
                Err(refusal) => refuse(slot, id, &refusal),
            }
            let _ = me.cast(SocketMessage::PageDone);
        };
        tokio::spawn(reading.instrument(span));
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
        let user = self.session.person.id;
        self.move_marker(room, Query::Mark { room, user, seq, generation });
    }

    pub(super) fn unread(&mut self, room: RoomId, seq: Seq) {
        let user = self.session.person.id;
        self.move_marker(room, Query::MarkUnread { room, user, seq });
    }

    fn move_marker(&self, room: RoomId, query: Query) {
        let (live, user) = (self.live.clone(), self.session.person.id);
        tokio::spawn(mark(live, user, room, query));
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
                // The token is not remembered any more: the door will know it.
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
        _ => Err(Refusal::bad_request(
            "Ask for messages before, after or around a seq, not for several at once.",
        )),
    }
}

/// Moves a marker and tells all tabs of its person here; the hint tells those elsewhere.
async fn mark(live: Context, user: UserId, room: RoomId, query: Query) {
    if let Ok(Reply::Marked(marker)) = live.cluster().ask_room(room.0, &query).await {
        let bytes = frame::bytes(&ServerFrame::Marker { room, marker });
        live.roster().latest(user, Key::Marker(room), &bytes);
    }
}

fn page_frame(live: &Context, id: u64, room: RoomId, page: Page, form: Form) -> ServerFrame {
    let Page { head, mut messages, lines, more } = page;
    for message in &mut messages {
        if let Some(author) = live.people().peek(message.author) {
            message.name = author.display_name;
        }
    }
    let (messages, html) = match form {
        Form::Json => (Some(messages), None),
        Form::Html => match live.renderer().messages(&messages, &lines) {
            Ok(html) => (None, Some(html)),
            Err(error) => {
                tracing::error!(%error, room.id = %room, "a page could not be drawn");
                let Refusal { code, message, .. } = Refusal::unavailable();
                return ServerFrame::Error { id: Some(id), code, message: message.into(), retry_ms: None };
            }
        },
    };
    ServerFrame::Page { id, room, head, messages, html, more }
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
