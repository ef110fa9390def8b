//! What is unread is counted and marked; history comes without moving what is being read.

use std::time::Duration;

use e2e::{Browser, DEADLINE, Person, flood};
use futures_util::future::join_all;
use proto::Nonce;
use tokio::time::{sleep, timeout};

use crate::fixture::{enter, is_said_once, make_room, name, say, shared, somebody_in};

#[tokio::test(flavor = "multi_thread")]
async fn unread_messages_are_counted_in_list_and_title_and_begin_below_a_line() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let (slug, other) = (make_room(&host).await, make_room(&host).await);
    let ann = somebody_in(gateway, &name("ann"), &other).await;
    enter(&ann, gateway, &slug).await;
    say(&ann, "I was here.").await;
    is_said_once(&ann, "I was here.").await;
    ann.click(&format!(".side .room-link[href='/r/{other}']")).await;
    ann.reads("h1", &other).await;
    for words in ["first news", "second news"] {
        host.post_message(&slug, words).await;
    }
    ann.reads(&format!(".side .room-link[href='/r/{slug}'] .count"), "2").await;
    ann.until("the title counts", "return document.title.startsWith('(2) ');").await;
    ann.click(&format!(".side .room-link[href='/r/{slug}']")).await;
    ann.reads(".messages", "second news").await;
    let below = "const line = document.querySelector('.divider.new');
        return line?.nextElementSibling?.innerText.includes('first news') ?? false;";
    ann.until("the line stands above the first of them", below).await;
    ann.until("they are read", "return !document.title.startsWith('(');").await;
    // Read is read, after a reload too, and in the database before it: the count of the page is the server's.
    let read = format!(
        "const link = document.querySelector(\".side .room-link[href='/r/{slug}']\"); return link.querySelector('.count').hidden;"
    );
    ann.until("no count", &read).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_with_more_unread_than_its_page_shows_opens_where_reading_stopped() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    say(&ann, "I was here.").await;
    is_said_once(&ann, "I was here.").await;
    ann.goto(gateway, "/rooms").await;
    for n in 0..70 {
        patiently(&host, &slug, &format!("later {n}")).await;
    }
    ann.goto(gateway, &format!("/r/{slug}")).await;
    let landed =
        "const line = document.querySelector('.divider.new'), view = document.querySelector('.scroller');
        return (line?.previousElementSibling?.innerText.includes('I was here.') ?? false)
            && line.nextElementSibling.innerText.includes('later 0')
            && line.getBoundingClientRect().top > view.getBoundingClientRect().top
            && line.getBoundingClientRect().bottom < view.getBoundingClientRect().bottom;";
    ann.until("the line stands in view below the last that was read", landed).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn older_messages_come_while_scrolling_and_nothing_jumps() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let texts: Vec<String> = (0..160).map(|n| vec!["a line"; 1 + n % 4].join("\n")).collect();
    for some in texts.chunks(10) {
        join_all(some.iter().map(|text| patiently(&host, &slug, text))).await;
    }
    let ann = Browser::open().await;
    flood::watch(&ann).await;
    ann.register(gateway, &name("ann")).await;
    enter(&ann, gateway, &slug).await;
    ann.until("at the end", "return Math.abs(document.querySelector('.scroller').scrollTop) < 2;").await;
    // A finger moves the page by 37 px at a time; every row that is there before and after must move by exactly that.
    let scroll = "const scroller = document.querySelector('.scroller');
        window.jumps = []; window.frames = 0; window.shifts.length = 0; window.seen = new Set();
        const after = (frames, then) => requestAnimationFrame(() => frames > 1 ? after(frames - 1, then) : then());
        const step = () => {
          const row = [...document.querySelectorAll('.messages > [data-seq]')].find((row) => row.getBoundingClientRect().bottom > scroller.getBoundingClientRect().top + 60);
          const before = row.getBoundingClientRect().top, from = scroller.scrollTop;
          scroller.scrollTop -= 37;
          const moved = from - scroller.scrollTop;
          after(4, () => {
            const jump = row.getBoundingClientRect().top - before - moved;
            if (row.isConnected && Math.abs(jump) > 1) window.jumps.push(jump);
            window.frames += 1;
            for (const row of document.querySelectorAll('.messages .message')) window.seen.add(row.dataset.seq);
            if (!document.querySelector('.start').hidden && document.querySelector('.start').getBoundingClientRect().bottom > 0) window.arrived = true;
            else step();
          });
        };
        step(); return null;";
    ann.js(scroll).await;
    ann.until("the very start", "return window.arrived === true;").await;
    assert_eq!(ann.js("return window.jumps;").await, serde_json::json!([]));
    let shifted = ann.js("return window.shifts.reduce((sum, one) => sum + one, 0);").await;
    assert!(shifted.as_f64().is_some_and(|shift| shift < 0.05), "the layout shifted by {shifted}");
    let order = "const seqs = [...document.querySelectorAll('.messages .message')].map((row) => Number(row.dataset.seq));
        return seqs.every((seq, n) => n === 0 || seqs[n - 1] < seq) && window.seen.size;";
    assert_eq!(ann.js(order).await, 160, "each of them, once and in order");
    // What was left behind comes again on the way back.
    ann.click(".jump").await;
    let latest = "return document.querySelector('.jump').hidden && document.querySelector('hub-timeline').dataset.after === 'no';";
    ann.until("the latest is there again", latest).await;
}

/// Says it, as often as it takes: nobody may talk this fast. One nonce, for the page after the form may be what is
/// refused when the words are in the log already.
async fn patiently(person: &Person, slug: &str, text: &str) {
    let (path, nonce) = (format!("/r/{slug}/messages"), Nonce::new().to_string());
    let saying = async {
        while !person.post(&path, &[("body", text), ("nonce", &nonce)]).await.status.is_success() {
            sleep(Duration::from_millis(200)).await;
        }
    };
    timeout(DEADLINE, saying).await.expect("said in time");
}
