//! Every NATS subject. Namespace first, identifier last, so that one wildcard is a permission and one is a tap.

mod rights;

pub use rights::{Rights, echo, inbox, rights};

use uuid::Uuid;

use crate::node::NodeKind;
use crate::{NodeId, RoomId, UserId};

/// Durable commands for a room, to the room-service asked: request.
pub fn room_command(node: NodeId) -> String {
    format!("room.command.{node}")
}

/// Queries about rooms, to the room-service asked: request.
pub fn room_query(node: NodeId) -> String {
    format!("room.query.{node}")
}

/// Commands about people, to the auth-service asked: request.
pub fn auth_command(node: NodeId) -> String {
    format!("auth.command.{node}")
}

/// Queries about people, to the auth-service asked: request.
pub fn auth_query(node: NodeId) -> String {
    format!("auth.query.{node}")
}

/// What [`gateway_answer`] begins with.
pub const GATEWAY_ANSWER: &str = "gateway.answer.";

/// Where a gateway hears an answer that comes in parts; made up for one question, and told to nobody but whom it asks.
pub fn gateway_answer(question: Uuid) -> String {
    format!("{GATEWAY_ANSWER}{question}")
}

/// Static files of another release: a gateway asks another for them: request.
pub fn gateway_files(node: NodeId) -> String {
    format!("gateway.files.{node}")
}

/// Who has rooms open: a gateway asks another: request.
pub fn gateway_present(node: NodeId) -> String {
    format!("gateway.present.{node}")
}

/// There is something for a gateway to do, to tell devices or to look at links: room-service → a gateway, which asks what.
pub fn gateway_push(node: NodeId) -> String {
    format!("gateway.push.{node}")
}

/// Events of a room: room actor → gateways that have it open.
pub fn room_evt(room: RoomId) -> String {
    format!("room.evt.{room}")
}

/// Heads: where rooms stand that changed lately, room-service → all gateways.
pub const ROOM_HEADS: &str = "room.heads";

/// Who is typing: hub → hubs of that room.
pub fn room_typing(room: RoomId) -> String {
    format!("room.typing.{room}")
}

/// Who is here: hub → hubs of that room.
pub fn room_presence(room: RoomId) -> String {
    format!("room.presence.{room}")
}

/// Hints for one person: any → gateways.
pub fn user_evt(user: UserId) -> String {
    format!("user.evt.{user}")
}

/// Whether one person is here: a gateway where they are → gateways that show them.
pub fn user_presence(user: UserId) -> String {
    format!("user.presence.{user}")
}

/// What a gateway subscribes to once, for all its people.
pub const USER_EVT_ALL: &str = "user.evt.*";

/// Heartbeats of one kind of process: every process → whoever picks among them.
pub fn node(kind: NodeKind) -> String {
    format!("node.{}", kind.as_str())
}

/// Heartbeats of every kind.
pub const NODE_ALL: &str = "node.*";

/// [`room_evt`] with a word in place of the room.
pub const ROOM_EVT: &str = "room.evt.{room}";

/// What every inbox begins with: where answers are heard.
pub const INBOX: &str = "_INBOX";

/// A subject with a word in place of whom it is about. Of these there are few: they name spans, and may be labels.
pub fn template(subject: &str) -> &'static str {
    rights::template(subject).unwrap_or("other")
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn subjects_are_what_operators_permit() {
        let id = "00000000-0000-0000-0000-000000000007";
        let seven = Uuid::from_u128(7);
        assert_eq!(room_command(NodeId(seven)), format!("room.command.{id}"));
        assert_eq!(room_query(NodeId(seven)), format!("room.query.{id}"));
        assert_eq!(auth_command(NodeId(seven)), format!("auth.command.{id}"));
        assert_eq!(auth_query(NodeId(seven)), format!("auth.query.{id}"));
        assert_eq!(room_evt(RoomId(seven)), format!("room.evt.{id}"));
        assert_eq!(room_typing(RoomId(seven)), format!("room.typing.{id}"));
        assert_eq!(room_presence(RoomId(seven)), format!("room.presence.{id}"));
        assert_eq!(user_evt(UserId(seven)), format!("user.evt.{id}"));
        assert_eq!(user_presence(UserId(seven)), format!("user.presence.{id}"));
        assert_eq!(node(NodeKind::Room), "node.room");
        assert_eq!((ROOM_HEADS, USER_EVT_ALL, NODE_ALL), ("room.heads", "user.evt.*", "node.*"));
    }

    #[test]
    fn whoever_it_is_about_the_template_is_the_same() {
        let (node, room) = (NodeId(Uuid::from_u128(7)), RoomId(Uuid::from_u128(7)));
        let subjects = [
            room_command(node),
            room_query(node),
            auth_command(node),
            auth_query(node),
            room_evt(room),
            room_typing(room),
            room_presence(room),
        ];
        for subject in subjects {
            let (start, _) = template(&subject).split_once('{').expect("a word in place of the id");
            assert!(subject.starts_with(start), "{subject}");
        }
        assert_eq!(template(&user_evt(UserId(Uuid::from_u128(7)))), "user.evt.{user}");
        assert_eq!(template(&node_of_rooms()), "node.{kind}");
        assert_eq!((template(ROOM_HEADS), template("of.someone.else")), (ROOM_HEADS, "other"));
    }

    fn node_of_rooms() -> String {
        super::node(NodeKind::Room)
    }
}
