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
mod code_spans;
mod emphasis;
mod escapes;
mod inline;
mod letters;
mod mail;
mod shortcode;

pub(super) use blocks::{Block, Code, Item, Side, Table, Task, parse};
pub(super) use inline::{Mark, Piece, pieces};

/// Where a part of a text begins in it, in bytes.
pub(super) fn offset(whole: &str, part: &str) -> usize {
    part.as_ptr() as usize - whole.as_ptr() as usize
}
