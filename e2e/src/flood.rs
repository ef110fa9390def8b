//! A busy evening for one page: events as the server draws them, thousands of them, put into its socket. What the page does
//! with them is real; nobody has to say ten thousand things for it.

use serde_json::{Value, json};

use crate::Browser;

/// So many are waited for at a time: machines are busy.
const LOT: usize = 500;

/// Before the first page: remembers the sockets that pages open, and what the layout does.
const REMEMBER: &str = "
    window.sockets = [];
    window.WebSocket = class extends WebSocket {
      constructor(...to) { super(...to); window.sockets.push(this); this.addEventListener('message', ({ data }) => window.heard?.push(data)); }
    };
    window.shifts = [];
    new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifts.push(one.value); })
      .observe({ type: 'layout-shift', buffered: true });";

/// Some of them in each frame of the screen, made after the last message that is in the page.
const POUR: &str = "
    const [count, actor] = [COUNT, ACTOR];
    const timeline = document.querySelector('hub-timeline');
    const { room } = timeline.dataset;
    const pattern = [...document.querySelectorAll('.messages > .message')].findLast((row) => !row.matches('.grouped'));
    window.poured = 0; window.slowest = 0;
    const step = () => {
      const begun = performance.now();
      for (let n = 0; n < 50 && window.poured < count; n++, window.poured++) {
        const seq = Number(timeline.dataset.head) + 1, no = seq;
        const row = pattern.cloneNode(true), nonce = crypto.randomUUID();
        row.className = 'message'; row.id = `m-${seq}`;
        Object.assign(row.dataset, { seq, no, rev: seq, author: actor, nonce, at: new Date(Date.now() + window.poured * 1000).toISOString() });
        row.querySelector('.body').innerHTML = '<p>' + Array(1 + seq % 3).fill(`number ${seq}`).join('<br>') + '</p>';
        const event = { t: 'event', room, seq, kind: 'posted', at: row.dataset.at, actor, name: 'Flood', nonce, html: row.outerHTML };
        window.sockets.at(-1).dispatchEvent(new MessageEvent('message', { data: JSON.stringify(event) }));
      }
      window.slowest = Math.max(window.slowest, performance.now() - begun);
      if (window.poured < count) requestAnimationFrame(step);
    };
    step(); return null;";

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
    let actor = Value::from(uuid::Uuid::new_v4().to_string()).to_string();
    let mut left = count;
    while left > 0 {
        let some = left.min(LOT);
        browser.js(&POUR.replace("COUNT", &some.to_string()).replace("ACTOR", &actor)).await;
        browser.until("all have happened", &format!("return window.poured >= {some};")).await;
        left -= some;
    }
}
