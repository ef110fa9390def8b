//! A file in the store that is no longer what was sent: a piece of it was written anew.

use bytes::Bytes;
use object_store::ObjectStoreExt;
use object_store::path::Path;
use proto::FileId;

use super::{Edition, FileStore, StoreError, folder, piece};

impl FileStore {
    /// Writes a piece that is there anew.
    ///
    /// # Errors
    /// The store does not answer.
    pub(in crate::files) async fn put_over(
        &self,
        file: FileId,
        number: u64,
        bytes: Vec<u8>,
    ) -> Result<(), StoreError> {
        self.objects.put(&piece(file, Edition::Sent, number), bytes.into()).await?;
        Ok(())
    }

    /// Notes the SHA-256 of what was sent, before it is changed: whoever sends the end of it once more is told that it is whole.
    ///
    /// # Errors
    /// The store does not answer.
    pub(in crate::files) async fn note_sent(&self, file: FileId, sha256: &[u8]) -> Result<(), StoreError> {
        if self.noted(file).await?.is_none() {
            self.objects.put(&note(file), Bytes::copy_from_slice(sha256).into()).await?;
        }
        Ok(())
    }

    /// The SHA-256 of what was sent, where that is not what is here.
    ///
    /// # Errors
    /// The store does not answer.
    pub(in crate::files) async fn noted(&self, file: FileId) -> Result<Option<Bytes>, StoreError> {
        match self.objects.get(&note(file)).await.map_err(StoreError::from) {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(StoreError::Missing) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn note(file: FileId) -> Path {
    folder(file).join("sha256")
}
