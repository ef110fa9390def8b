//! What calls somebody who is not looking: by the desktop, once, and taken back when it is read.

use std::time::Duration;

use e2e::{Browser, DEADLINE, Person};

use crate::fixture::{enter, has_worker, make_room, name, shared, somebody_in};
use crate::looks::{faults, with_axe};

/// What the desktop shows.
const SHOWN: &str = "return navigator.serviceWorker.getRegistration('/')
    .then((worker) => worker.getNotifications())
    .then((all) => all.map(({ title, body }) => `${title}: ${body}`).join());";

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

/// What comes while a page is still looked at calls nobody.
async fn looks_at_none_of_it(browser: &Browser) {
    let none = "return navigator.locks.query().then(({ held }) => !held.some(({ name }) => name.endsWith(':looking')));";
    browser.until("no page is looked at", none).await;
}

/// Chooses it on the page of settings, once its script is there.
async fn notify_on_desktop(browser: &Browser) {
    let choice = "document.querySelector('hub-notifications [name=desktop]')";
    browser.until("there is a choice", &format!("return {choice}.checkVisibility();")).await;
    browser.click("hub-notifications [name=desktop]").await;
    browser.until("it is allowed", &format!("return {choice}.checked;")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_looking_is_told_once_what_is_for_them_and_it_goes_when_it_is_read() {
    let gateway = shared().await;
    let host_name = name("host");
    let host = Person::register(gateway, &host_name).await;
    let slug = make_room(&host).await;
    let ann_name = name("ann");
    let ann = with_axe().await;
    ann.register(gateway, &ann_name).await;
    ann.allow_notifications(gateway).await;
    ann.goto(gateway, "/settings/notifications").await;
    notify_on_desktop(&ann).await;
    assert_eq!(faults(&ann).await, [""; 0]);
    enter(&ann, gateway, &slug).await;
    has_worker(&ann).await;
    ann.until("it speaks for all tabs", "return navigator.locks.query().then(({ held }) => held.some(({ name }) => name.endsWith(':speaker')));").await;

    let room = ann.tab().await;
    let elsewhere = ann.open_tab().await;
    // Of this origin, but no page of anybody's.
    ann.goto(gateway, "/robots.txt").await;
    looks_at_none_of_it(&ann).await;
    host.post_message(&slug, "nothing for her").await;
    host.post_message(&slug, &format!("soup, @{ann_name}?")).await;
    shows(&ann, &format!("{host_name} in {slug}: soup, @{ann_name}?")).await;
    ann.switch_to(&room).await;
    shows(&ann, "").await;
    ann.close_tab().await;
    ann.switch_to(&elsewhere).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_is_not_to_call_counts_in_the_list_alone_and_one_that_is_starred_stands_at_its_top() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let (slug, other) = (make_room(&host).await, make_room(&host).await);
    let ann = somebody_in(gateway, &name("ann"), &slug).await;
    enter(&ann, gateway, &other).await;
    let second = ann.open_tab().await;
    enter(&ann, gateway, &slug).await;
    ann.click(".bell").await;
    ann.click(".page-dialog [value=nothing]").await;
    ann.click(".page-dialog button.primary").await;
    ann.until("the bell says so", "return document.querySelector('.bell').dataset.level === 'nothing' && !document.querySelector('.page-dialog');").await;
    ann.click(".star-button").await;
    let starred = format!(
        "return Boolean(document.querySelector('[data-starred] [href=\"/r/{slug}\"]')) && document.querySelector('.star-button').ariaPressed === 'true';"
    );
    ann.until("it stands at the top", &starred).await;
    let first =
        ann.driver.windows().await.expect("tabs").into_iter().find(|tab| *tab != second).expect("a tab");
    ann.switch_to(&first).await;
    host.post_message(&slug, "soup").await;
    let counted = format!("return document.querySelector('.side [href=\"/r/{slug}\"].unread') !== null;");
    ann.until("it is unread in the list", &counted).await;
    let at_top = format!("return Boolean(document.querySelector('[data-starred] [href=\"/r/{slug}\"]'));");
    ann.until("it stands at the top in every tab", &at_top).await;
    let title = ann.js("return document.title;").await;
    assert!(!title.as_str().expect("a title").starts_with('('), "{title}");
}

/// Writes down what is shown, and how often it was looked whether there is anything to show.
const NOTES: &str = "const { prototype: worker } = ServiceWorkerRegistration, { showNotification } = worker;
    worker.showNotification = function (title, options) {
        localStorage.shown = `${localStorage.shown ?? ''}${options.body};`;
        return showNotification.call(this, title, options);
    };
    const { prototype: locks } = LockManager, { query } = locks;
    locks.query = function () {
        localStorage.looks = Number(localStorage.looks ?? 0) + 1;
        return query.call(this);
    };";

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_want_to_be_disturbed_is_told_nothing_on_any_device_until_they_do() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann_name = name("ann");
    let ann = Browser::open().await;
    ann.in_every_page(NOTES).await;
    ann.register(gateway, &ann_name).await;
    ann.allow_notifications(gateway).await;
    ann.goto(gateway, "/settings/notifications").await;
    notify_on_desktop(&ann).await;
    enter(&ann, gateway, &slug).await;
    has_worker(&ann).await;
    ann.until("it speaks for all tabs", "return navigator.locks.query().then(({ held }) => held.some(({ name }) => name.endsWith(':speaker')));").await;

    let moon = |shown: bool| format!("return document.querySelector('.own-quiet').hidden === {};", !shown);
    let phone = Person::log_in(gateway, &ann_name).await;
    let paused = phone.post("/settings/notifications/pause", &[("pause", "hour")]).await;
    assert!(paused.text.contains("Do not disturb"), "{}", paused.text);
    ann.until("the moon is shown on the other device", &moon(true)).await;
    let room = ann.tab().await;
    let elsewhere = ann.open_tab().await;
    ann.goto(gateway, "/robots.txt").await;
    looks_at_none_of_it(&ann).await;
    for words in ["quiet soup", "quiet tea"] {
        let looks = ann.js("return Number(localStorage.looks);").await;
        host.post_message(&slug, &format!("{words}, @{ann_name}?")).await;
        ann.until("it is looked at", &format!("return Number(localStorage.looks) > {looks};")).await;
    }
    phone.post("/settings/notifications/pause", &[("resume", "yes")]).await;
    ann.switch_to(&room).await;
    ann.until("the moon is gone", &moon(false)).await;
    ann.switch_to(&elsewhere).await;
    looks_at_none_of_it(&ann).await;
    host.post_message(&slug, &format!("loud soup, @{ann_name}?")).await;
    ann.until("what comes then is told", "return localStorage.shown !== undefined;").await;
    let shown = ann.js("return localStorage.shown;").await;
    assert_eq!(shown, format!("loud soup, @{ann_name}?;"), "and nothing of what came before");
}
