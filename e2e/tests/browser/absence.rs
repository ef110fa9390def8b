//! Somebody is away, or the server is: nothing typed is lost, nothing is said twice, and nothing is claimed that is not so.

use e2e::{Browser, Cluster, Person, Who, quoted};
use services::testbed::proxy::{Behaviour, Proxy};

use crate::PROGRAM;
use crate::fixture::{enter, is_here, is_said_once, make_room, name, said, say, shared, somebody_in};

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_keeps_history_draft_and_unsent_words() {
    let mut cluster = Cluster::start(PROGRAM, 1, 1, 1).await;
    let gateway = cluster.address(0);
    let host = Person::register(gateway, "host").await;
    let slug = make_room(&host).await;
    let ann = somebody_in(gateway, "ann", &slug).await;
    say(&ann, "history").await;
    is_said_once(&ann, "history").await;

    // The rooms are away: what is sent now is not confirmed, and says so.
    cluster.kill(Who::Room(0)).await;
    say(&ann, "unsent").await;
    ann.find(".pending-message").await;
    ann.type_into("textarea#body", "a draft").await;
    ann.reads(".pending-message .delivery", "Not confirmed").await;
    assert_eq!(said(&ann).await, ["history"]);
    let kept = "return Object.keys(localStorage).some((key) => key.includes('outbox:')) && Object.keys(localStorage).some((key) => key.includes('draft:'));";
    ann.until("both are kept", kept).await;

    // With the page closed meanwhile.
    ann.driver.goto("about:blank").await.expect("a page");
    cluster.restart(Who::Room(0)).await;
    host.sees(&format!("/r/{slug}"), "history").await;
    ann.goto(gateway, &format!("/r/{slug}")).await;
    is_said_once(&ann, "unsent").await;
    assert_eq!(said(&ann).await, ["history", "unsent"]);
    assert_eq!(ann.js("return document.querySelector('textarea#body').value;").await, "a draft");

    // And without a reload: it settles by itself.
    cluster.kill(Who::Room(0)).await;
    ann.js("document.querySelector('textarea#body').value = ''; return null;").await;
    say(&ann, "settles").await;
    ann.reads(".pending-message .delivery", "Not confirmed").await;
    cluster.restart(Who::Room(0)).await;
    is_said_once(&ann, "settles").await;
    assert_eq!(said(&ann).await, ["history", "unsent", "settles"]);
    let page = host.get(&format!("/r/{slug}")).await;
    assert_eq!(page.text.matches("settles").count(), 1, "said once, for others too");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_has_everything_and_is_never_doubled() {
    let mut cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let host = Person::register(there, "host").await;
    let slug = make_room(&host).await;
    let ann = somebody_in(here, "ann", &slug).await;
    say(&ann, "before").await;
    is_said_once(&ann, "before").await;

    // Her gateway dies; she goes on typing, others go on talking.
    cluster.kill(Who::Gateway(0)).await;
    say(&ann, "into the void").await;
    say(&ann, "and again").await;
    ann.reads(".pending-message", "into the void").await;
    host.post_message(&slug, "meanwhile").await;
    ann.reads("hub-status", "onnecting").await;
    assert_eq!(said(&ann).await, ["before"]);
    cluster.restart(Who::Gateway(0)).await;
    is_said_once(&ann, "and again").await;
    is_here(&ann).await;
    assert_eq!(said(&ann).await, ["before", "meanwhile", "into the void", "and again"]);

    // It is stopped in good order: nobody loses a word by it either.
    cluster.stop(Who::Gateway(0)).await;
    say(&ann, "during the restart").await;
    cluster.restart(Who::Gateway(0)).await;
    is_said_once(&ann, "during the restart").await;

    // It hangs, and its sockets stay.
    cluster.freeze(Who::Gateway(0));
    say(&ann, "while it hung").await;
    ann.reads(".pending-message", "while it hung").await;
    cluster.thaw(Who::Gateway(0));
    is_said_once(&ann, "while it hung").await;
    let all = ["before", "meanwhile", "into the void", "and again", "during the restart", "while it hung"];
    assert_eq!(said(&ann).await, all);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_of_one_is_not_shown_to_another_in_the_same_browser() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let browser = somebody_in(gateway, &name("ann"), &slug).await;
    browser.type_into("textarea#body", "my secret").await;
    browser
        .until("it is kept", "return Object.keys(localStorage).some((key) => key.includes('draft:'));")
        .await;
    browser.click(".account form button").await;
    browser.find("input[name=password]").await;
    browser.register(gateway, &name("bob")).await;
    crate::fixture::enter(&browser, gateway, &slug).await;
    assert_eq!(browser.js("return document.querySelector('textarea#body').value;").await, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_cannot_be_reopened_is_said_to_be_behind_and_heard_again_without_a_reload() {
    let mut cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let host = Person::register(there, "host").await;
    let slug = make_room(&host).await;
    let ann = somebody_in(here, "ann", &slug).await;
    host.post_message(&slug, "before").await;
    is_said_once(&ann, "before").await;
    ann.js("window.isTheSamePage = true; return null;").await;

    // Her rooms can be listed, and what happened in them cannot be read: hello is answered, and the room is not opened.
    let mut holder = cluster.database().await;
    let lock = holder.transaction().await.expect("begun");
    lock.batch_execute("lock table chat.event in access exclusive mode").await.expect("locked");
    cluster.restart(Who::Gateway(0)).await;
    ann.reads("hub-status", "New messages may be missing here").await;

    lock.rollback().await.expect("unlocked");
    host.post_message(&slug, "after").await;
    is_said_once(&ann, "after").await;
    assert_eq!(said(&ann).await, ["before", "after"]);
    ann.until(
        "nothing is missing any more",
        "return !document.querySelector('hub-status').innerText.includes('missing');",
    )
    .await;
    assert_eq!(ann.js("return window.isTheSamePage;").await, true);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_hears_is_said_over_another_connection_though_others_are_heard_all_the_while() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let proxy = Proxy::to(&gateway.to_string()).await.expect("a proxy");
    let ann = Browser::open().await;
    // Without the pings that come by the clock: by those alone it would be noticed, too, only much later.
    ann.in_every_page("const real = setInterval; window.setInterval = (run, ms) => real(run, ms < 10_000 ? ms : 3_600_000);")
        .await;
    ann.register(proxy.address(), &name("ann")).await;
    enter(&ann, proxy.address(), &slug).await;
    say(&ann, "before").await;
    is_said_once(&ann, "before").await;
    ann.js("window.isTheSamePage = true; return null;").await;

    // Her words go nowhere; those of others come.
    proxy.set_open(Behaviour::HoldRequests);
    say(&ann, "into the wind").await;
    ann.reads(".pending-message", "into the wind").await;
    host.post_message(&slug, "with the wind").await;
    is_heard(&ann, "with the wind").await;
    is_said_once(&ann, "into the wind").await;
    assert_eq!(said(&ann).await, ["before", "with the wind", "into the wind"]);
    assert_eq!(ann.js("return window.isTheSamePage;").await, true);
}

/// Waits until the words stand among the messages, whatever else is under way.
async fn is_heard(browser: &Browser, words: &str) {
    let script = format!(
        "return [...document.querySelectorAll('.messages .message .body')].some((body) => body.innerText.trim() === {});",
        quoted(words)
    );
    browser.until(&format!("{words:?} is heard"), &script).await;
}
