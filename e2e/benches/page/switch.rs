//! From a click on a room to the frame in which it stands there: with the pointer on it a moment before, without, and for rooms that
//! were seen lately.

use std::net::SocketAddr;
use std::time::Duration;

use e2e::{Browser, Person, quoted};

use crate::goals::{Goals, spread};

/// More than the page keeps of those it has shown.
const ROOMS: usize = 14;
const ROUNDS: usize = 3;
/// A pointer that means a room is on it for about so long before the click.
const DWELL: Duration = Duration::from_millis(120);

/// `window.switches`: what each took, in ms.
const WATCH: &str = "
    window.switches = [];
    let clicked, shown = document.querySelector('hub-timeline')?.dataset.room;
    addEventListener('click', (event) => { if (event.target.closest('.room-link')) clicked = performance.now(); }, true);
    new MutationObserver(() => {
      const room = document.querySelector('hub-timeline')?.dataset.room;
      if (clicked === undefined || room === undefined || room === shown) return;
      const since = clicked;
      [clicked, shown] = [undefined, room];
      requestAnimationFrame(() => { const painted = new MessageChannel(); painted.port1.onmessage = () => window.switches.push(performance.now() - since); painted.port2.postMessage(0); });
    }).observe(document.body, { childList: true, subtree: true });
    return null;";

/// How somebody comes to a room.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Hovered,
    AtOnce,
}

pub(crate) async fn switch(browser: &Browser, gateway: SocketAddr, username: &str, goals: &mut Goals) {
    let paths = rooms(gateway, username).await;
    browser.goto(gateway, &paths[0]).await;
    browser.until("it is live", "return document.querySelectorAll('hub-presence .person').length > 0;").await;
    browser.js(WATCH).await;
    let hovered = walk(browser, &paths, Way::Hovered).await;
    goals.note("room switch, under the pointer before, p95, ms", 80.0, spread(hovered)[1]);
    let [p50, p95] = spread(walk(browser, &paths, Way::AtOnce).await);
    println!("room switch without a moment before: p50 {p50:.1} ms, p95 {p95:.1} ms");
    let [p50, p95] = spread(walk(browser, &paths[..3], Way::AtOnce).await);
    println!("back to a room seen lately: p50 {p50:.1} ms, p95 {p95:.1} ms");
}

/// Rooms with fifty messages each, each of somebody else's, which the person has joined.
async fn rooms(gateway: SocketAddr, username: &str) -> Vec<String> {
    let person = Person::log_in(gateway, username).await;
    let mut paths = Vec::new();
    for n in 0..ROOMS {
        let host = Person::register(gateway, &format!("host{n:02}")).await;
        let nonce = uuid::Uuid::new_v4().to_string();
        let name = format!("Switch {n:02}");
        let path = host.post("/rooms", &[("name", &name), ("kind", "public"), ("nonce", &nonce)]).await.path;
        let slug = path.trim_start_matches("/r/").to_owned();
        for line in 0..50 {
            host.post_message(&slug, &format!("line {line}\nand another")).await;
        }
        person.post(&format!("{path}/join"), &[]).await;
        paths.push(path);
    }
    paths
}

/// From one room to the next, round by round; what each took.
async fn walk(browser: &Browser, paths: &[String], way: Way) -> Vec<f64> {
    browser.js("window.switches.length = 0; return null;").await;
    let mut count = 0;
    // The first is shown already, or else the last.
    for path in paths.iter().cycle().skip(1).take(ROUNDS * paths.len()) {
        let css = format!(".side .room-link[href={}]", quoted(path));
        let link = browser.find(&css).await;
        if way == Way::Hovered {
            browser.driver.action_chain().move_to_element_center(&link).perform().await.expect("moved");
            tokio::time::sleep(DWELL).await;
            link.click().await.expect("clicked");
        } else {
            browser.js(&format!("document.querySelector({}).click(); return null;", quoted(&css))).await;
        }
        count += 1;
        browser.until("it is shown", &format!("return window.switches.length >= {count};")).await;
    }
    serde_json::from_value(browser.js("return window.switches;").await).expect("numbers")
}
