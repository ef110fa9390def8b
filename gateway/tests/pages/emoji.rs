//! Emoji of the installation's own: added by a page without a script, written by name, and shown to everyone alike.

use std::io::Cursor;
use std::time::Duration;

use image::{ImageFormat, Rgba, RgbaImage};
use reqwest::Method;

use crate::browser::{Browser, Page};
use crate::fixture::Fixture;

const GENERAL: &str = "/r/general";
const HERE: &str = "/emoji/custom";
const ANY: &str = "/admin/emoji";
const DEADLINE: Duration = Duration::from_secs(20);

/// Twice as wide as high, and nothing to be seen on its left half.
fn banner() -> Vec<u8> {
    let image = RgbaImage::from_fn(400, 200, |x, _| Rgba([200, 0, 0, if x < 200 { 0 } else { 255 }]));
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).expect("written");
    bytes.into_inner()
}

async fn add(who: &Browser, at: &str, name: &str, picture: &[u8]) -> Page {
    let person = who.get("/settings").await.value("person");
    who.post_picture_with(at, &[("person", &*person), ("name", name)], picture).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emoji_of_the_installation_is_a_picture_in_messages_and_reactions_until_it_is_removed() {
    let fixture = Fixture::open().await;
    let (admin, rosa) = (fixture.person("admin").await, fixture.person("rosa").await);
    let tomas = fixture.person("tomas").await;
    rosa.say(GENERAL, "Come :party_cat: and `:party_cat:` at 10:30:45").await;
    let before = rosa.get(GENERAL).await;
    assert!(before.has("<span class=\"emoji-name\">:party_cat:</span>"), "{}", before.body);

    let added = add(&admin, ANY, ":Party_Cat:", &banner()).await;
    assert_eq!((added.status, added.location()), (303, "/admin/emoji?saved=added"), "{}", added.body);
    let page = admin.get(added.location()).await;
    assert!(page.has("Emoji added.") && page.has("added by") && page.has("1 custom emoji"), "{}", page.body);
    let shown = rosa.get(GENERAL).await;
    let picture = shown.between("<img class=\"custom-emoji\" src=\"", "\"").expect("a picture");
    assert!(shown.has("alt=\":party_cat:\" title=\":party_cat:\"") && shown.has("<code>:party_cat:</code>"));
    assert_eq!(shown.body.matches("custom-emoji").count(), 1, "what was said before, too: {}", shown.body);
    assert!(admin.get("/").await.has(&picture), "where its first line stands, too");
    let answer = rosa.request(Method::GET, &picture).send().await.expect("an answer");
    assert_eq!(answer.headers()["content-type"], "image/png");
    let image = image::load_from_memory(&answer.bytes().await.expect("bytes")).expect("a picture").to_rgba8();
    assert_eq!((image.dimensions(), image.get_pixel(10, 30).0[3]), ((128, 64), 0), "whole, and seen through");

    // By its first letters, in the picker's list, on the page that reacts without a script, and on a chip.
    let offered = rosa.get("/emoji?q=party").await;
    assert!(offered.has("data-emoji=\":party_cat:\"") && offered.has(&picture), "{}", offered.body);
    assert_eq!(rosa.get("/emoji/list").await.body, format!("[[\":party_cat:\",\"{picture}\"]]"));
    let seq = shown.last_message();
    let reply = format!("/r/general/m/{seq}/reply");
    let nonce = tomas.get(&reply).await.nonce();
    let replied = tomas.post(&reply, &[("body", "Gladly"), ("nonce", &nonce)]).await;
    assert_eq!(replied.status, 303, "{}", replied.body);
    let quoting = rosa.get(GENERAL).await;
    let quoted =
        quoting.between("<span class=\"quote-words\" dir=\"auto\">", "</span>").expect("what it answers");
    assert!(quoted.contains(&picture) && quoted.contains("at 10:30:45"), "{quoted}");
    let form = format!("/r/general/m/{seq}/react");
    assert!(rosa.get(&form).await.has("value=\":party_cat:\""));
    let reacted = rosa.post(&form, &[("reaction", ":party_cat:")]).await;
    assert_eq!(reacted.status, 303, "{}", reacted.body);
    let chip = format!("<span class=\"emoji\" dir=\"auto\"><img class=\"custom-emoji\" src=\"{picture}\"");
    assert!(rosa.get(GENERAL).await.has(&chip));

    let removed = admin.post("/admin/emoji/party_cat/remove", &[]).await;
    assert_eq!(removed.location(), "/admin/emoji?saved=removed", "{}", removed.body);
    let after = rosa.get(GENERAL).await;
    assert!(!after.has("custom-emoji") && after.has("<span class=\"emoji-name\">:party_cat:</span>"));
    assert!(
        after.has("<span class=\"emoji\" dir=\"auto\">:party_cat:</span>"),
        "the chip has the name: {}",
        after.body
    );
    assert_eq!(rosa.get(&picture).await.status, 404);
    let audit = admin.get("/admin/audit").await;
    assert!(audit.has("added an emoji") && audit.has("removed an emoji"), "{}", audit.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn emoji_are_added_by_those_who_may_under_names_that_are_free() {
    let fixture = Fixture::open().await;
    let (admin, rosa, tomas) =
        (fixture.person("admin").await, fixture.person("rosa").await, fixture.person("tomas").await);
    assert!(!rosa.get(HERE).await.has("type=\"file\""), "no form for who may not");
    assert_eq!(add(&rosa, HERE, "tomcat", &banner()).await.status, 403);
    let allowed = admin.post("/admin/emoji/members", &[("allowed", "yes")]).await;
    assert_eq!(allowed.location(), "/admin/emoji?saved=members");
    rosa.until_has(HERE, "type=\"file\"", DEADLINE).await;
    let added = add(&rosa, HERE, "tomcat", &banner()).await;
    assert_eq!(added.location(), "/emoji/custom?saved=added", "{}", added.body);

    for (name, picture, status, words) in [
        ("tomcat", banner(), 409, "already an emoji with this name"),
        ("tada", banner(), 409, "already an emoji with this name"),
        ("fête", banner(), 422, "letters a to z"),
        ("bosun", b"none".to_vec(), 422, "isn’t a picture that can be shown"),
        ("bosun", vec![0; 1024 * 1024 + 1], 413, "up to 1 MB"),
    ] {
        let refused = add(&tomas, HERE, name, &picture).await;
        assert!(
            refused.status == status && refused.has(words),
            "{name}: {} {}",
            refused.status,
            refused.body
        );
        assert!(refused.has(&format!("value=\"{name}\"")), "what was typed is given back");
    }
    let small = std::fs::read_dir(fixture.files().join("small")).expect("a folder").flatten();
    let kept: usize = small.map(|part| std::fs::read_dir(part.path()).expect("a folder").count()).sum();
    assert_eq!(kept, 1, "what was refused is not kept");

    assert!(!tomas.get(HERE).await.has("/emoji/custom/tomcat/remove"), "somebody else's");
    assert_eq!(tomas.post("/emoji/custom/tomcat/remove", &[]).await.status, 403);
    assert_eq!(rosa.post("/emoji/custom/tomcat/remove", &[]).await.location(), "/emoji/custom?saved=removed");
}
