//! Files on their way: chosen, dropped, pasted; put in order, described; waited for by their message, through bad networks and reloads.

use std::net::SocketAddr;

use e2e::{Browser, Person, quoted};

use crate::fixture::{enter, is_here, is_said_once, make_room, name, say, shared, somebody_in};
use crate::looks::{faults, with_axe};

const SEND: &str = "\u{e007}";
const MIB: usize = 1024 * 1024;

/// A script in which `files` are files of these names and sizes; what ends in `png` is a picture.
fn with_files(files: &[(&str, usize)], script: &str) -> String {
    let list: Vec<_> = files.iter().map(|(name, size)| format!("[{}, {size}]", quoted(name))).collect();
    format!(
        "const files = [{}].map(([name, size]) => {{
             const type = name.endsWith('png') ? 'image/png' : 'text/plain';
             return new File([new Uint8Array(size).fill(97)], name, {{ type, lastModified: 1 }});
         }});
         const data = new DataTransfer();
         for (const file of files) data.items.add(file);
         {script}
         return null;",
        list.join(", ")
    )
}

/// Drags files over an element, and lets go.
async fn drop_on(browser: &Browser, css: &str, files: &[(&str, usize)]) {
    let script = format!(
        "const target = document.querySelector({});
         for (const type of ['dragover', 'drop']) target.dispatchEvent(new DragEvent(type, {{ dataTransfer: data, bubbles: true, cancelable: true }}));",
        quoted(css)
    );
    browser.js(&with_files(files, &script)).await;
}

async fn drop_in_room(browser: &Browser, files: &[(&str, usize)]) {
    drop_on(browser, "main .messages", files).await;
}

/// What the tray says, a line for each file.
async fn tray_reads(browser: &Browser, lines: &[&str]) {
    let script = format!(
        "const rows = [...document.querySelectorAll('.tray-file')].map((row) => `${{row.querySelector('.tray-name').textContent}} ${{row.dataset.state}}`);
         return JSON.stringify(rows) === JSON.stringify({});",
        serde_json::to_string(lines).expect("JSON")
    );
    browser.until(&format!("the tray reads {lines:?}"), &script).await;
}

/// The names of the files of the last message.
async fn sent(browser: &Browser, names: &[&str]) {
    let script = format!(
        "const last = [...document.querySelectorAll('main:not(.thread) .messages > .message')].at(-1);
         const names = [...(last?.querySelectorAll('.file-name') ?? [])].map((name) => name.textContent);
         return JSON.stringify(names) === JSON.stringify({}) && !document.querySelector('.pending-message');",
        serde_json::to_string(names).expect("JSON")
    );
    browser.until(&format!("a message has {names:?}"), &script).await;
}

