//! Faces: people's pictures, and for those who have none, initials on one of twelve hues.

use proto::auth::Person;
use proto::frame::PresentPerson;
use proto::node::Availability;
use proto::{PictureId, UserId};
use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;

/// A person, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Face {
    /// Who.
    pub id: UserId,
    /// How they are called.
    pub name: String,
    /// One or two letters.
    pub initials: String,
    /// 0 to 11, one of the stylesheet's hues.
    pub hue: u8,
    /// Their picture, over the letters.
    pub avatar: Option<PictureId>,
}

impl Face {
    /// The face of somebody with this name, of whom no more is known, or is to be told.
    pub fn of(id: UserId, name: &str) -> Self {
        Self::shown(id, name, None)
    }

    /// The face of somebody with this name and picture.
    pub fn shown(id: UserId, name: &str, avatar: Option<PictureId>) -> Self {
        Self { id, name: name.to_owned(), initials: initials(name), hue: hue(id), avatar }
    }

    /// The face of somebody told apart from others whose names look the same.
    pub fn told_apart(person: &Person) -> Self {
        Self::shown(person.id, &person.shown_name(), person.avatar)
    }

    /// The same of somebody who may not be known: called so then.
    pub fn known(id: UserId, person: Option<&Person>, called: &str) -> Self {
        person.map_or_else(|| Self::of(id, called), Self::told_apart)
    }
}

/// A face, and whether its person is here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeenFace {
    /// Who.
    #[serde(flatten)]
    pub face: Face,
    /// Whether they are here.
    pub seen: Option<Availability>,
}

impl From<&(Person, Availability)> for SeenFace {
    fn from((person, seen): &(Person, Availability)) -> Self {
        Self { face: Face::from(person), seen: Some(*seen) }
    }
}

impl From<&Person> for Face {
    fn from(person: &Person) -> Self {
        Self::shown(person.id, &person.display_name, person.avatar)
    }
}

impl From<&PresentPerson> for Face {
    fn from(person: &PresentPerson) -> Self {
        Self::shown(person.id, &person.name, person.avatar)
    }
}

/// Which of the twelve hues is theirs. `static/js/models/avatar.js` has the same rule.
pub fn hue(id: UserId) -> u8 {
    id.0.as_bytes()[15] % 12
}

/// The first letters of the first and the last word, in capitals; of one word, its first letter. Letters are what people see as
/// one, with all that is drawn over it. A username beside the name is none of its words.
/// `static/js/models/avatar.js` has the same rule.
pub fn initials(name: &str) -> String {
    let mut letters = name
        .split_whitespace()
        .filter(|word| !word.contains('@'))
        .filter_map(|word| word.graphemes(true).find(|letter| letter.starts_with(char::is_alphanumeric)));
    let first = letters.next();
    let last = letters.next_back();
    let both: String = first.into_iter().chain(last).map(str::to_uppercase).collect();
    if both.is_empty() { name.graphemes(true).next().unwrap_or("?").to_owned() } else { both }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_fit_a_small_square_in_any_script() {
        for (name, expected) in [
            ("Ingrid Moe", "IM"),
            ("ingrid", "I"),
            ("Ana María del Río", "AR"),
            ("山田 太郎", "山太"),
            ("نادية", "ن"),
            ("(Jo)", "J"),
            ("Rosa Silva (\u{2066}@rosa\u{2069})", "RS"),
            ("🎉", "🎉"),
            ("🇩🇪 🇫🇷", "🇩🇪"),
            ("👋🏽", "👋🏽"),
            ("👩\u{200d}💻 Ada", "A"),
            ("e\u{301}va", "E\u{301}"),
            ("", "?"),
        ] {
            assert_eq!(initials(name), expected, "{name:?}");
        }
    }
}
