//! Messages are answered: over two gateways, each reply shows what it answers as that stands, and leads there and back.

use e2e::{Browser, Cluster, Person, quoted};

use crate::PROGRAM;
use crate::fixture::{enter, is_said_once, make_room, name, say, shared, somebody_in};

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const UP: &str = "\u{e013}";

/// Puts the focus on the message that says this.
async fn focus(browser: &Browser, words: &str) {
    let script = format!(
        "const body = [...document.querySelectorAll('.messages > .message > .body')].findLast((body) => body.innerText.trim() === {});
         const row = body?.closest('.message');
         if (!row) return false;
         row.tabIndex = 0;
         row.focus();
         return true;",
        quoted(words)
    );
    browser.until(&format!("{words:?} has the focus"), &script).await;
}

/// Waits until the reply with these words quotes that.
async fn quotes(browser: &Browser, words: &str, quote: &str) {
    let script = format!(
        "const body = [...document.querySelectorAll('.messages > .message > .body')].find((body) => body.innerText.trim() === {});
         return body?.closest('.message').querySelector('.quote-words')?.textContent.trim() === {};",
        quoted(words),
        quoted(quote)
    );
    browser.until(&format!("{words:?} quotes {quote:?}"), &script).await;
}

/// Waits until the message with this seq stands out, in view.
async fn stands_out(browser: &Browser, seq: &str) {
    let script = format!(
        "const row = document.querySelector('.message.chosen');
         if (row?.dataset.seq !== '{seq}') return false;
         const box = row.getBoundingClientRect(), view = document.querySelector('.scroller').getBoundingClientRect();
         return box.top >= view.top && box.bottom <= view.bottom;"
    );
    browser.until(&format!("{seq} is in view"), &script).await;
}

