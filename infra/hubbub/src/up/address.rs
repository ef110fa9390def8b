//! The address people open: the port, what to type into the browser, and who may create the first account.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, TcpListener, UdpSocket};

use services::{ports, secret};

use crate::cli::Up;
use crate::error::CliError;
use crate::up::folder::Folder;
use crate::up::servers::Given;

/// The port people find without being told.
const USUAL: u16 = 8080;

/// The chosen address.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Address {
    host: IpAddr,
    port: u16,
    asked: bool,
}

impl Address {
    /// The given port or nothing; without one the usual or the next free one.
    pub(crate) fn choose(options: &Up, remembered: Option<u16>) -> Result<Self, CliError> {
        let (host, count) = (options.host, options.gateways);
        let Some(port) = options.port.or(remembered) else {
            let port = ports::neighbours(host, USUAL, count);
            let port = port
                .ok_or_else(|| CliError::Failed(format!("no free port on {host}; choose one with --port")))?;
            return Ok(Self { host, port, asked: false });
        };
        let Some(last) = port.checked_add(count - 1) else {
            return Err(CliError::Refused(format!(
                "{count} gateways need more ports than there are above {port}"
            )));
        };
        match (port..=last).find(|port| !ports::is_free(host, *port)) {
            None => Ok(Self { host, port, asked: true }),
            Some(busy) => Err(CliError::Failed(busy_port(host, busy, options.port.is_none()))),
        }
    }

    /// The first gateway's.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// A note if the port is not the one people expect.
    pub(crate) fn remark(&self) -> Option<String> {
        let Self { port, asked, .. } = *self;
        (!asked && port != USUAL).then(|| format!("port {USUAL} is in use; using {port}"))
    }

    /// What the first account must show, where strangers could come first.
    pub(crate) fn claim_code(&self, given: &Given, folder: &Folder) -> Result<Option<String>, CliError> {
        if let Some(code) = &given.claim_code {
            return Ok(Some(code.reveal().to_owned()));
        }
        if self.host.is_loopback() && given.public_url.is_none() {
            return Ok(None);
        }
        let path = folder.claim_code();
        match std::fs::read_to_string(&path) {
            Ok(code) if !code.trim().is_empty() => Ok(Some(code.trim().to_owned())),
            _ => {
                // Short enough to type, long enough beside the limit on attempts.
                let code: String = secret::generate()?.chars().take(12).collect();
                secret::write(&path, &code)?;
                Ok(Some(code))
            }
        }
    }

    /// The lines of the box at the end of a start.
    pub(crate) fn welcome(&self, given: &Given, unclaimed: bool, code: Option<&str>) -> Vec<String> {
        let url = given.public_url.clone().unwrap_or_else(|| self.url());
        let mut lines = vec![format!("Hubbub is running:  {url}"), String::new()];
        match (unclaimed, code) {
            (true, Some(code)) => {
                lines.push("Create your account there. The first account becomes the owner.".to_owned());
                lines.push(format!("You will need this code:  {code}"));
            }
            (true, None) => {
                lines.push("Create your account there. The first account becomes the owner.".to_owned());
            }
            (false, _) => lines.push("Sign in there.".to_owned()),
        }
        lines.push("Press Ctrl-C to stop. Your data is kept.".to_owned());
        lines
    }

    fn url(&self) -> String {
        let host = match self.host {
            host if host.is_unspecified() => outward().unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            host => host,
        };
        format!("http://{}", std::net::SocketAddr::new(host, self.port))
    }
}

/// Why one cannot listen there.
fn busy_port(host: IpAddr, port: u16, remembered: bool) -> String {
    let why = match TcpListener::bind((host, port)).err().map(|error| error.kind()) {
        Some(ErrorKind::PermissionDenied) => "you may not use a port below 1024".to_owned(),
        Some(ErrorKind::AddrNotAvailable) => "this machine has no such address".to_owned(),
        _ => match ports::holder(port) {
            Some(holder) => format!("{holder} is listening there"),
            None => "another program is listening there".to_owned(),
        },
    };
    let of_this_folder = if remembered { ", the port of this data folder" } else { "" };
    format!("cannot listen on {host} port {port}{of_this_folder}: {why}; choose another --port")
}

/// The address this machine uses towards others. Nothing is sent: connecting a datagram socket only chooses a route.
fn outward() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    fn options(port: Option<u16>, gateways: u16) -> Up {
        let mut up = crate::cli::Cli::try_parse_from(["hubbub"]).expect("understood").up;
        (up.port, up.gateways) = (port, gateways);
        up
    }

    #[test]
    fn a_given_port_that_is_busy_is_refused_in_one_sentence() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, ports::private())).expect("a port");
        let port = taken.local_addr().expect("its address").port();
        let refused = Address::choose(&options(Some(port), 1), None).expect_err("busy").to_string();
        assert!(refused.contains(&port.to_string()) && !refused.contains('\n'), "{refused}");
        let me = format!("(process {}) is listening there", std::process::id());
        assert!(refused.contains(&me), "{refused}");
        let refused =
            Address::choose(&options(Some(port - 1), 2), None).expect_err("the second is busy").to_string();
        assert!(refused.contains(&port.to_string()), "{refused}");
    }

    #[test]
    fn without_a_port_the_next_free_one_is_taken_and_said() {
        // Somebody else may hold it already, which is just as well.
        let _taken = TcpListener::bind((Ipv4Addr::LOCALHOST, USUAL));
        let address = Address::choose(&options(None, 1), None).expect("the next");
        assert!(address.port() > USUAL);
        assert!(address.remark().expect("said").contains(&address.port().to_string()));
    }

    #[test]
    fn a_folder_that_has_a_port_never_moves_to_another_one_silently() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, ports::private())).expect("a port");
        let port = taken.local_addr().expect("its address").port();
        let refused = Address::choose(&options(None, 1), Some(port)).expect_err("busy").to_string();
        assert!(refused.contains("the port of this data folder"), "{refused}");
        drop(taken);
        assert_eq!(Address::choose(&options(None, 1), Some(port)).expect("free").port(), port);
    }

    #[test]
    fn gateways_beyond_the_last_port_are_refused() {
        Address::choose(&options(Some(65_535), 2), None).expect_err("no port 65536");
    }
}
