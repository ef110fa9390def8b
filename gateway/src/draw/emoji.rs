//! Emoji by their names: the few that fit what has been typed.

use emojis::Emoji;
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
    /// It.
    pub emoji: &'static str,
    /// The name of it that fits.
    pub name: &'static str,
    /// All its names, with blanks between them.
    pub names: String,
}

impl EmojiPage {
    /// So many are offered.
    pub const OFFERED: usize = 8;

    /// Those of which a name begins with what was typed; behind them those in whose name it stands. Shorter names first.
    pub fn new(typed: &str) -> Self {
        let typed = typed.to_ascii_lowercase();
        if typed.is_empty() {
            return Self { emoji: Vec::new() };
        }
        let fits = |emoji: &'static Emoji| {
            let names = emoji.shortcodes().filter(|name| name.contains(&typed));
            let rank = |name: &&str| (!name.starts_with(&typed), name.len());
            names.min_by_key(rank).map(|name| (rank(&name), name, emoji))
        };
        let mut found: Vec<_> = emojis::iter().filter_map(fits).collect();
        found.sort_by_key(|(rank, name, _)| (*rank, *name));
        let offered = found.into_iter().take(Self::OFFERED).map(|(_, name, emoji)| OfferedEmoji {
            emoji: emoji.as_str(),
            name,
            names: emoji.shortcodes().collect::<Vec<_>>().join(" "),
        });
        Self { emoji: offered.collect() }
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
        let found = |typed: &str| EmojiPage::new(typed).emoji;
        assert_eq!((found("tada")[0].emoji, found("TAD")[0].name), ("🎉", "tada"));
        assert!(found("eyes").iter().any(|one| one.name == "heart_eyes"), "in the middle, too");
        assert_eq!(found("eyes")[0].name, "eyes", "what it begins with comes first");
        assert_eq!(found("a").len(), EmojiPage::OFFERED);
        assert!(found("").is_empty() && found("nobody_knows").is_empty() && found("<b>").is_empty());
    }
}
