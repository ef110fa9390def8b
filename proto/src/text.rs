//! What people type, parsed once on the way in and trusted afterwards.
//!
//! Each type has one `parse`, which answers with a refusal a person understands; deserialising uses the same `parse`.

mod alike;
mod body;
mod broadcast;
mod denied_files;
mod emoji_name;
mod file_name;
mod line;
mod mention;
mod name;
mod password;
mod profile;
mod reaction;
mod username;

pub use alike::is_unseen;
pub use body::Body;
pub use broadcast::{BROADCAST_WARNS_ABOVE, Broadcast};
pub use denied_files::DeniedFiles;
pub use emoji_name::EmojiName;
pub use file_name::{FileName, MediaType};
pub(crate) use line::line;
pub use line::{AltText, Greeting, ModerationReason, ReportNote, SectionName, Topic};
pub use mention::{Mention, mentions};
pub use name::{DisplayName, InstallationName, RoomName, Slug};
pub use password::{Password, PasswordHash};
pub use profile::{About, JobTitle, Pronouns, StatusEmoji, StatusText, ZoneName};
pub use reaction::Reaction;
pub use username::{Email, Username};

/// Makes a parsed string a type: as text on every wire, checked again when read.
macro_rules! parsed {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::Refusal;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(parsed: $name) -> Self {
                parsed.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}
use parsed;

/// What is searched for and in, in any script: without case, accents and whatever shows nothing. Empty: nothing is looked for.
/// `static/js/models/fuzzy.js` has the same rule.
pub fn search_key(text: &str) -> String {
    alike::search_key(text)
}

/// Characters that reorder the text around them: embeddings, overrides, isolates and marks (UAX #9 §2).
pub(crate) fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// Characters without a shape of their own, with which two names can look the same.
/// Joiners (U+200C, U+200D) are left out: Persian, Indic scripts and emoji need them.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{180e}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
