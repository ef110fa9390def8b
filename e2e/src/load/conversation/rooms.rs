//! Two rooms of as many messages: one of plain ones, and one of a conversation. Both come about as they would among people.

use proto::frame::ActionFrame;
use proto::{Nonce, RoomId, Seq};

use super::super::accounts::room_of;
use super::super::crowd::sentence;
use super::super::error::LoadError;
use crate::{Person, Socket};

/// As many messages as a page shows.
const MESSAGES: usize = 50;
/// Those that answer the one before them.
const REPLIES: std::ops::Range<usize> = 1..11;
/// Those that a thread begins with.
const ROOTS: std::ops::Range<usize> = 11..16;
/// Under each of the other room's messages, each by two people.
const REACTIONS: [&str; 5] = ["👍", "🎉", "😂", "👀", "lgtm"];

/// A room, by its id and its address.
pub(in crate::load) type Room = (RoomId, String);

/// A room that everybody is in.
pub(in crate::load) async fn make(people: &[Person], name: &str) -> Result<Room, LoadError> {
    let (host, nonce) = (&people[0], Nonce::new().to_string());
    let name = format!("{name} {}", &nonce[..8]);
    let page = host.post("/rooms", &[("name", &name), ("kind", "public"), ("nonce", &nonce)]).await;
    let room = room_of(&page.text).ok_or_else(|| LoadError::Failed(format!("{name} was not made")))?;
    for person in &people[1..] {
        person.post(&format!("{}/join", page.path), &[]).await;
    }
    Ok((room, page.path))
}

/// Fifty messages, each from the next person.
pub(in crate::load) async fn talk(sockets: &mut [Socket], room: RoomId) {
    for n in 0..MESSAGES {
        act(sockets, n, room, post(n, None)).await;
    }
}

/// As many, of which ten answer another, and five have a thread of two replies; all with five reactions.
pub(in crate::load) async fn converse(sockets: &mut [Socket], room: RoomId) {
    let mut said = Vec::new();
    for n in 0..MESSAGES {
        let reply_to = REPLIES.contains(&n).then(|| said[n - 1]);
        said.push(act(sockets, n, room, post(n, reply_to)).await);
    }
    for (n, root) in said[ROOTS].iter().enumerate() {
        for reply in 0..2 {
            let words = ActionFrame { action: "post_in_thread".into(), target: Some(*root), ..post(n, None) };
            act(sockets, n + reply, room, words).await;
        }
    }
    for (n, target) in said.iter().enumerate() {
        for (place, token) in REACTIONS.into_iter().enumerate() {
            for by in 0..2 {
                act(sockets, n + place + by, room, reaction(*target, token)).await;
            }
        }
    }
}

/// A message like those that are measured elsewhere.
pub(in crate::load) fn post(n: usize, reply_to: Option<Seq>) -> ActionFrame {
    ActionFrame { action: "post".into(), body: Some(sentence(n as u64)), reply_to, ..ActionFrame::default() }
}

/// A reaction to a message.
pub(in crate::load) fn reaction(target: Seq, token: &str) -> ActionFrame {
    ActionFrame {
        action: "react".into(),
        target: Some(target),
        reaction: Some(token.into()),
        ..ActionFrame::default()
    }
}

/// The person whose turn it is with this number does something; where it is in the log.
pub(in crate::load) async fn act(
    sockets: &mut [Socket],
    turn: usize,
    room: RoomId,
    action: ActionFrame,
) -> Seq {
    let count = sockets.len();
    sockets[turn % count].act(room, action).await
}
