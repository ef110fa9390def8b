//! A page that is left open through a long evening stays as small as it was, and lets its reader read.

use e2e::{Browser, Person, flood};

use crate::fixture::{enter, make_room, name, shared};

/// As many rows as `static/js/models/message_window.js` lets stay.
const MOST: i64 = 320;

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
