//! A picture in the store: as it was written anew, in pieces like any file, and beside them what was drawn small.

use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use proto::FileId;

use super::{Edition, FileStore, PIECE, StoreError, folder, piece};
use crate::files::picture::Size;

impl FileStore {
    /// Writes a picture and its drawings beside what was sent. Done twice it is the same.
    ///
    /// # Errors
    /// The store does not answer.
    pub(in crate::files) async fn put_picture(
        &self,
        file: FileId,
        bytes: Bytes,
        drawings: Vec<(Size, Vec<u8>)>,
    ) -> Result<(), StoreError> {
        for (size, drawing) in drawings {
            self.objects.put(&drawn(file, size), drawing.into()).await?;
        }
        let length = usize::try_from(PIECE).unwrap_or(usize::MAX);
        for (number, from) in (0..).zip((0..bytes.len()).step_by(length)) {
            let part = bytes.slice(from..bytes.len().min(from + length));
            self.objects.put(&piece(file, Edition::Picture, number), part.into()).await?;
        }
        Ok(())
    }

    /// Removes a picture as it was sent: nobody gets it any more, and where it was taken stands in it.
    ///
    /// # Errors
    /// The store does not answer.
    pub(in crate::files) async fn remove_sent(&self, file: FileId) -> Result<(), StoreError> {
        let all = self.objects.list(Some(&folder(file))).map_ok(|object| object.location);
        let is_sent = |path: &Path| path.filename().is_some_and(|name| name.parse::<u64>().is_ok());
        let sent = all.try_filter(move |path| std::future::ready(is_sent(path))).boxed();
        self.remove_each(sent).await
    }

    /// A drawing, and how many bytes it has.
    ///
    /// # Errors
    /// It is not there, or cannot be read.
    pub(crate) async fn drawing(
        &self,
        file: FileId,
        size: Size,
    ) -> Result<(u64, impl Stream<Item = Result<Bytes, StoreError>> + Send + use<>), StoreError> {
        let found = self.objects.get(&drawn(file, size)).await?;
        Ok((found.meta.size, found.into_stream().map_err(StoreError::from)))
    }
}

fn drawn(file: FileId, size: Size) -> Path {
    folder(file).join(size.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_picture_takes_the_place_of_what_was_sent_and_goes_with_all_of_it() {
        let home = tempfile::tempdir().expect("a folder");
        let store = FileStore::open_folder(home.path()).await.expect("a store");
        let file = FileId::new();
        store.put(file, 0, vec![Bytes::from_static(b"with a place in it")]).await.expect("sent");
        let bytes: Bytes = (0..PIECE + 5).map(|n| (n % 251) as u8).collect();
        for _ in 0..2 {
            let drawings = vec![(Size::Small, b"small".to_vec())];
            store.put_picture(file, bytes.clone(), drawings).await.expect("written");
        }
        assert_eq!(store.stored(file).await.expect("an answer"), 18, "an upload knows what was sent");
        store.remove_sent(file).await.expect("removed");
        assert_eq!(store.stored(file).await.expect("an answer"), 0);
        let read: Vec<Bytes> =
            store.read(file, Edition::Picture, 0..PIECE + 5).try_collect().await.expect("it is there");
        assert!(read.concat() == bytes);
        let (size, drawing) = store.drawing(file, Size::Small).await.expect("a drawing");
        let drawing: Vec<Bytes> = drawing.try_collect().await.expect("bytes");
        assert_eq!((size, drawing.concat()), (5, b"small".to_vec()));
        assert!(matches!(store.drawing(file, Size::Large).await.map(drop), Err(StoreError::Missing)));
        store.remove(file).await.expect("removed");
        assert!(store.files(file.0.as_bytes()[0]).await.expect("a list").is_empty());
    }
}
