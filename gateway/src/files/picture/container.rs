//! The containers that pictures come in, written anew with nothing in them but the picture: no place where it was taken, no name of
//! whoever took it, no second picture and nothing behind its end. Its points stay as they are, to the bit.
//!
//! A container that is not as its format has it is none: `None`.

mod gif;
mod jpeg;
mod png;
mod webp;

use image::ImageFormat;
use image::metadata::Orientation;

/// What was in a container.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Contents {
    /// The container with the picture alone.
    pub(super) bytes: Vec<u8>,
    /// How often a decoder goes over all of it: passes of a progressive JPEG.
    pub(super) scans: u32,
    /// Pictures that are shown one after the other.
    pub(super) frames: u32,
    /// How long all of them take, in milliseconds.
    pub(super) round_ms: u32,
    /// How it is to be turned, as it said itself.
    pub(super) orientation: Orientation,
}

impl Contents {
    fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, scans: 1, frames: 1, round_ms: 0, orientation: Orientation::NoTransforms }
    }

    /// Notes what a camera wrote into EXIF about how it was held.
    fn turn(&mut self, exif: &[u8]) {
        self.orientation = Orientation::from_exif_chunk(exif).unwrap_or(self.orientation);
    }
}

/// The picture of a container of one of the formats that are shown.
pub(super) fn contents(format: ImageFormat, bytes: &[u8]) -> Option<Contents> {
    match format {
        ImageFormat::Jpeg => jpeg::contents(bytes),
        ImageFormat::Png => png::contents(bytes),
        ImageFormat::WebP => webp::contents(bytes),
        ImageFormat::Gif => gif::contents(bytes),
        _ => None,
    }
}

/// What is left to be read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|taken| taken[0])
    }

    fn expect(&mut self, bytes: &[u8]) -> Option<()> {
        (self.take(bytes.len())? == bytes).then_some(())
    }

    fn u16_be(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_be_bytes)
    }

    fn u32_be(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_be_bytes)
    }

    fn u32_le(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
