//! Frames to bytes: encoded once, shared by everyone who gets them.

use axum::extract::ws::Utf8Bytes;
use proto::Refusal;
use proto::frame::{MyRoomFrame, ServerFrame};
use proto::room::MyRoom;

/// A frame as it goes over the wire.
pub(super) fn bytes(frame: &ServerFrame) -> Utf8Bytes {
    match serde_json::to_string(frame) {
        Ok(text) => text.into(),
        Err(error) => {
            tracing::error!(%error, "a frame could not be written as JSON");
            Utf8Bytes::from_static(
                r#"{"t":"error","code":"unavailable","message":"This could not be shown. Reload the page."}"#,
            )
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

/// A polite no, to the frame with this id.
pub(super) fn error(id: Option<u64>, refusal: &Refusal) -> Utf8Bytes {
    let Refusal { code, message, retry_ms, .. } = refusal;
    bytes(&ServerFrame::Error { id, code: *code, message: message.to_string(), retry_ms: *retry_ms })
}

/// A room as its member's list shows it.
pub(super) fn my_room(room: MyRoom) -> MyRoomFrame {
    MyRoomFrame {
        room: room.room,
        slug: room.slug.into(),
        name: room.name,
        kind: room.kind,
        role: room.role,
        head: room.head,
        last_msg: room.last_msg,
        read_seq: room.read_seq,
        read_msg: room.read_msg,
        generation: room.generation,
        mentions: room.mentions,
    }
}
