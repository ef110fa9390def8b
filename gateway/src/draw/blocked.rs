//! What somebody said whom the reader has blocked: one line in its place, that opens. A drawing is the same for everyone; folded it is
//! another one, which those who have blocked its author share.

use proto::UserId;
use proto::room::{Kind, RoomView};

use super::home::Said;
use super::message::Drawn;
use super::timeline::Timeline;

/// Whose messages are folded in a room: of a conversation of two nobody's, for there nothing else is said.
pub(super) fn folded_in<'a>(room: &RoomView, blocked: &'a [UserId]) -> &'a [UserId] {
    if is_pair(room.kind, room.others.len()) { &[] } else { blocked }
}

pub(super) fn is_pair(kind: Kind, others: usize) -> bool {
    kind == Kind::Direct && others == 1
}

impl Timeline {
    /// Folds what these people said. The browser does the same in what comes later.
    pub(super) fn fold(&mut self, blocked: &[UserId]) {
        self.messages_mut().for_each(|message| message.fold(blocked));
    }
}

/// The same of messages outside a timeline.
pub(super) fn folded(mut message: Drawn, blocked: &[UserId]) -> Drawn {
    message.fold(blocked);
    message
}

impl Said {
    /// The same, unless one of these people said it: then it only says that.
    #[must_use]
    pub(super) fn hiding(mut self, blocked: &[UserId]) -> Self {
        if blocked.contains(&self.author.id) {
            (self.blocked, self.pieces, self.files) = (true, Vec::new(), 0);
        }
        self
    }
}
