//! Messages: said, changed, taken back, and whatever else is done to them.

use proto::frame::ActionFrame;
use proto::room::Action;
use proto::text::{Body, Reaction};
use proto::{FileId, Reason, Refusal, Seq};

use super::membership::moderation_reason;

/// What a frame wants.
///
/// # Errors
/// No frame carries such an action, it lacks what it needs, or the words are none, too many, or hold what must not be in them.
pub(crate) fn of_frame(frame: &ActionFrame) -> Result<Action, Refusal> {
    let ActionFrame {
        action,
        target,
        reply_to,
        also_in_room,
        body,
        reaction,
        reason,
        text_rev,
        files,
        without,
    } = frame;
    match (action.as_str(), target, body, reaction) {
        ("cancel", ..) => Ok(Action::Cancel),
        ("post", _, Some(body), _) => post(body, *reply_to, files),
        ("post_in_thread", Some(root), Some(body), _) => post_in_thread(*root, body, *also_in_room, files),
        ("edit", Some(target), Some(body), _) => edit(*target, body, *text_rev, without.clone()),
        ("delete", Some(target), ..) => delete(*target, reason.as_deref().unwrap_or_default()),
        ("react", Some(target), _, Some(reaction)) => react(*target, reaction),
        ("unreact", Some(target), _, Some(reaction)) => unreact(*target, reaction),
        (name, Some(target), ..) => on_message(name, *target).map_err(|_| Reason::UnknownRequest.into()),
        (_, None, ..) => Err(Reason::UnknownRequest.into()),
    }
}

/// Does to a message what needs nothing but the message.
///
/// # Errors
/// There is no such action.
pub(crate) fn on_message(name: &str, target: Seq) -> Result<Action, Refusal> {
    Action::on_message(name, target).ok_or_else(Refusal::not_found)
}

/// Says something.
///
/// # Errors
/// The words are none, too many, or hold what must not be in them.
pub(crate) fn post(body: &str, reply_to: Option<Seq>, files: &[FileId]) -> Result<Action, Refusal> {
    Ok(Action::Post { body: said_with(body, files)?, reply_to, files: files.to_vec() })
}

/// Files say enough.
fn said_with(body: &str, files: &[FileId]) -> Result<Body, Refusal> {
    if !files.is_empty() && body.trim().is_empty() { Ok(Body::none()) } else { Body::parse(body) }
}

/// Says something in a thread.
///
/// # Errors
/// The words are none, too many, or hold what must not be in them.
pub(crate) fn post_in_thread(
    root: Seq,
    body: &str,
    also_in_room: bool,
    files: &[FileId],
) -> Result<Action, Refusal> {
    Ok(Action::PostInThread { root, body: said_with(body, files)?, also_in_room, files: files.to_vec() })
}

/// Changes the words of a message; those of `text_rev`, where that is known. Takes files out of it.
///
/// # Errors
/// The words are none, too many, or hold what must not be in them.
pub(crate) fn edit(
    target: Seq,
    body: &str,
    text_rev: Option<Seq>,
    without: Vec<FileId>,
) -> Result<Action, Refusal> {
    // Whether files are left is known in the room.
    let body = if body.trim().is_empty() { Body::none() } else { Body::parse(body)? };
    Ok(Action::Edit { target, body, text_rev, without })
}

/// Reacts to a message.
///
/// # Errors
/// It is no emoji, and no words that may be a reaction.
pub(crate) fn react(target: Seq, reaction: &str) -> Result<Action, Refusal> {
    Ok(Action::React { target, reaction: Reaction::parse(reaction)? })
}

/// Takes a reaction back.
///
/// # Errors
/// It is none that anybody can have given.
pub(crate) fn unreact(target: Seq, reaction: &str) -> Result<Action, Refusal> {
    Ok(Action::Unreact { target, reaction: Reaction::parse(reaction)? })
}

/// Takes a message back; another's perhaps for a reason.
///
/// # Errors
/// The reason is none.
pub(crate) fn delete(target: Seq, reason: &str) -> Result<Action, Refusal> {
    Ok(Action::Delete { target, reason: moderation_reason(reason)? })
}
