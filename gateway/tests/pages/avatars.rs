//! Pictures of people: sent by a form, drawn anew, and shown wherever somebody's face stands, under an address that never changes.

use image::codecs::jpeg::JpegEncoder;
use image::{ImageEncoder, Rgb, RgbImage, Rgba, RgbaImage};
use reqwest::Method;

use crate::browser::{Browser, Page};
use crate::fixture::Fixture;

const GENERAL: &str = "/r/general";
/// EXIF that says to turn it, and where it was.
const EXIF: &[u8] = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPS 53.5511 N";

/// Wider than high, red on the left and blue on the right; turned upright, red is above.
fn photo() -> Vec<u8> {
    let image =
        RgbImage::from_fn(1200, 800, |x, _| if x < 600 { Rgb([220, 0, 0]) } else { Rgb([0, 0, 220]) });
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
    encoder.set_exif_metadata(EXIF.to_vec()).expect("EXIF");
    encoder.encode_image(&image).expect("written");
    bytes
}

/// One sees through all of it, and nothing but that.
fn glass() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = RgbaImage::from_pixel(40, 60, Rgba([0, 0, 0, 0]));
    image.write_to(&mut bytes, image::ImageFormat::Png).expect("written");
    bytes.into_inner()
}

async fn id_of(who: &Browser) -> String {
    who.get("/settings").await.value("person")
}

async fn send(who: &Browser, picture: &[u8]) -> Page {
    who.post_picture("/settings/avatar", &id_of(who).await, picture).await
}

/// The address of the first face with a picture on a page.
fn face(page: &Page) -> Option<String> {
    page.between(" src=\"/picture/", "\"").map(|rest| format!("/picture/{rest}"))
}

async fn drawn(who: &Browser, path: &str) -> RgbImage {
    let answer = who.request(Method::GET, path).send().await.expect("an answer");
    assert_eq!(answer.headers()["content-type"], "image/jpeg", "{path}");
    let bytes = answer.bytes().await.expect("bytes");
    assert!(!bytes.windows(3).any(|part| part == b"GPS"), "{path}: nothing of what the camera wrote");
    image::load_from_memory(&bytes).expect("a picture").to_rgb8()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_stands_for_somebody_wherever_their_face_does() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    rosa.say(GENERAL, "before").await;
    assert_eq!(face(&anton.get(GENERAL).await), None, "initials until then");

    let sent = send(&rosa, &photo()).await;
    assert_eq!((sent.status, sent.location()), (303, "/settings?saved=avatar"), "{}", sent.body);
    assert!(rosa.get(sent.location()).await.has("Your picture was changed."));
    let small = face(&rosa.get(GENERAL).await).expect("her own face");
    let base = small.strip_suffix("/96").expect("the small one").to_owned();
    rosa.say(GENERAL, "after @anton").await;
    let talk = rosa.post("/d", &[("people", "anton")]).await.location().to_owned();
    for path in
        [GENERAL, "/r/general/members", "/people", "/u/rosa", "/u/rosa/card", "/search?q=after", &*talk]
    {
        anton.until_has(path, &base, std::time::Duration::from_secs(20)).await;
    }
    assert_eq!(anton.get(GENERAL).await.body.matches(&small).count(), 2, "beside what she said before, too");
    let names = anton.get("/r/general/names?q=ro").await;
    assert!(names.has(&small), "{}", names.body);

    for (side, pixels) in [("96", 96), ("192", 192), ("512", 512)] {
        let image = drawn(&anton, &format!("{base}/{side}")).await;
        assert_eq!(image.dimensions(), (pixels, pixels), "{side}");
        let [above, below] = [pixels / 8, pixels * 7 / 8].map(|y| image.get_pixel(pixels / 2, y).0);
        assert!(above[0] > 180 && above[2] < 60, "upright: {above:?}");
        assert!(below[2] > 180 && below[0] < 60, "upright: {below:?}");
    }
    let answer = anton.get(&small).await;
    assert_eq!(answer.header("cache-control"), "private, max-age=31536000, immutable");
    assert_eq!(answer.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(anton.get(&format!("{base}/100")).await.status, 400);
    assert_eq!(anton.get(&format!("/picture/{}/96", uuid::Uuid::new_v4())).await.status, 404);
    assert!(fixture.stranger().get(&small).await.location().starts_with("/login"));

    // Another picture is another address; the one before is gone, and in the end all of them.
    send(&rosa, &glass()).await;
    let next = face(&rosa.get(GENERAL).await).expect("another");
    assert_ne!(next, small);
    assert_eq!(anton.get(&small).await.status, 404);
    let image = drawn(&rosa, &next).await;
    assert_eq!(image.dimensions(), (40, 40), "never enlarged");
    assert!(
        image.get_pixel(20, 20).0.iter().all(|colour| *colour > 250),
        "white behind what one sees through"
    );
    let removed = rosa.post("/settings/avatar/remove", &[]).await;
    assert_eq!(removed.location(), "/settings?saved=no-avatar");
    assert_eq!(face(&rosa.get(GENERAL).await), None);
    assert_eq!(rosa.get(&next).await.status, 404);
    assert!(kept(&fixture).is_empty(), "nothing is left: {:?}", kept(&fixture));
}

/// What is in the store, besides what it is.
fn kept(fixture: &Fixture) -> Vec<String> {
    fn look(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                look(&entry.path(), found);
            } else if entry.file_name() != "store_id" {
                found.push(entry.path().display().to_string());
            }
        }
    }
    let mut found = Vec::new();
    look(fixture.files(), &mut found);
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_stands_for_nobody_and_leaves_nothing_behind() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let no_picture = "isn’t a picture that can be shown";
    let large = vec![0xff; 20 * 1024 * 1024 + 1];
    let hostile: [(&[u8], u16, &str); 6] = [
        (b"", 422, no_picture),
        (b"\xff\xd8\xff\xe0 this is none", 422, no_picture),
        (b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xff\xff\0\0\xff\xff\x08\0\0\0\0\0\0\0\0", 422, no_picture),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", 422, no_picture),
        (b"GIF89a/*<script>*/=alert(1);", 422, no_picture),
        (&large, 413, "up to 20 MB"),
    ];
    for (bytes, status, words) in hostile {
        let refused = send(&rosa, bytes).await;
        assert_eq!(refused.status, status, "{}: {}", bytes.len(), refused.body);
        assert!(refused.has(words) && refused.has("aria-invalid"), "beside its field: {}", refused.body);
    }
    let none = rosa.post("/settings/avatar", &[("person", &*id_of(&rosa).await)]).await;
    assert_eq!(none.status, 422);
    // A form that was drawn for somebody else who had the browser before.
    let others = rosa.post_picture("/settings/avatar", &id_of(&anton).await, &photo()).await;
    assert!(others.status >= 400 && face(&rosa.get(GENERAL).await).is_none(), "{}", others.body);
    assert!(kept(&fixture).is_empty(), "{:?}", kept(&fixture));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_takes_a_picture_away_and_that_is_written_down() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    send(&rosa, &photo()).await;
    let small = face(&rosa.get(GENERAL).await).expect("a picture");
    let form = "/avatar\"";
    let people = owner.until_has("/admin/people", form, std::time::Duration::from_secs(20)).await;
    assert!(people.has(&small), "{}", people.body);
    let action = format!("/admin/people/{}/avatar", id_of(&rosa).await);
    let removed = owner.post(&action, &[("q", "rosa")]).await;
    assert_eq!(removed.location(), "/admin/people?done=avatar&offset=0&q=rosa", "{}", removed.body);
    assert!(owner.get(removed.location()).await.has("Picture removed."));
    assert_eq!(owner.get(&small).await.status, 404);
    rosa.until_has("/u/rosa", ">R</span>", std::time::Duration::from_secs(20)).await;
    let audit = owner.get("/admin/audit?action=remove_avatar").await;
    assert!(audit.has("removed the picture of"), "{}", audit.body);
    assert!(!owner.get("/admin/people").await.has(form), "there is none to take away");
}

