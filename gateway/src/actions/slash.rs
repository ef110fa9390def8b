//! What begins with `/` in the composer is no message but something to be done. What nobody knows is explained, and not sent; two of
//! them are one that is said.

use proto::Refusal;
use proto::room::{Action, Minutes};
use proto::text::Topic;

use super::messages;
use super::status::{self, StatusCommand};
use crate::catalogue::Text;
use crate::slash_commands;

/// What was typed into the composer.
#[derive(Debug)]
pub(crate) enum Typed {
    /// A message, or something done to the room.
    Act(Action),
    /// Out of the room.
    Leave,
    /// Somebody is to be added to the room, by their username.
    Invite(String),
    /// To the conversation with somebody, and there this is said, if anything is.
    Message(String, Option<Action>),
    /// Nothing of the room calls whoever typed it any more, or what usually does.
    MuteRoom(bool),
    /// Somebody may say nothing for so many minutes, by their username.
    Mute { username: String, minutes: Minutes, reason: String },
    /// They may again.
    Unmute(String),
    /// Another status of whoever typed it.
    Status(StatusCommand),
    /// Nothing is done: this is why, or what could be.
    Explain(Text),
}

/// For how many minutes somebody is muted where nothing is said.
const MUTED: u32 = 60;

const SHRUG: &str = "¯\\_(ツ)_/¯";

/// Reads it.
///
/// # Errors
/// The words are none, too many, or hold what must not be in them.
pub(crate) fn read(body: &str) -> Result<Typed, Refusal> {
    let said = |body: &str| messages::post(body, None, &[]).map(Typed::Act);
    let Some(command) = body.strip_prefix('/') else { return said(body) };
    if command.starts_with('/') {
        return said(command);
    }
    let (name, words) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
    let words = words.trim();
    if words.is_empty() && slash_commands::needs_words(name) == Some(true) {
        return Ok(Typed::Explain(Text::new("slash-needs-words").with("name", called(name))));
    }
    match (name, words) {
        ("me", words) => said(&emphasized(words)),
        ("shrug", words) => said(format!("{words} {SHRUG}").trim_start()),
        ("topic", words) => Ok(Typed::Act(Action::Describe { topic: Topic::parse(words)? })),
        ("invite", username) => Ok(Typed::Invite(username.to_owned())),
        ("msg", words) => {
            let (username, words) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
            let said =
                (!words.trim().is_empty()).then(|| messages::post(words.trim(), None, &[])).transpose()?;
            Ok(Typed::Message(username.to_owned(), said))
        }
        ("mute" | "unmute", "") => Ok(Typed::MuteRoom(name == "mute")),
        ("mute", words) => mute(words),
        ("unmute", username) if is_username(username) => Ok(Typed::Unmute(username.to_owned())),
        ("unmute", _) => Ok(Typed::Explain(Text::new("slash-mute"))),
        ("status", words) => status::read(words).map(Typed::Status),
        ("leave", "") => Ok(Typed::Leave),
        ("help", _) => Ok(Typed::Explain(Text::new("slash-help"))),
        _ => Ok(Typed::Explain(Text::new("slash-unknown").with("name", called(name)))),
    }
}

