//! Static files made as small as they get.

use std::io::Write;

use brotli::enc::BrotliEncoderParams;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

pub(super) fn gzip(plain: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

/// As small as Brotli makes it, which takes a second for 500 KB.
pub(super) fn brotli(plain: &[u8]) -> Option<Bytes> {
    let mut small = Vec::new();
    let params = BrotliEncoderParams { quality: 11, ..BrotliEncoderParams::default() };
    brotli::BrotliCompress(&mut &*plain, &mut small, &params).ok()?;
    Some(small.into())
}
