//! The middle of a picture, as what stands for somebody or something: a square, in three sizes; and emoji.

use image::metadata::Orientation;
use image::{DynamicImage, ImageResult, Rgb, RgbImage};

use super::{PROFILE, Raster, jpeg, png, scaled};
use crate::files::picture::size::{Side, within};

/// Of JPEGs, up to 100.
const QUALITY: u8 = 86;

impl Raster {
    /// Drawn upright in all sides, never enlarged. What one sees through is white: letters may stand behind it.
    pub(in crate::files::picture) fn squares(
        self,
        orientation: Orientation,
    ) -> ImageResult<Vec<(Side, Vec<u8>)>> {
        let Self { image, profile } = self;
        let profile = if profile.len() <= PROFILE { profile } else { Vec::new() };
        let (width, height) = (image.width(), image.height());
        let most = width.min(height);
        let mut square = image.crop_imm((width - most) / 2, (height - most) / 2, most, most);
        drop(image);
        let mut squares = Vec::with_capacity(Side::ALL.len());
        for side in Side::ALL {
            let pixels = side.pixels().min(most);
            // The smaller one from the larger.
            square = scaled(&square, (pixels, pixels));
            if squares.is_empty() {
                square.apply_orientation(orientation);
                square = on_white(square);
            }
            squares.push((side, jpeg(square.clone(), QUALITY, profile.clone())?));
        }
        Ok(squares)
    }
}

impl Raster {
    /// All of it drawn upright in the size of an emoji, never enlarged.
    pub(in crate::files::picture) fn emoji(
        self,
        orientation: Orientation,
    ) -> ImageResult<Vec<(Side, Vec<u8>)>> {
        let most = Side::Emoji.pixels();
        let sides = within((most, most), (self.image.width(), self.image.height()));
        let mut drawn = scaled(&self.image, sides);
        drawn.apply_orientation(orientation);
        let profile = if self.profile.len() <= PROFILE { self.profile } else { Vec::new() };
        Ok(vec![(Side::Emoji, png(&DynamicImage::ImageRgba8(drawn.into_rgba8()), profile)?)])
    }
}

fn on_white(image: DynamicImage) -> DynamicImage {
    if !image.has_alpha() {
        return image;
    }
    let image = image.into_rgba8();
    let on_white = RgbImage::from_fn(image.width(), image.height(), |x, y| {
        let [red, green, blue, alpha] = image.get_pixel(x, y).0.map(u16::from);
        Rgb([red, green, blue].map(|colour| ((colour * alpha + 255 * (255 - alpha)) / 255) as u8))
    });
    on_white.into()
}
