//! Watching one process: started again when it dies or is stuck, stopped when asked.

use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::time::Duration;

use services::managed_child::ManagedChild;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use crate::up::job::Job;
use crate::up::liveness;
use crate::up::screen::Screen;

/// The first pause before a start, doubled each time up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// Having run so long, a process is thought to be well, and its next death is a first one again.
const WELL: Duration = Duration::from_secs(30);

/// A process that is watched.
#[derive(Debug)]
pub(crate) struct Watched {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Watched {
    /// Watches a job that was started before.
    pub(crate) fn new(job: Job, process: ManagedChild, screen: Screen) -> Self {
        let stop = CancellationToken::new();
        let task = tokio::spawn(watch(job, process, screen, stop.clone()));
        Self { stop, task }
    }

    /// Asks its process to stop.
    pub(crate) fn ask_to_stop(&self) {
        self.stop.cancel();
    }

    /// Waits until its process is gone.
    pub(crate) async fn gone(mut self) {
        // The task ends by our asking; should it have panicked, dropping its process stopped that too.
        let _ = (&mut self.task).await;
    }
}

impl Drop for Watched {
    /// Nobody is started again whom nobody watches.
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

async fn watch(job: Job, mut process: ManagedChild, screen: Screen, stop: CancellationToken) {
    let mut pause = FIRST_PAUSE;
    // It was waited for until it was ready; those after it are not.
    let mut has_answered = true;
    loop {
        let began = Instant::now();
        let why = tokio::select! {
            // One that was asked to stop, and is gone already, is not missed.
            biased;
            () = stop.cancelled() => return process.stop().await,
            status = process.ended() => how(status),
            stuck = liveness::stuck(&job, has_answered) => kill(&process, &stuck).await,
        };
        has_answered = false;
        if began.elapsed() > WELL {
            pause = FIRST_PAUSE;
        }
        screen.say(format_args!("{} {why}; starting it again", job.name()));
        process = tokio::select! {
            process = start_again(&job, &screen, &mut pause) => process,
            () = stop.cancelled() => return,
        };
    }
}

async fn start_again(job: &Job, screen: &Screen, pause: &mut Duration) -> ManagedChild {
    loop {
        sleep(*pause).await;
        *pause = (*pause * 2).min(LONGEST_PAUSE);
        match job.start_again().await {
            Ok(process) => return process,
            Err(error) => screen.say(format_args!("{} does not start: {error}", job.name())),
        }
    }
}

/// It does not do what it is asked, so it is not asked to stop either.
async fn kill(process: &ManagedChild, stuck: &str) -> String {
    process.kill();
    process.ended().await;
    format!("was stuck ({stuck})")
}

fn how(status: Option<ExitStatus>) -> String {
    match (status.and_then(|status| status.signal()), status.and_then(|status| status.code())) {
        (Some(signal), _) => format!("was killed (signal {signal})"),
        (None, Some(0)) => "ended".to_owned(),
        (None, Some(code)) => format!("ended with code {code}"),
        (None, None) => "is gone".to_owned(),
    }
}
