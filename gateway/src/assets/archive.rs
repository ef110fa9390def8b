//! All files of a release as one piece of bytes, for other gateways. Their names and contents, compressed; what is unpacked is
//! known by its hash.

use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use flate2::read::GzDecoder;

use compression::gzip;

/// Bytes of an archive, and of what is in it: another release's files are not much more than ours.
pub(super) const PACKED_MAX: usize = 4 * 1024 * 1024;
const UNPACKED_MAX: u64 = 16 * 1024 * 1024;

/// Files by their names, in order.
pub(super) type Files = Vec<(String, Bytes)>;

/// Packs them.
pub(super) fn pack<'a>(files: impl Iterator<Item = (&'a str, &'a Bytes)>) -> Option<Bytes> {
    let files: Vec<(&str, String)> = files.map(|(name, bytes)| (name, STANDARD.encode(bytes))).collect();
    gzip(&serde_json::to_vec(&files).ok()?)
}

/// Unpacks what another gateway packed; none if it is no such thing, or too large.
pub(super) fn unpack(packed: &[u8]) -> Option<Files> {
    let mut text = Vec::new();
    GzDecoder::new(packed).take(UNPACKED_MAX).read_to_end(&mut text).ok()?;
    let files: Vec<(String, String)> = serde_json::from_slice(&text).ok()?;
    files.into_iter().map(|(name, text)| Some((name, STANDARD.decode(text).ok()?.into()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unpacked_is_what_was_packed_and_anything_else_is_nothing() {
        let files: Files = vec![
            ("css/a.css".into(), Bytes::from("a {}")),
            ("icon.png".into(), Bytes::from_static(&[0, 255])),
        ];
        let packed = pack(files.iter().map(|(name, bytes)| (name.as_str(), bytes))).expect("packed");
        assert_eq!(unpack(&packed), Some(files));
        assert_eq!(unpack(&packed[..packed.len() / 2]), None);
        assert_eq!(unpack(b"no archive"), None);
    }
}
