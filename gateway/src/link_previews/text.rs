//! The bytes of an answer as text: unpacked, within a bound whatever they unpack to, and out of whatever encoding they are in.

use std::io::Read;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use flate2::read::MultiGzDecoder;

/// So far a page is looked through for what it says its encoding is.
const PRESCAN: usize = 1_024;

/// What was packed by gzip, at most so many bytes of it. What breaks off counts as far as it goes.
pub(super) fn unpacked(packed: &[u8], most: usize) -> Vec<u8> {
    let (mut bytes, mut piece) = (Vec::new(), [0; 16 * 1024]);
    let mut reader = MultiGzDecoder::new(packed);
    while bytes.len() < most {
        match reader.read(&mut piece) {
            Ok(0) | Err(_) => break,
            Ok(read) => bytes.extend_from_slice(&piece[..read.min(most - bytes.len())]),
        }
    }
    bytes
}

/// A page as text. Its encoding is what stands before it, else what came with it, else what it says, else UTF-8.
pub(super) fn decoded(bytes: &[u8], content_type: &str) -> String {
    let named = |label: &str| Encoding::for_label(label.as_bytes());
    let told = charset(content_type).and_then(named);
    let says = || {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_ascii_lowercase();
        // What says so in ASCII is in no encoding of two bytes.
        charset(&head)
            .and_then(named)
            .map(|found| if found == UTF_16LE || found == UTF_16BE { UTF_8 } else { found })
    };
    told.or_else(says).unwrap_or(UTF_8).decode(bytes).0.into_owned()
}

/// What stands after `charset=`.
fn charset(text: &str) -> Option<&str> {
    let at = text.to_ascii_lowercase().find("charset=")? + "charset=".len();
    let label = text.get(at..)?.trim_start_matches(['"', '\'', ' ']);
    label.split(['"', '\'', ' ', ';', '>', '/']).next().filter(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packing = GzEncoder::new(Vec::new(), Compression::best());
        packing.write_all(bytes).and_then(|()| packing.finish()).expect("packed")
    }

    #[test]
    fn what_unpacks_to_gigabytes_unpacks_to_no_more_than_was_asked_for() {
        let bomb = packed(&vec![b' '; 64 << 20]);
        assert!(bomb.len() < 1 << 17);
        assert_eq!(unpacked(&bomb, 1 << 20).len(), 1 << 20);
        let page = packed(b"<title>Tea</title>");
        assert_eq!(unpacked(&page, 1 << 20), b"<title>Tea</title>");
        assert!(b"<title>Tea</title>".starts_with(unpacked(&page[..page.len() - 9], 1 << 20).as_slice()));
        assert!(unpacked(b"not packed at all", 1 << 20).is_empty());
    }

    #[test]
    fn a_page_is_read_in_the_encoding_it_is_in() {
        let latin = b"<meta charset=\"iso-8859-1\"><title>Caf\xe9";
        assert!(decoded(latin, "text/html").ends_with("Café"));
        assert!(decoded(b"Caf\xe9", "text/html; charset=ISO-8859-1").ends_with("Café"));
        assert_eq!(decoded("Café".as_bytes(), "text/html"), "Café");
        assert_eq!(decoded(b"\x93\xfa\x96\x7b", "text/html; charset=Shift_JIS"), "日本");
        assert_eq!(decoded(b"Caf\xe9", "text/html; charset=no-such-thing"), "Caf\u{fffd}");
        assert_eq!(decoded(b"<meta charset=utf-16le>\xc3\xa9", "text/html"), "<meta charset=utf-16le>é");
        assert_eq!(decoded(b"\xff\xfeT\0", "text/html; charset=utf-8"), "T", "as it begins");
    }
}
