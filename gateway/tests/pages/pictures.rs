//! Pictures: shown in their messages, without what the camera wrote into them, to those who may read the message. What cannot be shown
//! is a file.

use image::codecs::jpeg::JpegEncoder;
use image::{ImageEncoder, Rgb, RgbImage};
use reqwest::Method;

use crate::browser::{Browser, Page};
use crate::fixture::Fixture;

const GENERAL: &str = "/r/general";
const GENERAL_ID: &str = "6e52a1c3-0000-4000-8000-000000000001";
/// EXIF that says to turn it, and where it was.
const EXIF: &[u8] = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPS 53.5511 N";

fn photo() -> Vec<u8> {
    let image = RgbImage::from_fn(1200, 900, |x, y| Rgb([(x / 5) as u8, (y / 4) as u8, 90]));
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
    encoder.set_exif_metadata(EXIF.to_vec()).expect("EXIF");
    encoder.encode_image(&image).expect("written");
    bytes
}

async fn sent(who: &Browser, files: &[(&str, &str, &[u8])]) -> Page {
    let form = who.get("/r/general/upload").await;
    let (nonce, person) = (form.nonce(), form.value("person"));
    let fields = [("person", &*person), ("nonce", &nonce), ("body", "look")];
    let page = who.post_files("/r/general/upload", &fields, files).await;
    assert_eq!(page.status, 303, "{}", page.body);
    who.get(GENERAL).await
}

async fn bytes(who: &Browser, path: &str) -> (u16, String, Vec<u8>) {
    let answer = who.request(Method::GET, path).send().await.expect("an answer");
    let media_type = answer.headers()["content-type"].to_str().expect("text").to_owned();
    (answer.status().as_u16(), media_type, answer.bytes().await.expect("bytes").to_vec())
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_shown_in_its_message_without_where_it_was_taken() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    // Whatever it is called and said to be.
    sent(&rosa, &[("jetty.txt", "text/plain", &photo())]).await;
    let page = anton.get(GENERAL).await;
    let address = page.between("class=\"picture\" href=\"", "\"").expect("a picture");
    let shown = format!(
        "<img src=\"{address}?size=small\" srcset=\"{address}?size=large 2x\" width=\"240\" height=\"320\" alt=\"jetty.txt\" loading=\"lazy\" decoding=\"async\">"
    );
    assert!(
        page.has(&shown) && page.has("<img class=\"blur\" src=\"data:image/png;base64,iVBOR"),
        "{}",
        page.body
    );
    for (path, sides) in [
        (address.clone(), (900, 1200)),
        (format!("{address}?size=small"), (240, 320)),
        (format!("{address}?size=large"), (480, 640)),
    ] {
        let (status, media_type, found) = bytes(&anton, &path).await;
        assert_eq!((status, &*media_type), (200, "image/jpeg"), "{path}");
        assert!(!holds(&found, b"GPS") && !holds(&found, b"Exif"), "{path}");
        let image = image::load_from_memory(&found).expect("a picture");
        assert_eq!((image.width(), image.height()), sides, "{path}");
        let answer = anton.get(&path).await;
        assert!(answer.header("content-disposition").starts_with("inline"), "{path}");
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'; sandbox");
        assert_eq!(
            (answer.header("x-content-type-options"), answer.header("cache-control")),
            ("nosniff", "private, no-cache")
        );
        let again = anton.request(Method::GET, &path).header("if-none-match", answer.header("etag"));
        assert_eq!(Page::of(again).await.status, 304, "{path}");
    }
    assert_eq!(anton.get(&format!("{address}?size=huge")).await.status, 400);
    let names = std::fs::read_dir(folder_of(&fixture, &address)).expect("its folder");
    let mut names: Vec<_> =
        names.flatten().map(|entry| entry.file_name().into_string().expect("text")).collect();
    names.sort_unstable();
    assert_eq!(names, ["large", "picture-000000", "small"], "nothing is left of what was sent");

    // It goes with its message, its drawings too.
    let seq = rosa.get(GENERAL).await.last_message();
    let nonce = rosa.get(&format!("/r/general/m/{seq}/delete")).await.nonce();
    rosa.post(&format!("/r/general/m/{seq}/delete"), &[("nonce", &nonce)]).await;
    for path in [address.clone(), format!("{address}?size=small")] {
        assert_eq!(anton.get(&path).await.status, 404, "{path}");
    }
}

fn folder_of(fixture: &Fixture, address: &str) -> std::path::PathBuf {
    let id = address.split('/').nth(2).expect("an id");
    fixture.files().join(&id[..2]).join(id)
}

