//! When messages are due: at even intervals, whatever happened to those before.

use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// The longest sleep, so that a stop is noticed.
const NAP: Duration = Duration::from_millis(100);

/// Tells when each of `count` messages is due, as it is: a thread of its own, because the runtime's timer has whole
/// milliseconds only, which is as long as a delivery takes.
pub(super) fn start(rate: u32, count: usize, stop: CancellationToken) -> mpsc::UnboundedReceiver<Instant> {
    let (tell, due) = mpsc::unbounded_channel();
    std::thread::spawn(move || {
        let begun = Instant::now();
        for n in 0..count {
            let intended = begun + after(n, rate);
            while let Some(left) =
                intended.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())
            {
                if stop.is_cancelled() {
                    return;
                }
                std::thread::sleep(left.min(NAP));
            }
            if stop.is_cancelled() || tell.send(intended).is_err() {
                return;
            }
        }
    });
    due
}

fn after(n: usize, rate: u32) -> Duration {
    Duration::from_secs_f64(n as f64 / f64::from(rate))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_a_second_are_a_millisecond_apart() {
        assert_eq!([0, 1, 1_500].map(|n| after(n, 1_000)), [0, 1, 1_500].map(Duration::from_millis));
    }

    #[tokio::test]
    async fn all_are_told_of_and_none_after_a_stop() {
        let stop = CancellationToken::new();
        let mut due = start(100_000, 50, stop.clone());
        let mut times = Vec::new();
        while let Some(intended) = due.recv().await {
            times.push(intended);
        }
        assert!(times.len() == 50 && times.is_sorted());
        stop.cancel();
        assert_eq!(start(100_000, 50, stop).recv().await, None);
    }
}
