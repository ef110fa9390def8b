//! Downloads beside those of `nginx` with a file of the same size, in turn, over one connection each.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use proto::FileId;
use reqwest::Method;
use serde::Serialize;
use services::managed_child::{ChildCommand, ManagedChild};
use services::ports;
use tokio::net::TcpStream;

use super::super::error::LoadError;
use super::super::progress::Progress;
use super::transfer::download;
use super::{Must, Row, Setting, median};

/// How long it may take to start.
const START: Duration = Duration::from_secs(10);
/// The least of what nginx does.
const LEAST: f64 = 0.6;

/// MiB a second: the run in the middle.
#[derive(Debug, Default, Serialize)]
pub(super) struct Download {
    hubbub: Option<f64>,
    nginx: Option<f64>,
    /// Why there is nothing to compare with.
    pub(super) without: Option<&'static str>,
}

/// An nginx of our own.
struct Nginx {
    process: ManagedChild,
    address: String,
    /// What it serves.
    _folder: tempfile::TempDir,
}

pub(super) async fn measure(
    setting: &Setting,
    file: FileId,
    mib: u32,
    runs: u32,
) -> Result<Download, LoadError> {
    let Some(program) = program() else {
        let without = "downloads are compared with nothing: there is no nginx on this machine (apt-get install nginx-light)";
        return Ok(Download { without: Some(without), ..Download::default() });
    };
    let _progress =
        Progress::start(format!("{mib} MiB go down here and from nginx"), 2 * runs * (1 + mib / 500));
    let nginx = Nginx::start(program, mib).await?;
    let sender = &setting.senders[0];
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let speed = |begun: Instant| f64::from(mib) / begun.elapsed().as_secs_f64();
    for _ in 0..runs {
        let begun = Instant::now();
        let received = download(sender.request(Method::GET, &format!("/f/{file}/large.bin"))).await;
        received.map_err(LoadError::doing("the large file did not come"))?;
        ours.push(speed(begun));
        let begun = Instant::now();
        let received = download(reqwest::Client::new().get(format!("http://{}/file", nginx.address))).await;
        received.map_err(LoadError::doing("nginx did not send its file"))?;
        theirs.push(speed(begun));
    }
    nginx.process.stop().await;
    Ok(Download { hubbub: median(ours), nginx: median(theirs), without: None })
}

/// Where it is, if it is anywhere.
fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    folders.map(|folder| folder.join("nginx")).find(|program| program.is_file())
}

impl Nginx {
    async fn start(program: PathBuf, mib: u32) -> Result<Self, LoadError> {
        let failed = "nginx cannot be set up";
        let folder = tempfile::tempdir().map_err(LoadError::doing(failed))?;
        let port = ports::private();
        let file = folder.path().join("file");
        let filled = tokio::task::spawn_blocking(move || fill(&file, mib)).await;
        filled.map_err(LoadError::doing(failed))?.map_err(LoadError::doing(failed))?;
        let settings = folder.path().join("nginx.conf");
        std::fs::write(&settings, conf(folder.path(), port)).map_err(LoadError::doing(failed))?;
        let log = folder.path().join("error.log");
        let command = ChildCommand::new(program).arg("-e").arg(&log).arg("-c").arg(&settings);
        let process = command.only_this_environment().start().map_err(LoadError::doing("nginx"))?;
        let address = format!("127.0.0.1:{port}");
        let listens = async {
            while TcpStream::connect(&address).await.is_err() && !process.has_ended() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            !process.has_ended()
        };
        if tokio::time::timeout(START, listens).await != Ok(true) {
            let why = std::fs::read_to_string(log).unwrap_or_default();
            return Err(LoadError::Failed(format!("nginx does not start: {}", why.trim())));
        }
        Ok(Self { process, address, _folder: folder })
    }
}

/// As it is usually set up to serve files. Whoever it is started by reads them: the folder is theirs alone.
fn conf(folder: &Path, port: u16) -> String {
    let folder = folder.display();
    let owner = if rustix::process::getuid().is_root() { "user root;\n" } else { "" };
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|what| format!("  {what}_temp_path {folder}/{what};\n"))
        .concat();
    format!(
        "{owner}daemon off;\nworker_processes auto;\npid {folder}/pid;\nevents {{}}\n\
         http {{\n  access_log off;\n  sendfile on;\n  tcp_nopush on;\n{temporary}\
         \x20 server {{ listen 127.0.0.1:{port}; root {folder}; }}\n}}\n"
    )
}

fn fill(path: &Path, mib: u32) -> std::io::Result<()> {
    let (mut file, chunk) = (File::create(path)?, vec![7; 1024 * 1024]);
    for _ in 0..mib {
        file.write_all(&chunk)?;
    }
    file.sync_all()
}

impl Download {
    pub(super) fn rows(&self) -> Vec<Row> {
        if self.without.is_some() {
            return Vec::new();
        }
        let share = self.hubbub.zip(self.nginx).map(|(ours, theirs)| ours / theirs);
        vec![
            Row::new("download here, MiB a second", 0, self.hubbub),
            Row::new("download from nginx, MiB a second", 0, self.nginx),
            Row::new("share of nginx", 2, share).must(Must::AtLeast(LEAST)),
        ]
    }
}
