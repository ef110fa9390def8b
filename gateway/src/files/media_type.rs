//! What a file is, by its first bytes: what it is called and what a browser says of it may be wrong, or a lie.

use proto::text::MediaType;

/// Of these families a content is known by its beginning: what says that it is one of them and is not, is unknown.
const KNOWN: [&str; 4] = ["image/", "audio/", "video/", "application/pdf"];

/// The type of a file that begins like this, and is said to be something. What can run is never anything but unknown.
pub(crate) fn of_content(head: &[u8], said: &MediaType) -> MediaType {
    let found = by_beginning(head).and_then(|found| MediaType::parse(found).ok());
    found.unwrap_or_else(|| {
        let is_plain = said.as_str() == "text/plain" && !head.contains(&0);
        let is_archive = said.as_str().starts_with("application/") && !can_run(said.as_str());
        let is_claimed = KNOWN.iter().any(|family| said.as_str().starts_with(family));
        if is_plain || is_archive && !is_claimed { said.clone() } else { MediaType::unknown() }
    })
}

fn can_run(name: &str) -> bool {
    ["html", "xml", "script", "ecma", "flash", "java"].iter().any(|part| name.contains(part))
}

/// Whether a content that begins like this is of a kind that is known by its beginning. Text is not.
pub(super) fn is_known(head: &[u8]) -> bool {
    by_beginning(head).is_some()
}

/// The type of a program that begins like this. It is never told to a browser: only who is to send none is told.
pub(crate) fn program(head: &[u8]) -> Option<MediaType> {
    let name = match head {
        [b'M', b'Z', ..] => "application/vnd.microsoft.portable-executable",
        [0x7f, b'E', b'L', b'F', ..] => "application/x-executable",
        _ => return None,
    };
    MediaType::parse(name).ok()
}

fn by_beginning(head: &[u8]) -> Option<&'static str> {
    let begins = |with: &[u8]| head.starts_with(with);
    let at = |place: usize, with: &[u8]| head.get(place..).is_some_and(|rest| rest.starts_with(with));
    Some(match head {
        _ if begins(b"\x89PNG\r\n\x1a\n") => "image/png",
        _ if begins(b"\xff\xd8\xff") => "image/jpeg",
        _ if begins(b"GIF87a") || begins(b"GIF89a") => "image/gif",
        _ if begins(b"RIFF") && at(8, b"WEBP") => "image/webp",
        _ if begins(b"RIFF") && at(8, b"WAVE") => "audio/wav",
        _ if begins(b"%PDF-") => "application/pdf",
        _ if begins(b"II*\0") || begins(b"MM\0*") => "image/tiff",
        _ if at(4, b"ftyp") => return by_brands(head),
        _ if begins(b"\x1a\x45\xdf\xa3") => "video/webm",
        _ if begins(b"OggS") => "audio/ogg",
        _ if begins(b"fLaC") => "audio/flac",
        _ if begins(b"ID3") || begins(b"\xff\xfb") || begins(b"\xff\xf3") => "audio/mpeg",
        _ => return None,
    })
}

/// The type of a content of boxes: by what it says to be before all, and where that says no more than "pictures", to be besides.
fn by_brands(head: &[u8]) -> Option<&'static str> {
    let size = usize::try_from(u32::from_be_bytes(head.get(..4)?.try_into().ok()?)).ok()?;
    let brands = head.get(8..size.min(head.len())).unwrap_or_default();
    // The second is a number.
    let (first, others) = (head.get(8..12)?, brands.chunks_exact(4).skip(2));
    Some(match (first, by_brand(first)) {
        (_, Some("image/heif")) => {
            let closer = others.filter_map(by_brand).find(|name| *name != "image/heif");
            closer.unwrap_or("image/heif")
        }
        (_, Some(name)) => name,
        (b"M4A " | b"M4B ", _) => "audio/mp4",
        // A raw picture of a camera.
        (b"crx ", _) => return None,
        _ => "video/mp4",
    })
}

fn by_brand(brand: &[u8]) -> Option<&'static str> {
    Some(match brand {
        b"avif" | b"avis" => "image/avif",
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"hevm" | b"hevs" => "image/heic",
        b"mif1" | b"mif2" | b"msf1" | b"miaf" => "image/heif",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(head: &[u8], said: &str) -> String {
        of_content(head, &MediaType::parse(said).expect("a type")).into()
    }

    #[test]
    fn a_type_is_what_the_content_says_and_not_what_a_browser_says() {
        assert_eq!(of(b"\x89PNG\r\n\x1a\n....", "text/html"), "image/png");
        assert_eq!(of(b"GIF89a/*<script>*/=1;", "application/javascript"), "image/gif");
        assert_eq!(of(b"%PDF-1.7<html>", "text/html"), "application/pdf");
        assert_eq!(of(b"RIFF\0\0\0\0WEBPVP8 ", ""), "image/webp");
        assert_eq!(of(b"\0\0\0\x20ftypisom", "image/png"), "video/mp4");
        assert_eq!(of(b"\0\0\0\x14ftypM4A \0\0\0\0mp42", ""), "audio/mp4");
        assert_eq!(of(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image/jpeg"), "image/heic");
        assert_eq!(of(b"\0\0\0\x18ftypmif1\0\0\0\0mif1heix", ""), "image/heic");
        assert_eq!(of(b"\0\0\0\x18ftypmif1\0\0\0\0mif1unci", ""), "image/heif");
        assert_eq!(of(b"\0\0\0\x14ftypmif1\0\0\0\0mif1avif", ""), "image/heif", "it is not said by that box");
        assert_eq!(of(b"\0\0\0\x14ftypavif\0\0\0\0mif1", "video/mp4"), "image/avif");
        assert_eq!(of(b"II*\0\x08\0\0\0", "text/plain"), "image/tiff");
        assert_eq!(of(b"words", "text/plain;charset=utf-8"), "text/plain");
        assert_eq!(of(b"PK\x03\x04", "application/zip"), "application/zip");
    }

    #[test]
    fn what_can_run_or_lies_is_unknown() {
        let unknown = "application/octet-stream";
        for said in
            ["text/html", "image/svg+xml", "application/xhtml+xml", "application/javascript", "text/css"]
        {
            assert_eq!(of(b"<svg onload=alert(1)>", said), unknown, "{said}");
        }
        assert_eq!(of(b"<html>", "image/png"), unknown);
        assert_eq!(of(b"a\0b", "text/plain"), unknown);
        assert_eq!(of(b"", "video/mp4"), unknown);
    }
}
