//! Small pictures in the store: each in a folder of its own, an object for each side, apart from the files of messages.

use bytes::Bytes;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use proto::PictureId;

use super::{FileStore, StoreError};
use crate::files::picture::Side;

impl FileStore {
    /// Writes one in all its sides.
    ///
    /// # Errors
    /// The store does not answer.
    pub(in crate::files) async fn put_small_picture(
        &self,
        picture: PictureId,
        drawn: Vec<(Side, Vec<u8>)>,
    ) -> Result<(), StoreError> {
        for (side, bytes) in drawn {
            self.objects.put(&object(picture, side), bytes.into()).await?;
        }
        Ok(())
    }

    /// All bytes of one.
    ///
    /// # Errors
    /// It is not there, or cannot be read.
    pub(crate) async fn small_picture(&self, picture: PictureId, side: Side) -> Result<Bytes, StoreError> {
        Ok(self.objects.get(&object(picture, side)).await?.bytes().await?)
    }

    /// Removes one; that it is not there is no error.
    ///
    /// # Errors
    /// The store does not answer.
    pub(crate) async fn remove_small_picture(&self, picture: PictureId) -> Result<(), StoreError> {
        self.remove_folder(&folder(picture)).await
    }

    /// Those of one of 256 parts of the store, by the first byte of their ids.
    ///
    /// # Errors
    /// The store does not answer.
    pub(in crate::files) async fn small_pictures(&self, part: u8) -> Result<Vec<PictureId>, StoreError> {
        let listed = self.objects.list_with_delimiter(Some(&part_of(part))).await?;
        let id = |path: &Path| path.filename().and_then(|name| name.parse().ok());
        Ok(listed.common_prefixes.iter().filter_map(id).collect())
    }
}

fn part_of(first: u8) -> Path {
    Path::from(format!("small/{first:02x}"))
}

fn folder(picture: PictureId) -> Path {
    part_of(picture.0.as_bytes()[0]).join(picture.to_string())
}

fn object(picture: PictureId, side: Side) -> Path {
    folder(picture).join(side.pixels().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_small_picture_stands_apart_from_files_and_goes_with_all_its_sides() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = FileStore::open_folder(folder.path()).await.expect("a store");
        let picture = PictureId::new();
        let drawn = vec![(Side::Large, b"large".to_vec()), (Side::Small, b"small".to_vec())];
        store.put_small_picture(picture, drawn).await.expect("written");
        assert_eq!(store.small_picture(picture, Side::Small).await.expect("there"), "small");
        assert!(matches!(store.small_picture(picture, Side::Medium).await, Err(StoreError::Missing)));
        let part = picture.0.as_bytes()[0];
        assert_eq!(store.small_pictures(part).await.expect("a list"), [picture]);
        assert!(store.files(part).await.expect("a list").is_empty(), "it is no file of a message");
        for _ in 0..2 {
            store.remove_small_picture(picture).await.expect("removed");
        }
        assert!(store.small_pictures(part).await.expect("a list").is_empty());
    }
}
