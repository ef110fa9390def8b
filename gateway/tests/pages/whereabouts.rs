//! Pictures that are not decoded here, and films: sent and received without where they were made, and otherwise as they were.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use sha2::{Digest, Sha256};

use crate::browser::Browser;
use crate::containers::{PLACE, SEEN, boxed, film, picture, tiff};
use crate::files::{PIECE, begun, id_of, last_files, put, sent};
use crate::fixture::Fixture;

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

async fn received(who: &Browser, path: &str) -> (String, Vec<u8>) {
    let answer = who.request(Method::GET, path).send().await.expect("an answer");
    assert_eq!(answer.status().as_u16(), 200, "{path}");
    let header = |name: &str| answer.headers()[name].to_str().expect("text").to_owned();
    assert!(header("content-disposition").starts_with("attachment"), "{path}");
    (header("content-type"), answer.bytes().await.expect("bytes").to_vec())
}

/// Only what says where it was made is another: zeros, and names of boxes in which nothing is.
fn is_without_place(before: &[u8], after: &[u8]) -> bool {
    let mut changed = before.iter().zip(after).filter(|(before, after)| before != after);
    before.len() == after.len() && !holds(after, PLACE) && changed.all(|(_, after)| b"\0free".contains(after))
}

/// A film whose first place stands in two pieces of the store.
fn large_film() -> Vec<u8> {
    let film = film();
    let first = film.windows(PLACE.len()).position(|window| window == PLACE).expect("a place");
    let filling = PIECE - first - 8 - PLACE.len() / 2;
    [&film[..20], &boxed(b"free", &[&vec![7; filling]]), &film[20..]].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_that_are_not_shown_and_films_tell_nobody_where_they_were_made() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    // Whatever they are called and said to be.
    let all = [
        ("jetty.jpg", "image/heic", picture(b"heic", 0)),
        ("jetty.heif", "image/heif", picture(b"mif1", 1)),
        ("jetty.avif", "image/avif", picture(b"avif", 0)),
        ("jetty.tiff", "image/tiff", tiff()),
        ("boat.mov", "video/mp4", film()),
        ("long.mov", "video/mp4", large_film()),
    ];
    let files: Vec<_> = all.iter().map(|(name, _, bytes)| (*name, "text/plain", bytes.as_slice())).collect();
    let page = sent(&rosa, "look", &files).await;
    assert_eq!(page.status, 303, "{}", page.body);
    let links = last_files(&anton).await;
    assert_eq!(links.len(), all.len());
    for (link, (name, media_type, bytes)) in links.iter().zip(&all) {
        let (said, got) = received(&anton, link).await;
        assert_eq!(said, *media_type, "{name}");
        assert!(holds(bytes, PLACE) && is_without_place(bytes, &got) && holds(&got, SEEN), "{name}");
        let noted = "select encode(sha256, 'hex') from chat.attachment where id::text = ";
        let id = link.split('/').nth(2).expect("an id");
        let noted = fixture.sql_lines(&format!("{noted}'{id}'")).await;
        let digest: String = Sha256::digest(&got).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(noted, [digest], "{name}: what is noted is what is served");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_and_is_sent_again_is_still_what_was_announced() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let bytes = picture(b"heic", 0);
    let digest = format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(&bytes)));
    let address = begun(&rosa, "jetty.heic", bytes.len()).await;
    let first = put(&rosa, &address, &[("repr-digest", &digest)], bytes.clone()).await;
    assert_eq!(first.status, 201, "{}", first.body);
    // As if what follows had not been noted, and the answer had been lost.
    fixture.sql("update chat.attachment set stored_at = null, sha256 = null").await;
    let offset = bytes.len().to_string();
    let headers = [("upload-offset", offset.as_str()), ("repr-digest", &digest)];
    let again = put(&rosa, &address, &headers, "").await;
    assert_eq!(again.status, 201, "{}", again.body);
    let (_, got) = received(&rosa, &format!("/f/{}/jetty.heic", id_of(&address))).await;
    assert!(is_without_place(&bytes, &got));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_lies_about_its_parts_stays_as_it_was_and_is_of_no_type() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let cut = picture(b"heic", 0);
    let cut = &cut[..cut.len() - 4];
    assert_eq!(sent(&rosa, "look", &[("a.heic", "image/heic", cut)]).await.status, 303);
    let links = last_files(&rosa).await;
    let (media_type, got) = received(&rosa, &links[0]).await;
    assert!(media_type == "application/octet-stream" && got == cut, "{media_type}");
}
