//! Small files that settings name: secrets and certificates.

use std::io::Read;
use std::path::Path;

/// Bytes of the largest: a bundle of all authorities of a system has some 250 KiB.
const MOST: u64 = 1024 * 1024;

/// What stands in it. Only ordinary files: a device has no end, and a pipe may never have anything in it.
///
/// # Errors
/// Why it cannot be read, in words that go on after the path.
pub(crate) fn read(path: &Path) -> Result<String, String> {
    let cannot = |error: std::io::Error| format!("cannot be read: {error}");
    if !std::fs::metadata(path).map_err(cannot)?.is_file() {
        return Err("is no ordinary file".to_owned());
    }
    let (file, mut text) = (std::fs::File::open(path).map_err(cannot)?, String::new());
    file.take(MOST + 1).read_to_string(&mut text).map_err(cannot)?;
    if text.len() as u64 > MOST { Err("is larger than 1 MiB".to_owned()) } else { Ok(text) }
}
