//! A busy evening for one page: events as the server draws them, thousands of them, put into its socket. What the page does
//! with them is real; nobody has to say ten thousand things for it.

use std::time::Duration;

use serde_json::{Value, json};

use crate::Browser;

/// So many are waited for at a time: machines are busy.
const LOT: usize = 500;

/// Before the first page: remembers the sockets that pages open, and what the layout and the thread do.
const REMEMBER: &str = "
    window.sockets = [];
    window.WebSocket = class extends WebSocket {
      constructor(...to) { super(...to); window.sockets.push(this); this.addEventListener('message', ({ data }) => window.heard?.push(data)); }
    };
    window.shifts = []; window.longTasks = [];
    new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifts.push(one.value); })
      .observe({ type: 'layout-shift', buffered: true });
    new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) window.longTasks.push(Math.round(duration)); })
      .observe({ type: 'longtask' });";

/// `happens()`: a message made after the last one that is in the page. `nodes()`: so many nodes the document has, text too.
const HAPPENS: &str = "
    const timeline = document.querySelector('hub-timeline');
    const { room } = timeline.dataset;
    const pattern = [...document.querySelectorAll('.messages > .message')].findLast((row) => !row.matches('.grouped'));
    window.poured = 0; window.slowest = 0; window.mostNodes = 0;
    const nodes = () => { let n = 0; for (const walk = document.createTreeWalker(document); walk.nextNode();) n++; return n; };
    const happens = () => {
      const seq = Number(timeline.dataset.head) + 1, no = seq;
      const row = pattern.cloneNode(true), nonce = crypto.randomUUID();
      row.className = 'message'; row.id = `m-${seq}`;
      Object.assign(row.dataset, { seq, no, rev: seq, author: ACTOR, nonce, at: new Date(Date.now() + window.poured * 1000).toISOString() });
      row.querySelector('.body').innerHTML = '<p>' + Array(1 + seq % 3).fill(`number ${seq}`).join('<br>') + '</p>';
      const event = { t: 'event', room, seq, kind: 'posted', at: row.dataset.at, actor: ACTOR, name: 'Flood', nonce, html: row.outerHTML };
      window.sockets.at(-1).dispatchEvent(new MessageEvent('message', { data: JSON.stringify(event) }));
      window.poured++;
    };";

/// Some of them in each frame of the screen.
const POUR: &str = "
    const step = () => {
      const begun = performance.now();
      for (let n = 0; n < 50 && window.poured < COUNT; n++) happens();
      window.slowest = Math.max(window.slowest, performance.now() - begun);
      window.mostNodes = Math.max(window.mostNodes, nodes());
      if (window.poured < COUNT) requestAnimationFrame(step);
    };
    step(); return null;";

/// So many a second, each by itself, as a socket brings them.
const STREAM: &str = "
    const begun = performance.now();
    const timer = setInterval(() => {
      const due = Math.min(COUNT, (performance.now() - begun) * RATE / 1000);
      while (window.poured < due) happens();
      if (window.poured >= COUNT) clearInterval(timer);
    }, 5);
    const counting = setInterval(() => {
      window.mostNodes = Math.max(window.mostNodes, nodes());
      if (window.poured >= COUNT) clearInterval(counting);
    }, 1000);
    return null;";

/// Lets the pages that come tell what they do.
///
/// # Panics
/// When the browser does not do it.
pub async fn watch(browser: &Browser) {
    let source = json!({"source": REMEMBER});
    browser.driver.cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", source).await.expect("done");
}

/// So many messages of somebody else's happen in the room that is shown, after one that is there.
///
/// # Panics
/// When there is none, or they never arrive.
pub async fn pour(browser: &Browser, count: usize) {
    let mut left = count;
    while left > 0 {
        let some = left.min(LOT);
        begin(browser, POUR, some, 0).await;
        browser.until("all have happened", &format!("return window.poured >= {some};")).await;
        left -= some;
    }
}

/// The same at a rate of so many a second, for as many seconds.
///
/// # Panics
/// When there is no message to begin with, or the page does not take them.
pub async fn stream(browser: &Browser, rate: usize, seconds: u64) {
    let count = rate * usize::try_from(seconds).unwrap_or(usize::MAX);
    begin(browser, STREAM, count, rate).await;
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    browser.until("all have happened", &format!("return window.poured >= {count};")).await;
}

async fn begin(browser: &Browser, how: &str, count: usize, rate: usize) {
    let actor = Value::from(uuid::Uuid::new_v4().to_string()).to_string();
    let script = format!("{HAPPENS}{how}").replace("ACTOR", &actor);
    browser.js(&script.replace("COUNT", &count.to_string()).replace("RATE", &rate.to_string())).await;
}
