//! What a page looks like: its picture is asked for once, drawn small without what a camera wrote into it, and sent from here to whoever
//! may read a message that shows it, and to nobody else.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{Html, Redirect};
use axum::routing::get;
use image::codecs::jpeg::JpegEncoder;
use image::{ImageEncoder, Rgb, RgbImage};
use reqwest::Method;
use tokio::net::TcpListener;

use crate::browser::{Browser, Page};
use crate::fixture::Fixture;
use crate::link_previews::{ALLOWED, settled, turned};

const DEADLINE: Duration = Duration::from_secs(60);
const EXIF: &[u8] = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPS 53.5511 N";
const SVG: &[u8] =
    b"<svg xmlns='http://www.w3.org/2000/svg' width='99' height='99'><script>alert(1)</script></svg>";

/// So wide and high as it lies; a camera held it upright, and says where.
fn photo(width: u32, height: u32) -> Vec<u8> {
    let image = RgbImage::from_fn(width, height, |x, y| Rgb([(x / 5) as u8, (y / 4) as u8, 90]));
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
    encoder.set_exif_metadata(EXIF.to_vec()).expect("EXIF");
    encoder.encode_image(&image).expect("written");
    bytes
}

fn picture(name: &str) -> Vec<u8> {
    match name {
        "photo" => photo(1_200, 900),
        "dot" => photo(1, 1),
        "large" => [photo(1_200, 900), vec![0; 1 << 20]].concat(),
        "svg" => SVG.to_vec(),
        "html" => b"<html>GIF89a</html>".to_vec(),
        _ => Vec::new(),
    }
}

