//! What waits, on two devices at two gateways: by keys and forms, in title, list, icon and badge.

use std::net::SocketAddr;

use e2e::{Browser, Cluster, Person};
use services::testbed::proxy::{Behaviour, Proxy};

use crate::PROGRAM;
use crate::fixture::{make_room, name};
use crate::looks::{faults, with_axe};
use crate::saved::sign_in;

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

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

/// Goes to the inbox, and waits until it listens to keys and fingers.
async fn opens(browser: &Browser, gateway: SocketAddr) {
    browser.goto(gateway, "/inbox").await;
    browser.has_run("/elements/inbox.js").await;
}

/// Pressed where it stands at this very moment: the list may be read anew at any.
async fn pressed(browser: &Browser, css: &str) {
    browser.js(&format!("document.querySelector('{css}').click(); return null;")).await;
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
    for (browser, gateway) in [(&desk, here), (&phone, there)] {
        sign_in(browser, gateway, &ann, "/r/general").await;
        opens(browser, gateway).await;
    }
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

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_answered_in_its_row_and_done_with_once_it_is_said() {
    let cluster = Cluster::start(PROGRAM, 1, 1, 1).await;
    let gateway = cluster.address(0);
    let (ann, bob) = (name("ann"), name("bob"));
    let host = Person::register(gateway, &bob).await;
    let slug = make_room(&host).await;
    let guest = Person::register(gateway, &ann).await;
    guest.post(&format!("/r/{slug}/join"), &[]).await;
    let (desk, proxy) = (with_axe().await, Proxy::to(&gateway.to_string()).await.expect("a proxy"));
    sign_in(&desk, proxy.address(), &ann, "/r/general").await;
    host.post_message(&slug, &format!("@{ann}, is there tea?")).await;
    opens(&desk, proxy.address()).await;
    counts(&desk, "it waits", 1).await;
    let loaded =
        "return performance.getEntriesByType('resource').some(({ name }) => /inbox_repl/.test(name));";
    assert_eq!(desk.js(loaded).await, false, "fetched when it is first used");

    // By a key; what was begun stays, and leaving it leads back to the row.
    presses(&desk, "j").await;
    presses(&desk, "r").await;
    let writing = "return document.activeElement.matches('.inbox-reply hub-composer textarea');";
    desk.until("the composer has the keyboard", writing).await;
    assert_eq!(faults(&desk).await, [""; 0]);
    desk.keys("There is").await;
    desk.keys(ESCAPE).await;
    desk.until("back at the row", "return document.activeElement.matches('.home-row-name') && !document.querySelector('.inbox-reply[open]');").await;
    opens(&desk, proxy.address()).await;
    counts(&desk, "it is there again", 1).await;
    presses(&desk, "j").await;
    presses(&desk, "r").await;
    desk.until("what was begun is there", "return document.activeElement.value === 'There is';").await;

    // Nobody hears it yet: it says so, and the row stays.
    proxy.set(Behaviour::Reset);
    desk.keys(format!(" tea.{ENTER}")).await;
    desk.until("it is under way in its row", "return document.querySelector('.inbox-row .pending-message .body')?.textContent === 'There is tea.';").await;
    counts(&desk, "the row stays as long as nobody has heard", 1).await;
    proxy.set(Behaviour::Pass);
    counts(&desk, "said, it is done with", 0).await;
    desk.until("and says so", "return !document.querySelector('.inbox-said').hidden;").await;
    assert_eq!(faults(&desk).await, [""; 0]);
    pressed(&desk, ".inbox-said a").await;
    desk.reads("main.room .messages .message:last-child .body", "There is tea.").await;
    desk.reads("main.room .messages .message:last-child .quote-line", "is there tea?").await;
    desk.until("once", "return document.querySelectorAll('.pending-message').length === 0;").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_drawn_aside_by_a_finger_and_come_back() {
    let cluster = Cluster::start(PROGRAM, 1, 1, 1).await;
    let gateway = cluster.address(0);
    let (ann, bob) = (name("ann"), name("bob"));
    let host = Person::register(gateway, &bob).await;
    let slug = make_room(&host).await;
    let guest = Person::register(gateway, &ann).await;
    guest.post(&format!("/r/{slug}/join"), &[]).await;
    let phone = Browser::open().await;
    phone.on_a_phone().await;
    phone.by_touch().await;
    phone.prefers("prefers-reduced-motion", "reduce").await;
    sign_in(&phone, gateway, &ann, "/r/general").await;
    host.post_message(&slug, &format!("@{ann}, is there tea?")).await;
    opens(&phone, gateway).await;
    counts(&phone, "it waits", 1).await;
    phone.has_run("/inbox_swipe.js").await;
    let row = ".inbox-row .home-row-line";
    phone.swipe(row, 40).await;
    counts(&phone, "a short way does nothing", 1).await;
    assert_eq!(phone.js("return location.pathname;").await, "/inbox", "and presses nothing");
    phone.swipe(row, 160).await;
    counts(&phone, "onward it is done with", 0).await;
    pressed(&phone, "[data-do=inbox-undo]").await;
    counts(&phone, "it is back", 1).await;
    phone.swipe(row, -160).await;
    let menu =
        "return Boolean(document.querySelector('.inbox-snooze[open]')?.contains(document.activeElement));";
    phone.until("back it is snoozed, once a time is chosen", menu).await;
    let still = "return getComputedStyle(document.querySelector('.inbox-row .home-row-name')).transform;";
    assert_eq!(phone.js(still).await, "none");
    pressed(&phone, ".inbox-snooze[open] [value=hour]").await;
    counts(&phone, "snoozed", 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_admin_sets_for_everyone_changes_badges_and_inbox_of_open_pages() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let (owner, ann) = (name("owner"), name("ann"));
    let host = Person::register(here, &owner).await;
    let slug = make_room(&host).await;
    let guest = Person::register(here, &ann).await;
    guest.post(&format!("/r/{slug}/join"), &[]).await;
    let page = Browser::open().await;
    sign_in(&page, there, &ann, "/r/general").await;
    opens(&page, there).await;
    host.post_message(&slug, "There is soup.").await;
    counts(&page, "it is not for her by name", 0).await;
    for (level, expected) in [("everything", 1), ("mentions", 0)] {
        host.post("/admin/installation/level", &[("level", level)]).await;
        counts(&page, level, expected).await;
    }
    guest.post("/settings/notifications/rooms", &[("level", "everything")]).await;
    counts(&page, "as she chose for all rooms", 1).await;
}
