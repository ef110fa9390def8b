//! Which processes a run has started: it waits for those that are left when it ends. They stand in a file that outlives it, too:
//! should the run be killed, the next one ends what is left.
//!
//! A number of a process is given out again; with the time it was started, and the boot it was started in, it is one
//! process for ever. Known from `/proc`: where there is none, nobody is known.

use std::fs::{self, File};
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::time::{Instant, sleep};

use crate::managed_child::Stop;
use crate::{Say, ServiceError};

/// How long those that are left may take to finish: a database writes its checkpoint.
const GRACE: Duration = Duration::from_secs(65);
/// How long a process may take to go that was killed.
const KILLED: Duration = Duration::from_secs(10);
/// How often it is looked whether they are gone: the system does not tell of others' children.
const LOOK: Duration = Duration::from_millis(20);

/// Where processes are noted. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Register(Option<Arc<Mutex<Noted>>>);

#[derive(Debug)]
struct Noted {
    file: File,
    /// Of this run, the living and some of the dead.
    ours: Vec<Former>,
}

impl Register {
    /// Notes nothing: for whoever waits for their children in any case.
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds to a file, from where it stands.
    pub fn in_file(file: File) -> Self {
        Self(Some(Arc::new(Mutex::new(Noted { file, ours: Vec::new() }))))
    }

    /// Notes a process that has just been started, and how it is stopped.
    pub fn note(&self, pid: u32, name: &str, stop: Stop) {
        let (Some(noted), Some(started)) = (&self.0, started(pid)) else { return };
        let mut noted = noted.lock().unwrap_or_else(PoisonError::into_inner);
        noted.ours.retain(Former::lives);
        noted.ours.push(Former { pid, started, stop, name: name.to_owned() });
        let line = format!("{pid} {started} {} {} {name}\n", stop.signal(), boot());
        // Not noted, it still ends by itself: its watcher sees to that.
        let _ = noted.file.write_all(line.as_bytes());
    }

    /// Those noted here that still live.
    pub fn left(&self) -> Vec<Former> {
        let Some(noted) = &self.0 else { return Vec::new() };
        let mut noted = noted.lock().unwrap_or_else(PoisonError::into_inner);
        noted.ours.retain(Former::lives);
        noted.ours.clone()
    }
}

/// A process that was noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    pid: u32,
    started: u64,
    stop: Stop,
    name: String,
}

impl Former {
    /// Those noted in a file that still live.
    pub fn left(noted: &str) -> Vec<Self> {
        let boot = boot();
        let of = |line: &str| {
            let mut words = line.splitn(5, ' ');
            let (pid, started) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
            let stop = Stop::of_signal(words.next()?)?;
            (words.next()? == boot).then_some(())?;
            Some(Self { pid, started, stop, name: words.next()?.to_owned() })
        };
        noted.lines().filter_map(of).filter(Self::lives).collect()
    }

    fn lives(&self) -> bool {
        started(self.pid) == Some(self.started)
    }

    fn signal(&self, signal: Signal) {
        if let (true, Some(pid)) = (self.lives(), Pid::from_raw(self.pid.cast_signed())) {
            // It may have ended this very moment.
            let _ = kill_process(pid, signal);
        }
    }
}

/// Ends what is left of a run, in good order if it can be; says whom it waits for, and that it does `what`.
///
/// # Errors
/// A process does not end although it was killed, or is not ours to kill.
pub async fn end(left: &[Former], what: &str, say: Say<'_>) -> Result<(), ServiceError> {
    if left.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = left.iter().map(|former| former.name.as_str()).collect();
    say(&format!("{what}: {}", names.join(", ")));
    for former in left {
        former.signal(former.stop.into());
    }
    if gone(left, GRACE).await {
        return Ok(());
    }
    for former in left {
        former.signal(Signal::KILL);
    }
    if gone(left, KILLED).await {
        return Ok(());
    }
    let still: Vec<String> = left
        .iter()
        .filter(|former| former.lives())
        .map(|former| format!("{} (process {})", former.name, former.pid))
        .collect();
    Err(ServiceError::Missing(format!("{} cannot be ended", still.join(" and "))))
}

async fn gone(left: &[Former], within: Duration) -> bool {
    let deadline = Instant::now() + within;
    while left.iter().any(Former::lives) {
        if Instant::now() > deadline {
            return false;
        }
        sleep(LOOK).await;
    }
    true
}

/// When a process was started, in ticks since the machine was; none if it is gone, or dead and not waited for.
fn started(pid: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name before it may hold anything; the state is the first field after it, the start the twentieth.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    (fields.next()? != "Z").then_some(())?;
    fields.nth(18)?.parse().ok()
}

/// Which start of the machine this is.
fn boot() -> String {
    let id = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    if id.trim().is_empty() { "unknown".to_owned() } else { id.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[tokio::test]
    async fn what_is_left_is_known_by_its_start_and_ended_however_it_resists() {
        let path = tempfile::NamedTempFile::new().expect("a file");
        let register = Register::in_file(path.reopen().expect("the file"));
        let mut polite = Command::new("/bin/sleep").arg("1000").spawn().expect("started");
        register.note(polite.id(), "room-1", Stop::Term);
        let noted = fs::read_to_string(path.path()).expect("read");
        let left = Former::left(&noted);
        assert_eq!((left.len(), left[0].name.as_str()), (1, "room-1"));
        // Another process under the same number, another boot, or a line that was cut off: nobody of ours.
        let pid = polite.id();
        let started = started(pid).expect("it lives");
        let strangers = [
            noted.replacen(&started.to_string(), &(started + 1).to_string(), 1),
            noted.replace(&boot(), "another-boot"),
            noted[..noted.len() / 2].to_owned(),
        ];
        for strange in strangers {
            assert_eq!(Former::left(&strange), [], "{strange}");
        }
        // Whoever started it has to see that it is gone.
        let waited = std::thread::spawn(move || polite.wait());
        end(&left, "ending", &|_| ()).await.expect("ended");
        assert!(waited.join().expect("joined").is_ok());
        assert_eq!(Former::left(&noted), []);
    }
}
