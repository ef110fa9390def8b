//! What can be typed after a slash, in one table: `actions/slash.rs` reads it, and the list that a script offers is drawn from it.

use serde::Serialize;

/// One of them.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct SlashCommand {
    /// What is typed after the slash.
    pub(crate) name: &'static str,
    /// It does nothing without words after it.
    pub(crate) needs_words: bool,
}

/// In the order in which they are offered.
pub(crate) const COMMANDS: [SlashCommand; 10] = [
    with_words("me"),
    with_words("msg"),
    with_words("invite"),
    alone("mute"),
    alone("unmute"),
    with_words("topic"),
    with_words("status"),
    alone("leave"),
    alone("shrug"),
    alone("help"),
];

/// Whether this one does nothing without words; none: there is no such command.
pub(crate) fn needs_words(name: &str) -> Option<bool> {
    COMMANDS.iter().find(|command| command.name == name).map(|command| command.needs_words)
}

const fn with_words(name: &'static str) -> SlashCommand {
    SlashCommand { name, needs_words: true }
}

const fn alone(name: &'static str) -> SlashCommand {
    SlashCommand { name, needs_words: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Language, Text};

    #[test]
    fn all_that_can_be_typed_after_a_slash_is_listed_and_described_in_every_language() {
        for language in Language::ALL {
            let say = |text: &Text| language.catalogue().say(text);
            let help = say(&Text::new("slash-help"));
            let about = |name: &str| say(&Text::new("slash-about").with("command", name));
            for SlashCommand { name, .. } in COMMANDS {
                assert!(help.contains(&format!("/{name}")), "{name} in {language:?}: {help}");
                assert!(name == "help" || about(name) != about("help"), "{name} in {language:?}");
            }
        }
    }
}
