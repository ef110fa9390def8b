//! `@room` and `@here`: words that call more than one person. They are nobody's username.

use super::mention::signs;
use crate::UserId;
use crate::id::{EVERYONE, WHOEVER_IS_HERE};

/// More people than this are not called before it was said how many they are.
pub const BROADCAST_WARNS_ABOVE: i64 = 20;

/// Whom such a word calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Broadcast {
    /// `@here`: those of the room who are here at the moment.
    Here,
    /// `@room`: everyone in the room.
    Room,
}

impl Broadcast {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Room, Self::Here];

    /// The word, without its `@`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Room => "room",
        }
    }

    /// Reads such a word, in any case. Marks at its end are the sentence's.
    pub fn parse(typed: &str) -> Option<Self> {
        let word = typed.trim_end_matches(['.', '_', '-']);
        Self::ALL.into_iter().find(|broadcast| word.eq_ignore_ascii_case(broadcast.as_str()))
    }

    /// What stands for those it calls where people are named.
    pub fn id(self) -> UserId {
        match self {
            Self::Here => WHOEVER_IS_HERE,
            Self::Room => EVERYONE,
        }
    }

    /// Whom of them such an id stands for; none of a person's.
    pub fn of(id: UserId) -> Option<Self> {
        Self::ALL.into_iter().find(|broadcast| broadcast.id() == id)
    }

    /// The one that calls the most people, of those a text as it is typed may hold: code is not told apart here.
    pub fn in_text(text: &str) -> Option<Self> {
        signs(text).filter_map(|(_, typed, whole)| Self::parse(typed).filter(|_| whole)).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Username;

    #[test]
    fn a_text_calls_everyone_where_the_word_stands_for_itself() {
        for (text, expected) in [
            ("@room: tea!", Some(Broadcast::Room)),
            ("tea, @here?", Some(Broadcast::Here)),
            ("@Here. And @ROOM.", Some(Broadcast::Room)),
            ("你好@here", Some(Broadcast::Here)),
            ("@rooms @room42 @room.keeper @roomé", None),
            ("mail@here", None),
            ("https://x.y/@room", None),
            ("@room@example.org", None),
        ] {
            assert_eq!(Broadcast::in_text(text), expected, "{text}");
        }
    }

    #[test]
    fn they_are_no_usernames_and_stand_for_no_person() {
        for broadcast in Broadcast::ALL {
            let refusal = Username::parse(broadcast.as_str()).expect_err("nobody is called so");
            assert_eq!(refusal.reason, crate::Reason::UsernameTaken);
            assert_eq!(Broadcast::of(broadcast.id()), Some(broadcast));
        }
        assert_eq!(Broadcast::of(UserId::new()), None);
        assert!(Username::parse("roomy").is_ok() && Username::parse("here.i.am").is_ok());
    }
}