/// A site whose pages have a picture each, and how often each of its addresses was asked for.
struct Site {
    origin: String,
    asked: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl Site {
    async fn start() -> Self {
        let asked: Arc<Mutex<BTreeMap<String, usize>>> = Arc::default();
        let note = |asked: &Mutex<BTreeMap<String, usize>>, what: String| {
            *asked.lock().expect("a list").entry(what).or_default() += 1;
        };
        let page = move |State(asked): State<Arc<Mutex<BTreeMap<String, usize>>>>,
                         Path(name): Path<String>| async move {
            note(&asked, format!("page/{name}"));
            Html(format!("<title>Page {name}</title><meta property=og:image content='../picture/{name}'>"))
        };
        let show = move |State(asked): State<Arc<Mutex<BTreeMap<String, usize>>>>,
                         Path(name): Path<String>| async move {
            note(&asked, format!("picture/{name}"));
            // Whatever it says it is.
            ([("content-type", "image/jpeg")], picture(&name))
        };
        let routes = Router::new()
            .route("/page/{name}", get(page))
            .route("/picture/inside", get(|| async { Redirect::temporary("http://169.254.169.254/a.jpg") }))
            .route("/picture/{name}", get(show))
            .with_state(asked.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { origin, asked }
    }

    fn page(&self, name: &str) -> String {
        format!("{}/page/{name}", self.origin)
    }

    fn asked(&self, what: &str) -> usize {
        self.asked.lock().expect("a list").get(what).copied().unwrap_or_default()
    }
}

/// An installation that shows previews, an owner, and a room of theirs with Rosa in it.
async fn talking(site: &Site) -> (Fixture, Browser, Browser, String) {
    let fixture = Fixture::open_with(&[(ALLOWED, &site.origin)]).await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let room = owner.make_room("Kitchen").await;
    rosa.post(&format!("{room}/join"), &[]).await;
    turned(&fixture, &owner, "yes").await;
    (fixture, owner, rosa, room)
}

fn address(page: &Page) -> String {
    page.between("<img class=\"link-picture\" src=\"", "\"").unwrap_or_else(|| panic!("none: {}", page.body))
}

/// Waits until a question to the database is answered by nothing.
async fn none(fixture: &Fixture, query: &str) {
    let waiting = async {
        while !fixture.sql_lines(query).await.is_empty() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(DEADLINE, waiting).await.unwrap_or_else(|_| panic!("still: {query}"));
}

fn objects(fixture: &Fixture, address: &str) -> usize {
    let id = address.rsplit('/').next().expect("an id");
    let folder = fixture.files().join(&id[..2]).join(id);
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_shown_with_its_picture_from_here_at_every_gateway_without_what_a_camera_wrote() {
    let site = Site::start().await;
    let (fixture, owner, rosa, room) = talking(&site).await;
    let settings = [(ALLOWED, &*site.origin)];
    let there = owner.moved_to(fixture.second_gateway(&settings).await);
    fixture.start_rooms(&settings).await;

    rosa.say(&room, &site.page("photo")).await;
    there.say(&room, &format!("once more: {}#below", site.page("photo"))).await;
    settled(&fixture).await;
    let page = there.get(&room).await;
    let address = address(&page);
    assert!(page.has(&format!("src=\"{address}\" width=\"240\" height=\"320\" alt=\"\"")), "{}", page.body);
    assert_eq!(page.body.matches(&address).count(), 2, "both show the same");
    assert!(!page.has(&format!("src=\"{}", site.origin)), "nobody's browser asks the site");
    for reader in [&rosa, &owner, &there] {
        let answer = reader.request(Method::GET, &address).send().await.expect("an answer");
        let header = |name: &str| answer.headers()[name].to_str().expect("text").to_owned();
        assert_eq!((answer.status().as_u16(), &*header("content-type")), (200, "image/jpeg"));
        assert_eq!(header("cache-control"), "private, no-cache");
        assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox");
        assert_eq!(header("x-content-type-options"), "nosniff");
        let again = reader.request(Method::GET, &address).header("if-none-match", header("etag"));
        assert_eq!(Page::of(again).await.status, 304);
        let bytes = answer.bytes().await.expect("bytes");
        let drawn = image::load_from_memory(&bytes).expect("a picture");
        assert_eq!((drawn.width(), drawn.height()), (240, 320), "upright, as it said");
        assert!(!bytes.windows(3).any(|some| some == b"GPS"), "it tells where it was taken");
    }
    assert_eq!((site.asked("page/photo"), site.asked("picture/photo")), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_of_a_page_is_for_whoever_may_read_a_message_that_shows_it_and_goes_when_none_does() {
    let site = Site::start().await;
    let (fixture, owner, rosa, room) = talking(&site).await;
    let anton = fixture.person("anton").await;
    fixture.sql("update chat.room set kind = 'private' where name = 'Kitchen'").await;
    let nonce = || uuid::Uuid::new_v4().to_string();
    rosa.say(&room, &site.page("photo")).await;
    settled(&fixture).await;
    let first = rosa.get(&room).await.last_message();
    let address = address(&rosa.get(&room).await);
    rosa.say(&room, &site.page("photo")).await;
    settled(&fixture).await;
    let second = rosa.get(&room).await.last_message();
    let never = format!("/link-picture/{}", uuid::Uuid::new_v4());
    let without_number = |page: &Page| page.body.replace(page.header("x-request-id"), "");
    let (foreign, unknown) = (anton.get(&address).await, anton.get(&never).await);
    assert_eq!((rosa.get(&address).await.status, foreign.status, unknown.status), (200, 404, 404));
    assert_eq!(without_number(&foreign), without_number(&unknown), "it tells that it is there");
    assert_eq!(anton.get("/link-picture/none").await.status, 404, "as one that was never made");
    let stranger = fixture.stranger().get(&address).await;
    assert!(stranger.status == 303 && stranger.location().starts_with("/login"), "{}", stranger.status);

    // Looked at while it is shown, it stays, however long nothing showed it before.
    let due = "update chat.link_picture set look_at = now(), unused_at = now() - interval '2 hours'";
    let looked_at = "select id::text from chat.link_picture where look_at <= now()";
    fixture.sql(due).await;
    none(&fixture, looked_at).await;
    assert_eq!((rosa.get(&address).await.status, objects(&fixture, &address)), (200, 1));

    rosa.post(&format!("{room}/m/{first}/remove_previews"), &[("nonce", &nonce())]).await;
    assert_eq!(owner.get(&address).await.status, 200, "the other message shows it");
    rosa.post(&format!("{room}/m/{second}/delete"), &[("nonce", &nonce())]).await;
    assert_eq!(owner.get(&address).await.status, 404, "no message shows it");
    // What is said of the page within a day shows it again; after that it is let go of.
    fixture.sql(due).await;
    none(&fixture, looked_at).await;
    assert_eq!(objects(&fixture, &address), 1);
    fixture.sql("delete from chat.link").await;
    fixture.sql("update chat.link_picture set look_at = now(), unused_at = null").await;
    none(&fixture, looked_at).await;
    assert_eq!(objects(&fixture, &address), 1, "it may be on its way to a message");
    fixture.sql(due).await;
    none(&fixture, "select id::text from chat.link_picture").await;
    assert_eq!(objects(&fixture, &address), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_too_large_a_dot_or_inside_is_not_shown_and_its_page_is() {
    let site = Site::start().await;
    let (fixture, _, rosa, room) = talking(&site).await;
    for name in ["svg", "html", "large", "dot", "nothing", "inside"] {
        rosa.say(&room, &site.page(name)).await;
        settled(&fixture).await;
        let page = rosa.get(&room).await;
        assert!(
            page.has(&format!("<b class=\"link-title\" dir=\"auto\">Page {name}</b>")),
            "{name}: {}",
            page.body
        );
        assert!(!page.has("class=\"link-picture\""), "{name}");
    }
    assert_eq!(fixture.sql_lines("select id::text from chat.link_picture").await, Vec::<String>::new());
}
