//! Folders that settings name.

use std::path::PathBuf;
use std::str::FromStr;

/// A folder, there or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder(pub PathBuf);

impl FromStr for Folder {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.contains(char::is_control) {
            return Err("it has a line break or another control character in it");
        }
        Ok(Self(text.into()))
    }
}
