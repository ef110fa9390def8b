//! The data folder: what is kept where, and that only one `up` works in it.

use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, lchown};
use std::path::{Path, PathBuf};

use services::register::{self, Former, Register};
use services::secret;

use crate::error::CliError;
use crate::up::screen::Screen;

/// A log longer than this is put aside at the next start.
const LONG_LOG: u64 = 16 * 1024 * 1024;

/// A new database and its first log files take a little less.
const NEEDED_MIB: u64 = 128;
const MIB: u64 = 1024 * 1024;

/// Everything that is kept.
#[derive(Clone, Debug)]
pub(crate) struct Folder(PathBuf);

/// Held while an `up` works in a folder; the system lets go of it when we end, however we end. In it stand our number and
/// that of every process we start.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
    /// Of the run before, if that one could not stop them itself.
    left: Vec<Former>,
}

impl Lock {
    /// Ends what is left of the run before, and begins a register of our own.
    pub(crate) async fn take_over(&mut self, screen: &Screen) -> Result<Register, CliError> {
        register::end(&self.left, "ending what is left of the last run", &|step| screen.say(step)).await?;
        self.left.clear();
        let sign = |file: &mut File| {
            file.set_len(0)?;
            file.rewind()?;
            writeln!(file, "{}", std::process::id())?;
            file.try_clone()
        };
        Ok(Register::in_file(sign(&mut self.file).map_err(CliError::while_doing("cannot write the lock"))?))
    }
}

impl Folder {
    /// A folder that may not be there yet.
    pub(crate) fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Makes the folder where it is missing, and takes it for ourselves.
    pub(crate) fn enter(path: &Path) -> Result<(Self, Lock), CliError> {
        let fresh = !path.exists();
        fs::create_dir_all(path).map_err(|error| unusable(path, error))?;
        let path = fs::canonicalize(path).map_err(|error| unusable(path, error))?;
        if fresh {
            // Others may pass through (a database that runs as somebody else must), but not look around.
            fs::set_permissions(&path, Permissions::from_mode(0o711)).map_err(CliError::file(&path))?;
        }
        let folder = Self(path);
        let lock = folder.lock()?;
        for part in ["log", "run", "nats"] {
            let path = folder.0.join(part);
            fs::create_dir_all(&path).map_err(CliError::file(&path))?;
            fs::set_permissions(&path, Permissions::from_mode(0o700)).map_err(CliError::file(&path))?;
        }
        Ok((folder, lock))
    }

    /// Whether an `up` has worked here before.
    pub(crate) fn is_used(&self) -> bool {
        self.0.join("lock").exists()
    }

    fn lock(&self) -> Result<Lock, CliError> {
        let path = self.0.join("lock");
        let mut options = OpenOptions::new();
        let opened = options.create(true).truncate(false).read(true).write(true).open(&path);
        let mut file = opened.map_err(|error| unusable(&path, error))?;
        let mut noted = String::new();
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                // Only to be helpful: without it the sentence still says what matters.
                let _ = file.read_to_string(&mut noted);
                let owner =
                    noted.lines().next().map(|owner| format!(" (process {owner})")).unwrap_or_default();
                let data = self.0.display();
                return Err(CliError::Refused(format!(
                    "another hubbub{owner} is already running in {data}; choose another --data"
                )));
            }
            Err(TryLockError::Error(error)) => return Err(CliError::file(&path)(error)),
        }
        // A lock that cannot be read is one that nothing is known from.
        let _ = file.read_to_string(&mut noted);
        Ok(Lock { file, left: Former::left(&noted) })
    }

    /// The folder itself.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// The log of a process; one that has grown long is put aside first.
    pub(crate) fn log(&self, name: &str) -> PathBuf {
        let path = self.0.join("log").join(format!("{name}.log"));
        if fs::metadata(&path).is_ok_and(|metadata| metadata.len() > LONG_LOG) {
            // Should it fail, the log just goes on growing.
            let _ = fs::rename(&path, path.with_extension("log.1"));
        }
        path
    }

    /// NATS's own folder.
    pub(crate) fn nats(&self) -> PathBuf {
        self.0.join("nats")
    }

    /// The private database's password.
    pub(crate) fn postgres_password(&self) -> PathBuf {
        self.0.join("postgres.password")
    }

    /// The private database's port of this run.
    pub(crate) fn postgres_port(&self) -> PathBuf {
        self.0.join("run/postgres.port")
    }

    /// The first gateway's port of the last run.
    pub(crate) fn remembered_port(&self) -> Option<u16> {
        fs::read_to_string(self.0.join("port")).ok()?.trim().parse().ok()
    }

    /// So that the next run is found at the same address.
    pub(crate) fn remember_port(&self, port: u16) -> Result<(), CliError> {
        Ok(secret::write(&self.0.join("port"), &port.to_string())?)
    }

    /// Nothing runs in it any more.
    pub(crate) fn is_at_rest(&self) {
        // Should it stay, whoever uses it finds nobody at that port.
        let _ = fs::remove_file(self.postgres_port());
    }

    /// What people upload, unless the gateways are told otherwise.
    pub(crate) fn files(&self) -> PathBuf {
        self.0.join("files")
    }

    /// What whoever reads the numbers of a process must show.
    pub(crate) fn metrics_token(&self) -> PathBuf {
        self.0.join("metrics.token")
    }

    /// What gateways make the key of by which push services know them.
    pub(crate) fn push_secret(&self) -> PathBuf {
        self.0.join("push.secret")
    }

    /// The code that the first account must show.
    pub(crate) fn claim_code(&self) -> PathBuf {
        self.0.join("claim.code")
    }

    /// Where root works in somebody's folder, what it wrote there becomes theirs, so that they can go on alone.
    pub(crate) fn leave_to_its_owner(&self) -> Result<(), CliError> {
        let metadata = fs::metadata(&self.0).map_err(CliError::file(&self.0))?;
        if !rustix::process::geteuid().is_root() || metadata.uid() == 0 {
            return Ok(());
        }
        for part in
            ["", "lock", "port", "log", "run", "nats", "postgres.password", "claim.code", "push.secret"]
        {
            give(&self.0.join(part), metadata.uid(), metadata.gid()).map_err(CliError::file(&self.0))?;
        }
        Ok(())
    }
}

