//! Searching for messages: the words of a text ([`words()`]), what is typed to find some of them ([`Typed`]), and what a
//! room-service is asked then ([`Search`]).
//!
//! The index is made of the same words as the question, and whoever draws what was found marks the same words in it.

mod dates;
mod hit;
mod term;
mod typed;
mod words;

pub use dates::Days;
pub use hit::{Has, Is, Search, SearchHit, SearchOrder};
pub use term::Term;
pub use typed::{OPERATORS, Typed};
pub use words::{WORDS_MAX, Word, words};
