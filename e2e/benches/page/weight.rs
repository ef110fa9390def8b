//! What the page weighs: all of it, and what stands before it can be used.

use e2e::Browser;

use crate::goals::Goals;

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

/// What was asked for before the page had loaded: how many requests, and how many bytes on the wire.
const CRITICAL: &str = "
    const [page] = performance.getEntriesByType('navigation');
    const before = performance.getEntriesByType('resource').filter((one) => one.startTime < page.loadEventStart);
    const critical = [page, ...before].filter((one) => ['navigation', 'script', 'link', 'css', 'img'].includes(one.initiatorType));
    return [critical.length, critical.reduce((sum, one) => sum + one.encodedBodySize, 0)];";

pub(crate) async fn weigh(browser: &Browser, goals: &mut Goals) {
    let sums = browser.driver.execute_async(WEIGHT, vec![]).await.expect("weighed").json().clone();
    let sums = sums.as_object().expect("sums");
    let mut all = [0, 0];
    for (kind, sum) in sums {
        let [files, wire, gzip] = ["files", "wire", "gzip"].map(|name| sum[name].as_i64().unwrap_or(0));
        println!("{kind:>6}: {files:>2} files, {wire:>7} B on the wire, {gzip:>7} B gzip");
        all = [all[0] + wire, all[1] + gzip];
    }
    println!("   all: {:>7} B on the wire, {:>7} B gzip", all[0], all[1]);
    let critical = browser.js(CRITICAL).await;
    goals.note("requests before the page can be used", 12.0, critical[0].as_f64().unwrap_or(f64::NAN));
    goals.note("KiB of them", 60.0, critical[1].as_f64().unwrap_or(f64::NAN) / 1_024.0);
}
