//! What waits, on two devices at two gateways: by keys and forms, in title, list, icon and badge.

use e2e::{Browser, Cluster, Person};

use crate::PROGRAM;
use crate::fixture::{make_room, name};
use crate::looks::{faults, with_axe};
use crate::saved::sign_in;

/// How much waits, as everything says that shows it: nothing as long as they differ.
const COUNT: &str = "
    const listed = document.querySelectorAll('.inbox-row').length;
    const badge = document.querySelector('.inbox-link .count:not([hidden]) .number')?.textContent ?? '0';
    const title = /^\\(@(\\d+)\\)/.exec(document.title)?.[1] ?? '0';
    const icon = document.querySelector('link[rel=icon][type]').href.startsWith('data:');
    return badge === title && Number(badge) === listed && icon === (listed > 0) ? listed : undefined;";

async fn counts(browser: &Browser, what: &str, expected: usize) {
    let script = format!("const count = (() => {{ {COUNT} }})(); return count === {expected};");
    browser.until(what, &script).await;
}

async fn presses(browser: &Browser, key: &str) {
    let press = format!(
        "(document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', code: '', bubbles: true, cancelable: true }}));"
    );
    browser.js(&press).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_dealt_with_by_keys_and_counted_alike_on_every_device() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let (ann, bob) = (name("ann"), name("bob"));
    let host = Person::register(here, &bob).await;
    let (tea, soup) = (make_room(&host).await, make_room(&host).await);
    let guest = Person::register(here, &ann).await;
    for slug in [&tea, &soup] {
        guest.post(&format!("/r/{slug}/join"), &[]).await;
    }
    let (desk, phone) = (with_axe().await, Browser::open().await);
    sign_in(&desk, here, &ann, "/inbox").await;
    sign_in(&phone, there, &ann, "/inbox").await;
    for browser in [&desk, &phone] {
        counts(browser, "nothing waits", 0).await;
    }
    host.post_message(&tea, &format!("@{ann}, is there tea?")).await;
    for browser in [&desk, &phone] {
        counts(browser, "it waits", 1).await;
    }
    host.post_message(&soup, &format!("@{ann}, and soup?")).await;
    for browser in [&desk, &phone] {
        counts(browser, "both wait", 2).await;
    }
    assert_eq!(faults(&desk).await, [""; 0]);

    presses(&desk, "j").await;
    desk.until(
        "the latest has the focus",
        "return document.activeElement.textContent.includes('mentioned you');",
    )
    .await;
    presses(&desk, "e").await;
    for browser in [&desk, &phone] {
        counts(browser, "one is done with", 1).await;
    }
    presses(&desk, "z").await;
    for browser in [&desk, &phone] {
        counts(browser, "it is back", 2).await;
    }
    presses(&desk, "j").await;
    presses(&desk, "h").await;
    desk.until(
        "a time is chosen",
        "return document.querySelector('.inbox-snooze[open]')?.contains(document.activeElement);",
    )
    .await;
    assert_eq!(faults(&desk).await, [""; 0]);
    desk.click(".inbox-snooze[open] [value=hour]").await;
    for browser in [&desk, &phone] {
        counts(browser, "it is snoozed", 1).await;
    }
    let form = desk
        .js("return Object.fromEntries(new FormData(document.querySelector('.inbox-row .inbox-until')));")
        .await;
    let field = |name: &str| form[name].as_str().expect("a field").to_owned();
    let (room, seq) = (field("room"), field("seq"));
    let snooze = async |when: &[(&str, &str)]| {
        let conversation = [("room", &*room), ("root", "0"), ("seq", &*seq)];
        guest.post("/inbox/snooze", &[&conversation, when].concat()).await;
    };
    snooze(&[("when", "hour")]).await;
    for browser in [&desk, &phone] {
        counts(browser, "both are snoozed", 0).await;
    }
    let soon = desk.js("return new Date(Date.now() + 2000).toISOString();").await;
    snooze(&[("when", "date"), ("at", soon.as_str().expect("a moment"))]).await;
    for browser in [&desk, &phone] {
        counts(browser, "its time has come", 1).await;
    }
    desk.click(".inbox-row .home-row-name").await;
    desk.until(
        "it leads to the message",
        "return location.pathname.includes('/m/') || Boolean(document.querySelector('main.room'));",
    )
    .await;
    counts(&phone, "what is read waits nowhere", 0).await;
}
