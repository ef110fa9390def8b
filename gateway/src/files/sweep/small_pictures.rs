//! Small pictures that stand for nobody and nothing: of a gateway that ended before it could say whose they are, or could not remove what was
//! replaced.

use proto::auth::{Query, Reply};
use proto::{PictureId, Refusal};
use uuid::Uuid;

use super::{AT_ONCE, Found};
use crate::actions::files;
use crate::cluster::Cluster;
use crate::files::FileStore;

/// All there are. None: it could not be found out.
pub(super) async fn go_through(store: &FileStore, cluster: &Cluster) -> Option<Found<PictureId>> {
    let mut found = Found::new();
    for part in 0..=u8::MAX {
        match store.small_pictures(part).await {
            Ok(pictures) => {
                for some in pictures.chunks(AT_ONCE) {
                    found.count(some, &in_use(cluster, some).await.ok()?);
                }
            }
            Err(error) => {
                tracing::warn!(%error, "the pictures in the file store could not be gone through");
                return None;
            }
        }
    }
    Some(found)
}

/// For people, or for rooms.
async fn in_use(cluster: &Cluster, pictures: &[PictureId]) -> Result<Vec<PictureId>, Refusal> {
    let of_people = Query::Pictures { ids: pictures.to_vec() };
    let of_rooms = files::pictures(cluster, pictures.to_vec());
    let (people, mut rooms) = tokio::try_join!(cluster.ask_auth(Uuid::nil(), &of_people), of_rooms)?;
    match people {
        Reply::Pictures(people) => rooms.extend(people),
        Reply::Refused(refusal) => return Err(refusal),
        _ => return Err(Refusal::unavailable()),
    }
    Ok(rooms)
}

/// Removes those that stood for nobody the time before, too: one that was just sent is on its way to somebody. Answers those that
/// are left for the next time.
pub(super) async fn remove_unused(
    store: &FileStore,
    before: &[PictureId],
    found: Found<PictureId>,
) -> Vec<PictureId> {
    let (unused_still, left) = found.unknown_since(before);
    for picture in &unused_still {
        if let Err(error) = store.remove_small_picture(*picture).await {
            tracing::warn!(%error, picture.id = %picture, "a picture could not be removed");
        }
    }
    if !unused_still.is_empty() {
        tracing::info!(count = unused_still.len(), "pictures that stand for nobody were removed");
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Side;

    #[tokio::test]
    async fn a_picture_that_stands_for_nobody_goes_when_it_is_found_for_the_second_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = FileStore::open_folder(folder.path()).await.expect("a store");
        let picture = PictureId::new();
        store.put_small_picture(picture, vec![(Side::Small, vec![1])]).await.expect("written");
        let found = || Found { known: 5, orphans: vec![picture] };
        let left = remove_unused(&store, &[], found()).await;
        assert_eq!(left, [picture], "it may be on its way");
        store.small_picture(picture, Side::Small).await.expect("it is there");
        assert!(remove_unused(&store, &left, found()).await.is_empty());
        store.small_picture(picture, Side::Small).await.expect_err("it is gone");
    }
}
