//! What a page costs until it can be used, and rooms that are there before they are clicked.

use e2e::{Browser, Person, quoted};
use serde_json::Value;

use crate::fixture::{is_here, is_said_once, make_room, name, shared, somebody_in};

/// Everything that stands before the first paint, the page itself included.
const REQUESTS: u64 = 12;
/// Bytes of it, compressed as they travel.
const BYTES: u64 = 60 * 1024;

/// How often this browser has asked for a path since the page was loaded.
async fn asked_for(browser: &Browser, path: &str) -> Value {
    let script = format!(
        "return performance.getEntriesByType('resource').filter((one) => new URL(one.name).pathname === {}).length;",
        quoted(path)
    );
    browser.js(&script).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_can_be_used_after_few_requests_and_bytes() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let browser = somebody_in(gateway, &name("ann"), &slug).await;
    // A browser that has just come has no service worker, and nothing of it in its cache. Through a worker sizes are told unpacked.
    browser.past_the_worker().await;
    browser.goto(gateway, &format!("/r/{slug}?fresh")).await;
    is_here(&browser).await;
    let script = "const [page] = performance.getEntriesByType('navigation');
        const all = [page, ...performance.getEntriesByType('resource').filter((one) => !page.loadEventStart || one.startTime < page.loadEventStart)];
        const critical = all.filter((one) => ['navigation', 'script', 'link', 'css', 'img'].includes(one.initiatorType));
        return [critical.length, critical.reduce((sum, one) => sum + one.encodedBodySize, 0), critical.map((one) => one.name)];";
    let found = browser.js(script).await;
    let number = |place: usize| found[place].as_u64().expect("a number");
    assert!(number(0) <= REQUESTS, "{found}");
    // Sizes are known of what is cached, too: less than a script and a stylesheet would mean that nothing was counted.
    assert!((10_000..=BYTES).contains(&number(1)), "{found}");
    // What lets the browser keep pages waits until the page is there.
    let script = "const began = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/later.js')).map((one) => one.startTime);
        return began.length === 1 && began[0] >= performance.getEntriesByType('navigation')[0].loadEventStart;";
    browser.until("pages can be kept", script).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_under_the_pointer_is_there_before_the_click_with_what_was_said_meanwhile() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let (first, second) = (make_room(&host).await, make_room(&host).await);
    let browser = somebody_in(gateway, &name("ann"), &second).await;
    browser.goto(gateway, &format!("/r/{first}")).await;
    browser.click("form.join button").await;
    is_here(&browser).await;
    let path = format!("/r/{second}");
    let before = asked_for(&browser, &path).await;
    assert_eq!(before, 0);

    let link = format!(".side a[href=\"{path}\"]");
    let place = browser.find(&link).await;
    browser.driver.action_chain().move_to_element_center(&place).perform().await.expect("moved");
    let fetched = format!(
        "return performance.getEntriesByType('resource').some((one) => new URL(one.name).pathname === {} && one.responseEnd > 0);",
        quoted(&path)
    );
    browser.until("the room is fetched", &fetched).await;
    let nonce = uuid::Uuid::new_v4().to_string();
    host.post(&format!("{path}/messages"), &[("body", "Said meanwhile."), ("nonce", &nonce)]).await;
    browser.click(&link).await;
    is_said_once(&browser, "Said meanwhile.").await;
    assert_eq!(asked_for(&browser, &path).await, 1, "the click asked for nothing");
}
