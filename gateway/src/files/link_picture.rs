//! The picture of a page that a message links to: drawn small, which is all that is kept of it.

use bytes::Bytes;
use proto::text::MediaType;
use proto::{FileId, Refusal};

use super::picture::{Size, Small, format, small};
use super::receive::refused;
use super::{Files, of_content};

/// The most bytes of a drawing that is kept. A photo has a tenth of it.
const MOST: usize = 512 * 1024;

/// A picture of a page, drawn.
#[derive(Debug)]
pub(crate) struct LinkDrawing {
    pub(crate) bytes: Bytes,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Files {
    /// Draws the picture of a page. None: it is none that is shown, or others are before it, and nobody waits for it.
    pub(crate) async fn draw_for_link(&self, sent: Bytes) -> Option<LinkDrawing> {
        let media_type = of_content(&sent, &MediaType::unknown());
        let format = format(&media_type, sent.len() as u64)?;
        let drawn = self.pictures.draw(format, async move { Ok(sent.into()) }, small).await;
        let Small { bytes, width, height } = drawn.ok().flatten()?;
        (bytes.len() <= MOST).then(|| LinkDrawing { bytes: bytes.into(), width, height })
    }

    /// Writes it, under an id that room-services know.
    ///
    /// # Errors
    /// There is no store, or it does not do as it should.
    pub(crate) async fn keep_for_link(&self, id: FileId, drawing: Bytes) -> Result<(), Refusal> {
        let drawings = vec![(Size::Small, drawing.into())];
        let written = self.writable()?.put_picture(id, Bytes::new(), drawings).await;
        written.map_err(|error| refused(&error))
    }
}
