//! What a reply shows of the message it answers.

use serde::{Deserialize, Serialize};

use super::Message;
use crate::auth::Shown;
use crate::{Seq, UserId};

/// A message as those that answer it show it: as it stands now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// Which.
    pub seq: Seq,
    /// The seq of the last change of its words: a higher one always wins.
    pub text_rev: Seq,
    /// Who said it.
    pub author: UserId,
    /// Their display name, a hint.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The first [`Quote::CHARACTERS`] of what it was rendered to; the last tag may be cut off. Empty once deleted.
    pub html: String,
    /// How many files it has, where it has no words.
    #[serde(default, skip_serializing_if = "is_none")]
    pub files: i64,
    /// Its words were changed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub edited: bool,
    /// It was taken back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde gives it")]
fn is_none(files: &i64) -> bool {
    *files == 0
}

impl Quote {
    /// The most characters of HTML in a quote. `sql/quote.sql` cuts there as well.
    pub const CHARACTERS: usize = 600;

    /// The message as it stands.
    pub fn of(message: &Message) -> Self {
        Self {
            seq: message.seq,
            text_rev: message.text_rev,
            author: message.author,
            name: message.name.clone(),
            html: message.html.chars().take(Self::CHARACTERS).collect(),
            files: message.files_alone(),
            edited: message.edited_at.is_some(),
            deleted: message.deleted_at.is_some(),
        }
    }
}

impl Message {
    /// How many files it has, where it has no words: that is what is said of it then.
    pub fn files_alone(&self) -> i64 {
        if self.html.is_empty() { i64::try_from(self.files.len()).unwrap_or(0) } else { 0 }
    }

    /// The message with as many of its words as a quote of it needs.
    #[must_use]
    pub fn quotable(&self) -> Self {
        let html = self.html.chars().take(Quote::CHARACTERS).collect();
        Self { body: String::new(), html, ..self.clone() }
    }

    /// Brings what it quotes up to date, if that is what it answers.
    pub fn requote(&mut self, answered: &Self) {
        if let Some(quote) = self.reply_to.as_mut().filter(|quote| quote.seq == answered.seq) {
            **quote = Quote::of(answered);
        }
    }

    /// Shows everyone who stands in it as they are now, as far as `known` knows them.
    pub fn show(&mut self, known: impl Fn(UserId) -> Option<Shown>) {
        if let Some(shown) = known(self.author) {
            (self.name, self.avatar) = (shown.name, shown.avatar);
        }
        if let Some(quote) = &mut self.reply_to
            && let Some(shown) = known(quote.author)
        {
            quote.name = shown.name;
        }
        for face in self.thread.iter_mut().flat_map(|thread| &mut thread.faces) {
            if let Some(shown) = known(face.user) {
                (face.name, face.avatar) = (shown.name, shown.avatar);
            }
        }
    }

    /// These people.
    pub fn people(&self) -> impl Iterator<Item = UserId> {
        let quoted = self.reply_to.as_ref().map(|quote| quote.author);
        let faces = self.thread.iter().flat_map(|thread| &thread.faces).map(|face| face.user);
        std::iter::once(self.author).chain(quoted).chain(faces)
    }
}
