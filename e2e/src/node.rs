//! One process of the cluster, as somebody with a terminal sees it: started, killed, stopped, continued.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::process::Signal;
use services::managed_child::{ChildCommand, ManagedChild, Stop};
use tokio::time::{sleep, timeout};

use crate::DEADLINE;

/// Which process: its kind, and its number from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// A gateway.
    Gateway(usize),
    /// A room-service.
    Room(usize),
    /// An auth-service.
    Auth(usize),
}

impl Who {
    pub(crate) fn verb(self) -> &'static str {
        match self {
            Self::Gateway(_) => "gateway",
            Self::Room(_) => "room",
            Self::Auth(_) => "auth",
        }
    }

    /// `gateway-0`, `room-1`, …
    pub fn name(self) -> String {
        let (Self::Gateway(number) | Self::Room(number) | Self::Auth(number)) = self;
        format!("{}-{number}", self.verb())
    }
}

/// A process: how it is started, and the one that runs now.
#[derive(Debug)]
pub struct Node {
    /// Which.
    pub who: Who,
    /// Where people reach it; nobody but a gateway is reached.
    pub listen: SocketAddr,
    /// Where it says whether it is ready.
    pub ops: SocketAddr,
    program: PathBuf,
    log: PathBuf,
    told: Vec<(String, String)>,
    process: Option<ManagedChild>,
}

impl Node {
    pub(crate) fn new(
        who: Who,
        (listen, ops): (SocketAddr, SocketAddr),
        program: &Path,
        folder: &Path,
        told: &[(String, String)],
    ) -> Self {
        let mut told = told.to_vec();
        told.push(("HUBBUB_OPS_LISTEN".into(), ops.to_string()));
        match who {
            Who::Gateway(_) => {
                told.retain(|(name, _)| name != "DATABASE_URL");
                told.push(("HUBBUB_LISTEN".into(), listen.to_string()));
            }
            Who::Room(_) | Who::Auth(_) => {}
        }
        let log = folder.join(format!("{}.log", who.name()));
        Self { who, listen, ops, program: program.to_owned(), log, told, process: None }
    }

    /// Starts it, without waiting.
    ///
    /// # Panics
    /// When the program cannot be run.
    pub fn start(&mut self) {
        let mut command = ChildCommand::new(&self.program).arg(self.who.verb()).only_this_environment();
        for (name, value) in &self.told {
            command = command.env(name, value);
        }
        let command = command.log(&self.log).stop(Stop::Term, Duration::from_secs(15));
        self.process = Some(command.start().expect("a process"));
    }

    /// Waits until it is ready to serve.
    ///
    /// # Panics
    /// When it is not in time, or ends.
    pub async fn ready(&self) {
        let waiting = async {
            let address = format!("http://{}/readyz", self.ops);
            while !is_ready(&address).await {
                assert!(!self.process().has_ended(), "{} ended: {}", self.who.name(), self.last_words());
                sleep(Duration::from_millis(20)).await;
            }
        };
        let in_time = timeout(DEADLINE, waiting).await;
        in_time.unwrap_or_else(|_| panic!("{} is not ready: {}", self.who.name(), self.last_words()));
    }

    /// SIGKILL, and waits until it is gone.
    pub async fn kill(&mut self) {
        self.process().kill();
        self.process().ended().await;
    }

    /// SIGSTOP: it does nothing and its connections stay.
    pub fn freeze(&self) {
        self.process().signal(Signal::STOP);
    }

    /// SIGCONT: it goes on where it was, as if no time had passed.
    pub fn thaw(&self) {
        self.process().signal(Signal::CONT);
    }

    /// SIGTERM, and waits until it has finished what it was doing.
    ///
    /// # Panics
    /// When it ends badly, or had to be killed.
    pub async fn stop(&mut self) {
        self.process().stop().await;
        let code = self.process().ended().await.and_then(|status| status.code());
        assert_eq!(code, Some(0), "{} did not end well: {}", self.who.name(), self.last_words());
    }

    /// SIGTERM, and waits until it is gone, however it went.
    pub(crate) async fn end(&self) {
        self.process().stop().await;
    }

    /// Starts it again at the same addresses, once it has gone, and waits until it serves.
    pub async fn start_again(&mut self) {
        self.start();
        self.ready().await;
    }

    /// The end of its log.
    pub fn last_words(&self) -> String {
        let text = std::fs::read(&self.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text).into_owned();
        let lines: Vec<&str> = text.lines().rev().take(20).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join("\n")
    }

    /// All of its log.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(&self.log).unwrap_or_default()).into_owned()
    }

    /// What it answers on its ops port.
    ///
    /// # Panics
    /// When it does not.
    pub async fn ops(&self, path: &str) -> String {
        let answer = reqwest::get(format!("http://{}{path}", self.ops)).await.expect("an answer");
        answer.text().await.expect("a text")
    }

    /// Its process id.
    ///
    /// # Panics
    /// When it does not run.
    pub fn pid(&self) -> u32 {
        self.process().pid()
    }

    fn process(&self) -> &ManagedChild {
        self.process.as_ref().expect("it was started")
    }
}

async fn is_ready(address: &str) -> bool {
    reqwest::get(address).await.is_ok_and(|answer| answer.status().is_success())
}
