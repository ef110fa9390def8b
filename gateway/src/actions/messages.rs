//! Messages: said, changed, taken back.

use proto::room::Action;
use proto::text::Body;
use proto::{Refusal, Seq};

/// Says something.
///
/// # Errors
/// The words are none, too many, or hold what must not be in them.
pub(crate) fn post(body: &str, reply_to: Option<Seq>) -> Result<Action, Refusal> {
    Ok(Action::Post { body: Body::parse(body)?, reply_to })
}

/// Changes the words of a message; those of `text_rev`, where that is known.
///
/// # Errors
/// The words are none, too many, or hold what must not be in them.
pub(crate) fn edit(target: Seq, body: &str, text_rev: Option<Seq>) -> Result<Action, Refusal> {
    Ok(Action::Edit { target, body: Body::parse(body)?, text_rev })
}

/// Takes a message back.
pub(crate) fn delete(target: Seq) -> Action {
    Action::Delete { target }
}
