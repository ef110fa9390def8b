//! Links of a message, as the pages they lead to describe themselves.

use serde::{Deserialize, Serialize};

/// A link of a message, as its page describes itself: bounded text of strangers, to be escaped like all text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkPreview {
    /// Where it leads, as it stands in the message.
    pub href: String,
    /// Where it is from: what the page says, else its host.
    pub site: String,
    /// What the page is called.
    pub title: String,
    /// What it is about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
}

impl LinkPreview {
    /// The most links of a message that are looked at.
    pub const MAX: usize = 3;
    /// The most characters of a title.
    pub const TITLE: usize = 150;
    /// The most characters of what a page is about.
    pub const DESCRIPTION: usize = 300;
    /// The most characters of where it is from.
    pub const SITE: usize = 60;
    /// The most bytes of an address.
    pub const ADDRESS: usize = 2_048;

    /// Whether all of it is within its bounds.
    pub fn is_bounded(&self) -> bool {
        let fits = |text: &str, most| text.chars().count() <= most;
        self.href.len() <= Self::ADDRESS
            && fits(&self.site, Self::SITE)
            && fits(&self.title, Self::TITLE)
            && fits(&self.description, Self::DESCRIPTION)
    }
}

/// What a message shows of its links.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Previews {
    /// Each, in the order of the links.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkPreview>,
    /// They were taken away: there are none, whatever it links to.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub removed: bool,
}

impl Previews {
    /// Nothing is known or decided.
    pub fn is_none(&self) -> bool {
        self.links.is_empty() && !self.removed
    }
}
