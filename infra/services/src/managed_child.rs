//! A child process that never outlives us, however we end, and ends in its own good order.
//!
//! Beside each child stands a watcher, a few lines of shell that hold the reading end of a pipe from us. When the pipe
//! closes (we let go of it, we exit, or somebody kills us with -9) the watcher asks the child to stop, waits, and kills it
//! if it must. The parent-death signal would not do: it follows the thread that started the child, and threads come and go.
//! The shell becomes the child by `exec`, so the pid we know is the child's own.

use std::ffi::{OsStr, OsString};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::sync::watch;

use crate::ServiceError;
use crate::home::Owner;
use crate::register::Register;

/// Arguments: signal, tenths of a second until the kill, a folder to remove afterwards (or nothing), then the command.
/// The watcher is a grandchild, so that the child is never surprised by a child of its own that it did not start.
/// A dead child that nobody waits for (containers often lack somebody) counts as gone.
/// A line on the pipe says that the child is gone already, and its pid may soon be somebody else's.
const WATCH: &str = r#"
exec 3<&0 </dev/null
alive() { read -r pid name state rest </proc/$$/stat && [ "$state" != Z ]; }
((
    if ! read -r gone <&3; then
        kill -s "$1" $$
        tenths=0
        while alive && [ $tenths -lt "$2" ]; do sleep 0.1; tenths=$((tenths + 1)); done
        alive && kill -s KILL $$
    fi
    [ -z "$3" ] || rm -rf -- "$3"
) >/dev/null 2>&1 &)
exec 3<&-
shift 3
exec "$@"
"#;

/// How a child asks to be stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// SIGTERM: NATS and our own services drain and go.
    Term,
    /// SIGINT: what Postgres calls a fast shutdown (connections are ended, a checkpoint is written).
    Int,
}

impl Stop {
    /// As a shell calls it.
    pub(crate) fn signal(self) -> &'static str {
        match self {
            Self::Term => "TERM",
            Self::Int => "INT",
        }
    }

    pub(crate) fn of_signal(name: &str) -> Option<Self> {
        [Self::Term, Self::Int].into_iter().find(|stop| stop.signal() == name)
    }
}

impl From<Stop> for Signal {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Term => Self::TERM,
            Stop::Int => Self::INT,
        }
    }
}

/// What to start, and how it is stopped.
#[derive(Debug)]
pub struct ChildCommand {
    program: PathBuf,
    args: Vec<OsString>,
    env: Vec<(OsString, OsString)>,
    only_these: bool,
    owner: Option<Owner>,
    folder: PathBuf,
    log: Option<PathBuf>,
    stop: Stop,
    grace: Duration,
    remove: Option<PathBuf>,
    register: (Register, String),
}

