//! What stands for somebody or something is made of what was sent: drawn anew, so that nothing is left of it but the picture.

use proto::text::MediaType;
use proto::{FileId, PictureId, Reason, Refusal};

use super::picture::{Measured, Side, emoji, format, squares};
use super::prepare::sent;
use super::receive::refused;
use super::store::Edition;
use super::{FileStore, Files, HEAD, of_content};

/// What is made of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// The middle of it.
    Square,
    /// All of it, small.
    Emoji,
}

type Drawing = fn(Measured) -> Option<Vec<(Side, Vec<u8>)>>;

impl Shape {
    fn drawing(self) -> Drawing {
        match self {
            Self::Square => squares,
            Self::Emoji => emoji,
        }
    }
}

impl Files {
    /// Makes something of the picture that is in the store under `file`, of so many bytes, and keeps it under an id of its own.
    ///
    /// # Errors
    /// It is no picture that can be shown; `busy`: too many pictures at once; the store does not do as it should.
    pub(crate) async fn make_picture(
        &self,
        store: &FileStore,
        shape: Shape,
        (file, size): (FileId, u64),
    ) -> Result<PictureId, Refusal> {
        let head = store.chunk(file, Edition::Sent, 0, size.min(HEAD)).await;
        let media_type = of_content(&head.map_err(|error| refused(&error))?, &MediaType::unknown());
        let format = format(&media_type, size).ok_or(Reason::NotAPicture)?;
        let drawn = self.pictures.draw(format, sent(store, file, size), shape.drawing()).await?;
        let (drawn, picture) = (drawn.ok_or(Reason::NotAPicture)?, PictureId::new());
        store.put_small_picture(picture, drawn).await.map_err(|error| refused(&error))?;
        Ok(picture)
    }
}
