//! Pictures in a room: in their place before they are there, over the page, and moving when asked to. Chromium draws them itself.

use std::net::SocketAddr;

use e2e::{Browser, Person, quoted};

use crate::fixture::{is_here, make_room, name, shared, somebody_in};
use crate::looks::{faults, with_axe};

const OPEN: &str = "document.querySelector('dialog.lightbox[open]')";
/// Two frames of 40 by 40 points, shown for a fifth of a second each.
const MOVING: &str = "new File([Uint8Array.from([
    ...[...'GIF89a'].map((c) => c.charCodeAt(0)), 40, 0, 40, 0, 0x80, 0, 0, 200, 0, 0, 0, 0, 200,
    ...[0, 1].flatMap((left) => [0x21, 0xf9, 4, 0, 20, 0, 0, 0, 0x2c, left, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]), 0x3b])],
    'wave.gif', { type: 'image/gif' })";

fn drawn(width: u32, height: u32, file: &str) -> String {
    format!("await drawn({width}, {height}, {})", quoted(file))
}

/// Sends files by the form of a room.
async fn send(browser: &Browser, gateway: SocketAddr, slug: &str, files: &[String]) {
    browser.goto(gateway, &format!("/r/{slug}/upload")).await;
    let script = format!(
        "const drawn = async (width, height, name) => {{
             const canvas = new OffscreenCanvas(width, height);
             const on = canvas.getContext('2d');
             const colours = on.createLinearGradient(0, 0, width, height);
             colours.addColorStop(0, 'teal');
             colours.addColorStop(1, 'gold');
             on.fillStyle = colours;
             on.fillRect(0, 0, width, height);
             return new File([await canvas.convertToBlob({{ type: 'image/jpeg' }})], name, {{ type: 'image/jpeg' }});
         }};
         return (async () => {{
             const chosen = new DataTransfer();
             for (const file of [{}]) chosen.items.add(file);
             const field = document.querySelector('input[type=file]');
             field.files = chosen.files;
             field.form.requestSubmit();
         }})();",
        files.join(", ")
    );
    browser.js(&script).await;
    browser.until("the files are sent", &format!("return location.pathname === '/r/{slug}';")).await;
    is_here(browser).await;
}

/// Somebody in a room with one picture, then three of one message.
async fn with_pictures(browser: &Browser, gateway: SocketAddr, slug: &str) {
    send(browser, gateway, slug, &[drawn(1600, 900, "sea.jpg")]).await;
    let three = [drawn(1200, 800, "jetty.jpg"), drawn(600, 900, "boat.jpg"), drawn(300, 300, "buoy.jpg")];
    send(browser, gateway, slug, &three).await;
}

async fn shows(browser: &Browser, file: &str, count: &str) {
    let script = format!(
        "const box = {OPEN};
         return box?.querySelector('#lightbox-name').textContent === {} && box.querySelector('.lightbox-count').textContent === {}
             && box.querySelector('.lightbox-stage img').src.endsWith({});",
        quoted(file),
        quoted(count),
        quoted(&file.replace('.', "%2E")),
    );
    browser.until(&format!("{file} is shown"), &script).await;
}

