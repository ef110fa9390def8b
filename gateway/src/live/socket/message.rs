//! What a socket's actor hears. A module of its own: the roster sends some of it and knows no socket.

use std::time::Instant;

use proto::frame::ClientFrame;
use proto::room::{Answer, OrgRole};
use proto::{Nonce, RoomId};

use super::markers::ReadPosition;
use crate::live::outbox::Slot;

/// Everything a socket's actor hears. The long ones are boxed: an idle actor is as large as the longest.
#[derive(Debug)]
pub(in crate::live) enum SocketMessage {
    /// A frame, with the place for its answer if it wants one.
    Frame(Box<ClientFrame>, Option<Slot>),
    /// A command has its answer.
    Answered { room: RoomId, nonce: Nonce, id: u64, answer: Box<Answer>, slot: Slot },
    /// A page has been read.
    PageDone,
    /// Its session has been looked at, and is to be looked at again then.
    SessionRefreshed(Instant),
    /// Its person is something else to the organisation now.
    OrgRoleChanged(OrgRole),
    /// Its person is called differently now.
    Renamed(String),
    /// A marker has arrived, or is to be sent again.
    Marked(RoomId, Result<(), ReadPosition>),
    /// Time to send on the markers that wait.
    MarkersDue,
    /// Time to see whether the session is to be looked at.
    RefreshSession,
}
