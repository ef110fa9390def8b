//! What begins with `/` in the composer is no message but something to be done. What nobody knows is explained, and not sent; two of
//! them are one that is said.

use proto::Refusal;
use proto::room::Action;
use proto::text::Topic;

use super::messages;
use super::status::{self, StatusCommand};
use crate::catalogue::Text;

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
    /// Another status of whoever typed it.
    Status(StatusCommand),
    /// Nothing is done: this is why, or what could be.
    Explain(Text),
}

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
    match (name, words) {
        ("me" | "topic" | "invite" | "msg" | "status", "") => {
            Ok(Typed::Explain(Text::new("slash-needs-words").with("name", called(name))))
        }
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
        ("status", words) => status::read(words).map(Typed::Status),
        ("leave", "") => Ok(Typed::Leave),
        ("help", _) => Ok(Typed::Explain(Text::new("slash-help"))),
        _ => Ok(Typed::Explain(Text::new("slash-unknown").with("name", called(name)))),
    }
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
        ] {
            assert!(matches!(read(body), Ok(Typed::Explain(text)) if text.key() == key), "{body}");
        }
    }
}
