//! The index of what was said: how it is written behind the log ([`index`]), asked ([`find()`](find::find)), and written anew
//! ([`rebuild`]).
//!
//! It holds words in the form of [`proto::room::search::words`], as a `tsvector` that needs no configuration and no extension: the
//! database need not know a language, and whoever asks makes the same words of the question. A row of it has the words of a
//! [`block`] of a room's messages. It says where something may be, never that it is: whoever asks reads the messages of the
//! blocks it names ([`candidates`]) and looks at their words as they stand.

pub mod block;
mod candidates;
pub mod find;
pub mod index;
mod rank;
pub(crate) mod rebuild;
