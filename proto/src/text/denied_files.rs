//! Which files nobody may send.

use super::{FileName, MediaType, parsed};
use crate::{Reason, Refusal};

parsed!(
    /// Endings of names and types of content that are denied, with blanks between them: `exe video/* application/zip`. Empty: none.
    DeniedFiles
);

impl DeniedFiles {
    /// The most of them.
    pub const MAX: usize = 100;
    /// The most characters of one.
    const LONGEST: usize = 100;

    /// Reads a list, with blanks, commas or lines between its entries; an ending with or without its dot.
    ///
    /// # Errors
    /// Something in it is neither an ending nor a type, or there are too many.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let mut entries: Vec<String> = Vec::new();
        for word in
            text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).filter(|word| !word.is_empty())
        {
            let entry = word.to_lowercase();
            let entry = entry.strip_prefix("*.").or_else(|| entry.strip_prefix('.')).unwrap_or(&entry);
            if !is_entry(entry) {
                let what = word.chars().take(Self::LONGEST).collect();
                return Err(Refusal::new(Reason::NoFileType { what }).on("denied"));
            }
            if !entries.iter().any(|other| other == entry) {
                entries.push(entry.to_owned());
            }
        }
        if entries.len() > Self::MAX {
            return Err(Refusal::new(Reason::TooManyFileTypes { max: Self::MAX }).on("denied"));
        }
        Ok(Self(entries.join(" ")))
    }

    /// Lets a file through by its name and its type, as it is said or as its content shows it.
    ///
    /// # Errors
    /// Files of this kind are denied.
    pub fn check(&self, name: &FileName, media_type: &MediaType) -> Result<(), Refusal> {
        let extension = name.extension();
        let usual = extensions_of(media_type);
        let denies = |entry: &str| match entry.split_once('/') {
            Some((family, "*")) => {
                media_type.as_str().split_once('/').is_some_and(|(kind, _)| kind == family)
            }
            Some(_) => entry == media_type.as_str(),
            None => entry == extension || usual.contains(&entry),
        };
        match self.0.split(' ').find(|entry| !entry.is_empty() && denies(entry)) {
            Some(entry) => Err(Reason::FileTypeDenied { what: entry.to_owned() }.into()),
            None => Ok(()),
        }
    }
}

fn is_entry(entry: &str) -> bool {
    let is_token = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "!#$&^_.+-".contains(c))
    };
    entry.len() <= DeniedFiles::LONGEST
        && match entry.split_once('/') {
            Some((family, sub)) => is_token(family) && (sub == "*" || is_token(sub)),
            None => entry.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')),
        }
}

/// What files of a content that is known by its beginning are called usually: another name does not hide them.
fn extensions_of(media_type: &MediaType) -> &'static [&'static str] {
    match media_type.as_str() {
        "image/png" => &["png"],
        "image/jpeg" => &["jpg", "jpeg"],
        "image/gif" => &["gif"],
        "image/webp" => &["webp"],
        "image/avif" => &["avif"],
        "image/heic" | "image/heif" => &["heic", "heif"],
        "image/tiff" => &["tif", "tiff"],
        "audio/wav" => &["wav"],
        "audio/mp4" => &["m4a"],
        "audio/ogg" => &["ogg", "oga", "opus"],
        "audio/flac" => &["flac"],
        "audio/mpeg" => &["mp3"],
        "video/mp4" => &["mp4", "m4v", "mov"],
        "video/webm" => &["webm", "mkv"],
        "application/pdf" => &["pdf"],
        "application/vnd.microsoft.portable-executable" => &["exe", "dll", "scr", "com"],
        "application/x-executable" => &["elf", "so", "bin"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn denied(list: &str, name: &str, media_type: &str) -> bool {
        let list = DeniedFiles::parse(list).expect("a list");
        let (name, media_type) =
            (FileName::parse(name).expect("a name"), MediaType::parse(media_type).expect("a type"));
        list.check(&name, &media_type).is_err()
    }

    #[test]
    fn a_file_is_denied_by_its_ending_by_its_type_and_by_what_it_is_under_another_name() {
        let list = ".EXE, *.bat\nvideo/* application/zip";
        assert_eq!(DeniedFiles::parse(list).expect("a list").as_str(), "exe bat video/* application/zip");
        for (name, media_type) in [
            ("setup.exe", "application/octet-stream"),
            ("SETUP.EXE", ""),
            ("run.bat", "text/plain"),
            ("film.dat", "video/mp4"),
            ("a", "application/zip"),
            ("holiday.txt", "application/vnd.microsoft.portable-executable"),
        ] {
            assert!(denied(list, name, media_type), "{name} {media_type}");
        }
        for (name, media_type) in [("exe", ""), ("a.exe.txt", "text/plain"), ("a.png", "image/png")] {
            assert!(!denied(list, name, media_type), "{name} {media_type}");
        }
        assert!(denied("heic", "a.jpg", "image/heif") && denied("jpeg", "a.bin", "image/jpeg"));
        assert!(!denied("", "a.exe", "video/mp4"));
    }

    #[test]
    fn what_is_neither_an_ending_nor_a_type_is_said_to_be_none() {
        let refused = |list: &str| DeniedFiles::parse(list).expect_err(list).reason;
        for odd in ["a/b/c", "video/", "/x", "a:b", "tar.gz", "\"exe\""] {
            assert_eq!(refused(odd), Reason::NoFileType { what: odd.into() }, "{odd}");
        }
        let many: Vec<String> = (0..=DeniedFiles::MAX).map(|n| format!("x{n}")).collect();
        assert_eq!(refused(&many.join(" ")), Reason::TooManyFileTypes { max: 100 });
        assert!(DeniedFiles::parse(&many[1..].join(" ")).is_ok() && DeniedFiles::parse(" \n").is_ok());
    }
}
