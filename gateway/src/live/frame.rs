//! Frames to bytes: encoded once, shared by everyone who gets them.

use axum::extract::ws::Utf8Bytes;
use proto::frame::{MyRoomFrame, ServerFrame};
use proto::room::{Kind, MyRoom};
use proto::{Refusal, RoomId};

use crate::catalogue::Language;

/// A frame as it goes over the wire.
pub(super) fn bytes(frame: &ServerFrame) -> Utf8Bytes {
    match serde_json::to_string(frame) {
        Ok(text) => text.into(),
        Err(error) => {
            tracing::error!(%error, "a frame could not be written as JSON");
            Utf8Bytes::from_static(r#"{"t":"error","code":"unavailable","message":""}"#)
        }
    }
}

/// Several frames as one: a JSON array.
pub(super) fn array<'a>(frames: impl Iterator<Item = &'a Utf8Bytes>) -> Utf8Bytes {
    let mut text = String::from("[");
    for frame in frames {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(frame);
    }
    text.push(']');
    text.into()
}

/// A refusal, to the frame with this id, encoded.
pub(super) fn error(language: Language, id: Option<u64>, refusal: &Refusal) -> Utf8Bytes {
    bytes(&refused(language, id, refusal))
}

/// A room is not open, encoded: not yet if the code says to try again, which is done without being asked.
pub(super) fn not_opened(language: Language, id: Option<u64>, room: RoomId, refusal: &Refusal) -> Utf8Bytes {
    let message = language.catalogue().refusal(refusal);
    let (code, retry_ms) = (refusal.code, refusal.retry_ms);
    bytes(&ServerFrame::Error { id, room: Some(room), code, message, retry_ms })
}

/// A refusal, to the frame with this id: a code for programs, a sentence for people.
pub(super) fn refused(language: Language, id: Option<u64>, refusal: &Refusal) -> ServerFrame {
    let message = language.catalogue().refusal(refusal);
    ServerFrame::Error { id, room: None, code: refusal.code, message, retry_ms: refusal.retry_ms }
}

/// A room as its member's list shows it.
pub(super) fn my_room(room: MyRoom) -> MyRoomFrame {
    MyRoomFrame {
        room: room.room,
        hidden_msg: (room.kind == Kind::Direct).then_some(room.hidden_msg),
        address: room.address,
        name: room.name,
        others: room.others,
        kind: room.kind,
        role: room.role,
        head: room.head,
        last_msg: room.last_msg,
        read_seq: room.read_seq,
        read_msg: room.read_msg,
        generation: room.generation,
        mentions: room.mentions,
        away: room.away,
        level: room.level,
        starred: room.starred,
    }
}
