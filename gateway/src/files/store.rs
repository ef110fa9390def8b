//! Where the bytes are: objects, a piece of a file each, in a folder or a bucket that all gateways share.
//!
//! A piece is written once and whole. So an upload goes on, at any gateway, after the pieces that are there, and
//! two that write the same one are noticed.

mod blanked;
mod bucket;
mod http;
mod open;
mod pictures;
mod small_pictures;
#[cfg(test)]
mod tests;

pub use open::check_place;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutPayload};
use proto::FileId;
use proto::room::File;
use uuid::Uuid;

/// Bytes of each piece of a file but the last: what an upload holds in memory, and what is sent again where it breaks off.
pub(super) const PIECE: u64 = 4 * 1024 * 1024;
/// Bytes that are read at once: what a download holds in memory.
const READ: u64 = 256 * 1024;
/// From a bucket: each time costs a way there and back.
const READ_AFAR: u64 = 1024 * 1024;
/// Bytes by which a content is known, and from which the first lines of a text are taken.
pub(crate) const HEAD: u64 = 2 * 1024;

/// The store. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct FileStore {
    objects: Arc<dyn ObjectStore>,
    /// The same objects, where they are files in a folder.
    folder: Option<Arc<LocalFileSystem>>,
    /// What is written when it is tried: always the same, so that little is left where removing fails.
    trial: Path,
    /// Which store it is, once that is known.
    id: Arc<OnceLock<Uuid>>,
}

/// Which bytes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edition {
    /// As they were sent.
    Sent,
    /// A picture as it was written anew.
    Picture,
}

impl Edition {
    /// The one that is served.
    pub(crate) fn of(file: &File) -> Self {
        if file.picture.is_some() { Self::Picture } else { Self::Sent }
    }
}

/// Why the store did not do as it should.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else has written this piece.
    #[error("the piece is there already")]
    Taken,
    /// It is not there.
    #[error("there is no such piece")]
    Missing,
    /// The folder cannot be made.
    #[error("{0}: {1}")]
    Folder(String, io::Error),
    /// What says which store it is, says nothing.
    #[error(
        "`store_id` in the file store is empty or damaged: put back what it held, or stop all gateways and remove it, then the first to start names the store anew"
    )]
    Nameless,
    /// Whatever the system says.
    #[error("the file store: {0}")]
    Broken(object_store::Error),
}

impl From<object_store::Error> for StoreError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::AlreadyExists { .. } => Self::Taken,
            object_store::Error::NotFound { .. } => Self::Missing,
            error => Self::Broken(error),
        }
    }
}

impl FileStore {
    /// How many bytes of a file are here, from its beginning.
    ///
    /// # Errors
    /// The store does not answer.
    pub(crate) async fn stored(&self, file: FileId) -> Result<u64, StoreError> {
        let mut pieces = BTreeMap::new();
        let mut objects = self.objects.list(Some(&folder(file)));
        while let Some(object) = objects.try_next().await? {
            if let Some(number) = object.location.filename().and_then(|name| name.parse::<u64>().ok()) {
                pieces.insert(number, object.size);
            }
        }
        let in_order = (0..).zip(&pieces).take_while(|(place, (number, _))| *place == **number);
        Ok(in_order.map(|(_, (_, size))| size).sum())
    }

    /// Writes a piece that is not there yet.
    ///
    /// # Errors
    /// It is there, or cannot be written.
    pub(super) async fn put(&self, file: FileId, number: u64, bytes: Vec<Bytes>) -> Result<(), StoreError> {
        let payload: PutPayload = bytes.into_iter().collect();
        let piece = piece(file, Edition::Sent, number);
        self.objects.put_opts(&piece, payload, PutMode::Create.into()).await?;
        Ok(())
    }

    /// A part of a file, in chunks of bounded size.
    pub(crate) fn read(
        &self,
        file: FileId,
        edition: Edition,
        range: Range<u64>,
    ) -> impl Stream<Item = Result<Bytes, StoreError>> + Send + use<> {
        let (store, end) = (self.clone(), range.end);
        stream::try_unfold(range.start, move |at| {
            let store = store.clone();
            async move {
                if at >= end {
                    return Ok(None);
                }
                let chunk = store.chunk(file, edition, at, end).await?;
                let next = at + chunk.len() as u64;
                Ok(Some((chunk, next)))
            }
        })
    }

    /// The next chunk of a file; never empty.
    ///
    /// # Errors
    /// It is not there, or cannot be read.
    pub(crate) async fn chunk(
        &self,
        file: FileId,
        edition: Edition,
        at: u64,
        end: u64,
    ) -> Result<Bytes, StoreError> {
        let (number, from) = (at / PIECE, at % PIECE);
        let at_once = if self.folder.is_some() { READ } else { READ_AFAR };
        let to = PIECE.min(from + at_once.min(end - at));
        let chunk = self.objects.get_range(&piece(file, edition, number), from..to).await?;
        if chunk.is_empty() { Err(StoreError::Missing) } else { Ok(chunk) }
    }

    /// Removes all of a file; one that is not there is no error.
    ///
    /// # Errors
    /// The store does not answer.
    pub(crate) async fn remove(&self, file: FileId) -> Result<(), StoreError> {
        self.remove_folder(&folder(file)).await
    }

    async fn remove_folder(&self, folder: &Path) -> Result<(), StoreError> {
        let objects = self.objects.list(Some(folder));
        self.remove_each(objects.map_ok(|object| object.location).boxed()).await?;
        // With what is no piece yet: a gateway that was killed leaves what it was writing. A bucket shows nothing that is not whole.
        let Some(objects) = &self.folder else { return Ok(()) };
        let folder = objects.path_to_filesystem(folder)?;
        let removed =
            tokio::task::spawn_blocking(move || fs::remove_dir_all(&folder).map_err(|error| (folder, error)));
        match removed.await {
            Ok(Err((folder, error))) if error.kind() != io::ErrorKind::NotFound => {
                Err(StoreError::Folder(folder.display().to_string(), error))
            }
            _ => Ok(()),
        }
    }

    async fn remove_each(
        &self,
        paths: BoxStream<'static, object_store::Result<Path>>,
    ) -> Result<(), StoreError> {
        let mut removed = self.objects.delete_stream(paths);
        while let Some(removed) = removed.next().await {
            match removed.map_err(StoreError::from) {
                Ok(_) | Err(StoreError::Missing) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The files of one of 256 parts of the store, by the first byte of their ids.
    ///
    /// # Errors
    /// The store does not answer.
    pub(super) async fn files(&self, part: u8) -> Result<Vec<FileId>, StoreError> {
        let listed = self.objects.list_with_delimiter(Some(&Path::from(format!("{part:02x}")))).await?;
        let id = |path: &Path| path.filename().and_then(|name| name.parse().ok());
        Ok(listed.common_prefixes.iter().filter_map(id).collect())
    }
}

fn folder(file: FileId) -> Path {
    Path::from(format!("{:02x}/{file}", file.0.as_bytes()[0]))
}

fn piece(file: FileId, edition: Edition, number: u64) -> Path {
    folder(file).join(match edition {
        Edition::Sent => format!("{number:06}"),
        Edition::Picture => format!("picture-{number:06}"),
    })
}
