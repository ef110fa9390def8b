//! The store in a bucket of a real S3 service: as in a folder, and what becomes of it when the service fails.

use chassis::Secret;

use super::s3_server::{BUCKET, Fault, KEY, S3Server, SECRET};
use super::*;
use crate::config::S3Settings;
use crate::files::{Side, Size};

fn place(server: &S3Server, secret: &str) -> FilePlace {
    FilePlace::Bucket(S3Settings {
        endpoint: Some(server.endpoint().parse().expect("an address")),
        bucket: BUCKET.to_owned(),
        region: "eu-central-1".to_owned(),
        path_style: true,
        key: Secret::new(KEY),
        secret: Secret::new(secret),
    })
}

async fn store() -> (S3Server, FileStore) {
    let server = S3Server::start().await;
    let store = FileStore::open(&place(&server, SECRET)).await.expect("a store");
    (server, store)
}

async fn all(
    store: &FileStore,
    file: FileId,
    edition: Edition,
    range: Range<u64>,
) -> Result<Vec<u8>, StoreError> {
    let chunks: Vec<Bytes> = store.read(file, edition, range).try_collect().await?;
    Ok(chunks.concat())
}

#[tokio::test]
async fn a_bucket_is_one_store_to_all_who_share_it_and_the_doctor_tries_it() {
    let (server, store) = store().await;
    assert_eq!(store.id(), None, "nobody was asked yet");
    store.check().await.expect("it will do");
    let again = FileStore::open(&place(&server, SECRET)).await.expect("the same");
    again.check().await.expect("it will do");
    assert!(again.id().is_some() && again.id() == store.id());
    check_place(&place(&server, SECRET)).await.expect("so says the doctor");
    let left = std::fs::read_dir(server.bucket().join("check")).map_or(0, Iterator::count);
    assert_eq!(left, 0, "what was written to try it is removed");
    let why = check_place(&place(&server, "not-the-secret")).await.expect_err("another key");
    assert!(why.contains("403") && !why.contains("not-the-secret") && why.lines().count() == 1, "{why}");
    assert!(!format!("{store:?}").contains(SECRET));
}

#[tokio::test]
async fn pieces_in_a_bucket_are_written_once_read_across_and_removed() {
    let (server, store) = store().await;
    let file = FileId::new();
    assert_eq!(store.stored(file).await.expect("an answer"), 0);
    let first = Bytes::from(vec![1; usize::try_from(PIECE).expect("small")]);
    store.put(file, 0, vec![first]).await.expect("written");
    // The other gateway goes on.
    let other = FileStore::open(&place(&server, SECRET)).await.expect("the same");
    assert_eq!(other.stored(file).await.expect("an answer"), PIECE);
    other.put(file, 1, vec![Bytes::from_static(b"ab"), Bytes::from_static(b"c")]).await.expect("written");
    let twice = store.put(file, 1, vec![Bytes::from_static(b"abcd")]).await;
    assert!(matches!(twice, Err(StoreError::Taken)), "{twice:?}");
    let across = all(&store, file, Edition::Sent, PIECE - 2..PIECE + 3).await.expect("it is there");
    assert_eq!(across, [1, 1, b'a', b'b', b'c']);
    let part = file.0.as_bytes()[0];
    assert_eq!(store.files(part).await.expect("a list"), [file]);
    store.remove(file).await.expect("removed");
    store.remove(file).await.expect("it is not there");
    assert!(store.files(part).await.expect("a list").is_empty());
    assert!(matches!(store.chunk(file, Edition::Sent, 0, 1).await, Err(StoreError::Missing)));
}

#[tokio::test]
async fn pictures_in_a_bucket_take_the_place_of_what_was_sent() {
    let (_server, store) = store().await;
    let file = FileId::new();
    store.put(file, 0, vec![Bytes::from_static(b"with a place in it")]).await.expect("sent");
    let drawings = vec![(Size::Small, b"small".to_vec())];
    store.put_picture(file, Bytes::from_static(b"anew"), drawings).await.expect("written");
    store.remove_sent(file).await.expect("removed");
    assert_eq!(store.stored(file).await.expect("an answer"), 0);
    assert_eq!(all(&store, file, Edition::Picture, 0..4).await.expect("there"), b"anew");
    let (size, drawing) = store.drawing(file, Size::Small).await.expect("a drawing");
    let drawing: Vec<Bytes> = drawing.try_collect().await.expect("bytes");
    assert_eq!((size, drawing.concat()), (5, b"small".to_vec()));
    let picture = proto::PictureId::new();
    store.put_small_picture(picture, vec![(Side::Small, b"face".to_vec())]).await.expect("written");
    let part = picture.0.as_bytes()[0];
    assert_eq!(store.small_pictures(part).await.expect("a list"), [picture]);
    store.remove_small_picture(picture).await.expect("removed");
    assert!(store.small_pictures(part).await.expect("a list").is_empty());
}

#[tokio::test]
async fn a_bucket_that_fails_is_said_to_and_holds_what_it_held_before() {
    let (server, store) = store().await;
    let (file, new) = (FileId::new(), FileId::new());
    store.put(file, 0, vec![Bytes::from_static(b"0123456789")]).await.expect("written");
    for fault in [Fault::Forbidden, Fault::Broken] {
        server.fail(Some(fault));
        let put = store.put(new, 0, vec![Bytes::from_static(b"new")]).await;
        assert!(matches!(put, Err(StoreError::Broken(_))), "{fault:?}: {put:?}");
        assert!(store.stored(file).await.is_err() && store.remove(file).await.is_err(), "{fault:?}");
        let why = store.check().await.expect_err("it will not do");
        assert!(!why.contains(SECRET) && why.len() < 1_000, "{why}");
    }
    server.fail(Some(Fault::Half));
    let read = all(&store, file, Edition::Sent, 0..10).await;
    assert!(matches!(read, Err(StoreError::Broken(_))), "{read:?}");
    server.fail(None);
    assert_eq!(store.stored(new).await.expect("an answer"), 0);
    assert_eq!(all(&store, file, Edition::Sent, 2..9).await.expect("there"), b"2345678");
    store.check().await.expect("it will do again");
}