async fn somebody(gateway: SocketAddr) -> (Person, String, Browser) {
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let browser = somebody_in(gateway, &name("ann"), &slug).await;
    (host, slug, browser)
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_dropped_pasted_and_chosen_go_with_the_words_in_the_order_they_were_put_in() {
    let gateway = shared().await;
    let (_host, slug, ann) = somebody(gateway).await;
    let bob = somebody_in(gateway, &name("bob"), &slug).await;
    drop_in_room(&ann, &[("lanterns.png", 300), ("rota.txt", 20)]).await;
    tray_reads(&ann, &["lanterns.png done", "rota.txt done"]).await;
    let paste = "document.querySelector('textarea#body').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));";
    ann.js(&with_files(&[("image.png", 9)], paste)).await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("stage plan.txt");
    std::fs::write(&path, "the stage").expect("written");
    ann.click(".attach").await;
    ann.find("hub-composer .composer > input[type=file]")
        .await
        .send_keys(path.to_str().expect("a path"))
        .await
        .expect("chosen");
    tray_reads(&ann, &["lanterns.png done", "rota.txt done", "image.png done", "stage plan.txt done"]).await;

    // By keys, and by dragging.
    ann.js("document.querySelectorAll('.tray-move')[3].focus(); return null;").await;
    ann.keys("\u{e013}\u{e013}").await;
    tray_reads(&ann, &["lanterns.png done", "stage plan.txt done", "rota.txt done", "image.png done"]).await;
    ann.reads(".tray [role=status]", "stage plan.txt is now 2 of 4").await;
    let (from, to) = (
        ann.find(".tray-file:last-child .tray-move").await,
        ann.find(".tray-file:first-child .tray-move").await,
    );
    let chain =
        ann.driver.action_chain().click_and_hold_element(&from).move_to_element_with_offset(&to, 0, -15);
    chain.release().perform().await.expect("dragged");
    tray_reads(&ann, &["image.png done", "lanterns.png done", "stage plan.txt done", "rota.txt done"]).await;
    ann.click(".tray-file:last-child .tray-remove").await;
    ann.type_into(".tray-file:nth-child(2) .tray-alt", "Paper lanterns at dusk").await;
    ann.type_into("textarea#body", &format!("Two for the programme.{SEND}")).await;
    for who in [&ann, &bob] {
        is_said_once(who, "Two for the programme.").await;
        sent(who, &["image.png", "lanterns.png", "stage plan.txt"]).await;
    }
    let empty = "return document.querySelector('.tray').hidden && document.querySelector('textarea#body').value === '';";
    assert_eq!(ann.js(empty).await, true);

    // Files alone are a message, too.
    drop_in_room(&ann, &[("alone.txt", 5)]).await;
    tray_reads(&ann, &["alone.txt done"]).await;
    ann.click("textarea#body").await;
    ann.keys(SEND).await;
    sent(&bob, &["alone.txt"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_waits_for_its_files_says_so_and_is_overtaken_by_words() {
    let gateway = shared().await;
    let (_host, _, ann) = somebody(gateway).await;
    ann.network(false, Some(300_000)).await;
    drop_in_room(&ann, &[("one.bin", 2 * MIB), ("two.bin", 2 * MIB)]).await;
    ann.until(
        "there is progress",
        "return /% *$/.test(document.querySelector('.tray-file .tray-state')?.textContent ?? '');",
    )
    .await;
    ann.type_into("textarea#body", &format!("With the plans.{SEND}")).await;
    ann.reads(".pending-message .delivery", "Waiting for 2 files").await;
    ann.reads(".pending-message", "one.bin").await;
    say(&ann, "In the meantime.").await;
    let overtaken = "return [...document.querySelectorAll('.messages .body')].at(-1)?.innerText.trim() === 'In the meantime.'
         && document.querySelectorAll('.pending-message').length === 1;";
    ann.until("words go ahead", overtaken).await;
    ann.network(false, None).await;
    is_said_once(&ann, "With the plans.").await;
    sent(&ann, &["one.bin", "two.bin"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_network_an_upload_pauses_and_goes_on_by_itself_where_it_was() {
    let gateway = shared().await;
    let (_host, _, ann) = somebody(gateway).await;
    ann.network(false, Some(700_000)).await;
    drop_in_room(&ann, &[("large.bin", 12 * MIB)]).await;
    let halfway = "return parseFloat(document.querySelector('.tray-ring')?.style.getPropertyValue('--part') || 0) > 0.4;";
    ann.until("more than a piece is on its way", halfway).await;
    ann.network(true, Some(700_000)).await;
    tray_reads(&ann, &["large.bin paused"]).await;
    ann.reads(".tray-state", "Waiting for the connection").await;
    ann.type_into("textarea#body", &format!("It is large.{SEND}")).await;
    ann.reads(".pending-message .delivery", "Waiting for 1 file").await;
    ann.network(false, None).await;
    is_said_once(&ann, "It is large.").await;
    sent(&ann, &["large.bin"]).await;
    let whole = "const link = document.querySelector('.file-get');
        fetch(link.href).then((answer) => answer.arrayBuffer()).then((bytes) => (window.got = new Uint8Array(bytes)));
        return null;";
    ann.js(whole).await;
    let same =
        format!("return window.got?.length === {} && window.got.every((byte) => byte === 97);", 12 * MIB);
    ann.until("it is the same", &same).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_reload_the_words_are_there_and_it_says_which_files_to_choose_again() {
    let gateway = shared().await;
    let (_host, slug, ann) = somebody(gateway).await;
    drop_in_room(&ann, &[("small.txt", 10)]).await;
    tray_reads(&ann, &["small.txt done"]).await;
    ann.network(false, Some(200_000)).await;
    drop_in_room(&ann, &[("large.bin", 5 * MIB)]).await;
    tray_reads(&ann, &["small.txt done", "large.bin sending"]).await;
    ann.type_into("textarea#body", "My words").await;
    ann.until("they are kept", "return Object.values(localStorage).some((one) => one.includes('My words'));")
        .await;
    let again = |browser: &Browser| {
        let browser = browser.driver.clone();
        async move { browser.refresh().await.expect("a page") }
    };
    again(&ann).await;
    ann.network(false, None).await;
    tray_reads(&ann, &["small.txt done", "large.bin lost"]).await;
    ann.reads(".tray-state", "Choose this file again").await;
    assert_eq!(ann.js("return document.querySelector('textarea#body').value;").await, "My words");

    // Not to be sent without it, and known when it comes by whatever way.
    ann.type_into("textarea#body", SEND).await;
    ann.reads(".tray-note", "aren’t uploaded").await;
    ann.network(false, Some(200_000)).await;
    drop_in_room(&ann, &[("large.bin", 5 * MIB)]).await;
    tray_reads(&ann, &["small.txt done", "large.bin sending"]).await;
    ann.type_into("textarea#body", SEND).await;
    ann.reads(".pending-message .delivery", "Waiting for 1 file").await;

    // In the outbox, too: it says so, and gives them back to be edited.
    again(&ann).await;
    ann.network(false, None).await;
    ann.reads(".pending-message .delivery", "Choose again: large.bin").await;
    ann.click(".pending-message [data-do=edit]").await;
    tray_reads(&ann, &["small.txt done", "large.bin lost"]).await;
    assert_eq!(ann.js("return document.querySelector('textarea#body').value;").await, "My words");
    drop_in_room(&ann, &[("large.bin", 5 * MIB)]).await;
    tray_reads(&ann, &["small.txt done", "large.bin done"]).await;
    // Another room, and back: nothing of it is gone.
    enter(&ann, gateway, "general").await;
    ann.click(&format!(".side a[href=\"/r/{slug}\"]")).await;
    tray_reads(&ann, &["small.txt done", "large.bin done"]).await;
    ann.type_into("textarea#body", SEND).await;
    is_said_once(&ann, "My words").await;
    sent(&ann, &["small.txt", "large.bin"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_sent_is_said_at_once_and_the_rest_stays() {
    let gateway = shared().await;
    let (_host, _, ann) = somebody(gateway).await;
    drop_in_room(&ann, &[("empty.txt", 0), ("good.txt", 3)]).await;
    tray_reads(&ann, &["empty.txt failed", "good.txt done"]).await;
    ann.reads(".tray-state", "This file is empty").await;
    ann.type_into("textarea#body", &format!("words{SEND}")).await;
    ann.reads(".tray-note", "aren’t uploaded").await;
    let focused = "return document.activeElement?.matches('.tray-file:first-child .tray-retry');";
    ann.until("the keyboard is led there", focused).await;
    // Nothing of 101 MB is sent before it is refused.
    let large = "const file = new File([], 'film.mp4'); Object.defineProperty(file, 'size', { value: 101 * 2 ** 20 });
        const list = { types: ['Files'], files: [file] };
        const event = new DragEvent('drop', { bubbles: true, cancelable: true });
        Object.defineProperty(event, 'dataTransfer', { value: list });
        document.querySelector('main .messages').dispatchEvent(event);
        return null;";
    ann.js(large).await;
    ann.reads(".tray-state", "Files can be up to 100 MB").await;
    let many: Vec<String> = (0..9).map(|n| format!("{n}.txt")).collect();
    let many: Vec<(&str, usize)> = many.iter().map(|name| (name.as_str(), 1)).collect();
    drop_in_room(&ann, &many).await;
    ann.reads(".tray-note", "up to 10 files. Not added: 7.txt, 8.txt").await;
    ann.click(".tray-file:first-child .tray-remove").await;
    ann.click(".tray-file:nth-child(2) .tray-remove").await;
    ann.until(
        "eight are there",
        "return document.querySelectorAll('.tray-file[data-state=done]').length === 8;",
    )
    .await;
    ann.type_into("textarea#body", SEND).await;
    is_said_once(&ann, "words").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_thread_and_in_a_direct_conversation_files_go_where_they_are_dropped() {
    let gateway = shared().await;
    let (_host, slug, ann) = somebody(gateway).await;
    let bob = name("bob");
    let _bob = Person::register(gateway, &bob).await;
    say(&ann, "Who brings the lights?").await;
    is_said_once(&ann, "Who brings the lights?").await;
    let focus = "const row = [...document.querySelectorAll('main .messages > .message')].at(-1);
        row.tabIndex = 0;
        row.focus();
        return null;";
    ann.js(focus).await;
    ann.keys("t").await;
    ann.find(".thread textarea").await;
    drop_on(&ann, ".thread .scroller", &[("lights.txt", 4)]).await;
    ann.reads(".thread .tray-file", "lights.txt").await;
    ann.type_into(".thread textarea", &format!("I do.{SEND}")).await;
    ann.reads(".thread .messages .message", "I do.").await;
    ann.reads(".thread .messages .file-name", "lights.txt").await;
    assert_eq!(ann.js("return document.querySelectorAll('main .tray').length;").await, 0);

    ann.goto(gateway, &format!("/u/{bob}")).await;
    ann.click("main form[action='/d'] button").await;
    ann.until("the conversation", "return location.pathname.startsWith('/d/');").await;
    is_here(&ann).await;
    drop_in_room(&ann, &[("for bob.txt", 4)]).await;
    tray_reads(&ann, &["for bob.txt done"]).await;
    ann.type_into("textarea#body", SEND).await;
    sent(&ann, &["for bob.txt"]).await;
    assert!(!slug.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_phone_the_camera_is_offered_and_everything_has_a_name_and_room() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann = with_axe().await;
    ann.register(gateway, &name("ann")).await;
    ann.on_a_phone().await;
    ann.by_touch().await;
    enter(&ann, gateway, &slug).await;
    ann.tap(".attach").await;
    ann.find(".attach-menu:popover-open").await;
    let camera = "const [camera, files] = document.querySelectorAll('.attach-menu input');
        return camera.getAttribute('capture') === 'environment' && camera.accept === 'image/*' && files.multiple;";
    assert_eq!(ann.js(camera).await, true);
    assert_eq!(faults(&ann).await, Vec::<String>::new());
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("photo.png");
    std::fs::write(&path, b"\x89PNG\r\n\x1a\n").expect("written");
    let camera = ann.find(".attach-menu label:first-of-type input").await;
    camera.send_keys(path.to_str().expect("a path")).await.expect("taken");
    tray_reads(&ann, &["photo.png done"]).await;
    drop_in_room(
        &ann,
        &[("a very long name of a file that nobody would want to read on a phone.txt", 9), ("empty.txt", 0)],
    )
    .await;
    ann.reads(".tray-state", "This file is empty").await;
    assert_eq!(faults(&ann).await, Vec::<String>::new());
    let fits = "return document.documentElement.scrollWidth <= innerWidth
        && [...document.querySelectorAll('.tray-file')].every((row) => row.scrollWidth <= row.clientWidth);";
    assert_eq!(ann.js(fits).await, true);
}
