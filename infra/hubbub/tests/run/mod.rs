//! A run of `hubbub up` as seen from outside: its words, its children, its end.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// Generous: the machine may be busy with other tests.
const DEADLINE: Duration = Duration::from_secs(90);

/// The program with these words, told nothing by our environment.
pub(crate) fn command(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hubbub"));
    for name in ["DATABASE_URL", "NATS_URL", "HUBBUB_CLAIM_CODE", "HUBBUB_PUBLIC_URL", "HUBBUB_NATS_PREFIX"] {
        command.env_remove(name);
    }
    command.args(words).stdin(Stdio::null());
    command
}

/// Runs it to its end.
pub(crate) fn hubbub(words: &[&str]) -> Output {
    command(words).output().expect("hubbub runs")
}

/// A port for people, away from those that `up` chooses for itself and from those of the other tests of this process.
pub(crate) fn free_port() -> u16 {
    static TURN: AtomicU16 = AtomicU16::new(0);
    let start = 10_000 + (std::process::id() % 100) as u16 * 80;
    let mine = start + TURN.fetch_add(1, Ordering::Relaxed) * 8;
    services::ports::neighbours([127, 0, 0, 1].into(), mine, 2).expect("a free port")
}

/// A running `up`; killed when dropped.
pub(crate) struct Run {
    child: Child,
    lines: Receiver<String>,
    said: String,
    address: String,
}

impl Run {
    pub(crate) fn start(data: &Path, words: &[&str]) -> Self {
        let mut command = command(&["up", "--data"]);
        let mut child = command
            .arg(data)
            .args(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("started");
        let (tell, lines) = channel();
        let pipes: [Box<dyn Read + Send>; 2] =
            [Box::new(child.stdout.take().expect("piped")), Box::new(child.stderr.take().expect("piped"))];
        for pipe in pipes {
            let tell = tell.clone();
            std::thread::spawn(move || {
                BufReader::new(pipe).lines().map_while(Result::ok).all(|line| tell.send(line).is_ok())
            });
        }
        Self { child, lines, said: String::new(), address: String::new() }
    }

    /// The address in the box.
    pub(crate) fn wait_until_open(&mut self) -> String {
        self.wait_until_said("Hubbub is running");
        let line = self.said.lines().find(|line| line.contains("Hubbub is running")).expect("just said");
        let address = line.split("http://").nth(1).expect("an address").split_whitespace().next();
        self.address = address.expect("an address").to_owned();
        self.address.clone()
    }

    pub(crate) fn wait_until_said(&mut self, words: &str) {
        let deadline = Instant::now() + DEADLINE;
        while !self.said.contains(words) {
            let left = deadline.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(left);
            let line = line.unwrap_or_else(|_| panic!("it never said {words:?}, but:\n{}", self.said));
            self.said.push_str(&line);
            self.said.push('\n');
        }
    }

    pub(crate) fn said(&self) -> &str {
        &self.said
    }

    /// What it answers to a GET of that path; nothing if nobody is there.
    pub(crate) fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1\r\n"), "")
    }

    /// Registers somebody; gives the name of their cookie.
    pub(crate) fn register(&self, username: &str) -> String {
        let password = "a+horse+a+battery+a+staple";
        let form = format!("username={username}&email={username}%40example.org&password={password}");
        let kind = "Content-Type: application/x-www-form-urlencoded";
        let head = format!("POST /register HTTP/1.1\r\n{kind}\r\nContent-Length: {}\r\n", form.len());
        let answer = self.ask(&head, &form);
        let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: "));
        let cookie = cookie.unwrap_or_else(|| panic!("no cookie in {answer}"));
        cookie.split('=').next().expect("a name").to_owned()
    }