/// Why a data folder cannot be used, where that is something the person has to decide.
pub(crate) fn unusable(path: &Path, error: std::io::Error) -> CliError {
    let shown = path.display();
    match error.kind() {
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
            CliError::Refused(format!("{shown} is not a folder; choose another --data"))
        }
        ErrorKind::PermissionDenied => CliError::Refused(format!(
            "you may not use {shown}; run this as its owner, or choose another --data"
        )),
        ErrorKind::ReadOnlyFilesystem => {
            CliError::Refused(format!("{shown} can only be read; choose another --data"))
        }
        _ => CliError::file(path)(error),
    }
}

/// Whether a new database has room there.
pub(crate) fn has_space(folder: &Path) -> Result<(), CliError> {
    // What the system does not tell shows when it is made.
    let Ok(found) = rustix::fs::statvfs(folder) else { return Ok(()) };
    let free = found.f_bavail.saturating_mul(found.f_frsize) / MIB;
    let (is_enough, shown) = (free >= NEEDED_MIB, folder.display());
    is_enough.then_some(()).ok_or_else(|| {
        CliError::Refused(format!(
            "{shown} has {free} MiB free, and a new database needs {NEEDED_MIB}; make room, or choose another --data"
        ))
    })
}

/// The folder in which the first missing one of this path is to be made, or the path itself.
pub(crate) fn nearest(data: &Path) -> PathBuf {
    let absolute = std::path::absolute(data).unwrap_or_else(|_| data.to_owned());
    absolute.ancestors().find(|folder| folder.exists()).map(Path::to_owned).unwrap_or(absolute)
}

fn give(path: &Path, uid: u32, gid: u32) -> std::io::Result<()> {
    if !path.exists() {
        return Ok(());
    }
    lchown(path, Some(uid), Some(gid))?;
    let inside = path.is_dir()
        && path.file_name().is_some_and(|name| ["log", "run", "nats"].iter().any(|n| name == *n));
    if inside {
        for entry in fs::read_dir(path)? {
            lchown(entry?.path(), Some(uid), Some(gid))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_second_up_on_the_same_folder_is_told_who_is_there() {
        let data = tempfile::tempdir().expect("a folder");
        let (_folder, mut lock) = Folder::enter(data.path()).expect("the first enters");
        lock.take_over(&Screen::new().expect("a thread")).await.expect("nobody is left");
        let refused = Folder::enter(data.path()).expect_err("the second does not").to_string();
        assert!(refused.contains(&format!("process {}", std::process::id())), "{refused}");
        drop(lock);
        Folder::enter(data.path()).expect("the first is gone");
    }

    #[test]
    fn what_is_kept_is_nobody_elses_to_look_around_in() {
        let data = tempfile::tempdir().expect("a folder");
        let (folder, _lock) = Folder::enter(&data.path().join("new")).expect("made");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode(folder.path()), mode(&folder.nats())), (0o711, 0o700));
    }
}
