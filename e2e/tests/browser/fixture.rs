//! One cluster for all who leave it as it is, each in a room of their own; and what everybody does in a room.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use e2e::{Browser, Cluster, Person, quoted};
use tokio::sync::OnceCell;

use crate::PROGRAM;

static CLUSTER: OnceCell<Cluster> = OnceCell::const_new();

/// Where the shared cluster serves.
pub(crate) async fn shared() -> SocketAddr {
    CLUSTER
        .get_or_init(|| Cluster::start_with(PROGRAM, 1, 1, 1, &[("HUBBUB_STYLEGUIDE", "true")]))
        .await
        .address(0)
}

/// A name nobody else has.
pub(crate) fn name(of: &str) -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    format!("{of}{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Makes a room; its slug.
pub(crate) async fn make_room(owner: &Person) -> String {
    let slug = name("room");
    let nonce = uuid::Uuid::new_v4().to_string();
    let page = owner.post("/rooms", &[("name", &slug), ("nonce", &nonce)]).await;
    assert_eq!(page.path, format!("/r/{slug}"), "{}", page.text);
    slug
}

/// Somebody in a browser, signed in, and at that page of the room they have joined.
pub(crate) async fn somebody_in(gateway: SocketAddr, username: &str, slug: &str) -> Browser {
    let browser = Browser::open().await;
    browser.register(gateway, username).await;
    enter(&browser, gateway, slug).await;
    browser
}

/// Opens a room, joining it if they only look in, and waits until it is live.
pub(crate) async fn enter(browser: &Browser, gateway: SocketAddr, slug: &str) {
    browser.goto(gateway, &format!("/r/{slug}")).await;
    if browser.js("return Boolean(document.querySelector('form.join'));").await == true {
        browser.click("form.join button").await;
    }
    browser.find("textarea#body").await;
    is_here(browser).await;
}

/// Waits until the socket is up, for who is here comes by it alone, and until all is there that is fetched after the page.
pub(crate) async fn is_here(browser: &Browser) {
    let script = "return document.querySelectorAll('hub-presence .person').length > 0;";
    browser.until("somebody is here", script).await;
    is_whole(browser).await;
}

/// Waits until all is there that is fetched after the page.
pub(crate) async fn is_whole(browser: &Browser) {
    browser.has_run("/later.js").await;
}

/// Types a line and sends it.
pub(crate) async fn say(browser: &Browser, words: &str) {
    browser.type_into("textarea#body", &format!("{words}\u{e007}")).await;
}

/// Waits until the words stand among the messages, said and drawn by the server, and exactly once.
pub(crate) async fn is_said_once(browser: &Browser, words: &str) {
    let script = format!(
        "const all = [...document.querySelectorAll('.message .body')].filter((body) => body.innerText.trim() === {});
         return all.length === 1 && Boolean(all[0].closest('.messages')) && !document.querySelector('.pending-message');",
        quoted(words)
    );
    browser.until(&format!("{words:?} is said once"), &script).await;
}

/// All that is said in the room, as the page shows it, in its order.
pub(crate) async fn said(browser: &Browser) -> Vec<String> {
    let all = browser
        .js("return [...document.querySelectorAll('.messages .message .body')].map((body) => body.innerText.trim());")
        .await;
    serde_json::from_value(all).expect("texts")
}

/// Waits until the page has its service worker. Where the machine is so busy that the browser does not manage that, it asks again
/// with the next page.
pub(crate) async fn has_worker(browser: &Browser) {
    const STATE: &str = "return navigator.serviceWorker.getRegistration('/').then((one) =>
        [one?.installing?.state, one?.waiting?.state, one?.active?.state, navigator.serviceWorker.controller?.state].join());";
    let mut seen = Vec::new();
    for _ in 0..3 {
        for _ in 0..200 {
            if browser.js("return Boolean(navigator.serviceWorker.controller);").await == true {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        seen.push(browser.js(STATE).await);
        browser.driver.refresh().await.expect("a page");
    }
    panic!("no service worker: {seen:?}");
}
