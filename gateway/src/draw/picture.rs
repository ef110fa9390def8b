//! A picture of a message: as large as it is shown, so that its place is kept until it is there.

use proto::room::{File, Picture};
use serde::Serialize;

use super::Page;
use super::file::DrawnFile;
use crate::files::{Size, fitted};

/// `GET /lightbox`: what a script shows pictures in, over the page.
#[derive(Clone, Debug, Serialize)]
pub struct LightboxPart {}

impl Page for LightboxPart {
    const TEMPLATE: &'static str = "messages/lightbox.html";
}

/// What the component `Pictures` is given of each.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub(super) struct DrawnPicture {
    /// Where the original is, its name included.
    address: String,
    name: String,
    /// What it shows, in words; its name where nobody said.
    alt: String,
    /// Its own width and height, in pixels.
    own: (u32, u32),
    /// Pixels, as it is shown.
    width: u32,
    height: u32,
    /// There is a drawing for screens of two points to a pixel.
    large: bool,
    /// What stands in its place until it is there: a PNG in base64.
    blur: Option<String>,
    /// How long one round of it takes, where it moves.
    round_ms: Option<u32>,
}

impl DrawnPicture {
    /// Of a file that is a picture.
    pub(super) fn of(file: &File) -> Option<Self> {
        let Picture { width, height, blur, round_ms } = file.picture.as_ref()?;
        let sides = (*width, *height);
        let (width, height) = fitted(Size::Small, sides)?;
        let name = file.name.to_string();
        Some(Self {
            address: DrawnFile::address(file),
            alt: file.alt.as_ref().map_or_else(|| name.clone(), ToString::to_string),
            name,
            own: sides,
            width,
            height,
            large: fitted(Size::Large, sides).is_some(),
            blur: blur.clone(),
            round_ms: *round_ms,
        })
    }

    /// Bytes of text in it.
    pub(super) fn len(&self) -> usize {
        64 + 4 * self.address.len()
            + self.alt.len()
            + self.name.len()
            + self.blur.as_ref().map_or(0, String::len)
    }
}
