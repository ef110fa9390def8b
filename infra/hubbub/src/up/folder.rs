//! The data folder: what is kept where, and that only one `up` works in it.

use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, lchown};
use std::path::{Path, PathBuf};

use crate::error::CliError;

/// A log longer than this is put aside at the next start.
const LONG_LOG: u64 = 16 * 1024 * 1024;

/// Everything that is kept.
#[derive(Clone, Debug)]
pub(crate) struct Folder(PathBuf);

/// Held while an `up` works in a folder; the system lets go of it when we end, however we end.
#[derive(Debug)]
pub(crate) struct Lock(#[expect(dead_code, reason = "held, not read")] File);

impl Folder {
    /// A folder that may not be there yet.
    pub(crate) fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Makes the folder where it is missing, and takes it for ourselves.
    pub(crate) fn enter(path: &Path) -> Result<(Self, Lock), CliError> {
        let fresh = !path.exists();
        fs::create_dir_all(path).map_err(CliError::file(path))?;
        let path = fs::canonicalize(path).map_err(CliError::file(path))?;
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

    fn lock(&self) -> Result<Lock, CliError> {
        let path = self.0.join("lock");
        let mut options = OpenOptions::new();
        let opened = options.create(true).truncate(false).read(true).write(true).open(&path);
        let mut file = opened.map_err(CliError::file(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut owner = String::new();
                // Only to be helpful: without it the sentence still says what matters.
                let _ = file.read_to_string(&mut owner);
                let owner =
                    if owner.trim().is_empty() { String::new() } else { format!(" (process {owner})") };
                let data = self.0.display();
                return Err(CliError::Refused(format!(
                    "another hubbub{owner} is already running in {data}; choose another --data"
                )));
            }
            Err(TryLockError::Error(error)) => return Err(CliError::file(&path)(error)),
        }
        let sign = |file: &mut File| {
            file.set_len(0)?;
            file.rewind()?;
            write!(file, "{}", std::process::id())
        };
        sign(&mut file).map_err(CliError::file(&path))?;
        Ok(Lock(file))
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

    /// Nothing runs in it any more.
    pub(crate) fn is_at_rest(&self) {
        // Should it stay, whoever uses it finds nobody at that port.
        let _ = fs::remove_file(self.postgres_port());
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
        for part in ["", "lock", "log", "run", "nats", "postgres.password", "claim.code"] {
            give(&self.0.join(part), metadata.uid(), metadata.gid()).map_err(CliError::file(&self.0))?;
        }
        Ok(())
    }
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

    #[test]
    fn a_second_up_on_the_same_folder_is_told_who_is_there() {
        let data = tempfile::tempdir().expect("a folder");
        let (_folder, lock) = Folder::enter(data.path()).expect("the first enters");
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
