//! What the machine must allow before anything is started: open files and ports.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::error::LoadError;

/// What every process needs beside its sockets: pools, logs, the bus, epoll.
const OTHER_FILES: u64 = 200;
/// What other programs may be using of the ports meanwhile.
const OTHER_PORTS: u64 = 500;
const PORT_RANGE: &str = "/proc/sys/net/ipv4/ip_local_port_range";

/// Raises the soft limit of open files to the hard one, for us and for what we start.
///
/// # Errors
/// When so many sockets cannot be open at once on this machine.
pub(super) fn provide(sockets: usize) -> Result<(), LoadError> {
    let sockets = sockets as u64;
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum })
        .map_err(LoadError::doing("cannot raise the limit of open files"))?;
    enough_files(sockets, maximum)?;
    let range = std::fs::read_to_string(PORT_RANGE).unwrap_or_default();
    enough_ports(sockets, &range)
}

fn enough_files(sockets: u64, maximum: Option<u64>) -> Result<(), LoadError> {
    let needed = sockets + OTHER_FILES;
    match maximum {
        Some(maximum) if maximum < needed => Err(LoadError::Refused(format!(
            "this needs {needed} open files and the hard limit is {maximum}: raise it (ulimit -Hn {needed}) or give fewer --people"
        ))),
        _ => Ok(()),
    }
}

/// `range` as the kernel writes it: first and last, with a tab between. Where it is not told, we try.
fn enough_ports(sockets: u64, range: &str) -> Result<(), LoadError> {
    let mut numbers = range.split_whitespace().map_while(|word| word.parse::<u64>().ok());
    let (Some(first), Some(last)) = (numbers.next(), numbers.next()) else { return Ok(()) };
    let (needed, there) = (sockets + OTHER_PORTS, (last + 1).saturating_sub(first));
    if there >= needed {
        return Ok(());
    }
    Err(LoadError::Refused(format!(
        "this needs {needed} ports and {PORT_RANGE} has {there}: widen it or give fewer --people"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_few_files_or_ports_are_told_with_how_many_it_takes() {
        let files = enough_files(2_000, Some(1_024)).expect_err("too few").to_string();
        assert!(files.contains("2200") && files.contains("1024"), "{files}");
        enough_files(2_000, Some(20_000)).expect("enough");
        enough_files(2_000, None).expect("no limit");
        let ports = enough_ports(2_000, "32768\t33000\n").expect_err("too few").to_string();
        assert!(ports.contains("2500") && ports.contains("233"), "{ports}");
        enough_ports(2_000, "32768\t60999\n").expect("enough");
        enough_ports(2_000, "").expect("not told");
    }
}
