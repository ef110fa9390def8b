//! A file of a message.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proto::room::File;
use proto::text::MediaType;
use serde::Serialize;

/// What the component `File` is given.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub(super) struct DrawnFile {
    /// Where it is, its name included.
    address: String,
    name: String,
    /// What its name ends with, in capitals; empty if that is no short word.
    ending: String,
    /// Its size: how many, and of which unit.
    amount: u64,
    unit: &'static str,
    /// Which icon.
    icon: &'static str,
    /// What plays it: `audio` or `video`.
    player: Option<&'static str>,
    /// Its first lines.
    preview: Option<String>,
    /// It is a picture with all that a camera wrote into it.
    keeps_metadata: bool,
}

/// Pictures that are not decoded, but gone through for where they were made.
const GONE_THROUGH: [&str; 4] = ["image/avif", "image/heic", "image/heif", "image/tiff"];
/// Endings of names that pictures of cameras have.
const PICTURES: [&str; 19] = [
    "jpg", "jpeg", "png", "webp", "gif", "heic", "heif", "avif", "tif", "tiff", "jxl", "dng", "cr2", "cr3",
    "nef", "arw", "raf", "orf", "rw2",
];

impl DrawnFile {
    pub(super) fn of(file: &File) -> Self {
        let (amount, unit) = size(file.size);
        let ending = file.name.extension();
        let is_word = (1..=5).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric());
        let icon = icon(file.media_type.as_str());
        Self {
            address: Self::address(file),
            name: file.name.to_string(),
            ending: if is_word { ending.to_ascii_uppercase() } else { String::new() },
            amount,
            unit,
            icon,
            player: Some(icon).filter(|icon| matches!(*icon, "audio" | "video")),
            preview: file.preview.clone(),
            keeps_metadata: keeps_metadata(file),
        }
    }

    /// Where a file is, its name included.
    pub(super) fn address(file: &File) -> String {
        format!("/f/{}/{}", file.id, utf8_percent_encode(file.name.as_str(), NON_ALPHANUMERIC))
    }

    /// Bytes of text in it.
    pub(super) fn len(&self) -> usize {
        64 + self.name.len() + self.address.len() + self.preview.as_ref().map_or(0, String::len)
    }
}

/// In the largest unit of which there is one: rounded, and never nothing.
pub(super) fn size(bytes: u64) -> (u64, &'static str) {
    const UNITS: [(u64, &str); 4] = [(1 << 30, "gb"), (1 << 20, "mb"), (1 << 10, "kb"), (1, "byte")];
    let (one, unit) = UNITS.into_iter().find(|(one, _)| bytes >= *one).unwrap_or((1, "byte"));
    ((bytes + one / 2) / one, unit)
}

fn icon(media_type: &str) -> &'static str {
    match media_type.split('/').next().unwrap_or_default() {
        "image" => "picture",
        "audio" => "audio",
        "video" => "video",
        _ => "file",
    }
}

/// Neither written anew nor gone through: what it is called is all that is known of a picture that is damaged or of a rare kind.
fn keeps_metadata(file: &File) -> bool {
    let media_type = file.media_type.as_str();
    let ending = file.name.extension();
    let may_be = file.media_type == MediaType::unknown() && PICTURES.contains(&ending.as_str());
    let is_picture = media_type.starts_with("image/") && !GONE_THROUGH.contains(&media_type);
    file.picture.is_none() && (is_picture || may_be)
}

#[cfg(test)]
mod tests {
    use proto::FileId;
    use proto::text::FileName;

    use super::*;

    #[test]
    fn a_picture_that_keeps_what_a_camera_wrote_says_so() {
        let keeps = |name: &str, media_type: &str| {
            let name = FileName::parse(name).expect("a name");
            let media_type = MediaType::parse(media_type).expect("a type");
            DrawnFile::of(&File::new(FileId::new(), name, 9, media_type)).keeps_metadata
        };
        let unknown = "application/octet-stream";
        assert!(
            keeps("damaged.bin", "image/jpeg") && keeps("cut.HEIC", unknown) && keeps("raw.cr3", unknown)
        );
        assert!(!keeps("jetty.heic", "image/heic") && !keeps("boat.jpg", "video/mp4"));
        assert!(!keeps("plan.zip", unknown) && !keeps("raw.nef", "image/tiff"));
    }

    #[test]
    fn a_size_is_told_in_the_largest_unit_there_is_one_of() {
        assert_eq!(size(1), (1, "byte"));
        assert_eq!(size(1_023), (1_023, "byte"));
        assert_eq!(size(1_536), (2, "kb"));
        assert_eq!(size(5 * 1024 * 1024 + 300), (5, "mb"));
        assert_eq!(size(3 << 30), (3, "gb"));
    }
}
