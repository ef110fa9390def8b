//! Links of a message, as the pages they lead to describe themselves, and what gateways and room-services tell each other about them.

use serde::{Deserialize, Serialize};

use super::Viewer;
use crate::FileId;

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
    /// What it looks like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<LinkPicture>,
}

/// The picture a page shows of itself, drawn small and kept in the gateways' store: whoever looks asks nobody else for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkPicture {
    /// Its name in the store and in addresses; new each time it is drawn.
    pub id: FileId,
    /// As it is drawn, in pixels.
    pub width: u32,
    /// The same.
    pub height: u32,
}

impl LinkPicture {
    /// The most pixels of each side.
    pub const SIDE: u32 = 1_024;

    fn is_bounded(&self) -> bool {
        [self.width, self.height].iter().all(|side| (1..=Self::SIDE).contains(side))
    }
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
            && ["http://", "https://"].iter().any(|scheme| starts_with(&self.href, scheme))
            && fits(&self.site, Self::SITE)
            && fits(&self.title, Self::TITLE)
            && fits(&self.description, Self::DESCRIPTION)
            && self.picture.is_none_or(|picture| picture.is_bounded())
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

/// An address that begins so, in letters of any size.
fn starts_with(address: &str, scheme: &str) -> bool {
    address.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme))
}

/// The most links that are taken or settled at once.
pub const LINKS_MAX: usize = 50;

/// What a gateway asks about links.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum LinkQuery {
    /// Links to be looked at, for whoever asks alone. → `Orders`
    Take {
        /// At most so many, ≤ [`LINKS_MAX`].
        most: u16,
    },
    /// What became of them. → `Settled`
    Settle {
        /// At most [`LINKS_MAX`].
        outcomes: Vec<LinkOutcome>,
    },
    /// A picture of a page is about to be written into the store. → `Kept`
    Keep {
        /// Under this id.
        picture: FileId,
        /// So many bytes.
        size: u32,
    },
    /// Whether somebody may read a message that shows this picture. → `IsShown`
    Picture {
        /// Which.
        picture: FileId,
        /// Who looks.
        viewer: Viewer,
    },
}

/// The answer to a [`LinkQuery`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "told", content = "of", rename_all = "snake_case")]
pub enum LinkReply {
    /// To `Take`.
    Orders {
        /// What is to be looked at.
        orders: Vec<LinkOrder>,
        /// There may be more.
        more: bool,
    },
    /// To `Settle`.
    Settled,
    /// To `Keep`: there is room for it, and it is known from here on.
    Kept(bool),
    /// To `Picture`.
    IsShown(bool),
}

/// A link that a gateway is to look at, whichever messages have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkOrder {
    /// Where it leads, without the part of the page it names.
    pub href: String,
    /// How often somebody has taken it, this time included.
    pub tries: u16,
}

/// What became of a link that a gateway took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkOutcome {
    /// The link, as it was ordered.
    pub href: String,
    /// What is there.
    pub found: LinkFound,
}

/// What is found where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "found", content = "of", rename_all = "snake_case")]
pub enum LinkFound {
    /// A page that describes itself.
    Page(Box<LinkPreview>),
    /// Nothing that can be shown.
    Nothing,
    /// Nobody who answers now: to be tried again.
    Later {
        /// After so many seconds.
        seconds: u32,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_leads_to_a_page_and_says_no_more_than_it_may() {
        let of = |href: &str, title: &str| LinkPreview {
            href: href.into(),
            title: title.into(),
            ..LinkPreview::default()
        };
        assert!(of("https://example.org/", "Tea").is_bounded() && of("HTTP://example.org/", "").is_bounded());
        for href in ["", "javascript:alert(1)", "ftp://example.org/", "//example.org", "https:/x"] {
            assert!(!of(href, "Tea").is_bounded(), "{href}");
        }
        assert!(of("https://a", &"ö".repeat(LinkPreview::TITLE)).is_bounded());
        assert!(!of("https://a", &"ö".repeat(LinkPreview::TITLE + 1)).is_bounded());
        assert!(!of(&format!("https://{}", "a".repeat(LinkPreview::ADDRESS)), "").is_bounded());
        for (side, is_bounded) in
            [(1, true), (LinkPicture::SIDE, true), (0, false), (LinkPicture::SIDE + 1, false)]
        {
            let picture = Some(LinkPicture { id: FileId::default(), width: side, height: 9 });
            assert_eq!(LinkPreview { picture, ..of("https://a", "Tea") }.is_bounded(), is_bounded, "{side}");
        }
    }
}
