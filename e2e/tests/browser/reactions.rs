//! Reactions as people give them: a press, the keyboard, a finger; for everyone at once, over two gateways, and after a sleep.

use std::time::Duration;

use e2e::{Browser, Cluster, Person, Who, quoted};
use futures_util::future::join_all;
use reqwest::StatusCode;

use crate::PROGRAM;
use crate::fixture::{is_said_once, make_room, name, say, shared, somebody_in};

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const DOWN: &str = "\u{e015}";
const RIGHT: &str = "\u{e014}";

/// What stands under the last message: each reaction, how many, and whether it is one's own.
async fn stands(browser: &Browser, expected: &str) {
    let script = format!(
        "const row = [...document.querySelectorAll('.messages > .message')].at(-1);
         const chips = [...row.querySelectorAll(':scope > .reactions > button')].map((chip) =>
            chip.querySelector('.emoji').textContent + chip.querySelector('.reaction-count').textContent +
            (chip.getAttribute('aria-pressed') === 'true' ? '*' : ''));
         return chips.join(' ') === {};",
        quoted(expected)
    );
    browser.until(&format!("{expected:?} stands under the message"), &script).await;
}

/// The keyboard is at the last message.
async fn at_the_last(browser: &Browser) {
    browser
        .js("const row = [...document.querySelectorAll('.messages > .message')].at(-1); row.tabIndex = 0; row.focus();")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reaction_is_seen_by_everyone_over_two_gateways_and_taken_back() {
    let cluster = Cluster::start_with(PROGRAM, 2, 1, 1, &[]).await;
    let host = Person::register(cluster.address(0), &name("host")).await;
    let slug = make_room(&host).await;
    let (ann_name, bob_name) = (name("ann"), name("bob"));
    let (ann, bob) = tokio::join!(
        somebody_in(cluster.address(0), &ann_name, &slug),
        somebody_in(cluster.address(1), &bob_name, &slug)
    );
    say(&ann, "tea?").await;
    is_said_once(&bob, "tea?").await;

    at_the_last(&bob).await;
    bob.keys("+").await;
    bob.find(".picker input").await;
    bob.keys("thumbs up").await;
    bob.until("it is found", "return document.querySelector('.picker .emoji-button')?.value === '👍';").await;
    bob.keys(ENTER).await;
    stands(&bob, "👍1*").await;
    stands(&ann, "👍1").await;
    ann.click(".messages .reaction").await;
    stands(&ann, "👍2*").await;
    stands(&bob, "👍2*").await;
    bob.click(".messages .reaction").await;
    stands(&ann, "👍1*").await;
    stands(&bob, "👍1").await;

    // A word, which no emoji is called.
    at_the_last(&ann).await;
    ann.keys("+").await;
    ann.find(".picker input").await;
    ann.keys("brb soon").await;
    ann.find(".picker .word-button").await;
    ann.keys(ENTER).await;
    stands(&bob, "👍1 brb soon1").await;

    // Edited, it keeps them and whose they are.
    ann.type_into("textarea#body", "\u{e013}").await;
    ann.find(".messages .edit-form textarea").await;
    ann.keys(format!(" or cake?{ENTER}")).await;
    is_said_once(&bob, "tea? or cake?").await;
    stands(&ann, "👍1* brb soon1*").await;
    stands(&bob, "👍1 brb soon1").await;
    ann.driver.refresh().await.expect("reloaded");
    stands(&ann, "👍1* brb soon1*").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_grid_of_emoji_is_walked_by_keys_and_knows_what_was_used() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    say(&ann, "tea?").await;
    is_said_once(&ann, "tea?").await;
    let asked = "return performance.getEntriesByType('resource').some((one) => one.name.includes('emoji.json') || one.name.includes('picker'));";
    assert_eq!(ann.js(asked).await, false, "it is fetched when it is first wanted");
    at_the_last(&ann).await;
    ann.keys("+").await;
    ann.find(".picker input").await;
    ann.keys(format!("{DOWN}{DOWN}{RIGHT}")).await;
    let second = "const [, smileys] = document.querySelectorAll('.picker .emoji-grid');
        return document.activeElement === smileys.children[1];";
    ann.until("the second of the first group has the focus", second).await;
    ann.keys(ESCAPE).await;
    ann.until(
        "it is closed, and the message has the focus",
        "return !document.querySelector('.picker') && document.activeElement.matches('.message');",
    )
    .await;
    ann.keys("+").await;
    ann.find(".picker input").await;
    ann.click(".picker-tone").await;
    ann.click(".picker [data-group=people] .emoji-button").await;
    stands(&ann, "👋1*").await;
    // With the tone that was chosen, in one's own quick row, and taken back by it.
    at_the_last(&ann).await;
    let quick = "const [first] = document.querySelectorAll('.tools .quick');
        return first?.textContent === '👋🏻' && first.getAttribute('aria-pressed') === 'true';";
    for css in ["textarea#body", ".messages > .message .body"] {
        let there = ann.find(css).await;
        ann.driver.action_chain().move_to_element_center(&there).perform().await.expect("pointed at");
    }
    ann.until("it is in the quick row", quick).await;
    ann.js("document.querySelector('.tools .quick').click();").await;
    stands(&ann, "").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pointer_or_the_keyboard_at_a_reaction_shows_who_reacted() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    say(&ann, "tea?").await;
    is_said_once(&ann, "tea?").await;
    let seq = ann.js("return document.querySelector('.messages .message').dataset.seq;").await;
    host.post(&format!("/r/{slug}/m/{}/react", seq.as_str().expect("a seq")), &[("reaction", "🎉")]).await;
    stands(&ann, "🎉1").await;
    ann.click(".messages .reaction").await;
    stands(&ann, "🎉2*").await;
    let gone = "return !document.querySelector('.who-reacted');";
    for css in ["textarea#body", ".messages .reaction"] {
        let there = ann.find(css).await;
        ann.driver.action_chain().move_to_element_center(&there).perform().await.expect("pointed at");
    }
    ann.reads(".who-reacted", "You and ").await;
    ann.driver.action_chain().move_to(5, 5).perform().await.expect("pointed elsewhere");
    ann.until("it is gone with the pointer", gone).await;
    ann.js("document.activeElement.blur(); document.querySelector('.messages .reaction').focus({ focusVisible: true });").await;
    ann.reads(".who-reacted", "reacted with 🎉").await;
    ann.keys(ESCAPE).await;
    ann.until("it is gone by Escape", gone).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reactions_move_nothing_that_is_read() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    for line in 0..40 {
        host.post_message(&slug, &format!("line {line}")).await;
    }
    is_said_once(&ann, "line 39").await;
    // In the middle, with messages above and below.
    ann.js("const view = document.querySelector('.scroller'); view.scrollTop = -view.clientHeight / 2;")
        .await;
    let read = "const view = document.querySelector('.scroller').getBoundingClientRect();
        const rows = [...document.querySelectorAll('.messages > .message')];
        const first = rows.find((row) => row.getBoundingClientRect().top > view.top + 40);
        return [first.dataset.seq, first.getBoundingClientRect().top, rows.findIndex((row) => row === first)];";
    let before = ann.js(read).await;
    let above = ann
        .js("const view = document.querySelector('.scroller').getBoundingClientRect();
             const row = [...document.querySelectorAll('.messages > .message')].findLast((row) => row.getBoundingClientRect().bottom < view.top);
             return row.dataset.seq;")
        .await;
    host.post(&format!("/r/{slug}/m/{}/react", above.as_str().expect("a seq")), &[("reaction", "🎉")]).await;
    let there = format!(
        "return Boolean(document.querySelector('#m-{} > .reactions'));",
        above.as_str().expect("a seq")
    );
    ann.until("the reaction above is there", &there).await;
    assert_eq!(ann.js(read).await, before, "what is read stands where it stood");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_slept_through_hundreds_of_reactions_sees_how_they_stand_and_loses_nothing() {
    let mut cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let host = Person::register(there, "host").await;
    let slug = make_room(&host).await;
    let ann = somebody_in(here, "ann", &slug).await;
    say(&ann, "tea?").await;
    is_said_once(&ann, "tea?").await;
    let seq = ann.js("return document.querySelector('.messages .message').dataset.seq;").await;
    let (press, path) = (format!("{} 👍", seq.as_str().expect("a seq")), format!("/r/{slug}/reactions"));
    let others = [Person::register(there, "tom").await, Person::register(there, "eve").await, host];
    for other in &others {
        other.post(&format!("/r/{slug}/join"), &[]).await;
    }
    stands(&ann, "").await;
    let pages = "window.pages = 0; const { send } = WebSocket.prototype;
        WebSocket.prototype.send = function (text) { if (text.includes('\"page\"')) window.pages++; return send.call(this, text); };";
    ann.js(pages).await;
    cluster.kill(Who::Gateway(0)).await;
    ann.reads("hub-status", "onnecting").await;
    let reacting = others.iter().map(async |other| {
        for n in 0..71 {
            let form = [(if n % 2 == 0 { "react" } else { "unreact" }, press.as_str())];
            // As fast as anybody may.
            while other.post(&path, &form).await.status == StatusCode::TOO_MANY_REQUESTS {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    });
    join_all(reacting).await;
    others[0].post_message(&slug, "meanwhile").await;
    cluster.restart(Who::Gateway(0)).await;
    is_said_once(&ann, "meanwhile").await;
    let under = "const chip = document.querySelector('.messages .reactions > button');
        return chip?.querySelector('.reaction-count').textContent === '3' && chip.getAttribute('aria-pressed') === 'false';";
    ann.until("it stands as it is", under).await;
    assert_eq!(ann.js("return window.pages;").await, 0, "no page was taken");
    ann.click(".messages .reactions > button").await;
    let mine = "return document.querySelector('.messages .reactions > [aria-pressed=true] .reaction-count')?.textContent === '4';";
    ann.until("she is live again", mine).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emoji_that_was_just_added_is_chosen_from_the_picker_without_a_reload() {
    let cluster = Cluster::start_with(PROGRAM, 2, 1, 1, &[]).await;
    let admin = Browser::open().await;
    admin.register(cluster.address(0), "admin").await;
    let ann = Browser::open().await;
    ann.register(cluster.address(1), "ann").await;
    ann.goto(cluster.address(1), "/r/general").await;
    say(&ann, "tea?").await;
    is_said_once(&ann, "tea?").await;
    ann.js("window.isTheSamePage = true; return null;").await;

    admin.goto(cluster.address(0), "/admin/emoji").await;
    let choose = "return (async () => {
        const canvas = new OffscreenCanvas(64, 64);
        canvas.getContext('2d').fillRect(0, 0, 64, 64);
        const chosen = new DataTransfer();
        chosen.items.add(new File([await canvas.convertToBlob()], 'cat.png', { type: 'image/png' }));
        document.querySelector('#picture').files = chosen.files;
        document.querySelector('#name').value = 'party_cat';
        document.querySelector('form[enctype]').requestSubmit();
    })();";
    admin.js(choose).await;
    admin.reads(".notice", "Emoji added.").await;
    admin.goto(cluster.address(0), "/r/general").await;
    is_said_once(&admin, "tea?").await;

    // The other gateway hears of it within seconds; the picker asks each time it is opened.
    let listed = "return fetch('/emoji/list').then((answer) => answer.text()).then((text) => text.includes('party_cat'));";
    ann.until("it is known at the other gateway", listed).await;
    at_the_last(&ann).await;
    ann.keys("+").await;
    ann.find(".picker input").await;
    ann.click(".picker [data-group=custom] .emoji-button").await;
    let pictured = "const image = document.querySelector('.messages .reaction .emoji img.custom-emoji');
        return window.isTheSamePage !== false && image?.complete && image.naturalWidth === 64 && image.alt === ':party_cat:';";
    for browser in [&ann, &admin] {
        browser.until("the chip shows it", pictured).await;
    }
    ann.type_into("textarea#body", "with :part").await;
    ann.until("it is offered", "return document.querySelector('.suggestion img.custom-emoji') !== null;")
        .await;
    ann.keys(ENTER).await;
    ann.keys(ENTER).await;
    let said = "return document.querySelector('.messages .body img.custom-emoji')?.alt === ':party_cat:';";
    for browser in [&ann, &admin] {
        browser.until("it is in the message", said).await;
    }
}
