//! What a message shows of a link.

use proto::room::LinkPreview;
use serde::Serialize;

/// What the component `LinkPreviews` is given of each.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub(super) struct DrawnLink {
    /// Where it leads.
    href: String,
    site: String,
    title: String,
    /// Empty: nothing is said.
    description: String,
}

impl DrawnLink {
    pub(super) fn of(link: &LinkPreview) -> Self {
        let LinkPreview { href, site, title, description } = link.clone();
        Self { href, site, title, description }
    }

    /// Bytes of text in it, about.
    pub(super) fn len(&self) -> usize {
        self.href.len() + self.site.len() + self.title.len() + self.description.len()
    }
}
