//! Which Postgres and which nats-server to run: what the machine has, or what was unpacked into the data folder.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest Postgres that does.
pub const OLDEST_POSTGRES: u32 = 14;
/// The oldest nats-server that does.
pub const OLDEST_NATS: (u32, u32) = (2, 9);

/// Folders with programs in them, and the libraries they need beyond the machine's own.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    folders: Vec<PathBuf>,
    /// Where several Postgres stand side by side, each in a folder with its major's number behind this beginning. Looked
    /// into at each look: a package that was installed meanwhile counts.
    side_by_side: Vec<(PathBuf, &'static str)>,
    libraries: Option<OsString>,
}

/// The programs of one Postgres.
#[derive(Clone, Debug)]
pub struct Postgres {
    /// The server.
    pub server: PathBuf,
    /// The maker of data folders.
    pub initdb: PathBuf,
    /// 14, 15, …
    pub major: u32,
    /// `LD_LIBRARY_PATH`, where they need one.
    pub libraries: Option<OsString>,
}

/// One nats-server.
#[derive(Clone, Debug)]
pub struct Nats {
    /// The server.
    pub server: PathBuf,
    /// Its release, as it says itself.
    pub version: (u32, u32),
}

impl Shelf {
    /// What the machine has: `PATH`, and the folders where distributions keep several Postgres side by side.
    pub fn machine() -> Self {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut folders: Vec<PathBuf> =
            std::env::split_paths(&path).filter(|part| part.is_absolute()).collect();
        folders
            .extend(["/usr/local/bin", "/usr/bin", "/usr/sbin", "/usr/local/pgsql/bin"].map(PathBuf::from));
        let side_by_side = vec![("/usr/lib/postgresql".into(), ""), ("/usr".into(), "pgsql-")];
        Self { folders, side_by_side, libraries: None }
    }

    /// What packages brought that were unpacked below `root`.
    pub fn unpacked(root: &Path) -> Self {
        let folders = vec![root.join("usr/bin"), root.join("usr/sbin")];
        let side_by_side = vec![(root.join("usr/lib/postgresql"), "")];
        let triple = |top: &str| children(&root.join(top)).into_iter().filter(|path| is_triple(path));
        let libraries: Vec<PathBuf> =
            triple("usr/lib").chain(triple("lib")).chain([root.join("usr/lib"), root.join("lib")]).collect();
        Self { folders, side_by_side, libraries: std::env::join_paths(libraries).ok() }
    }

    /// The newest Postgres on it that does; with `major`, only that one.
    pub fn postgres(&self, major: Option<u32>) -> Option<Postgres> {
        let mut found: Vec<Postgres> =
            self.folders().iter().filter_map(|folder| self.postgres_in(folder)).collect();
        found.retain(|one| one.major >= OLDEST_POSTGRES && major.is_none_or(|major| one.major == major));
        found.into_iter().max_by_key(|one| one.major)
    }

    /// The first nats-server on it that does.
    pub fn nats(&self) -> Option<Nats> {
        let servers = self.folders().into_iter().map(|folder| folder.join("nats-server"));
        servers
            .filter_map(|server| {
                let numbers = numbers(&self.says_version(&server)?);
                let version = (*numbers.first()?, *numbers.get(1)?);
                (version >= OLDEST_NATS).then_some(Nats { server, version })
            })
            .next()
    }

    /// The programs on it that we would run.
    pub(crate) fn programs(&self) -> Vec<PathBuf> {
        let names = ["postgres", "initdb", "nats-server"];
        let folders = self.folders();
        let all = folders.iter().flat_map(|folder| names.map(|name| folder.join(name)));
        all.filter(|program| program.is_file()).collect()
    }

    /// The libraries a program would not find.
    pub(crate) fn lacking(&self, program: &Path) -> Vec<String> {
        let mut command = Command::new("ldd");
        if let Some(libraries) = &self.libraries {
            command.env("LD_LIBRARY_PATH", libraries);
        }
        let Ok(output) = command.arg(program).output() else { return vec!["ldd".into()] };
        let words = String::from_utf8_lossy(&output.stdout).into_owned();
        let missing = words.lines().filter(|line| line.contains("not found"));
        missing.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect()
    }

