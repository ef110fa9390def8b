//! A private nats-server: loopback only, passwords in files, nothing written to disk.

mod access;

pub use access::{User, users};

use std::path::Path;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};

use crate::managed_child::{ChildCommand, ManagedChild, Stop};
use crate::register::Register;
use crate::{ServiceError, ports, programs, secret};

/// How often another port is tried.
const TRIES: u32 = 8;

/// A running nats-server.
#[derive(Debug)]
pub struct Nats {
    /// The process.
    pub process: ManagedChild,
    /// `nats://<token>@127.0.0.1:<port>`: a secret. Opens nothing where there are users.
    pub url: String,
    /// Where it listens.
    pub port: u16,
}

/// What a private nats-server is made of.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The program.
    pub programs: &'a programs::Nats,
    /// A folder of ours for its configuration and its token.
    pub folder: &'a Path,
    /// Where its words go.
    pub log: &'a Path,
    /// The port it must have: others know it already. None: any free one.
    pub port: Option<u16>,
    /// The folder goes when the server does.
    pub fleeting: bool,
    /// Where its process is noted.
    pub register: &'a Register,
    /// Who may do what; if nobody is named, whoever holds the token may do everything.
    pub users: &'a [User],
    /// Further lines of its configuration.
    pub extra: &'a str,
}

impl Nats {
    /// Its address for one of its users: a secret.
    pub fn url_of(&self, user: &User) -> String {
        format!("nats://{}:{}@127.0.0.1:{}", user.name, user.password, self.port)
    }
}

/// Has a server on loopback let a user of its in and answer a ping, for as long as that takes. One that refuses has answered.
///
/// # Errors
/// Nobody is there, or it hangs up.
pub async fn answers(port: u16, user: &User) -> std::io::Result<()> {
    let mut server = BufReader::new(TcpStream::connect(("127.0.0.1", port)).await?);
    let mut line = String::new();
    server.read_line(&mut line).await?;
    let User { name, password, .. } = user;
    let connect = format!(r#"{{"user":"{name}","pass":"{password}","verbose":false,"pedantic":false}}"#);
    server.write_all(format!("CONNECT {connect}\r\nPING\r\n").as_bytes()).await?;
    while !line.starts_with("PONG") && !line.starts_with("-ERR") {
        line.clear();
        if server.read_line(&mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(())
}

/// Starts one and waits until it listens.
pub async fn start(plan: &Plan<'_>) -> Result<Nats, ServiceError> {
    let token = secret::kept_in(&plan.folder.join("nats.token"))?;
    let access = match plan.users {
        [] => format!("authorization {{ token: \"{token}\" }}"),
        some => users(some),
    };
    for _ in 0..TRIES {
        let (port, name) = (plan.port.unwrap_or_else(ports::private), secret::generate()?);
        let config = plan.folder.join("nats.conf");
        secret::write(&config, &configuration(port, &name, &access, plan.extra))?;
        let mut command =
            ChildCommand::new(&plan.programs.server).args(["--config".as_ref(), config.as_os_str()]);
        command = command
            .folder(plan.folder)
            .log(plan.log)
            .stop(Stop::Term, Duration::from_secs(5))
            .noted(plan.register, "NATS");
        if plan.fleeting {
            command = command.remove_afterwards(plan.folder);
        }
        let process = command.start()?;
        if listens(&process, port, &name).await {
            return Ok(Nats { process, url: format!("nats://{token}@127.0.0.1:{port}"), port });
        }
        process.stop().await;
        sleep(Duration::from_millis(50)).await;
    }
    Err(ServiceError::Failed { program: "nats-server".into(), words: crate::last_words(plan.log) })
}

fn configuration(port: u16, name: &str, access: &str, extra: &str) -> String {
    // One answer or event fits with room to spare (512 KiB); a browser of ours that reads slowly is our own fault, and
    // is told so by us, not by a dropped connection of a whole gateway: hence the generous pending limit.
    format!(
        "listen: \"127.0.0.1:{port}\"\nserver_name: \"{name}\"\nmax_payload: 1MB\nmax_pending: 64MB\n\
         write_deadline: \"10s\"\nlame_duck_duration: \"30s\"\n{access}\n{extra}\n"
    )
}

/// The greeting carries the server's name: so it is ours that listens there, and nobody else's.
async fn listens(process: &ManagedChild, port: u16, name: &str) -> bool {
    let deadline = Instant::now() + Duration::from_secs(10);
    while Instant::now() < deadline && !process.has_ended() {
        match timeout(Duration::from_secs(1), greeting(port)).await {
            Ok(Ok(line)) => return line.contains(name),
            _ => sleep(Duration::from_millis(5)).await,
        }
    }
    false
}

async fn greeting(port: u16) -> std::io::Result<String> {
    let mut line = String::new();
    BufReader::new(TcpStream::connect(("127.0.0.1", port)).await?).read_line(&mut line).await?;
    Ok(line)
}
