//! The index of what was said: how it is written behind the log ([`index`]), asked ([`find()`](find::find)), and written anew
//! ([`rebuild`]).
//!
//! It holds words in the form of [`proto::room::search::words`], as a `tsvector` that needs no configuration and no extension: the
//! database need not know a language, and whoever asks makes the same words of the question.

pub mod find;
pub mod index;
pub(crate) mod rebuild;
