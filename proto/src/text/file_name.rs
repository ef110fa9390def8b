//! What a file is called, and what it says it is.

use unicode_normalization::UnicodeNormalization;

use super::{is_bidi_control, is_invisible, parsed};
use crate::Refusal;

parsed!(
    /// The name of a file, as it is shown and as browsers save it: one line of at most 120 characters, without a folder, control
    /// characters and those that turn the text around them.
    FileName
);
parsed!(
    /// The media type of a file, without parameters: `image/png`. What is none is `application/octet-stream`.
    MediaType
);

impl FileName {
    /// The most characters of a name.
    pub const MAX: usize = 120;
    /// The most characters of what is kept of its end where it is too long.
    const EXTENSION: usize = 16;

    /// Makes a name of whatever a file is called elsewhere: a bad name is no reason to refuse a file.
    ///
    /// # Errors
    /// None.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let last = text.rsplit(['/', '\\']).next().unwrap_or_default();
        let seen = |c: &char| !c.is_control() && !is_bidi_control(*c) && !is_invisible(*c);
        let name: String = last.nfc().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(seen).collect();
        // A name of dots is a folder to some, and one that begins with them is hidden by others.
        let name = name.trim_matches(|c: char| c == ' ' || c == '.');
        Ok(Self(if name.is_empty() { "file".to_owned() } else { shortened(name) }))
    }

    /// What follows the last dot, in lower case; empty if there is none.
    pub fn extension(&self) -> String {
        self.0.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default()
    }
}

/// The beginning of a long name, with its extension.
fn shortened(name: &str) -> String {
    let count = name.chars().count();
    if count <= FileName::MAX {
        return name.to_owned();
    }
    let extension = name.rsplit_once('.').map(|(_, end)| end).unwrap_or_default();
    let extension = Some(extension).filter(|end| (1..=FileName::EXTENSION).contains(&end.chars().count()));
    let end = extension.map(|end| format!("….{end}")).unwrap_or_else(|| "…".to_owned());
    name.chars().take(FileName::MAX - end.chars().count()).chain(end.chars()).collect()
}

impl MediaType {
    /// The most characters of a type.
    const MAX: usize = 100;

    /// Reads the type that a browser gives a file.
    ///
    /// # Errors
    /// None.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let essence = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let token = |part: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "!#$&^_.+-".contains(c))
        };
        let is_one = essence.split_once('/').is_some_and(|(kind, sub)| token(kind) && token(sub));
        Ok(if is_one && essence.len() <= Self::MAX { Self(essence) } else { Self::unknown() })
    }

    /// Of a file of which nothing is known.
    pub fn unknown() -> Self {
        Self("application/octet-stream".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> String {
        FileName::parse(text).expect("a name").into()
    }

    #[test]
    fn whatever_a_file_is_called_its_name_is_one_that_can_be_shown_and_saved() {
        assert_eq!(name("stage-plan-v3.pdf"), "stage-plan-v3.pdf");
        assert_eq!(name("../../etc/passwd"), "passwd");
        assert_eq!(name("C:\\Users\\rosa\\plan.pdf"), "plan.pdf");
        assert_eq!(name("a\0b\u{1b}c.txt"), "abc.txt");
        assert_eq!(name("one\r\ntwo.txt"), "one  two.txt");
        assert_eq!(name("invoice\u{202e}fdp.exe"), "invoicefdp.exe");
        assert_eq!(name("  ..hidden.  "), "hidden");
        assert_eq!(name("日本語 \u{200b}表.xlsx"), "日本語 表.xlsx");
        for nothing in ["", "..", "/", "\u{202e}", " . "] {
            assert_eq!(name(nothing), "file", "{nothing:?}");
        }
    }

    #[test]
    fn a_long_name_is_cut_and_keeps_its_extension() {
        let long = name(&format!("{}.tar.gz", "ä".repeat(300)));
        assert_eq!(long.chars().count(), FileName::MAX);
        assert!(long.ends_with("….gz"), "{long}");
        let without = name(&format!("{}.{}", "x".repeat(300), "y".repeat(300)));
        assert!(without.chars().count() == FileName::MAX && without.ends_with('…'), "{without}");
        assert_eq!(FileName::parse("a.PNG").expect("a name").extension(), "png");
    }

    #[test]
    fn what_is_no_media_type_is_unknown() {
        let parsed = |text| String::from(MediaType::parse(text).expect("a type"));
        assert_eq!(parsed("Image/PNG; q=1"), "image/png");
        assert_eq!(parsed("image/svg+xml"), "image/svg+xml");
        for bad in ["", "image", "image/", "a b/c", "text/html\r\nX: y", &format!("a/{}", "b".repeat(100))] {
            assert_eq!(parsed(bad), "application/octet-stream", "{bad:?}");
        }
    }
}