async fn seq_of(browser: &Browser, words: &str) -> String {
    let script = format!(
        "const body = [...document.querySelectorAll('.messages > .message > .body')].find((body) => body.innerText.trim() === {});
         return body.closest('.message').dataset.seq;",
        quoted(words)
    );
    browser.js(&script).await.as_str().expect("a seq").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_is_written_by_keys_and_shows_what_it_answers_for_everyone_as_that_changes() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let host = Person::register(here, &name("host")).await;
    let slug = make_room(&host).await;
    let (ann_name, bob_name) = (name("ann"), name("bob"));
    let (ann, bob) = tokio::join!(somebody_in(here, &ann_name, &slug), somebody_in(there, &bob_name, &slug));
    say(&ann, "Who has the key?").await;
    is_said_once(&bob, "Who has the key?").await;

    focus(&bob, "Who has the key?").await;
    bob.keys("r").await;
    bob.reads(".answering .quote-words", "Who has the key?").await;
    bob.reads(".answering .quote-author", &ann_name).await;
    bob.keys("I do").await;
    bob.until("it is kept", "return Object.values(localStorage).some((value) => value.includes('I do') && value.includes('answers'));").await;
    enter(&bob, there, &slug).await;
    bob.reads(".answering .quote-words", "Who has the key?").await;
    bob.type_into("textarea#body", ENTER).await;
    is_said_once(&bob, "I do").await;
    bob.until("nothing is answered any more", "return !document.querySelector('.answering');").await;
    quotes(&ann, "I do", "Who has the key?").await;
    quotes(&bob, "I do", "Who has the key?").await;

    // The next of his goes on under it: what it answers stands above its words, too.
    focus(&bob, "Who has the key?").await;
    bob.keys("r").await;
    bob.keys(format!("In my coat{ENTER}")).await;
    for browser in [&ann, &bob] {
        quotes(browser, "In my coat", "Who has the key?").await;
        browser
            .until(
                "quotes stand above",
                "const edge = (row, part, side) => row.querySelector(part).getBoundingClientRect()[side];
                 const rows = [...document.querySelectorAll('.messages .message:has(> .quote-line)')];
                 return rows.at(-1).matches('.grouped') && rows.every((row) => edge(row, '.quote-line', 'bottom') <= edge(row, '.body', 'top') + 1);",
            )
            .await;
    }

    ann.keys(UP).await;
    ann.until("the words are there", "return document.activeElement.matches('.edit-form textarea');").await;
    ann.keys(format!(" The spare one{ENTER}")).await;
    for browser in [&ann, &bob] {
        quotes(browser, "I do", "Who has the key? The spare one").await;
        browser
            .until("it says so", "return !document.querySelector('.messages .quote-edited').hidden;")
            .await;
    }

    // While he answers again, it is taken back: he is told, and keeps his words.
    focus(&bob, "Who has the key? The spare one").await;
    bob.keys("r").await;
    bob.keys("It is mine").await;
    let asked = seq_of(&ann, "Who has the key? The spare one").await;
    // What is hidden in it stays hidden where it is quoted.
    ann.keys(UP).await;
    ann.until("the words are there", "return document.activeElement.matches('.edit-form textarea');").await;
    ann.keys(format!(" ||for Tom||{ENTER}")).await;
    for browser in [&ann, &bob] {
        quotes(browser, "I do", "Who has the key? The spare one …").await;
    }
    bob.reads(".answering .quote-words", "Who has the key? The spare one …").await;
    let elsewhere = Person::log_in(here, &ann_name).await;
    let nonce = uuid::Uuid::new_v4().to_string();
    elsewhere.post(&format!("/r/{slug}/m/{asked}/delete"), &[("nonce", &nonce)]).await;
    for browser in [&ann, &bob] {
        quotes(browser, "I do", "This message was deleted.").await;
    }
    bob.reads(".answering .quote-words", "This message was deleted.").await;
    bob.keys(ENTER).await;
    bob.reads(".pending-message[data-state=failed] .words", "was deleted").await;
    bob.click(".pending-message [data-do=edit]").await;
    bob.reads(".answering .quote-author", &ann_name).await;
    bob.keys(ESCAPE).await;
    bob.until("it answers nothing", "return !document.querySelector('.answering');").await;
    bob.keys(ENTER).await;
    is_said_once(&ann, "It is mine").await;
    cluster.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_answered_is_reached_from_its_reply_and_one_comes_back() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    host.post_message(&slug, "Who has the key?").await;
    is_said_once(&ann, "Who has the key?").await;
    let asked = seq_of(&ann, "Who has the key?").await;
    // More than a page and what it fetches by itself, from two people, for one would be too fast.
    let eve = Person::register(gateway, &name("eve")).await;
    eve.post(&format!("/r/{slug}/join"), &[]).await;
    for line in 0..70 {
        host.post_message(&slug, &format!("line {line}")).await;
        eve.post_message(&slug, &format!("and {line}")).await;
    }
    let nonce = uuid::Uuid::new_v4().to_string();
    host.post(&format!("/r/{slug}/m/{asked}/reply"), &[("body", "I do"), ("nonce", &nonce)]).await;
    // She comes to the reply by its address: it is the last that happened.
    let page = host.get(&format!("/r/{slug}")).await.text;
    let last = page
        .split("data-head=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("where the room stands");
    ann.goto(gateway, &format!("/r/{slug}/m/{last}")).await;
    is_said_once(&ann, "I do").await;
    quotes(&ann, "I do", "Who has the key?").await;
    let reply = seq_of(&ann, "I do").await;
    let far = format!("return !document.querySelector('.messages > [data-seq=\"{asked}\"]');");
    assert_eq!(ann.js(&far).await, true, "it is not on the page");
    ann.click(".messages .quote-link").await;
    stands_out(&ann, &asked).await;
    ann.click(".jump-back").await;
    stands_out(&ann, &reply).await;
    ann.until("there is no way back any more", "return document.querySelector('.jump-back').hidden;").await;
}