    fn ask(&self, head: &str, body: &str) -> String {
        let ask = || -> std::io::Result<String> {
            let mut stream = TcpStream::connect(&self.address)?;
            stream.set_read_timeout(Some(Duration::from_secs(10)))?;
            write!(stream, "{head}Host: {}\r\nConnection: close\r\n\r\n{body}", self.address)?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer)?;
            Ok(String::from_utf8_lossy(&answer).into_owned())
        };
        ask().unwrap_or_default()
    }

    pub(crate) fn children(&self) -> Vec<u32> {
        processes().into_iter().filter(|one| one.parent == self.child.id()).map(|one| one.pid).collect()
    }

    pub(crate) fn child(&self, name: &str) -> u32 {
        self.child_if_there(name).unwrap_or_else(|| panic!("no {name}"))
    }

    pub(crate) fn child_if_there(&self, name: &str) -> Option<u32> {
        let words = match name {
            "Postgres" => "bin/postgres",
            "NATS" => "nats-server",
            "gateway-1" => "hubbub gateway",
            "room-1" => "hubbub room",
            "auth-1" => "hubbub auth",
            other => panic!("{other} is nobody"),
        };
        let ours = |one: &Process| one.parent == self.child.id() && one.words.contains(words);
        processes().into_iter().find(|one| ours(one) && !one.words.contains("/bin/sh")).map(|one| one.pid)
    }

    /// What one of its processes was told in its environment.
    pub(crate) fn told(&self, name: &str, variable: &str) -> Option<String> {
        let environment =
            std::fs::read(format!("/proc/{}/environ", self.child(name))).expect("its environment");
        let environment = String::from_utf8_lossy(&environment).into_owned();
        let mut variables = environment.split('\0').filter_map(|one| one.split_once('='));
        variables.find(|(name, _)| *name == variable).map(|(_, value)| value.to_owned())
    }

    pub(crate) fn interrupt(&self) {
        signal(self.child.id(), Signal::INT);
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }

    pub(crate) fn ended(&mut self) -> ExitStatus {
        let mut status = None;
        wait_until("its end", || {
            status = self.child.try_wait().expect("a status");
            status.is_some()
        });
        status.expect("ended")
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        // Already gone is fine. Its children go by themselves.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends SIGKILL.
pub(crate) fn kill(pid: u32) {
    signal(pid, Signal::KILL);
}

/// Sends SIGSTOP: it does nothing any more, and its connections stay.
pub(crate) fn stop(pid: u32) {
    signal(pid, Signal::STOP);
}

/// The same for it and those it has started.
pub(crate) fn stop_all_of(pid: u32) {
    stop(pid);
    processes().into_iter().filter(|one| one.parent == pid).for_each(|one| stop(one.pid));
}

/// Those that an `up` in this folder has started.
pub(crate) fn noted(data: &Path) -> Vec<u32> {
    let noted = std::fs::read_to_string(data.join("lock")).expect("a lock");
    noted.lines().skip(1).filter_map(|line| line.split(' ').next()?.parse().ok()).collect()
}

/// Those that still live.
pub(crate) fn alive(pids: &[u32]) -> Vec<u32> {
    processes().into_iter().map(|one| one.pid).filter(|pid| pids.contains(pid)).collect()
}

/// Waits until none of them runs.
pub(crate) fn wait_until_gone(pids: &[u32]) {
    wait_until(&format!("the end of {pids:?}"), || alive(pids).is_empty());
}

/// Looks again and again: the kernel does not tell of others' processes.
pub(crate) fn wait_until(what: &str, mut there: impl FnMut() -> bool) {
    let deadline = Instant::now() + DEADLINE;
    while !there() {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn signal(pid: u32, signal: Signal) {
    let pid = Pid::from_raw(pid.cast_signed()).expect("a pid");
    kill_process(pid, signal).expect("it is there");
}

#[derive(Debug)]
struct Process {
    pid: u32,
    parent: u32,
    words: String,
}

/// All that live: the dead whom nobody has buried do not count.
fn processes() -> Vec<Process> {
    let entries = std::fs::read_dir("/proc").expect("/proc").flatten();
    entries.filter_map(|entry| process(entry.file_name().to_str()?.parse().ok()?)).collect()
}

fn process(pid: u32) -> Option<Process> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let mut fields = stat.rsplit(')').next()?.split_whitespace();
    let (state, parent) = (fields.next()?, fields.next()?.parse().ok()?);
    let words = std::fs::read(format!("/proc/{pid}/cmdline")).ok()?;
    let words = String::from_utf8_lossy(&words).replace('\0', " ");
    (state != "Z").then_some(Process { pid, parent, words })
}
