//! Every NATS subject. Namespace first, identifier last, so that one wildcard is a permission and one is a tap.

use crate::node::NodeKind;
use crate::{NodeId, RoomId, UserId};

/// Durable commands for a room, to the room-service asked: request.
pub fn room_cmd(node: NodeId) -> String {
    format!("room.cmd.{node}")
}

/// Questions about rooms, to the room-service asked: request.
pub fn room_ask(node: NodeId) -> String {
    format!("room.ask.{node}")
}

/// Questions about people, to the auth-service asked: request.
pub fn auth_ask(node: NodeId) -> String {
    format!("auth.ask.{node}")
}

/// Events of a room: room actor → gateways that have it open.
pub fn room_evt(room: RoomId) -> String {
    format!("room.evt.{room}")
}

/// Beacons: where rooms stand that changed lately, room-service → all gateways.
pub const ROOM_HEADS: &str = "room.heads";

/// Who is typing: hub → hubs of that room.
pub fn room_typing(room: RoomId) -> String {
    format!("room.typing.{room}")
}

/// Who is here: hub → hubs of that room.
pub fn room_here(room: RoomId) -> String {
    format!("room.here.{room}")
}

/// Hints for one person: any → gateways.
pub fn user_evt(user: UserId) -> String {
    format!("user.evt.{user}")
}

/// What a gateway subscribes to once, for all its people.
pub const USER_EVT_ALL: &str = "user.evt.*";

/// Beats of one kind of process: every process → whoever picks among them.
pub fn node(kind: NodeKind) -> String {
    format!("node.{}", kind.as_str())
}

/// Beats of every kind.
pub const NODE_ALL: &str = "node.*";

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn subjects_are_what_operators_permit() {
        let id = "00000000-0000-0000-0000-000000000007";
        let seven = Uuid::from_u128(7);
        assert_eq!(room_cmd(NodeId(seven)), format!("room.cmd.{id}"));
        assert_eq!(room_ask(NodeId(seven)), format!("room.ask.{id}"));
        assert_eq!(auth_ask(NodeId(seven)), format!("auth.ask.{id}"));
        assert_eq!(room_evt(RoomId(seven)), format!("room.evt.{id}"));
        assert_eq!(room_typing(RoomId(seven)), format!("room.typing.{id}"));
        assert_eq!(room_here(RoomId(seven)), format!("room.here.{id}"));
        assert_eq!(user_evt(UserId(seven)), format!("user.evt.{id}"));
        assert_eq!(node(NodeKind::Room), "node.room");
        assert_eq!((ROOM_HEADS, USER_EVT_ALL, NODE_ALL), ("room.heads", "user.evt.*", "node.*"));
    }
}