    fn folders(&self) -> Vec<PathBuf> {
        let versioned = self.side_by_side.iter().flat_map(|(folder, prefix)| versioned(folder, prefix));
        self.folders.iter().cloned().chain(versioned).collect()
    }

    fn postgres_in(&self, folder: &Path) -> Option<Postgres> {
        let (server, initdb) = (folder.join("postgres"), folder.join("initdb"));
        if !initdb.is_file() {
            return None;
        }
        let major = *numbers(&self.says_version(&server)?).first()?;
        Some(Postgres { server, initdb, major, libraries: self.libraries.clone() })
    }

    fn says_version(&self, program: &Path) -> Option<String> {
        if !program.is_file() {
            return None;
        }
        let mut command = Command::new(program);
        if let Some(libraries) = &self.libraries {
            command.env("LD_LIBRARY_PATH", libraries);
        }
        let output = command.arg("--version").output().ok().filter(|output| output.status.success())?;
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// `15` and `3` of `postgres (PostgreSQL) 15.3 (Debian 15.3-0)`; `2` and `9` of `nats-server: v2.9.10`; `18` of `18beta1`.
fn numbers(words: &str) -> Vec<u32> {
    let word = words
        .split_whitespace()
        .find(|word| word.trim_start_matches('v').starts_with(|first: char| first.is_ascii_digit()));
    let word = word.unwrap_or_default().trim_start_matches('v');
    word.split('.')
        .map_while(|part| {
            let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().ok()
        })
        .collect()
}

fn versioned(folder: &Path, prefix: &str) -> Vec<PathBuf> {
    let named = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    children(folder).into_iter().filter(named).map(|path| path.join("bin")).collect()
}

fn children(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default()
}

fn is_triple(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.contains("-linux-gnu"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn program(path: &Path, says: &str) {
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, format!("#!/bin/sh\necho '{says}'\n")).expect("written");
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("runnable");
    }

    fn postgres(root: &Path, major: u32) {
        let folder = root.join(format!("usr/lib/postgresql/{major}/bin"));
        program(
            &folder.join("postgres"),
            &format!("postgres (PostgreSQL) {major}.3 (Debian {major}.3-0+deb12u1)"),
        );
        program(&folder.join("initdb"), "");
    }

    #[test]
    fn versions_are_read_out_of_what_the_programs_say() {
        assert_eq!(numbers("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)"), [15, 14]);
        assert_eq!(numbers("postgres (PostgreSQL) 19beta1"), [19]);
        assert_eq!(numbers("nats-server: v2.9.10\n"), [2, 9, 10]);
        assert!(numbers("no idea").is_empty());
    }

    #[test]
    fn the_newest_postgres_is_taken_or_the_one_that_made_the_data() {
        let root = tempfile::tempdir().expect("a folder");
        for major in [13, 14, 16] {
            postgres(root.path(), major);
        }
        let shelf = Shelf::unpacked(root.path());
        assert_eq!(shelf.postgres(None).expect("one").major, 16);
        assert_eq!(shelf.postgres(Some(14)).expect("that one").major, 14);
        assert!(shelf.postgres(Some(15)).is_none());
        assert!(shelf.postgres(Some(13)).is_none(), "13 is too old");
    }

    #[test]
    fn a_postgres_that_was_installed_after_the_first_look_is_found_at_the_second() {
        let root = tempfile::tempdir().expect("a folder");
        let shelf = Shelf::unpacked(root.path());
        assert!(shelf.postgres(None).is_none());
        postgres(root.path(), 15);
        assert_eq!(shelf.postgres(None).expect("the new one").major, 15);
    }

    #[test]
    fn an_old_nats_server_does_not_do() {
        let root = tempfile::tempdir().expect("a folder");
        program(&root.path().join("usr/bin/nats-server"), "nats-server: v2.8.4");
        assert!(Shelf::unpacked(root.path()).nats().is_none());
        program(&root.path().join("usr/sbin/nats-server"), "nats-server: v2.10.1");
        assert_eq!(Shelf::unpacked(root.path()).nats().expect("the newer").version, (2, 10));
    }
}
