//! Backslashes. One escapes only a mark that would have an effect without it, and never in what looks like a path.

use std::ops::Range;

/// What stands before a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Backslash {
    /// No backslash.
    None,
    /// One that takes the mark's effect, if it has one, and is not shown then.
    Escapes,
    /// One of a path: both are letters like any others.
    InPath,
}

/// The words of a text in which a backslash is a backslash.
#[derive(Debug)]
pub(super) struct Paths(Vec<Range<usize>>);

impl Paths {
    /// `C:\new`, `\\server\share`, `\d+\.\d+` and the shrug.
    pub(super) fn of(text: &str) -> Self {
        let mut paths = Vec::new();
        let mut start = 0;
        for word in text.split_inclusive(char::is_whitespace) {
            if word.contains('\\') && is_path(word) {
                paths.push(start..start + word.len());
            }
            start += word.len();
        }
        Self(paths)
    }

    /// What the backslash before `at` does, if there is one.
    pub(super) fn backslash(&self, text: &str, at: usize) -> Backslash {
        let Some(before) = at.checked_sub(1).filter(|before| text.as_bytes()[*before] == b'\\') else {
            return Backslash::None;
        };
        let next = self.0.partition_point(|path| path.end <= before);
        let in_path = self.0.get(next).is_some_and(|path| path.contains(&before));
        if in_path { Backslash::InPath } else { Backslash::Escapes }
    }
}

fn is_path(word: &str) -> bool {
    let bytes = word.as_bytes();
    let named = bytes
        .windows(2)
        .any(|pair| pair[0] == b'\\' && (pair[1].is_ascii_alphanumeric() || pair[1] == b'\\'));
    named || word.contains(":\\") || word.contains("¯\\_(")
}
