//! A page that is left open through a long evening stays as small as it was, and lets its reader read.

use e2e::{Browser, Person, flood};

use crate::fixture::{enter, make_room, name, shared, somebody_in};

/// As many rows as `static/js/models/message_window.js` lets stay.
const MOST: i64 = 120;
/// As many nodes as the page may have of it, text and all.
const MOST_NODES: i64 = 2_500;

const ROWS: &str = "return document.querySelectorAll('.messages > [data-seq]').length;";
const IN_ORDER: &str =
    "const seqs = [...document.querySelectorAll('.messages > [data-seq]')].map((row) => Number(row.dataset.seq));
     return seqs.every((seq, n) => n === 0 || seqs[n - 1] < seq);";

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_messages_later_the_page_holds_a_few_hundred_and_the_reader_was_not_moved() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    for line in 0..60 {
        host.post_message(&slug, &format!("line {line}")).await;
    }
    let ann = Browser::open().await;
    flood::watch(&ann).await;
    ann.register(gateway, &name("ann")).await;
    enter(&ann, gateway, &slug).await;

    // At the end, the end is followed.
    flood::pour(&ann, 5_000).await;
    let at_the_end = "const scroller = document.querySelector('.scroller');
        const last = [...document.querySelectorAll('.messages > .message')].at(-1);
        return Math.abs(scroller.scrollTop) < 2 && last.dataset.seq === document.querySelector('hub-timeline').dataset.head;";
    ann.until("the end is in view", at_the_end).await;
    let rows = ann.js(ROWS).await.as_i64().expect("a number");
    assert!(rows <= MOST, "{rows} rows");

    let nodes = ann.js("return window.mostNodes;").await.as_i64().expect("a number");
    assert!(nodes <= MOST_NODES, "{nodes} nodes");

    // Further up, what is read stays where it is, and is still there in the end.
    ann.js("document.querySelector('.scroller').scrollTop = -1500; return null;").await;
    ann.until("no longer at the end", "return !document.querySelector('.jump').hidden;").await;
    ann.js("const top = document.querySelector('.scroller').getBoundingClientRect().top;
        window.read = [...document.querySelectorAll('.messages > .message')].find((row) => row.getBoundingClientRect().top > top);
        window.stood = window.read.getBoundingClientRect().top; window.shifts.length = 0; return null;")
        .await;
    flood::pour(&ann, 5_000).await;
    let moved = "return window.read.isConnected ? Math.abs(window.read.getBoundingClientRect().top - window.stood) : null;";
    let moved = ann.js(moved).await.as_f64().expect("it is there");
    assert!(moved <= 1.0, "what was read moved by {moved} px");
    let shifted = ann.js("return window.shifts.reduce((sum, one) => sum + one, 0);").await;
    assert!(shifted.as_f64().is_some_and(|shift| shift < 0.02), "the layout shifted by {shifted}");
    let rows = ann.js(ROWS).await.as_i64().expect("a number");
    assert!(rows <= MOST, "{rows} rows");
    assert_eq!(ann.js(IN_ORDER).await, true);
    ann.reads(".jump", "5,000").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_would_fill_screens_shows_its_beginning_until_it_is_asked_for() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    host.post_message(&slug, &"as long as it gets ".repeat(800)).await;
    host.post_message(&slug, "and a short one").await;
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    let place = "const row = document.querySelector('.message.long'), body = row.querySelector('.body');
        const lines = body.offsetHeight / parseFloat(getComputedStyle(body).lineHeight);
        return [Math.round(lines), Math.round(row.getBoundingClientRect().top)];";
    let [lines, top] = read(&ann, place).await;
    assert_eq!(lines, 25, "folded");
    ann.js("document.querySelector('.message.long > .more').focus(); return null;").await;
    ann.keys("\u{e007}").await;
    ann.reads(".message.long > .more", "Show less").await;
    let [lines, now] = read(&ann, place).await;
    assert!(lines > 100, "all {lines} lines");
    assert!((top - now).abs() <= 1, "its beginning stays: {top}, {now}");
    ann.keys("\u{e007}").await;
    ann.reads(".message.long > .more", "Show more").await;
    let [lines, _] = read(&ann, place).await;
    assert_eq!(lines, 25);

    // Where all of it fits nothing is asked.
    host.post_message(&slug, &"word ".repeat(210)).await;
    ann.until("it is there", "return document.querySelectorAll('.message.long').length === 2;").await;
    let more =
        "const more = [...document.querySelectorAll('.message > .more')].at(-1).getBoundingClientRect();
        const row = [...document.querySelectorAll('.message.long')].at(-1).getBoundingClientRect();
        return more.top >= row.bottom;";
    assert_eq!(ann.js(more).await, true, "out of sight, beyond its row");
}

async fn read(browser: &Browser, script: &str) -> [i64; 2] {
    serde_json::from_value(browser.js(script).await).expect("two numbers")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_left_open_over_midnight_calls_the_day_by_its_name() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    host.post_message(&slug, "before midnight").await;
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    ann.reads(".divider.day", "Today").await;
    // A day goes by, and the page is looked at again.
    let later = "const now = Date.now; Date.now = () => now.call(Date) + 86_400_000;
        document.dispatchEvent(new Event('visibilitychange')); return null;";
    ann.js(later).await;
    ann.reads(".divider.day", "Yesterday").await;
}
