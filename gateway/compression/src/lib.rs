//! Static files made as small as they get. A crate of its own, for it is compiled with all optimizations in every profile: what
//! these libraries leave to be compiled by who calls them takes seconds without.

use std::io::Write;

use brotli::enc::BrotliEncoderParams;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

/// As gzip; none where it cannot be made.
#[must_use]
pub fn gzip(plain: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

/// As small as Brotli makes it, which takes a second for 500 KB; none where it cannot be made.
#[must_use]
pub fn brotli(plain: &[u8]) -> Option<Bytes> {
    let mut small = Vec::new();
    let params = BrotliEncoderParams { quality: 11, ..BrotliEncoderParams::default() };
    brotli::BrotliCompress(&mut &*plain, &mut small, &params).ok()?;
    Some(small.into())
}
