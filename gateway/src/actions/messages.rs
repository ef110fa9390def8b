//! Messages: said, changed, taken back, and whatever else is done to them.

use proto::room::Action;
use proto::text::Body;
use proto::{Reason, Refusal, Seq};

/// What a frame wants, by the name of the action.
///
/// # Errors
/// No frame carries such an action, it lacks what it needs, or the words are none, too many, or hold what must not be in them.
pub(crate) fn by_name(
    name: &str,
    target: Option<Seq>,
    reply_to: Option<Seq>,
    body: Option<&str>,
) -> Result<Action, Refusal> {
    match (name, target, body) {
        ("cancel", ..) => Ok(Action::Cancel),
        ("post", _, Some(body)) => post(body, reply_to),
        ("edit", Some(target), Some(body)) => edit(target, body),
        (name, Some(target), _) => on_message(name, target).map_err(|_| Reason::UnknownRequest.into()),
        (_, None, _) => Err(Reason::UnknownRequest.into()),
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
pub(crate) fn post(body: &str, reply_to: Option<Seq>) -> Result<Action, Refusal> {
    Ok(Action::Post { body: Body::parse(body)?, reply_to })
}

/// Changes the words of a message.
///
/// # Errors
/// The words are none, too many, or hold what must not be in them.
pub(crate) fn edit(target: Seq, body: &str) -> Result<Action, Refusal> {
    Ok(Action::Edit { target, body: Body::parse(body)? })
}

/// Takes a message back.
pub(crate) fn delete(target: Seq) -> Action {
    Action::Delete { target }
}