/// Reads what follows `/mute`: whom, perhaps for how long, perhaps why.
fn mute(words: &str) -> Result<Typed, Refusal> {
    let (username, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    if !is_username(username) {
        return Ok(Typed::Explain(Text::new("slash-mute")));
    }
    let (first, reason) =
        rest.trim_start().split_once(char::is_whitespace).unwrap_or((rest.trim_start(), ""));
    let (minutes, reason) = match minutes(first) {
        Some(minutes) => (minutes, reason),
        None => (MUTED, rest),
    };
    let (username, reason) = (username.to_owned(), reason.trim().to_owned());
    Ok(Typed::Mute { username, minutes: Minutes::new(minutes)?, reason })
}

/// One who is named, so that no word is taken for somebody.
fn is_username(word: &str) -> bool {
    word.starts_with('@') && !word.contains(char::is_whitespace)
}

/// How many minutes `10m`, `2h` or `3d` are.
fn minutes(word: &str) -> Option<u32> {
    let (number, unit) = word.split_at_checked(word.len().checked_sub(1)?)?;
    let factor = match unit {
        "m" => 1,
        "h" => 60,
        "d" => 24 * 60,
        _ => return None,
    };
    number.parse::<u32>().ok()?.checked_mul(factor)
}

/// As much of it as is a name, and not a message that happens to begin so.
fn called(name: &str) -> String {
    name.chars().take(32).collect()
}

/// Slanted, whatever stars stand in it.
fn emphasized(words: &str) -> String {
    let mark = if words.contains('*') { '_' } else { '*' };
    format!("{mark}{words}{mark}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(body: &str) -> String {
        match read(body) {
            Ok(Typed::Act(Action::Post { body, .. })) => body.as_str().to_owned(),
            other => panic!("{body}: {other:?}"),
        }
    }

    #[test]
    fn what_is_said_is_said_and_two_slashes_are_one() {
        assert_eq!(said("hello /me"), "hello /me");
        assert_eq!(said("//etc/hosts"), "/etc/hosts");
        assert_eq!(said(" /me"), " /me", "a blank before it makes words of it");
        assert_eq!(said("/me waves"), "*waves*");
        assert_eq!(said("/me waves *twice*"), "_waves *twice*_");
        assert_eq!(said("/shrug"), SHRUG);
        assert_eq!(said("/shrug who knows"), format!("who knows {SHRUG}"));
    }

    #[test]
    fn what_is_to_be_done_is_no_message() {
        let topic = read("/topic Tea  at five ");
        assert!(
            matches!(&topic, Ok(Typed::Act(Action::Describe { topic })) if topic.as_str() == "Tea at five"),
            "{topic:?}"
        );
        assert!(matches!(read("/leave"), Ok(Typed::Leave)));
        assert!(matches!(read("/invite @ann "), Ok(Typed::Invite(name)) if name == "@ann"));
        assert!(matches!(read("/msg @ann"), Ok(Typed::Message(name, None)) if name == "@ann"));
        let said = read("/msg ann  are you  there?");
        assert!(
            matches!(&said, Ok(Typed::Message(name, Some(Action::Post { body, .. }))) if name == "ann" && body.as_str() == "are you  there?"),
            "{said:?}"
        );
        assert!(matches!(read("/status clear"), Ok(Typed::Status(StatusCommand::Clear))));
    }

    #[test]
    fn a_room_is_muted_for_oneself_and_a_member_for_everyone() {
        assert!(matches!(read("/mute"), Ok(Typed::MuteRoom(true))));
        assert!(matches!(read("/unmute "), Ok(Typed::MuteRoom(false))));
        assert!(matches!(read("/unmute @ann"), Ok(Typed::Unmute(name)) if name == "@ann"));
        for (typed, minutes, reason) in [
            ("/mute @ann", 60, ""),
            ("/mute @ann 10m", 10, ""),
            ("/mute @ann  2h  Off topic, again ", 120, "Off topic, again"),
            ("/mute @ann 1d Spam", 1_440, "Spam"),
            ("/mute @ann Off topic", 60, "Off topic"),
            ("/mute @ann 10x", 60, "10x"),
            ("/mute @ann é", 60, "é"),
        ] {
            let read = read(typed).expect(typed);
            let Typed::Mute { username, minutes: found, reason: why } = read else { panic!("{typed}") };
            assert_eq!((&*username, u32::from(found), &*why), ("@ann", minutes, reason), "{typed}");
        }
        assert!(read("/mute @ann 0m").is_err() && read("/mute @ann 400d").is_err());
    }

    #[test]
    fn what_nobody_knows_is_explained() {
        for (body, key) in [
            ("/help", "slash-help"),
            ("/help me", "slash-help"),
            ("/dance now", "slash-unknown"),
            ("/", "slash-unknown"),
            ("/Me waves", "slash-unknown"),
            ("/usr/bin/env", "slash-unknown"),
            ("/leave now", "slash-unknown"),
            ("/me", "slash-needs-words"),
            ("/topic  ", "slash-needs-words"),
            ("/invite", "slash-needs-words"),
            ("/msg ", "slash-needs-words"),
            ("/status", "slash-needs-words"),
            ("/mute 2h", "slash-mute"),
            ("/mute ann", "slash-mute"),
            ("/unmute ann", "slash-mute"),
        ] {
            assert!(matches!(read(body), Ok(Typed::Explain(text)) if text.key() == key), "{body}");
        }
    }
}
