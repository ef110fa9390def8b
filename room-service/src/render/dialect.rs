//! The chat dialect of Markdown, as `docs/markdown.md` has it: what is typed is what is said.
//!
//! Not CommonMark, because a conversation is no document: a line without its mark stands outside of quotes and lists, numbers
//! stay as they were typed, addresses are found before any mark, and whatever has no effect is shown. Nothing that is typed
//! vanishes but marks that have an effect. Pure, and linear in its input.
//!
//! [`blocks`] takes lines apart, [`inline`] the text of a paragraph; each uses what stands beside it.

mod address;
mod blocks;
mod brackets;
mod emphasis;
mod escapes;
mod inline;
mod letters;

pub(super) use blocks::{Block, Item, parse};
pub(super) use inline::{Mark, Piece, pieces};
