//! Figures of the page of a room: what it weighs, how much it shifts, how soon a stroke shows, what it holds after an evening.
//! `cargo bench -p e2e --bench page`; figures, not tests: they depend on the machine.

#![allow(clippy::print_stdout, reason = "figures are for people")]

use e2e::{Browser, Cluster, Person, flood};
use serde_json::{Value, json};

const PROGRAM: &str = env!("CARGO_BIN_EXE_hubbub-e2e");
const SENDS: usize = 30;

/// Everything the page has asked for, on the wire and as gzip would make it, in bytes.
const WEIGHT: &str = "
    const done = arguments[arguments.length - 1];
    const gzip = async (url) => {
      const body = (await (await fetch(url)).blob()).stream().pipeThrough(new CompressionStream('gzip'));
      return (await new Response(body).arrayBuffer()).byteLength;
    };
    const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
      .filter(({ name }) => name.startsWith(location.origin));
    const kind = ({ name, entryType }) => entryType === 'navigation' ? 'html' : name.split('?')[0].split('.').at(-1);
    (async () => {
      const sums = {};
      for (const entry of entries) {
        const sum = (sums[kind(entry)] ??= { files: 0, wire: 0, gzip: 0 });
        sum.files += 1;
        sum.wire += entry.encodedBodySize;
        sum.gzip += await gzip(entry.name);
      }
      done(sums);
    })();";

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
    weigh(&browser).await;
    println!("layout shift of the first page: {}", shifted(&browser).await);
    echo(&browser).await;
    flooded(&browser).await;
    evening(&browser).await;
}

async fn weigh(browser: &Browser) {
    let sums = browser.driver.execute_async(WEIGHT, vec![]).await.expect("weighed").json().clone();
    let sums = sums.as_object().expect("sums");
    let mut all = [0, 0];
    for (kind, sum) in sums {
        let number = |name: &str| sum[name].as_i64().unwrap_or(0);
        println!(
            "{kind:>6}: {:>2} files, {:>7} B on the wire, {:>7} B gzip",
            number("files"),
            number("wire"),
            number("gzip")
        );
        all = [all[0] + number("wire"), all[1] + number("gzip")];
    }
    println!("   all: {:>7} B on the wire, {:>7} B gzip", all[0], all[1]);
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
async fn flooded(browser: &Browser) {
    browser.js("window.longTasks.length = 0; return null;").await;
    flood::stream(browser, 100, 40).await;
    let [most, tasks, worst] =
        ["mostNodes", "longTasks.length", "longTasks.reduce((most, one) => Math.max(most, one), 0)"]
            .map(|figure| format!("return window.{figure};"));
    println!(
        "100 messages a second for 40 s: {} nodes at most, {} tasks over 50 ms, the worst {} ms",
        browser.js(&most).await,
        browser.js(&tasks).await,
        browser.js(&worst).await
    );
}

async fn evening(browser: &Browser) {
    println!("    at first: {}", holds(browser).await);
    for hundred in [20, 80] {
        flood::pour(browser, hundred * 100).await;
        println!("{:>7} more: {}", hundred * 100, holds(browser).await);
    }
    println!("slowest 50 of them: {} ms", browser.js("return Math.round(window.slowest);").await);
    browser.js("document.querySelector('.scroller').scrollTop = -1500; return null;").await;
    // As for a reader, the page has heard of the scrolling before more is said.
    browser.until("they read further up", "return !document.querySelector('.jump').hidden;").await;
    browser.js("window.shifts.length = 0; return null;").await;
    flood::pour(browser, 2_000).await;
    println!("layout shift while 2000 happen below a reader: {}", shifted(browser).await);
}

/// What the page holds once what nobody holds is thrown away.
async fn holds(browser: &Browser) -> String {
    let cdp = browser.driver.cdp();
    cdp.send_raw("HeapProfiler.enable", json!({})).await.expect("done");
    cdp.send_raw("HeapProfiler.collectGarbage", json!({})).await.expect("done");
    let heap: Value = cdp.send_raw("Runtime.getHeapUsage", json!({})).await.expect("told");
    let counters: Value = cdp.send_raw("Memory.getDOMCounters", json!({})).await.expect("told");
    let rows = browser.js("return document.querySelectorAll('.messages > [data-seq]').length;").await;
    let used = heap["usedSize"].as_f64().unwrap_or(0.0) / 1_048_576.0;
    format!(
        "{used:.1} MiB of heap, {} nodes, {} listeners, {rows} rows",
        counters["nodes"], counters["jsEventListeners"]
    )
}
