//! Where the bytes are: objects, a piece of a file each, in a folder that all gateways share.
//!
//! A piece is written once and whole: synced, then named. So an upload goes on, at any gateway, after the pieces that are there, and
//! two that write the same one are noticed.

mod pictures;
mod small_pictures;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::ops::Range;
use std::os::unix::fs::PermissionsExt;
use std::path::Path as Folder;
use std::sync::Arc;

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
/// Bytes by which a content is known, and from which the first lines of a text are taken.
pub(crate) const HEAD: u64 = 2 * 1024;
/// Which store it is.
const NAME: &str = "store_id";
/// Nobody but the gateways looks into the folder.
const PRIVATE: u32 = 0o700;

/// The store. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct FileStore {
    objects: Arc<LocalFileSystem>,
    id: Uuid,
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

/// Whether files can be kept in a folder that is there: writes, reads and removes one.
///
/// # Errors
/// They cannot, and why.
pub async fn check_folder(folder: &Folder) -> Result<(), String> {
    if !folder.is_dir() {
        return Err(format!("{} is no folder", folder.display()));
    }
    let objects = objects(folder).map_err(|error| error.to_string())?;
    FileStore { objects: Arc::new(objects), id: Uuid::nil() }.check().await
}

fn objects(folder: &Folder) -> Result<LocalFileSystem, StoreError> {
    let objects = LocalFileSystem::new_with_prefix(folder)?;
    Ok(objects.with_fsync(true).with_automatic_cleanup(true))
}

impl FileStore {
    /// The store in a folder, which is made where it is missing.
    ///
    /// # Errors
    /// The folder cannot be made or written to.
    pub(super) async fn open(folder: &Folder) -> Result<Self, StoreError> {
        let broken = |error| StoreError::Folder(folder.display().to_string(), error);
        if !folder.exists() {
            fs::create_dir_all(folder).map_err(broken)?;
            fs::set_permissions(folder, fs::Permissions::from_mode(PRIVATE)).map_err(broken)?;
        }
        let objects = Arc::new(objects(folder)?);
        let (name, fresh) = (Path::from(NAME), Uuid::new_v4());
        let written = objects.put_opts(&name, fresh.to_string().into(), PutMode::Create.into()).await;
        match written.map_err(StoreError::from) {
            Ok(_) => return Ok(Self { objects, id: fresh }),
            Err(StoreError::Taken) => {}
            Err(error) => return Err(error),
        }
        let named = objects.get(&name).await?.bytes().await?;
        let id = std::str::from_utf8(&named).ok().and_then(|text| text.trim().parse().ok());
        let unreadable = || io::Error::new(io::ErrorKind::InvalidData, format!("{NAME} holds no id"));
        id.map(|id| Self { objects, id }).ok_or_else(|| broken(unreadable()))
    }

    /// Which store it is: the same to all gateways that share its folder.
    pub(super) fn id(&self) -> Uuid {
        self.id
    }

    /// Writes, reads and removes something.
    ///
    /// # Errors
    /// Why that cannot be done.
    pub(super) async fn check(&self) -> Result<(), String> {
        let path = Path::from(format!("check/{}", Uuid::new_v4()));
        let trying = async {
            self.objects.put(&path, PutPayload::from_static(b"check")).await?;
            let read = self.objects.get(&path).await?.bytes().await?;
            self.objects.delete(&path).await?;
            Ok::<_, object_store::Error>(read)
        };
        match trying.await {
            Ok(read) if &*read == b"check" => Ok(()),
            Ok(_) => Err("what was written is not what is read".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

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
        let to = PIECE.min(from + READ.min(end - at));
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
        // With what is no piece yet: a gateway that was killed leaves what it was writing.
        let folder = self.objects.path_to_filesystem(folder)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    async fn store() -> (tempfile::TempDir, FileStore) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = FileStore::open(&folder.path().join("files")).await.expect("a store");
        (folder, store)
    }

    #[tokio::test]
    async fn a_folder_is_one_store_to_all_who_share_it_and_another_one_is_not() {
        let (folder, store) = store().await;
        let again = FileStore::open(&folder.path().join("files")).await.expect("the same");
        assert_eq!(again.id(), store.id());
        let other = FileStore::open(&folder.path().join("others")).await.expect("another");
        assert_ne!(other.id(), store.id());
        store.check().await.expect("it will do");
        check_folder(&folder.path().join("files")).await.expect("so says the doctor");
        check_folder(&folder.path().join("none")).await.expect_err("there is none");
    }

    #[tokio::test]
    async fn pieces_are_written_once_counted_from_the_first_and_read_across() {
        let (folder_path, store) = store().await;
        let file = FileId::new();
        assert_eq!(store.stored(file).await.expect("an answer"), 0);
        let first = Bytes::from(vec![1; usize::try_from(PIECE).expect("small")]);
        store.put(file, 0, vec![first.clone()]).await.expect("written");
        store.put(file, 2, vec![first]).await.expect("written");
        assert_eq!(
            store.stored(file).await.expect("an answer"),
            PIECE,
            "what is behind a hole does not count"
        );
        store.put(file, 1, vec![Bytes::from_static(b"ab"), Bytes::from_static(b"c")]).await.expect("written");
        let twice = store.put(file, 1, vec![Bytes::from_static(b"abcd")]).await;
        assert!(matches!(twice, Err(StoreError::Taken)), "{twice:?}");
        let across: Vec<Bytes> =
            store.read(file, Edition::Sent, PIECE - 2..PIECE + 3).try_collect().await.expect("it is there");
        assert_eq!(across.concat(), [1, 1, b'a', b'b', b'c']);
        let part = file.0.as_bytes()[0];
        assert_eq!(store.files(part).await.expect("a list"), [file]);
        let half = folder_path.path().join(format!("files/{part:02x}/{file}/000003#1"));
        std::fs::write(half, "what a gateway that was killed was writing").expect("written");
        store.remove(file).await.expect("removed");
        store.remove(file).await.expect("it is not there");
        assert!(store.files(part).await.expect("a list").is_empty());
        assert!(matches!(store.chunk(file, Edition::Sent, 0, 1).await, Err(StoreError::Missing)));
    }
}
