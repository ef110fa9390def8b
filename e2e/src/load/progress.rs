//! How far it has come, told while it runs: a line that is written over on a terminal, a line now and then elsewhere.

use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;

const ON_A_TERMINAL: Duration = Duration::from_secs(1);
const ELSEWHERE: Duration = Duration::from_secs(10);

/// Tells of one thing until it is dropped.
#[derive(Debug)]
pub(super) struct Progress {
    telling: JoinHandle<()>,
    is_terminal: bool,
}

impl Progress {
    /// Begins to tell; it is expected to take so many seconds.
    pub(super) fn start(what: String, seconds: u32) -> Self {
        let is_terminal = stderr().is_terminal();
        if !is_terminal {
            eprintln!("load: {what}");
        }
        let telling = tokio::task::spawn_local(async move {
            let begun = Instant::now();
            let mut tick = tokio::time::interval(if is_terminal { ON_A_TERMINAL } else { ELSEWHERE });
            if !is_terminal {
                tick.tick().await;
            }
            loop {
                tick.tick().await;
                let line = format!("load: {what}: {:.0} of {seconds} s", begun.elapsed().as_secs_f64());
                if is_terminal {
                    eprint!("\r\x1b[K{line}");
                } else {
                    eprintln!("{line}");
                }
                // A terminal that is gone wants no progress.
                let _ = stderr().flush();
            }
        });
        Self { telling, is_terminal }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.telling.abort();
        if self.is_terminal {
            eprint!("\r\x1b[K");
        }
    }
}