async fn is_closed(browser: &Browser, file: &str) {
    let script =
        format!("return !{OPEN} && document.activeElement.matches('.picture[data-name=\"{file}\"]');");
    browser.until("the picture is closed and has the focus", &script).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_move_nothing_when_they_arrive() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    with_pictures(&ann, gateway, &slug).await;

    for width in [1280, 390] {
        let reader = Browser::open().await;
        reader.window(width, 2400).await;
        reader
            .in_every_page(
                "addEventListener('DOMContentLoaded', () => {
                     const all = [...document.querySelectorAll('.picture > img:not(.blur)')];
                     window.before = [all.length === 4 && all.every((one) => !one.complete),
                         ...[...document.querySelectorAll('.messages .message')].map((row) => row.offsetHeight)];
                 });",
            )
            .await;
        reader.register(gateway, &name("reader")).await;
        reader.goto(gateway, &format!("/r/{slug}")).await;
        let all_there = "const all = [...document.querySelectorAll('.picture > img:not(.blur)')];
            return all.length === 4 && all.every((one) => one.complete && one.naturalWidth > 0);";
        reader.until("the pictures are there", all_there).await;
        let script = "return [window.before, [...document.querySelectorAll('.messages .message')].map((row) => row.offsetHeight)];";
        let found = reader.js(script).await;
        let before = found[0].as_array().expect("heights");
        assert_eq!(before[0], true, "nothing was there when the page was: {found}");
        assert_eq!(Some(&before[1..]), found[1].as_array().map(Vec::as_slice), "in a window of {width}");
        let fits = "return [...document.querySelectorAll('.pictures')].every((one) => one.getBoundingClientRect().width <= 452)
            && document.documentElement.scrollWidth <= innerWidth;";
        assert_eq!(reader.js(fits).await, true, "in a window of {width}");
        let below = "return [...document.querySelectorAll('.pictures')].every((one) =>
            one.getBoundingClientRect().left === one.parentElement.querySelector('.body').getBoundingClientRect().left);";
        assert_eq!(reader.js(below).await, true, "they stand below the words, in a window of {width}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_opens_over_the_page_by_pointer_keys_and_swipe_and_gives_the_focus_back() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let browser = with_axe().await;
    browser.register(gateway, &name("ann")).await;
    crate::fixture::enter(&browser, gateway, &slug).await;
    with_pictures(&browser, gateway, &slug).await;

    browser.click("[data-name='boat.jpg']").await;
    shows(&browser, "boat.jpg", "2 of 3").await;
    assert_eq!(faults(&browser).await, Vec::<String>::new());
    for (key, file, count) in [
        ("\u{e014}", "buoy.jpg", "3 of 3"),
        ("\u{e014}", "jetty.jpg", "1 of 3"),
        ("\u{e012}", "buoy.jpg", "3 of 3"),
        ("\u{e012}", "boat.jpg", "2 of 3"),
        ("\u{e012}", "jetty.jpg", "1 of 3"),
    ] {
        browser.keys(key).await;
        shows(&browser, file, count).await;
    }
    browser.keys("+").await;
    let size = format!("return {OPEN}.querySelector('.lightbox-stage img').getBoundingClientRect().width;");
    assert_eq!(browser.js(&size).await, 1200, "as large as it is");
    browser.keys("-").await;
    let fits = format!(
        "const [image, stage] = ['img', '.lightbox-stage'].map((one) => {OPEN}.querySelector(one).getBoundingClientRect());
         return image.width <= stage.width && image.height <= stage.height;"
    );
    browser.until("it fits again", &fits).await;
    browser.click(".lightbox [data-step='1']").await;
    shows(&browser, "boat.jpg", "2 of 3").await;
    let ways = format!(
        "const at = document.querySelector('[data-name=\"boat.jpg\"]').href;
         return [...{OPEN}.querySelectorAll('a[data-original]')].every((way) => way.href === at);"
    );
    assert_eq!(browser.js(&ways).await, true, "the original and its download");
    browser.keys("\u{e00c}").await;
    is_closed(&browser, "boat.jpg").await;
    // By the keyboard alone.
    browser.keys("\u{e007}").await;
    shows(&browser, "boat.jpg", "2 of 3").await;
    browser.click(".lightbox [data-do=close]").await;
    is_closed(&browser, "boat.jpg").await;

    browser.by_touch().await;
    browser.on_a_phone().await;
    browser.goto(gateway, &format!("/r/{slug}")).await;
    is_here(&browser).await;
    browser.tap("[data-name='jetty.jpg']").await;
    shows(&browser, "jetty.jpg", "1 of 3").await;
    browser.swipe(".lightbox-stage", -120).await;
    shows(&browser, "boat.jpg", "2 of 3").await;
    browser.swipe(".lightbox-stage", 120).await;
    shows(&browser, "jetty.jpg", "1 of 3").await;
    browser.click(".lightbox a[data-message]").await;
    browser.until("its message is shown", &format!("return !{OPEN} && document.querySelector('.message.chosen') !== null || /[?]m=|#m-/.test(location.href);")).await;

    let plain = Browser::open().await;
    plain.register(gateway, &name("eva")).await;
    plain.without_scripts().await;
    plain.goto(gateway, &format!("/r/{slug}")).await;
    plain.click("[data-name='sea.jpg']").await;
    plain
        .until(
            "the original is shown",
            "return location.pathname.endsWith('/sea%2Ejpg') && document.images[0].naturalWidth === 1600;",
        )
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_moves_plays_three_rounds_when_it_is_asked_to() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let browser = somebody_in(gateway, &name("ann"), &slug).await;
    send(&browser, gateway, &slug, &[MOVING.to_owned()]).await;
    let state = |moves: bool| {
        format!(
            "const [image, play] = ['.picture > img:not(.blur)', '.play'].map((one) => document.querySelector(one));
             return image.src.endsWith('wave%2Egif') === {moves} && play.getAttribute('aria-pressed') === '{moves}';"
        )
    };
    browser.until("it stands still", &state(false)).await;
    let round = browser.js("return document.querySelector('.picture').dataset.round;").await;
    assert_eq!(round, "400");
    browser.click(".play").await;
    browser.until("it moves", &state(true)).await;
    browser.until("it has stopped by itself", &state(false)).await;

    browser.prefers("prefers-reduced-motion", "reduce").await;
    browser.click(".picture").await;
    let moves = |moves: bool| {
        format!("return {OPEN}?.querySelector('.lightbox-stage img').src.endsWith('wave%2Egif') === {moves};")
    };
    browser.until("it stands still where motion is unwanted", &moves(false)).await;
    browser.click(".lightbox [data-do=play]").await;
    browser.until("it moves when it is asked to", &moves(true)).await;
}