#[tokio::test(flavor = "multi_thread")]
async fn drawings_are_for_those_who_may_read_the_message() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    sent(&rosa, &[("a.jpg", "image/jpeg", &photo())]).await;
    let address = anton.get(GENERAL).await.between("class=\"picture\" href=\"", "\"").expect("a picture");
    let small = format!("{address}?size=small");
    let tag = anton.get(&small).await.header("etag").to_owned();
    fixture.sql("update chat.room set kind = 'private' where slug = 'general'").await;
    fixture.sql("update chat.member m set role = 'former' from auth.account a where a.id = m.user_id and a.username = 'anton'").await;
    let again = anton.request(Method::GET, &small).header("if-none-match", tag);
    assert_eq!(Page::of(again).await.status, 404, "from the next request on");
    assert_eq!(rosa.get(&small).await.status, 200);
    assert!(fixture.stranger().get(&small).await.location().starts_with("/login"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_shown_is_a_file_that_is_downloaded_as_it_was_sent() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let broken = b"\xff\xd8\xff\xe0 this is none".as_slice();
    let bomb = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xff\xff\0\0\xff\xff\x08\0\0\0\0\0\0\0\0".as_slice();
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".as_slice();
    let both = b"GIF89a/*<script>*/=alert(1);".as_slice();
    let page = sent(
        &rosa,
        &[
            ("a.jpg", "image/jpeg", broken),
            ("b.png", "image/png", bomb),
            ("c.svg", "image/svg+xml", svg),
            ("d.gif", "image/gif", both),
        ],
    )
    .await;
    assert!(!page.has("class=\"picture\""), "{}", page.body);
    let links: Vec<&str> = page.body.split("class=\"file-get\" href=\"").skip(1).collect();
    for (link, wanted) in
        links.iter().map(|link| link.split('"').next().expect("its end")).zip([broken, bomb, svg, both])
    {
        let (status, _, found) = bytes(&rosa, link).await;
        assert!(status == 200 && found == wanted, "{link}");
        let answer = rosa.get(link).await;
        assert!(answer.header("content-disposition").starts_with("attachment"), "{link}");
        assert_eq!(rosa.get(&format!("{link}?size=small")).await.status, 404, "{link}");
    }
    assert_eq!(links.len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_shows_its_first_lines_and_sound_and_films_are_played_where_they_stand() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let text = b"<b>one</b>\ntwo\n3\n4\n5\n6\nseven".as_slice();
    let page = sent(
        &rosa,
        &[
            ("notes.html", "text/html", text),
            ("jingle.mp3", "audio/mpeg", b"ID3\x04\0\0"),
            ("boat.mp4", "video/mp4", b"\0\0\0\x20ftypisom\0\0\0\0"),
            ("plan.pdf", "application/pdf", b"%PDF-1.7"),
        ],
    )
    .await;
    assert!(
        page.has("<pre class=\"file-preview\" dir=\"auto\">&lt;b&gt;one&lt;/b&gt;\ntwo\n3\n4\n5\n6</pre>"),
        "{}",
        page.body
    );
    assert_eq!(page.body.matches("file-preview").count(), 1, "a PDF is no text, whatever it begins with");
    let source = |tag: &str| {
        page.between(&format!("<{tag} class=\"player\" controls preload=\"none\""), "\"></")
            .expect("a player")
    };
    assert!(source("audio").contains("jingle") && source("video").contains("boat"));
    assert!(page.header("content-security-policy").contains("media-src 'self'"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_picture_shows_is_said_by_whoever_uploads_it() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let photo = photo();
    let size = photo.len().to_string();
    let fields = [("room", GENERAL_ID), ("name", "a.jpg"), ("size", &size), ("type", "image/jpeg")];
    let upload = rosa.post("/upload", &fields).await.location().to_owned();
    let describe = async |who: &Browser, alt: &str| who.post(&upload, &[("alt", alt)]).await.status;
    assert_eq!(describe(&anton, "mine").await, 404);
    assert_eq!(describe(&rosa, &"x".repeat(501)).await, 422);
    let long = "x".repeat(1024 * 1024);
    let refused = rosa.post(&upload, &[("alt", &*long)]).await;
    assert_eq!((refused.status, refused.header("connection")), (413, "close"), "it is no file");
    assert_eq!(describe(&rosa, "A jetty").await, 204);
    let put = Page::of(rosa.request(Method::PUT, &upload).body(photo)).await;
    assert_eq!(put.status, 201, "{}", put.body);
    let told: serde_json::Value = serde_json::from_str(&put.body).expect("JSON");
    assert_eq!((&told["alt"], &told["picture"]["width"]), (&"A jetty".into(), &900.into()));
}
