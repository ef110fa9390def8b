//! What becomes of a picture once all of it is there: it is decoded, written anew without what a camera adds, and drawn small.
//!
//! Everything here works on a thread of its own, called by `pool`. What cannot be decoded, or would take more than is given to one
//! picture, is `None`: a file like any other, which nobody is shown.

mod container;
mod pool;
mod raster;
mod size;
#[cfg(test)]
mod tests;
mod timed;

pub(super) use pool::Pool;
pub(crate) use size::{Side, Size, fitted};

use image::ImageFormat;
use proto::room::Picture;
use proto::text::MediaType;

use container::Contents;
use raster::Raster;

/// The most bytes of a file that is decoded.
const BYTES: u64 = 64 * 1024 * 1024;
/// The most points of a picture.
const POINTS: u64 = 50_000_000;
/// The most points that all passes of a progressive JPEG go over.
const SCANNED: u64 = 16 * POINTS;
/// The most pictures that are shown one after the other.
const FRAMES: u32 = 2_000;
/// The fewest points of a side of what stands for a page.
const SHOWN: u32 = 32;
/// Bytes that decoding takes for each point: three of a JPEG and six of its coefficients; of others, two points of four bytes.
const BYTES_OF_POINT: u64 = 9;

/// A picture that can be shown.
#[derive(Debug)]
pub(super) struct Prepared {
    /// The picture and nothing else, upright.
    pub(super) bytes: Vec<u8>,
    /// The same drawn small.
    pub(super) thumbnails: Vec<(Size, Vec<u8>)>,
    pub(super) picture: Picture,
}

/// A picture that may be decoded.
#[derive(Debug)]
pub(super) struct Measured {
    format: ImageFormat,
    contents: Contents,
    /// Bytes that decoding takes at most, beside the file's.
    pub(super) memory: u64,
}

/// The format of a file of this type and so many bytes, if it is one that is shown.
pub(super) fn format(media_type: &MediaType, size: u64) -> Option<ImageFormat> {
    let format = match media_type.as_str() {
        "image/jpeg" => ImageFormat::Jpeg,
        "image/png" => ImageFormat::Png,
        "image/webp" => ImageFormat::WebP,
        "image/gif" => ImageFormat::Gif,
        _ => return None,
    };
    (size <= BYTES).then_some(format)
}

/// Takes the picture out of its container, and sees what it would take to decode it.
pub(super) fn measure(format: ImageFormat, bytes: &[u8]) -> Option<Measured> {
    let contents = container::contents(format, bytes)?;
    let (points, decoded) = raster::measure(format, &contents.bytes).ok()?;
    let is_small = points <= POINTS && contents.frames <= FRAMES;
    let is_quick = points.saturating_mul(contents.scans.into()) <= SCANNED;
    let memory = (points * BYTES_OF_POINT).max(2 * decoded);
    (is_small && is_quick).then_some(Measured { format, contents, memory })
}

/// Decodes the first picture and draws the middle of it as squares.
pub(super) fn squares(measured: Measured) -> Option<Vec<(Side, Vec<u8>)>> {
    let Measured { format, contents, memory } = measured;
    let raster = Raster::decode(format, &contents.bytes, memory).ok()?;
    raster.squares(contents.orientation).ok()
}

/// Decodes the first picture and draws it as an emoji.
pub(super) fn emoji(measured: Measured) -> Option<Vec<(Side, Vec<u8>)>> {
    let Measured { format, contents, memory } = measured;
    let raster = Raster::decode(format, &contents.bytes, memory).ok()?;
    raster.emoji(contents.orientation).ok()
}

/// A picture drawn small, for a card.
#[derive(Debug)]
pub(super) struct Small {
    pub(super) bytes: Vec<u8>,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// Decodes the first picture and draws it small. What has a side of a few points shows nothing, or counts who looks.
pub(super) fn small(measured: Measured) -> Option<Small> {
    let Measured { format, contents, memory } = measured;
    let raster = Raster::decode(format, &contents.bytes, memory).ok()?;
    let sides = raster.upright(contents.orientation);
    if sides.0.min(sides.1) < SHOWN {
        return None;
    }
    let (width, height) = fitted(Size::Small, sides)?;
    let (drawn, _) = raster.thumbnails(contents.orientation).ok()?;
    let (_, bytes) = drawn.into_iter().find(|(size, _)| *size == Size::Small)?;
    Some(Small { bytes, width, height })
}

/// Decodes a picture and draws it in all its sizes.
pub(super) fn prepare(measured: Measured) -> Option<Prepared> {
    let Measured { format, contents, memory } = measured;
    let Contents { bytes, frames, round_ms, orientation, .. } = contents;
    let moves = frames > 1;
    // What moves is shown as it is: turning it would be to draw it all anew, and no camera makes one.
    let orientation = if moves { image::metadata::Orientation::NoTransforms } else { orientation };
    let raster = Raster::decode(format, &bytes, memory).ok()?;
    let (width, height) = raster.upright(orientation);
    let (thumbnails, blur) = raster.thumbnails(orientation).ok()?;
    let turned = raster.turned(format, orientation).ok()?;
    let picture = Picture { width, height, blur, round_ms: moves.then_some(round_ms) };
    Some(Prepared { bytes: turned.unwrap_or(bytes), thumbnails, picture })
}
