//! What is pushed to a browser: shown by its worker while nobody looks, taken back once it is read, gone with whoever was signed in.

use std::net::SocketAddr;
use std::time::Duration;

use e2e::{Browser, DEADLINE, Person};

use crate::fixture::{enter, has_worker, make_room, name, shared};

/// What the desktop shows.
const SHOWN: &str = "return navigator.serviceWorker.getRegistration('/')
    .then((worker) => worker.getNotifications())
    .then((all) => all.map(({ title, body, tag }) => `${title}: ${body} (${tag})`).sort().join());";

async fn shows(browser: &Browser, what: &str) {
    let waiting = async {
        while browser.js(SHOWN).await != what {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    if tokio::time::timeout(DEADLINE, waiting).await.is_err() {
        panic!("the desktop shows {}, and never {what:?}", browser.js(SHOWN).await);
    }
}

/// Says it as a push service would, to the one worker that there is.
async fn push(browser: &Browser, gateway: SocketAddr, data: &str) {
    browser.push_message(&format!("http://{gateway}/"), data).await;
}

fn said(title: &str, tag: &str) -> String {
    format!(r#"{{"title":"{title}","body":"soup?","tag":"{tag}","address":"/r/general","renotify":true}}"#)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_pushed_is_shown_while_nobody_looks_and_goes_once_it_is_read_or_one_signs_out() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let (ann, ann_name) = (Browser::open().await, name("ann"));
    ann.register(gateway, &ann_name).await;
    ann.allow_notifications(gateway).await;
    enter(&ann, gateway, &slug).await;
    has_worker(&ann).await;
    let room = ann
        .js("return document.querySelector('.side a[aria-current]').closest('[data-room]').dataset.room;")
        .await;
    let room = room.as_str().expect("an id").to_owned();

    // Another window that is looked at, of this origin, but no page of anybody's. Until the room knows that nobody looks, what comes
    // there is read.
    let note = "document.addEventListener('visibilitychange', () => localStorage.setItem('room-is', document.visibilityState));";
    ann.js(note).await;
    let page = ann.tab().await;
    let elsewhere = ann.open_tab().await;
    ann.goto(gateway, "/robots.txt").await;
    ann.until("the room is not looked at", "return localStorage.getItem('room-is') === 'hidden';").await;
    for words in ["", "soup", "{}", r#"{"title":"x","body":"","tag":"x","address":"https://example.org/"}"#] {
        push(&ann, gateway, words).await;
    }
    host.post_message(&slug, &format!("soup, @{ann_name}?")).await;
    push(&ann, gateway, &said("Rosa", &room)).await;
    shows(&ann, &format!("Rosa: soup? ({room})")).await;
    push(&ann, gateway, &said("Rosa (2)", &room)).await;
    shows(&ann, &format!("Rosa (2): soup? ({room})")).await;

    let phone = Person::log_in(gateway, &ann_name).await;
    let read = phone.get(&format!("/r/{slug}")).await;
    let (_, seq) = read.text.rsplit_once("id=\"m-").expect("a message");
    let seq = seq.split('"').next().expect("its number");
    phone.post(&format!("/r/{slug}/read"), &[("seq", seq)]).await;
    shows(&ann, "").await;

    push(&ann, gateway, &said("Rosa", "another")).await;
    shows(&ann, "Rosa: soup? (another)").await;
    ann.close_tab().await;
    ann.switch_to(&page).await;
    assert_ne!(elsewhere, page);
    ann.click("form[action='/logout'] button").await;
    ann.until("it is signed out", "return location.pathname === '/login';").await;
    shows(&ann, "").await;
}
