//! The store in a folder; in a bucket, see [`bucket`].

mod bucket;
#[path = "../../../tests/pages/s3_server.rs"]
mod s3_server;

use super::*;
use crate::config::FilePlace;

async fn store() -> (tempfile::TempDir, FileStore) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = FileStore::open_folder(&folder.path().join("files")).await.expect("a store");
    (folder, store)
}

#[tokio::test]
async fn a_folder_is_one_store_to_all_who_share_it_and_another_one_is_not() {
    let (folder, store) = store().await;
    let again = FileStore::open_folder(&folder.path().join("files")).await.expect("the same");
    assert_eq!(again.id(), store.id());
    let other = FileStore::open_folder(&folder.path().join("others")).await.expect("another");
    assert_ne!(other.id(), store.id());
    store.check().await.expect("it will do");
    check_place(&FilePlace::Folder(folder.path().join("files"))).await.expect("so says the doctor");
    check_place(&FilePlace::Folder(folder.path().join("none"))).await.expect_err("there is none");
}

#[tokio::test]
async fn a_store_whose_name_is_damaged_is_refused_by_doctor_and_gateway_with_a_way_out() {
    let (folder, store) = store().await;
    let (path, place) = (folder.path().join("files"), FilePlace::Folder(folder.path().join("files")));
    for damaged in ["", "no id"] {
        std::fs::write(path.join("store_id"), damaged).expect("written");
        let said = FileStore::open_folder(&path).await.map(drop).expect_err("refused").to_string();
        assert!(said.contains("store_id") && said.contains("remove it"), "{said}");
        assert_eq!(check_place(&place).await.expect_err("so says the doctor"), said);
    }
    std::fs::remove_file(path.join("store_id")).expect("removed");
    check_place(&place).await.expect("it will do");
    assert!(!path.join("store_id").exists(), "the doctor names nothing");
    let again = FileStore::open_folder(&path).await.expect("named anew");
    assert_ne!(again.id(), store.id());
}

#[tokio::test]
async fn pieces_are_written_once_counted_from_the_first_and_read_across() {
    let (folder_path, store) = store().await;
    let file = FileId::new();
    assert_eq!(store.stored(file).await.expect("an answer"), 0);
    let first = Bytes::from(vec![1; usize::try_from(PIECE).expect("small")]);
    store.put(file, 0, vec![first.clone()]).await.expect("written");
    store.put(file, 2, vec![first]).await.expect("written");
    assert_eq!(store.stored(file).await.expect("an answer"), PIECE, "what is behind a hole does not count");
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
