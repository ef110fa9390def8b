//! What somebody wants to be told, and what that means for a message: the rule as people know it, written once more. Pure.

/// The word that calls those who chose it.
pub(super) const KEYWORD: &str = "soup";

/// What somebody chose, by their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chosen {
    /// Nothing: what mentions them.
    Default,
    /// Everything in all their rooms.
    Everything,
    /// Nothing of any room.
    Nothing,
    /// A keyword besides.
    Keyword,
    /// Nothing for an hour.
    Paused,
}

impl Chosen {
    /// Each in turn.
    pub(super) fn of(person: usize) -> Self {
        [Self::Default, Self::Everything, Self::Nothing, Self::Keyword, Self::Paused][person % 5]
    }

    /// Whether somebody of this name who is in the room is told of it.
    pub(super) fn is_told(self, username: &str, words: &str) -> bool {
        let has = |wanted: &str| words.split([' ', ',', '?']).any(|word| word == wanted);
        let is_mentioned = has(&format!("@{username}"));
        match self {
            Self::Default => is_mentioned,
            Self::Everything => true,
            Self::Keyword => is_mentioned || has(KEYWORD),
            Self::Nothing | Self::Paused => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_told_of_a_message_is_told_by_name_by_keyword_or_of_everything() {
        let told = |chosen: Chosen, words| chosen.is_told("p03", words);
        assert!(told(Chosen::Default, "3 tea, @p03?") && !told(Chosen::Default, "3 tea, @p031?"));
        assert!(told(Chosen::Keyword, "3 soup") && !told(Chosen::Keyword, "3 soups"));
        assert!(told(Chosen::Everything, "3 tea"));
        assert!(!told(Chosen::Nothing, "3 soup, @p03?") && !told(Chosen::Paused, "3 soup, @p03?"));
    }
}
