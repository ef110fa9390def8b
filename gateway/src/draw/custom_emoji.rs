//! Emoji of the installation's own in what is drawn. What is kept of a message holds their names; they become pictures where it is
//! drawn, for everyone alike, so that one that comes, goes or looks different is another drawing.

use proto::PictureId;
use proto::auth::{Emoji, EmojiList};
use proto::room::ReactionCount;
use serde::Serialize;
use tera::{Kwargs, State, Tera, Value};

use crate::emoji::{KnownEmoji, called, picture_of};

/// How room-services write what may be a name. In rendered HTML a `<` in the text is escaped, so these are tags.
const NAME: &str = "<span class=\"emoji-name\">:";
const END: &str = ":</span>";

/// The HTML with those names as pictures that are known; none where there is nothing to be shown otherwise.
pub(super) fn pictured(html: &str, known: &EmojiList) -> Option<String> {
    if known.emoji.is_empty() || !html.contains(NAME) {
        return None;
    }
    let mut parts = html.split(NAME);
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let found = part.split_once(END).and_then(|(name, rest)| Some((called(known, name)?, rest)));
        match found {
            Some((emoji, rest)) => {
                shown += &image(emoji.name.as_str(), emoji.picture);
                shown += rest;
            }
            None => {
                shown += NAME;
                shown += part;
            }
        }
    }
    Some(shown)
}

/// The filter `emoji`: text, where names between two colons that are known become pictures.
pub(super) fn register(tera: &mut Tera, known: &KnownEmoji) {
    let known = known.clone();
    tera.register_filter("emoji", move |text: String, _: Kwargs, state: &State| {
        in_text(&text, &known.get(), |text| state.escape(text)).map(|shown| Value::safe_string(&shown))
    });
}

fn in_text<E>(
    text: &str,
    known: &EmojiList,
    escape: impl Fn(&str) -> Result<String, E>,
) -> Result<String, E> {
    let (mut shown, mut from) = (String::new(), 0);
    for (start, emoji) in named(text, known) {
        let name = emoji.name.as_str();
        shown += &escape(&text[from..start])?;
        shown += &image(name, emoji.picture);
        from = start + name.len() + 2;
    }
    shown += &escape(&text[from..])?;
    Ok(shown)
}

/// How the names in a text look that are known.
pub(super) fn pictures_in(text: &str, known: &EmojiList) -> Vec<PictureId> {
    named(text, known).into_iter().map(|(_, emoji)| emoji.picture).collect()
}

/// The names in a text that are known, each with where its first colon stands.
fn named<'known>(text: &str, known: &'known EmojiList) -> Vec<(usize, &'known Emoji)> {
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(start) = text[from..].find(':').filter(|_| !known.emoji.is_empty()) {
        let start = from + start;
        let after = &text[start + 1..];
        let name = after.find(':').map_or("", |end| &after[..end]);
        from = start + 1;
        if let Some(emoji) = called(known, name) {
            found.push((start, emoji));
            from += name.len() + 1;
        }
    }
    found
}

fn image(name: &str, picture: PictureId) -> String {
    format!("<img class=\"custom-emoji\" src=\"/picture/{picture}/128\" alt=\":{name}:\" title=\":{name}:\">")
}

/// A reaction, as the component `ReactionChip` wants it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub(super) struct DrawnReaction {
    #[serde(flatten)]
    count: ReactionCount,
    /// How it looks, where it is the name of one of the installation's own.
    picture: Option<PictureId>,
}

impl DrawnReaction {
    pub(super) fn of(count: &ReactionCount) -> Self {
        Self { count: count.clone(), picture: None }
    }

    /// The same as a picture; none where it is no name of one that is known.
    pub(super) fn pictured(&self, known: &EmojiList) -> Option<Self> {
        let picture = Some(picture_of(known, &self.count.reaction)?);
        Some(Self { picture, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use proto::UserId;
    use proto::text::EmojiName;
    use uuid::Uuid;

    use super::*;

    fn known() -> EmojiList {
        let party = Emoji {
            name: EmojiName::parse("party").expect("a name"),
            picture: PictureId(Uuid::nil()),
            by: UserId::new(),
        };
        EmojiList { version: 1, emoji: vec![party] }
    }

    #[test]
    fn a_name_becomes_its_picture_and_one_that_nobody_knows_stays_a_name() {
        let name = |name: &str| format!("{NAME}{name}{END}");
        let image = image("party", PictureId(Uuid::nil()));
        let html = format!("<p>{} and {}</p>", name("party"), name("gone"));
        assert_eq!(pictured(&html, &known()), Some(format!("<p>{image} and {}</p>", name("gone"))));
        assert_eq!(pictured(&html, &EmojiList::default()), None, "there are none");
        assert_eq!(pictured("<p>:party:</p>", &known()), None, "what is written in code, for example");
        assert_eq!(pictured(&format!("{NAME}party"), &known()), Some(format!("{NAME}party")));
    }

    #[test]
    fn in_a_line_of_text_it_is_a_picture_too_and_all_else_is_escaped() {
        let shown = |text: &str| {
            in_text(text, &known(), |text| Ok::<_, ()>(text.replace('<', "&lt;"))).expect("shown")
        };
        let image = image("party", PictureId(Uuid::nil()));
        for (text, expected) in [
            ("<a> :party:!", format!("&lt;a> {image}!")),
            (":party::party:", format!("{image}{image}")),
            ("a:party:b", format!("a{image}b")),
            ("at 10:30:party:", format!("at 10:30{image}")),
            ("::party", "::party".to_owned()),
            (":gone: :<:", ":gone: :&lt;:".to_owned()),
            ("", String::new()),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn a_reaction_of_that_name_has_its_picture() {
        let drawn =
            |text: &str| DrawnReaction::of(&ReactionCount { reaction: text.into(), count: 1, since: 1 });
        assert_eq!(
            drawn(":party:").pictured(&known()).expect("a picture").picture,
            Some(PictureId(Uuid::nil()))
        );
        for other in ["party", ":gone:", "🎉"] {
            assert_eq!(drawn(other).pictured(&known()), None, "{other}");
        }
    }
}
