//! Words are formatted by buttons, and seen as their message before it is sent.

use e2e::{Browser, Person};

use crate::fixture::{enter, make_room, name, shared, somebody_in};

const LEFT: &str = "\u{e012}";
const RIGHT: &str = "\u{e014}";
const ESCAPE: &str = "\u{e00c}";

/// Selects some of what is typed.
async fn select(browser: &Browser, from: usize, to: usize) {
    browser.js(&format!("const box = document.querySelector('#body'); box.focus(); box.setSelectionRange({from}, {to}); return null;")).await;
}

async fn is_typed(browser: &Browser, words: &str) {
    let script = format!("return document.querySelector('#body').value === {};", e2e::quoted(words));
    browser.until(&format!("{words:?} is typed"), &script).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn buttons_format_words_name_their_keys_and_are_there_until_they_are_put_away() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    let none = "return performance.getEntriesByType('resource').some(({ name }) => /formatting.(row|css)|\\/formatting$/.test(name));";
    assert_eq!(ann.js(none).await, false, "nothing of it comes before it is asked for");
    ann.click(".composer .format").await;
    ann.find(".composer .formatting").await;
    let title = "return document.querySelector('[data-format=bold]').title;";
    assert_eq!(ann.js(title).await, "Bold · Ctrl B");

    ann.type_into("#body", "tea at five").await;
    select(&ann, 0, 3).await;
    ann.click("[data-format=bold]").await;
    is_typed(&ann, "**tea** at five").await;
    select(&ann, 11, 15).await;
    ann.click("[data-format=spoiler]").await;
    is_typed(&ann, "**tea** at ||five||").await;
    ann.click("[data-format=quote]").await;
    is_typed(&ann, "> **tea** at ||five||").await;
    ann.chord('\u{e009}', "z").await;
    is_typed(&ann, "**tea** at ||five||").await;
    ann.keys("\u{e007}").await;
    ann.find(".messages .message strong").await;
    is_typed(&ann, "").await;

    // One stop for the Tab key, and arrows from there.
    ann.js("document.querySelector('[data-format][tabindex=\"0\"]').focus(); return null;").await;
    let here = "return document.activeElement.dataset.format;";
    let stops = "return document.querySelectorAll('.formatting [tabindex=\"0\"]').length;";
    ann.keys(RIGHT).await;
    assert_eq!((ann.js(here).await, ann.js(stops).await), ("list".into(), 1.into()));
    ann.keys(format!("{LEFT}{LEFT}")).await;
    assert_eq!(ann.js(here).await, "link-words");

    ann.goto(gateway, &format!("/r/{slug}?again")).await;
    ann.find(".composer .formatting").await;
    ann.click(".composer .format").await;
    ann.until("it is put away", "return !document.querySelector('.formatting');").await;
    ann.goto(gateway, &format!("/r/{slug}?once-more")).await;
    enter(&ann, gateway, &slug).await;
    assert_eq!(ann.js("return document.querySelector('.formatting') === null;").await, true, "it stays away");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_its_edit_and_a_reply_in_a_thread_are_seen_before_they_are_sent() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    ann.type_into("#body", "**tea** ||five||").await;
    ann.click(".composer .format").await;
    ann.click(".composer [data-format=preview]").await;
    ann.reads(".composer .preview .body strong", "tea").await;
    let hidden = "return document.querySelector('#body').hidden && document.querySelectorAll('.messages .message').length === 0;";
    assert_eq!(ann.js(hidden).await, true, "in the place of the words, and nothing is said");
    ann.click(".composer .preview .spoiler").await;
    ann.until(
        "hidden words can be read",
        "return document.querySelector('.preview .spoiler input').checked;",
    )
    .await;
    ann.click("[data-format=preview]").await;
    ann.until(
        "the words are back",
        "return !document.querySelector('#body').hidden && !document.querySelector('.preview');",
    )
    .await;
    ann.click("[data-format=preview]").await;
    ann.find(".composer .preview .body").await;
    ann.keys(ESCAPE).await;
    ann.until(
        "by a key too",
        "return document.activeElement.id === 'body' && !document.querySelector('.preview');",
    )
    .await;
    ann.click("[data-format=preview]").await;
    ann.find(".composer .preview .body").await;
    ann.click(".composer .send").await;
    ann.find(".messages .message strong").await;
    is_typed(&ann, "").await;

    ann.type_into("#body", "/topic Coffee").await;
    ann.click("[data-format=preview]").await;
    ann.reads(".composer .preview", "a command, not a message").await;
    ann.click("[data-format=preview]").await;
    ann.js("document.querySelector('#body').value = ''; return null;").await;

    // The row comes along to what is edited.
    ann.js("document.querySelector('#body').focus(); return null;").await;
    ann.keys("\u{e013}").await;
    ann.find(".edit-form .formatting").await;
    ann.type_into(".edit-form textarea", " *now*").await;
    ann.click(".edit-form [data-format=preview]").await;
    ann.reads(".edit-form .preview em", "now").await;
    ann.click(".edit-form .primary").await;
    ann.reads(".messages .message .edited", "edited").await;
    ann.reads(".messages .message .body em", "now").await;

    ann.js("location.assign(document.querySelector('.messages .message').dataset.seq.replace(/^/, document.querySelector('hub-timeline').dataset.address + '/t/')); return null;").await;
    ann.find("#thread-body").await;
    ann.type_into("#thread-body", "in *time*").await;
    ann.click(".thread-form [data-format=preview]").await;
    ann.reads(".thread-form .preview em", "time").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_script_the_preview_is_a_page_that_goes_on_with_the_words() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    ann.without_scripts().await;
    ann.goto(gateway, &format!("/r/{slug}?plain")).await;
    ann.type_into("#body", "**tea**").await;
    ann.click(".composer noscript button").await;
    ann.find(".preview strong").await;
    ann.type_into("#preview-body", "\u{e010} at five").await;
    ann.click(".edit-form .primary").await;
    ann.reads(".messages .message .body", "tea at five").await;
}
