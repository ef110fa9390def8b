//! The middle of a picture, as what stands for somebody or something: a square, in three sizes.

use image::metadata::Orientation;
use image::{DynamicImage, ImageResult, Rgb, RgbImage};

use super::{PROFILE, Raster, jpeg, scaled};
use crate::files::picture::size::Side;

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
