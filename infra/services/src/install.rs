//! Installing the distribution's packages on the machine itself: only where we may without asking anybody, and never
//! without saying so first.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{Say, ServiceError};

/// Installs packages as root, or with a sudo that asks for no password. Blocks: apt takes its time.
///
/// # Errors
/// We may not, or apt could not; says what to type.
pub fn install(packages: &[&str], say: Say<'_>) -> Result<(), ServiceError> {
    let names = packages.join(" ");
    let by_hand = || {
        let line = line_to_type(&names);
        ServiceError::Missing(format!("not on this machine, and not ours to install. Type: {line}"))
    };
    let root = rustix::process::geteuid().is_root();
    if !root && !quiet(Command::new("sudo").args(["-n", "true"])) {
        return Err(by_hand());
    }
    say(&format!("installing on this machine: apt-get install -y --no-install-recommends {names}"));
    // A fresh machine has no lists yet, and an old one has old ones. Should this fail, the lists there are may do.
    quiet(apt(root).args(["update", "-q"]));
    let done = quiet(apt(root).args(["install", "-q", "-y", "--no-install-recommends"]).args(packages));
    if done { Ok(()) } else { Err(by_hand()) }
}

/// Finds a program, and installs its package if it is not there.
///
/// # Errors
/// It is not there and cannot be installed.
pub fn program(name: &str, packages: &[&str], say: Say<'_>) -> Result<PathBuf, ServiceError> {
    let on_path = || {
        let path = std::env::var_os("PATH").unwrap_or_default();
        // Servers lie where only root's path leads.
        let folders = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
        folders.map(|folder| folder.join(name)).find(|file| file.is_file())
    };
    if let Some(found) = on_path() {
        return Ok(found);
    }
    install(packages, say)?;
    on_path().ok_or_else(|| {
        ServiceError::Missing(format!("{name} is not on the path, although its package is installed"))
    })
}

/// What a person types to install packages: the lists first, which a fresh machine lacks.
pub fn line_to_type(packages: &str) -> String {
    format!("sudo apt-get update && sudo apt-get install -y {packages}")
}

fn apt(root: bool) -> Command {
    // sudo forgets variables: they are set behind it.
    let mut command = if root { Command::new("env") } else { Command::new("sudo") };
    if !root {
        command.args(["-n", "env"]);
    }
    command.arg("DEBIAN_FRONTEND=noninteractive").arg(Path::new("/usr/bin/apt-get"));
    command
}

fn quiet(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
