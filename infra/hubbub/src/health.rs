//! Asking a process on its ops port: whether it is ready, `up` while it starts them and `healthcheck` ever after; whether it
//! makes progress, both as long as it runs.

use std::net::SocketAddr;
use std::time::Duration;

use chassis::config::Vars;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::cli::Healthcheck;
use crate::error::CliError;

/// How long an answer may take.
pub(crate) const DEADLINE: Duration = Duration::from_secs(3);

/// The verb: says why not, if not.
pub(crate) async fn check(check: &Healthcheck) -> Result<(), CliError> {
    let mut vars = Vars::from_env();
    let usual = vars.parsed("HUBBUB_OPS_LISTEN", "127.0.0.1:9080", "an address with a port");
    vars.finish()?;
    let address = check.address.unwrap_or(usual);
    let failed = |what| move |why: String| CliError::Failed(format!("{address} is not {what}: {why}"));
    live(address).await.map_err(failed("live"))?;
    ready(address).await.map_err(failed("ready"))
}

/// Whether the process with that ops port is ready; else its own words about it.
pub(crate) async fn ready(address: SocketAddr) -> Result<(), String> {
    said(address, "/readyz").await
}

/// Whether it makes progress; else what does not.
pub(crate) async fn live(address: SocketAddr) -> Result<(), String> {
    said(address, "/livez").await
}

async fn said(address: SocketAddr, path: &str) -> Result<(), String> {
    let answer = timeout(DEADLINE, ask(address, path)).await.map_err(|_| "no answer".to_owned())?;
    let answer = answer.map_err(|error| error.to_string())?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    match head.split_whitespace().nth(1) {
        Some("200") => Ok(()),
        _ => Err(body.trim().to_owned()),
    }
}

/// One request by hand: an HTTP client would be the largest thing in this program.
async fn ask(address: SocketAddr, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.take(64 * 1024).read_to_string(&mut answer).await?;
    Ok(answer)
}
