//! Emoji by their names: the few that fit what has been typed.

use emojis::Emoji;
use proto::PictureId;
use proto::auth::EmojiList;
use serde::Serialize;

use super::Page;

/// `GET /emoji`: options of a list box.
#[derive(Clone, Debug, Serialize)]
pub struct EmojiPage {
    /// The likeliest first.
    pub emoji: Vec<OfferedEmoji>,
}

/// One that may be meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfferedEmoji {
    /// It, or what is written for it.
    pub emoji: String,
    /// How it looks, where it is one of the installation's own.
    pub picture: Option<PictureId>,
    /// The name of it that fits.
    pub name: String,
    /// All its names, with blanks between them.
    pub names: String,
}

impl EmojiPage {
    /// So many are offered.
    pub const OFFERED: usize = 8;

    /// Those of which a name begins with what was typed; behind them those in whose name it stands. Shorter names first, and of
    /// names as long those of the installation's own.
    pub fn new(typed: &str, own: &EmojiList) -> Self {
        let typed = typed.to_ascii_lowercase();
        if typed.is_empty() {
            return Self { emoji: Vec::new() };
        }
        let rank = |name: &str| (!name.starts_with(&typed), name.len());
        let everybodys = emojis::iter().filter_map(|emoji: &'static Emoji| {
            let names = emoji.shortcodes().filter(|name| name.contains(&typed));
            let name = names.min_by_key(|name| rank(name))?;
            let names = emoji.shortcodes().collect::<Vec<_>>().join(" ");
            Some(OfferedEmoji { emoji: emoji.to_string(), picture: None, name: name.to_owned(), names })
        });
        let own = own.emoji.iter().filter(|emoji| emoji.name.as_str().contains(&typed)).map(|emoji| {
            let name = emoji.name.to_string();
            OfferedEmoji {
                emoji: format!(":{name}:"),
                picture: Some(emoji.picture),
                names: name.clone(),
                name,
            }
        });
        let mut found: Vec<_> = own.chain(everybodys).collect();
        found.sort_by_cached_key(|one| (rank(&one.name), one.picture.is_none(), one.name.clone()));
        found.truncate(Self::OFFERED);
        Self { emoji: found }
    }
}

impl Page for EmojiPage {
    const TEMPLATE: &'static str = "rooms/emoji.html";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emoji_is_found_by_what_its_name_begins_with_or_holds() {
        let found = |typed: &str| EmojiPage::new(typed, &EmojiList::default()).emoji;
        assert_eq!((&*found("tada")[0].emoji, &*found("TAD")[0].name), ("🎉", "tada"));
        assert!(found("eyes").iter().any(|one| one.name == "heart_eyes"), "in the middle, too");
        assert_eq!(found("eyes")[0].name, "eyes", "what it begins with comes first");
        assert_eq!(found("a").len(), EmojiPage::OFFERED);
        assert!(found("").is_empty() && found("nobody_knows").is_empty() && found("<b>").is_empty());
    }
}
