//! Figures of the page of a room: what it weighs, when it can be seen, how much it shifts, how soon a stroke or another room shows,
//! what a flood of messages does to it, what it holds after an evening. `cargo bench -p e2e --bench page`; figures, not tests: they
//! depend on the machine. In the end they stand beside what they must be.

#![allow(clippy::print_stdout, reason = "figures are for people")]

mod goals;
mod paint;
mod switch;
mod weight;

use e2e::{Browser, Cluster, Person, flood};
use goals::Goals;
use serde_json::{Value, json};

const PROGRAM: &str = env!("CARGO_BIN_EXE_hubbub-e2e");
const SENDS: usize = 30;

/// From the stroke that sends to the frame in which its words stand below the messages.
const ECHO: &str = "
    window.echoes = [];
    let struck;
    addEventListener('keydown', (event) => { if (event.key === 'Enter') struck = performance.now(); }, true);
    new MutationObserver(() => {
      if (struck === undefined) return;
      const since = struck;
      struck = undefined;
      requestAnimationFrame(() => { const painted = new MessageChannel(); painted.port1.onmessage = () => window.echoes.push(performance.now() - since); painted.port2.postMessage(0); });
    }).observe(document.querySelector('hub-pending'), { childList: true });
    return null;";

#[tokio::main]
async fn main() {
    let cluster = Cluster::start(PROGRAM, 1, 1, 1).await;
    let gateway = cluster.address(0);
    let host = Person::register(gateway, "host").await;
    for line in 0..60 {
        host.post_message("general", &format!("line {line}\nand another")).await;
    }
    let browser = Browser::open().await;
    flood::watch(&browser).await;
    browser.register(gateway, "ann").await;
    browser.goto(gateway, "/r/general").await;
    if browser.js("return Boolean(document.querySelector('form.join'));").await == true {
        browser.click("form.join button").await;
    }
    browser.until("it is live", "return document.querySelectorAll('hub-presence .person').length > 0;").await;
    let mut goals = Goals::default();
    weight::weigh(&browser, &mut goals).await;
    println!("layout shift of the first page: {}", shifted(&browser).await);
    paint::phone(gateway, "ann", &mut goals).await;
    paint::beside_a_long_list(&cluster, gateway, "ann", &mut goals).await;
    echo(&browser).await;
    flooded(&browser, &mut goals).await;
    evening(&browser, &mut goals).await;
    switch::switch(&browser, gateway, "ann", &mut goals).await;
    goals.show();
}

async fn shifted(browser: &Browser) -> f64 {
    let sum = browser.js("return window.shifts.reduce((sum, one) => sum + one, 0);").await;
    sum.as_f64().unwrap_or(f64::NAN)
}

async fn echo(browser: &Browser) {
    browser.js(ECHO).await;
    for n in 0..SENDS {
        browser.type_into("textarea#body", &format!("stroke {n}\u{e007}")).await;
        let heard =
            format!("return window.echoes.length > {n} && !document.querySelector('.pending-message');");
        browser.until("it is said", &heard).await;
    }
    let echoes = browser.js("return window.echoes;").await;
    let mut echoes: Vec<f64> = serde_json::from_value(echoes).expect("numbers");
    echoes.sort_by(f64::total_cmp);
    println!("key to echo: p50 {:.1} ms, max {:.1} ms of {SENDS}", echoes[SENDS / 2], echoes[SENDS - 1]);
}

/// The page under a flood, in real time: what it holds at most, and which tasks kept it from answering.
async fn flooded(browser: &Browser, goals: &mut Goals) {
    browser.js("window.longTasks.length = 0; return null;").await;
    flood::stream(browser, 100, 40).await;
    let [most, tasks, worst] =
        ["mostNodes", "longTasks.length", "longTasks.reduce((most, one) => Math.max(most, one), 0)"]
            .map(|figure| format!("return window.{figure};"));
    let figure = async |script: &str| browser.js(script).await.as_f64().unwrap_or(f64::NAN);
    println!("the longest task under 100 messages a second for 40 s: {} ms", figure(&worst).await);
    goals.note("tasks over 50 ms under 100 messages a second for 40 s", 0.0, figure(&tasks).await);
    goals.note("nodes of the page meanwhile", 2_500.0, figure(&most).await);
}

async fn evening(browser: &Browser, goals: &mut Goals) {
    holds(browser, "at first").await;
    flood::pour(browser, 2_000).await;
    let early = holds(browser, "after 2,000 messages").await;
    flood::pour(browser, 8_000).await;
    let late = holds(browser, "after 10,000 messages").await;
    goals.note("heap after 10,000 messages, of that after 2,000", 1.1, late / early);
    println!("slowest 50 of them: {} ms", browser.js("return Math.round(window.slowest);").await);
    browser.js("document.querySelector('.scroller').scrollTop = -1500; return null;").await;
    // As for a reader, the page has heard of the scrolling before more is said.
    browser.until("they read further up", "return !document.querySelector('.jump').hidden;").await;
    browser.js("window.shifts.length = 0; return null;").await;
    flood::pour(browser, 2_000).await;
    println!("layout shift while 2000 happen below a reader: {}", shifted(browser).await);
}

/// What the page holds once what nobody holds is thrown away: told, and the heap in MiB.
async fn holds(browser: &Browser, when: &str) -> f64 {
    let cdp = browser.driver.cdp();
    cdp.send_raw("HeapProfiler.enable", json!({})).await.expect("done");
    cdp.send_raw("HeapProfiler.collectGarbage", json!({})).await.expect("done");
    let heap: Value = cdp.send_raw("Runtime.getHeapUsage", json!({})).await.expect("told");
    let counters: Value = cdp.send_raw("Memory.getDOMCounters", json!({})).await.expect("told");
    let rows = browser.js("return document.querySelectorAll('.messages > [data-seq]').length;").await;
    let used = heap["usedSize"].as_f64().unwrap_or(0.0) / 1_048_576.0;
    println!(
        "{when}: {used:.1} MiB of heap, {} nodes, {} listeners, {rows} rows",
        counters["nodes"], counters["jsEventListeners"]
    );
    used
}
