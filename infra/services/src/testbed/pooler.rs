//! A real PgBouncer between a test and its Postgres.

use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

use crate::postgres::{Postgres, USER};
use crate::{install, ports, secret};

const DEADLINE: Duration = Duration::from_secs(20);

/// A PgBouncer of one test alone, gone when dropped.
#[derive(Debug)]
pub struct Pooler {
    _process: Child,
    folder: PathBuf,
    /// The address of the database behind it: a secret.
    pub url: String,
}

impl Pooler {
    /// Starts one in front of a server's database, in this `pool_mode`. None where there is no PgBouncer on this machine and it is not
    /// ours to install: that is said past the test's own output, which nobody sees of a test that passes.
    ///
    /// # Panics
    /// It does not start; or there is none, and `CI` is set.
    pub async fn start(server: &Postgres, database: &str, mode: &str) -> Option<Self> {
        let program = program().await?;
        let folder = super::folder().unwrap_or_else(|error| panic!("no folder for PgBouncer: {error}"));
        let (url, port) = (server.url(database), ports::private());
        let password = url.split(['@', ':']).nth(2).unwrap_or_default();
        let behind = format!("host=127.0.0.1 port={} user={USER} password={password}", server.port);
        let words = format!(
            "[databases]\n{database} = {behind}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n\
             unix_socket_dir =\nauth_type = any\npool_mode = {mode}\n"
        );
        let file = folder.join("pgbouncer.ini");
        secret::write(&file, &words).unwrap_or_else(|error| panic!("{error}"));
        let mut command = Command::new(program);
        if rustix::process::geteuid().is_root() {
            // It refuses to be root, and reads its file before it becomes somebody else.
            command.args(["-u", "nobody"]);
        }
        command.arg("-q").arg(&file).stdout(Stdio::null()).kill_on_drop(true);
        let process = command.spawn().unwrap_or_else(|error| panic!("PgBouncer does not run: {error}"));
        let url = url.replace(&format!(":{}/", server.port), &format!(":{port}/"));
        let listening = async {
            while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
                sleep(Duration::from_millis(10)).await;
            }
        };
        assert!(timeout(DEADLINE, listening).await.is_ok(), "PgBouncer never listens");
        Some(Self { _process: process, folder, url })
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        super::remove(&self.folder);
    }
}

/// Installed where we may, as browsers are; `.ci/run` sees to it that it is there.
async fn program() -> Option<PathBuf> {
    let search = || install::program("pgbouncer", &["pgbouncer"], &|step| eprintln!("{step}"));
    let why = match tokio::task::spawn_blocking(search).await {
        Ok(Ok(program)) => return Some(program),
        Ok(Err(why)) => why.to_string(),
        Err(panic) => panic.to_string(),
    };
    assert!(std::env::var_os("CI").is_none(), "poolers were not tested: {why}");
    // Nobody reads it: then nobody is told.
    let _ = writeln!(
        std::io::stderr(),
        "\n*** NOT TESTED: poolers of Postgres, for there is no pgbouncer: {why} ***\n"
    );
    None
}