impl ChildCommand {
    /// A program by its full path, run in `/` without arguments, its words thrown away, stopped by SIGTERM within 10 s.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            args: Vec::new(),
            env: Vec::new(),
            only_these: false,
            owner: None,
            folder: PathBuf::from("/"),
            log: None,
            stop: Stop::Term,
            grace: Duration::from_secs(10),
            remove: None,
            register: (Register::none(), String::new()),
        }
    }

    /// Adds arguments. Everybody on the machine can read them: no secrets.
    pub fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.args.extend(args.into_iter().map(|arg| arg.as_ref().to_owned()));
        self
    }

    /// Adds an argument.
    pub fn arg(self, arg: impl AsRef<OsStr>) -> Self {
        self.args([arg])
    }

    /// Adds a variable to its environment.
    pub fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.env.push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        self
    }

    /// It inherits no environment of ours.
    pub fn only_this_environment(mut self) -> Self {
        self.only_these = true;
        self
    }

    /// It runs as somebody else (we must be root).
    pub fn owner(mut self, owner: Option<Owner>) -> Self {
        self.owner = owner;
        self
    }

    /// It starts in that folder.
    pub fn folder(mut self, folder: &Path) -> Self {
        self.folder = folder.to_owned();
        self
    }

    /// Its standard output and error are added to that file.
    pub fn log(mut self, path: &Path) -> Self {
        self.log = Some(path.to_owned());
        self
    }

    /// How it is stopped, and how long it may take before it is killed.
    pub fn stop(mut self, stop: Stop, grace: Duration) -> Self {
        self.stop = stop;
        self.grace = grace;
        self
    }

    /// Once it is gone, that folder goes too.
    pub fn remove_afterwards(mut self, folder: &Path) -> Self {
        self.remove = Some(folder.to_owned());
        self
    }

    /// It is noted under that name, so that the next run can end it should this one be killed.
    pub fn noted(mut self, register: &Register, name: &str) -> Self {
        self.register = (register.clone(), name.to_owned());
        self
    }

    /// Starts it.
    pub fn start(self) -> Result<ManagedChild, ServiceError> {
        let words = self.words()?;
        let tenths = (self.grace.as_millis() / 100).to_string();
        let mut command = Command::new("/bin/sh");
        command.arg("-c").arg(WATCH).arg("keep").arg(self.stop.signal()).arg(tenths);
        command.arg(self.remove.unwrap_or_default()).arg(&self.program).args(&self.args);
        if self.only_these {
            command.env_clear();
        }
        command.envs(self.env).current_dir(&self.folder);
        // A group of its own: Ctrl-C at the terminal is for us, and we stop the children in order.
        command.process_group(0);
        if let Some(owner) = &self.owner {
            command.uid(owner.uid).gid(owner.gid);
        }
        command.stdin(Stdio::piped()).stdout(words.0).stderr(words.1);
        let mut child = command.spawn().map_err(ServiceError::run(&self.program))?;
        let pid = child.id();
        self.register.0.note(pid, &self.register.1, self.stop);
        let leash = Arc::new(Mutex::new(child.stdin.take()));
        let (tell, ended) = watch::channel(None);
        let ours = Arc::clone(&leash);
        std::thread::Builder::new()
            .name(format!("keep-{pid}"))
            .spawn(move || {
                let status = child.wait().ok();
                if let Some(mut pipe) = take(&ours) {
                    // It is gone if the watcher is gone: nothing to do about that.
                    let _ = pipe.write_all(b"gone\n");
                }
                tell.send_replace(Some(status));
            })
            .map_err(ServiceError::run(&self.program))?;
        Ok(ManagedChild { pid, leash, ended, grace: self.grace })
    }

    fn words(&self) -> Result<(Stdio, Stdio), ServiceError> {
        let Some(path) = &self.log else { return Ok((Stdio::null(), Stdio::null())) };
        let open = || -> std::io::Result<(File, File)> {
            let file = OpenOptions::new().create(true).append(true).open(path)?;
            Ok((file.try_clone()?, file))
        };
        let (out, err) = open().map_err(ServiceError::file(path))?;
        Ok((out.into(), err.into()))
    }
}

/// A child that is kept. Dropping it stops it, without waiting.
#[derive(Debug)]
pub struct ManagedChild {
    pid: u32,
    leash: Arc<Mutex<Option<ChildStdin>>>,
    ended: watch::Receiver<Option<Option<ExitStatus>>>,
    grace: Duration,
}

impl ManagedChild {
    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// Whether it is gone.
    pub fn has_ended(&self) -> bool {
        self.ended.borrow().is_some()
    }

    /// Waits for its end; how it ended, if the system told.
    pub async fn ended(&self) -> Option<ExitStatus> {
        let mut ended = self.ended.clone();
        ended.wait_for(Option::is_some).await.ok().and_then(|status| status.flatten())
    }

    /// Asks it to stop and waits until it has, at most for its grace and a little.
    pub async fn stop(&self) {
        drop(take(&self.leash));
        if tokio::time::timeout(self.grace + Duration::from_secs(2), self.ended()).await.is_err() {
            self.kill();
            self.ended().await;
        }
    }

    /// Kills it at once (SIGKILL), and those it has started: one that is stopped would never notice that it is gone.
    pub fn kill(&self) {
        let started = children_of(self.pid);
        self.signal(Signal::KILL);
        for pid in started.into_iter().filter_map(Pid::from_raw) {
            // It may have ended this very moment.
            let _ = kill_process(pid, Signal::KILL);
        }
    }

    /// Sends it a signal, if it is still there.
    pub fn signal(&self, signal: Signal) {
        if let (false, Some(pid)) = (self.has_ended(), Pid::from_raw(self.pid.cast_signed())) {
            // It may have ended this very moment.
            let _ = kill_process(pid, signal);
        }
    }
}

impl Drop for ManagedChild {
    fn drop(&mut self) {
        drop(take(&self.leash));
    }
}

/// Whom a process has started, as far as the system tells.
fn children_of(pid: u32) -> Vec<i32> {
    let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
    children.split_whitespace().filter_map(|pid| pid.parse().ok()).collect()
}

fn take(leash: &Mutex<Option<ChildStdin>>) -> Option<ChildStdin> {
    leash.lock().unwrap_or_else(PoisonError::into_inner).take()
}
