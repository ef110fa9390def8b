//! The languages there is a catalogue in, and which of them a browser would rather read.

use std::sync::LazyLock;

use serde::Serialize;
use unic_langid::LanguageIdentifier;

use super::Catalogue;

/// A language with a catalogue. Another one is a file in `locales/` and a line in each `match` here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub enum Language {
    /// As it is written around the world: days before months.
    #[default]
    #[serde(rename = "en")]
    English,
    /// With the informal "du", as teams speak.
    #[serde(rename = "de")]
    German,
    /// With "vous", as software speaks.
    #[serde(rename = "fr")]
    French,
}

impl Language {
    /// All of them, in the order of their values.
    pub const ALL: [Self; 3] = [Self::English, Self::German, Self::French];

    /// The messages in it.
    pub fn catalogue(self) -> &'static Catalogue {
        static ALL: LazyLock<[Catalogue; Language::ALL.len()]> =
            LazyLock::new(|| Language::ALL.map(Catalogue::new));
        &ALL[self as usize]
    }

    /// Its BCP 47 tag, as pages and cookies name it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
        }
    }

    /// The language of a tag, whatever country or script the tag names.
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// Which of ours an `Accept-Language` asks for first, by its weights (RFC 9110, 12.5.4). What none of ours is, is passed over.
    pub fn accepted(header: &str) -> Option<Self> {
        let weighed = header.split(',').filter_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let language = Self::parse(parts.next()?)?;
            let weight = parts.find_map(|part| part.strip_prefix("q="));
            let weight = weight.map_or(Some(1.0), |weight| weight.parse::<f32>().ok())?;
            (weight > 0.0).then_some((language, weight))
        });
        // Of equals the first.
        weighed.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(language, _)| language)
    }

    pub(super) fn locale(self) -> LanguageIdentifier {
        let tag = match self {
            Self::English => "en-001",
            Self::German | Self::French => self.tag(),
        };
        tag.parse().unwrap_or_default()
    }

    pub(super) fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("../../locales/en.ftl"),
            Self::German => include_str!("../../locales/de.ftl"),
            Self::French => include_str!("../../locales/fr.ftl"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_the_language_it_asks_for_first_among_ours() {
        for (header, language) in [
            ("de", Some(Language::German)),
            ("de-AT,de;q=0.9,en;q=0.8", Some(Language::German)),
            ("nl,fr-CH;q=0.8,de;q=0.7", Some(Language::French)),
            ("en;q=0.5,DE;q=0.9", Some(Language::German)),
            ("fr,de", Some(Language::French)),
            ("de;q=0,fr;q=0.1", Some(Language::French)),
            ("nl, *;q=0.5", None),
            ("", None),
            ("de;q=oops", None),
            (";;,,q=1;-", None),
        ] {
            assert_eq!(Language::accepted(header), language, "{header:?}");
        }
    }

    #[test]
    fn every_language_is_found_by_its_tag() {
        for language in Language::ALL {
            assert_eq!(Language::parse(language.tag()), Some(language));
            assert_eq!(Language::ALL[language as usize], language);
        }
        assert_eq!(Language::parse("deutsch"), None);
    }
}
