//! What is done with a file once all of it is there and before anybody gets it.

use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt;
use proto::room::File;
use proto::{FileId, Refusal};
use sha2::{Digest, Sha256};

use super::blank::blank;
use super::media_type::is_known;
use super::picture::{self, Prepared};
use super::receive::{Inspected, refused};
use super::store::Edition;
use super::text::preview;
use super::{FileStore, Files};

impl Files {
    /// How a file is shown, and the SHA-256 of what is served. A picture is written anew, with nothing in it but the picture; what
    /// cannot be shown stays as it was sent, but for the place where it was made.
    ///
    /// # Errors
    /// The store does not do as it should; `busy`: too many pictures at once.
    pub(crate) async fn prepare(
        &self,
        store: &FileStore,
        inspected: Inspected,
    ) -> Result<(File, Vec<u8>), Refusal> {
        let Inspected { file, sha256, head } = blank(store, inspected).await?;
        let Some(format) = picture::format(&file.media_type, file.size) else {
            let is_all = head.len() as u64 == file.size;
            let preview = if is_known(&head) { None } else { preview(&head, is_all) };
            return Ok((File { preview, ..file }, sha256));
        };
        match self.pictures.prepare(format, sent(store, file.id, file.size)).await? {
            None => Ok((file, sha256)),
            Some(Prepared { bytes, thumbnails, picture }) => {
                let (bytes, sha256) = digested(bytes).await?;
                let size = bytes.len() as u64;
                store.put_picture(file.id, bytes, thumbnails).await.map_err(|error| refused(&error))?;
                Ok((File { size, picture: Some(picture), ..file }, sha256))
            }
        }
    }

    /// Lets go of what is not served any more.
    pub(crate) async fn tidy(&self, store: &FileStore, file: &File) {
        if Edition::of(file) == Edition::Picture
            && let Err(error) = store.remove_sent(file.id).await
        {
            tracing::warn!(%error, file.id = %file.id, "a picture is kept as it was sent beside what is served");
        }
    }
}

/// All bytes of a file as it was sent.
pub(super) async fn sent(store: &FileStore, file: FileId, size: u64) -> Result<Vec<u8>, Refusal> {
    let capacity = usize::try_from(size).unwrap_or_default();
    let all = store.read(file, Edition::Sent, 0..size);
    let all = all.try_fold(BytesMut::with_capacity(capacity), |mut all, chunk| async move {
        all.extend_from_slice(&chunk);
        Ok(all)
    });
    Ok(all.await.map_err(|error| refused(&error))?.into())
}

/// Of many megabytes: not on a thread that others wait for.
async fn digested(bytes: Vec<u8>) -> Result<(Bytes, Vec<u8>), Refusal> {
    let digested = tokio::task::spawn_blocking(move || {
        let digest = Sha256::digest(&bytes).to_vec();
        (Bytes::from(bytes), digest)
    });
    digested.await.map_err(|_| Refusal::unavailable())
}
