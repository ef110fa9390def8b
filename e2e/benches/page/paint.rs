//! When something can be seen: on a slow phone that has never been here, and beside a very long list.

use std::net::SocketAddr;

use e2e::{Browser, Cluster, PASSWORD, Person, long_list};
use serde_json::json;

use crate::goals::{Goals, spread};

const LOADS: usize = 7;

/// In ms: the first contentful paint, and how long that was after the first byte of the page.
const PAINTED: &str = "
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    const [page] = performance.getEntriesByType('navigation');
    return paint ? [paint.startTime, paint.startTime - page.responseStart] : null;";

/// On the phone and the network that Lighthouse takes for a slow one: 150 ms there and back, 1.6 Mbit/s, a quarter of this processor.
pub(crate) async fn phone(gateway: SocketAddr, username: &str, goals: &mut Goals) {
    let browser = signed_in(gateway, username).await;
    browser.on_a_phone().await;
    browser.past_the_worker().await;
    let cdp = browser.driver.cdp();
    cdp.send_raw("Network.setCacheDisabled", json!({"cacheDisabled": true})).await.expect("done");
    let slow =
        json!({"offline": false, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750});
    cdp.send_raw("Network.emulateNetworkConditions", slow).await.expect("done");
    cdp.send_raw("Emulation.setCPUThrottlingRate", json!({"rate": 4})).await.expect("done");
    let paints = paints(&browser, gateway).await;
    let [p50, p95] = spread(paints.iter().map(|[paint, _]| *paint).collect());
    println!("first paint on a slow phone: p50 {p50:.0} ms, p95 {p95:.0} ms of {LOADS}");
    goals.note("first paint on a slow phone, p50, s", 1.2, p50 / 1_000.0);
}

/// For somebody with 200 rooms and 500 direct conversations, beside somebody with few.
pub(crate) async fn beside_a_long_list(cluster: &Cluster, gateway: SocketAddr, few: &str, goals: &mut Goals) {
    Person::register(gateway, "many").await.post("/r/general/join", &[]).await;
    long_list::fill(cluster, "many", 200, 500).await;
    let mut drawn = [0.0, 0.0];
    for (drawn, username) in drawn.iter_mut().zip([few, "many"]) {
        let browser = signed_in(gateway, username).await;
        let paints = paints(&browser, gateway).await;
        *drawn = spread(paints.iter().map(|[_, after]| *after).collect())[0];
        let links = browser.js("return document.querySelectorAll('.side .room-link').length;").await;
        println!("from the first byte to the first paint beside {links} links: {drawn:.0} ms");
    }
    goals.note("a list of 700 drawn, beside a short one, p50, ms", 100.0, drawn[1] - drawn[0]);
}

async fn signed_in(gateway: SocketAddr, username: &str) -> Browser {
    let browser = Browser::open().await;
    browser.goto(gateway, "/login").await;
    browser.type_into("#login", username).await;
    browser.type_into("#password", PASSWORD).await;
    browser.click("main form button.primary").await;
    browser.find("#pane").await;
    browser
}

async fn paints(browser: &Browser, gateway: SocketAddr) -> Vec<[f64; 2]> {
    let mut paints = Vec::new();
    for n in 0..LOADS {
        browser.goto(gateway, &format!("/r/general?fresh={n}")).await;
        let painted = format!("return (() => {{ {PAINTED} }})() !== null;");
        browser.until("something is painted", &painted).await;
        paints.push(serde_json::from_value(browser.js(PAINTED).await).expect("two numbers"));
    }
    paints
}
