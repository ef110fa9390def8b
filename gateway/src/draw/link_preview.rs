//! What a message shows of a link.

use proto::room::{LinkPicture, LinkPreview};
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
    /// What it looks like.
    picture: Option<DrawnLinkPicture>,
}

/// It says no more than the title beside it: whoever does not see it misses nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
struct DrawnLinkPicture {
    address: String,
    /// Pixels, so that its place is kept.
    width: u32,
    height: u32,
}

impl DrawnLink {
    pub(super) fn of(link: &LinkPreview) -> Self {
        let LinkPreview { href, site, title, description, picture } = link.clone();
        let picture = picture.map(|LinkPicture { id, width, height }| {
            let address = format!("/link-picture/{id}");
            DrawnLinkPicture { address, width, height }
        });
        Self { href, site, title, description, picture }
    }

    /// Bytes of text in it, about.
    pub(super) fn len(&self) -> usize {
        let picture = self.picture.as_ref().map_or(0, |picture| picture.address.len());
        self.href.len() + self.site.len() + self.title.len() + self.description.len() + picture
    }
}
