//! Settings of a room: what it is called and about, closing it, opening it again, deleting it.

use proto::room::{Action, LeastRole, RoomSetting, SlowMode};
use proto::text::{RoomName, Topic};
use proto::{Reason, Refusal};

/// Says what the room is about.
///
/// # Errors
/// It is no topic.
pub(crate) fn describe(topic: &str) -> Result<Action, Refusal> {
    Ok(Action::Describe { topic: Topic::parse(topic)? })
}

/// Says who posts in the room: everyone inside, or moderators.
///
/// # Errors
/// It is neither.
pub(crate) fn posting(from: &str) -> Result<Action, Refusal> {
    Ok(Action::Configure { setting: RoomSetting::Posting(least(from, "posting")?) })
}

fn least(from: &str, field: &'static str) -> Result<LeastRole, Refusal> {
    match from {
        "member" => Ok(LeastRole::Member),
        "moderator" => Ok(LeastRole::Moderator),
        _ => Err(Refusal::new(Reason::UnknownRoomRole).on(field)),
    }
}

/// Says who calls everyone: everyone inside, or moderators.
///
/// # Errors
/// It is neither.
pub(crate) fn broadcast(from: &str) -> Result<Action, Refusal> {
    Ok(Action::Configure { setting: RoomSetting::Broadcast(least(from, "broadcast")?) })
}

/// Says how many seconds lie between two messages of one person.
///
/// # Errors
/// It is no number, or too many.
pub(crate) fn slow_mode(seconds: &str) -> Result<Action, Refusal> {
    let seconds = seconds.parse().map_err(|_| Refusal::new(Reason::UnknownDuration).on("seconds"))?;
    Ok(Action::Configure { setting: RoomSetting::SlowMode(SlowMode::new(seconds)?) })
}

/// Says whether earlier words of edited messages are kept.
///
/// # Errors
/// It is neither yes nor no.
pub(crate) fn edit_history(kept: &str) -> Result<Action, Refusal> {
    let kept = match kept {
        "yes" => true,
        "no" => false,
        _ => return Err(Refusal::new(Reason::Malformed).on("history")),
    };
    Ok(Action::Configure { setting: RoomSetting::EditHistory(kept) })
}

/// Says whether messages show what their links lead to.
///
/// # Errors
/// It is neither yes nor no.
pub(crate) fn previews(shown: &str) -> Result<Action, Refusal> {
    let shown = match shown {
        "yes" => true,
        "no" => false,
        _ => return Err(Refusal::new(Reason::Malformed).on("previews")),
    };
    Ok(Action::Configure { setting: RoomSetting::Previews(shown) })
}

/// Deletes the room, for whoever types its name: they mean it.
///
/// # Errors
/// Another name was typed.
pub(crate) fn delete_room(name: &str, typed: &str) -> Result<Action, Refusal> {
    let same = RoomName::parse(name)
        .is_ok_and(|name| RoomName::parse(typed).is_ok_and(|typed| typed.key() == name.key()));
    if same { Ok(Action::DeleteRoom) } else { Err(Refusal::new(Reason::NotTheRoomName).on("sure")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_is_deleted_by_whoever_types_its_name() {
        assert_eq!(delete_room("Board", " board "), Ok(Action::DeleteRoom));
        for other in ["", "Boards", "boar d"] {
            assert_eq!(delete_room("Board", other).expect_err(other).field.as_deref(), Some("sure"));
        }
    }
}