async fn send_of_room(who: &Browser, at: &str, picture: &[u8]) -> Page {
    let form = who.get(at.strip_suffix("/picture").expect("a form")).await;
    let nonce = form.nonce();
    let fields = [("person", &*form.value("person")), ("nonce", &nonce)];
    who.post_picture_with(at, &fields, picture).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_stands_for_a_room_in_lists_and_at_its_top() {
    let fixture = Fixture::open().await;
    let (admin, rosa, tomas) =
        (fixture.person("admin").await, fixture.person("rosa").await, fixture.person("tomas").await);
    let room = rosa.make_room("Harbour").await;
    rosa.say(&room, "Ahoy.").await;
    let at = format!("{room}/settings/picture");
    let sent = send_of_room(&rosa, &at, &photo()).await;
    assert_eq!(sent.location(), format!("{room}/settings?done=picture"), "{}", sent.body);
    let settings = rosa.get(sent.location()).await;
    assert!(settings.has("Picture changed.") && settings.has("Remove picture"), "{}", settings.body);
    let small = face(&settings).expect("a picture");
    let page = rosa.get(&room).await;
    assert_eq!(page.body.matches(&small).count(), 2, "at the top, and beside the page");
    assert!(tomas.get("/rooms").await.has(&small), "to those who have not joined");
    assert_eq!(drawn(&tomas, &small).await.dimensions(), (96, 96));

    // Nobody else changes it, and what they sent is not kept.
    let before = kept(&fixture).len();
    let form = [("person", &*id_of(&tomas).await)];
    assert_eq!(tomas.post_picture_with(&at, &form, &photo()).await.status, 403);
    assert!(send_of_room(&rosa, &at, b"none").await.has("isn’t a picture that can be shown"));
    assert_eq!(kept(&fixture).len(), before);

    // An admin does, from outside.
    let id = page.between("tabindex=\"-1\" data-room=\"", "\"").expect("an id");
    let any = format!("/admin/rooms/{id}/picture");
    let again = send_of_room(&admin, &any, &glass()).await;
    assert_eq!(again.location(), format!("/admin/rooms/{id}?done=picture"), "{}", again.body);
    assert_eq!(tomas.get(&small).await.status, 404, "the one before is gone");
    let nonce = admin.get(&format!("/admin/rooms/{id}")).await.nonce();
    admin.post(&format!("{any}/remove"), &[("nonce", &nonce)]).await;
    let page = rosa.get(&room).await;
    assert!(face(&page).is_none(), "{}", page.body);
    let facts = "select kind || ' ' || (data -> 'setting' ->> 'name') || ' ' || authority from chat.event where kind = 'configured' order by seq";
    let told = ["configured picture member", "configured picture admin", "configured picture admin"];
    assert_eq!(fixture.sql_lines(facts).await, told, "the log of the room says so");
    assert!(kept(&fixture).is_empty(), "{:?}", kept(&fixture));
}
