//! What a reply shows of the message it answers: who said it, and the beginning of its words, in one line.

use proto::auth::EmojiList;
use proto::room::Quote;
use proto::{PictureId, Seq, UserId};
use serde::Serialize;
use uuid::Uuid;

use super::custom_emoji::pictures_in;
use super::excerpt::pieces;

/// What the component `Quote` is given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(super) struct Quoted {
    seq: Seq,
    /// Of its words: what is drawn of an earlier one is out of date.
    rev: Seq,
    author: String,
    /// Who that is.
    by: UserId,
    /// The reader has blocked them.
    blocked: bool,
    words: String,
    /// How the emoji of the installation's own in them look, which are drawn by their names: other looks are another drawing.
    emoji: Vec<PictureId>,
    /// Of how many files it is, where it has none.
    files: i64,
    edited: bool,
    deleted: bool,
}

impl Quoted {
    pub(super) fn of(quote: &Quote) -> Self {
        // The same for everyone: nobody stands out in it.
        let words = pieces(&quote.html, UserId(Uuid::nil())).into_iter().map(|piece| piece.text).collect();
        Self {
            seq: quote.seq,
            rev: quote.text_rev,
            author: quote.name.clone(),
            by: quote.author,
            blocked: false,
            words,
            emoji: Vec::new(),
            files: quote.files,
            edited: quote.edited && !quote.deleted,
            deleted: quote.deleted,
        }
    }

    /// The same with emoji of the installation's own as pictures; none where there are none in it.
    pub(super) fn with_emoji(&self, known: &EmojiList) -> Option<Self> {
        let emoji = pictures_in(&self.words, known);
        (!emoji.is_empty()).then(|| Self { emoji, ..self.clone() })
    }

    /// Hides it, if one of these people said it.
    pub(super) fn fold(&mut self, blocked: &[UserId]) {
        self.blocked = !self.deleted && blocked.contains(&self.by);
    }

    /// Bytes of text in it.
    pub(super) fn len(&self) -> usize {
        self.author.len() + self.words.len()
    }
}
