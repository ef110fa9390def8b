//! The points of a picture, and what is drawn from them.

mod square;

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{
    DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, ImageResult, Limits, RgbaImage,
};

use super::size::{Size, fitted, within};
use super::timed::Timed;

/// How long a decoder may go on asking for bytes.
const TIME: Duration = Duration::from_secs(20);
/// Of JPEGs, up to 100: of what is drawn small, and of a picture in its own size.
const QUALITY: u8 = 80;
const OWN_QUALITY: u8 = 92;
/// The most bytes of a profile of colours that is sent with every small drawing. Those of cameras and screens have less.
const PROFILE: usize = 4 * 1024;
/// Pixels of each side of what is shown blurred.
const BLURRED: (u32, u32) = (8, 8);

/// A picture, decoded.
pub(super) struct Raster {
    image: DynamicImage,
    /// How its colours are meant: a profile for red, green and blue.
    profile: Vec<u8>,
}

/// What is drawn of a picture: small, and in a few pixels unless one sees through it.
type Drawings = (Vec<(Size, Vec<u8>)>, Option<String>);

/// How many points a picture has, and how many bytes all of them.
pub(super) fn measure(format: ImageFormat, bytes: &[u8]) -> ImageResult<(u64, u64)> {
    let mut reader = ImageReader::with_format(Timed::new(bytes, TIME), format);
    reader.limits(Limits::default());
    let decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    Ok((u64::from(width) * u64::from(height), decoder.total_bytes()))
}

impl Raster {
    /// Decodes the first picture that is in these bytes.
    pub(super) fn decode(format: ImageFormat, bytes: &[u8], memory: u64) -> ImageResult<Self> {
        let mut reader = ImageReader::with_format(Timed::new(bytes, TIME), format);
        let mut limits = Limits::no_limits();
        limits.max_alloc = Some(memory);
        reader.limits(limits);
        let mut decoder = reader.into_decoder()?;
        let is_rgb = |profile: &Vec<u8>| profile.get(16..20) == Some(b"RGB ");
        let profile = decoder.icc_profile().ok().flatten().filter(is_rgb).unwrap_or_default();
        Ok(Self { image: DynamicImage::from_decoder(decoder)?, profile })
    }

    /// How wide and high it is once it is turned.
    pub(super) fn upright(&self, orientation: Orientation) -> (u32, u32) {
        swapped(orientation, (self.image.width(), self.image.height()))
    }

    /// Drawn upright in all its sizes, and in a few pixels unless one sees through it.
    pub(super) fn thumbnails(&self, orientation: Orientation) -> ImageResult<Drawings> {
        let (upright, mut thumbnails) = (self.upright(orientation), Vec::new());
        let mut drawn: Option<DynamicImage> = None;
        for size in Size::ALL {
            let Some(sides) = fitted(size, upright) else { continue };
            // The smaller one from the larger: it is quicker, and looks the same.
            let smaller = match &drawn {
                Some(larger) => scaled(larger, sides),
                None => {
                    let mut first = scaled(&self.image, swapped(orientation, sides));
                    first.apply_orientation(orientation);
                    first
                }
            };
            thumbnails.push((size, self.written(&smaller)?));
            drawn = Some(smaller);
        }
        let blur = drawn.filter(|drawn| !is_seen_through(drawn)).map(|drawn| blurred(&drawn)).transpose()?;
        Ok((thumbnails, blur))
    }

    /// Written upright in its own format, if it is not upright already.
    pub(super) fn turned(
        self,
        format: ImageFormat,
        orientation: Orientation,
    ) -> ImageResult<Option<Vec<u8>>> {
        if orientation == Orientation::NoTransforms {
            return Ok(None);
        }
        let Self { mut image, profile } = self;
        image.apply_orientation(orientation);
        match format {
            ImageFormat::Png => png(&image, profile),
            ImageFormat::WebP => webp(&image, profile),
            _ => jpeg(image, OWN_QUALITY, profile),
        }
        .map(Some)
    }

    /// As JPEG; where one sees through it as PNG.
    fn written(&self, drawn: &DynamicImage) -> ImageResult<Vec<u8>> {
        let profile = if self.profile.len() <= PROFILE { self.profile.clone() } else { Vec::new() };
        if is_seen_through(drawn) {
            png(&DynamicImage::ImageRgba8(drawn.to_rgba8()), profile)
        } else {
            jpeg(DynamicImage::ImageRgb8(drawn.to_rgb8()), QUALITY, profile)
        }
    }
}

fn swapped(orientation: Orientation, (width, height): (u32, u32)) -> (u32, u32) {
    match orientation {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => (height, width),
        _ => (width, height),
    }
}

/// Large pictures are first averaged to twice these sides, which is quick, and then made smaller with care.
fn scaled(image: &DynamicImage, (width, height): (u32, u32)) -> DynamicImage {
    let seen_through = image.has_alpha().then(|| weighed(image.to_rgba8()));
    let image = seen_through.as_ref().unwrap_or(image);
    let coarse = if image.width() / 4 >= width && image.height() / 4 >= height {
        Some(image.thumbnail_exact(2 * width, 2 * height))
    } else {
        None
    };
    let scaled = coarse.as_ref().unwrap_or(image).resize_exact(width, height, FilterType::Triangle);
    if seen_through.is_some() { unweighed(scaled.into_rgba8()) } else { scaled }
}

/// Colours that nobody sees count for nothing where points are averaged.
fn weighed(mut image: RgbaImage) -> DynamicImage {
    for point in image.pixels_mut() {
        let alpha = u16::from(point.0[3]);
        for colour in &mut point.0[..3] {
            *colour = (u16::from(*colour) * alpha / 255) as u8;
        }
    }
    DynamicImage::ImageRgba8(image)
}

fn unweighed(mut image: RgbaImage) -> DynamicImage {
    for point in image.pixels_mut() {
        let alpha = u16::from(point.0[3]).max(1);
        for colour in &mut point.0[..3] {
            *colour = (u16::from(*colour) * 255 / alpha).min(255) as u8;
        }
    }
    DynamicImage::ImageRgba8(image)
}

fn is_seen_through(image: &DynamicImage) -> bool {
    image.has_alpha() && image.to_rgba8().pixels().any(|point| point.0[3] < 255)
}

fn blurred(image: &DynamicImage) -> ImageResult<String> {
    let (width, height) = within(BLURRED, (image.width(), image.height()));
    let small = image.thumbnail_exact(width, height).to_rgb8();
    Ok(STANDARD.encode(png(&DynamicImage::ImageRgb8(small), Vec::new())?))
}

fn jpeg(image: DynamicImage, quality: u8, profile: Vec<u8>) -> ImageResult<Vec<u8>> {
    let image = if image.color().has_color() { image.into_rgb8().into() } else { image.into_luma8().into() };
    let mut written = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut written, quality);
    // Of a format that takes one.
    let _ = encoder.set_icc_profile(profile);
    DynamicImage::write_with_encoder(&image, encoder)?;
    Ok(written)
}

fn png(image: &DynamicImage, profile: Vec<u8>) -> ImageResult<Vec<u8>> {
    let mut written = Vec::new();
    let mut encoder = PngEncoder::new(&mut written);
    let _ = encoder.set_icc_profile(profile);
    image.write_with_encoder(encoder)?;
    Ok(written)
}

fn webp(image: &DynamicImage, profile: Vec<u8>) -> ImageResult<Vec<u8>> {
    let mut written = Vec::new();
    let mut encoder = WebPEncoder::new_lossless(&mut written);
    let _ = encoder.set_icc_profile(profile);
    image.write_with_encoder(encoder)?;
    Ok(written)
}
