//! The distribution's own packages, fetched and unpacked into a folder of ours: no root, nothing installed, nothing started.
//!
//! apt is given package lists and a cache of its own, so it neither needs nor touches the machine's. What it knows to be
//! installed is still the machine's truth, so only what is missing is fetched.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::programs::Shelf;
use crate::{Say, ServiceError};

/// What to fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A Postgres server; of that major, or the distribution's favourite.
    Postgres(Option<u32>),
    /// A nats-server.
    Nats,
}

/// Fetches packages into `folder` (made anew, or added to) and checks that the programs have all their libraries.
pub fn fetch(folder: &Path, wanted: &[Wanted], say: Say<'_>) -> Result<(), ServiceError> {
    let draft = folder.with_extension("new");
    begin(folder, &draft)?;
    let apt = Apt::new(&draft)?;
    say("asking the distribution what it has");
    apt.run("apt-get", &["update"])?;
    let names = wanted.iter().map(|one| apt.name_of(*one)).collect::<Result<BTreeSet<_>, _>>()?;
    apt.unpack(&names, say)?;
    if !lacking(&draft).is_empty() {
        // Whole packages of libraries rather than the single ones: apt knows what belongs together.
        let libraries: BTreeSet<String> = apt.libraries_for(&names)?.difference(&names).cloned().collect();
        apt.unpack(&libraries, say)?;
    }
    let lacking = lacking(&draft);
    if !lacking.is_empty() {
        return Err(ServiceError::Missing(format!("the fetched programs lack {}", lacking.join(", "))));
    }
    fs::remove_dir_all(apt.folder).map_err(ServiceError::file(&draft))?;
    fs::rename(&draft, folder).map_err(ServiceError::file(folder))
}

/// What is there already is kept; what was left half-fetched is not.
fn begin(folder: &Path, draft: &Path) -> Result<(), ServiceError> {
    let begin = || {
        abandon(draft)?;
        if folder.exists() { fs::rename(folder, draft) } else { fs::create_dir_all(draft) }
    };
    begin().map_err(ServiceError::file(draft))
}

/// An apt of a run that was killed may be writing there still: it loses the folder and finds no other under that name.
fn abandon(draft: &Path) -> std::io::Result<()> {
    if !draft.exists() {
        return Ok(());
    }
    let away = draft.with_extension(format!("old-{}", std::process::id()));
    fs::rename(draft, &away)?;
    // What it writes meanwhile may stay behind: it is in nobody's way.
    let _ = fs::remove_dir_all(&away);
    Ok(())
}

/// Libraries that its programs would not find.
fn lacking(root: &Path) -> Vec<String> {
    let shelf = Shelf::unpacked(root);
    let mut lacking: Vec<String> = shelf.programs().iter().flat_map(|one| shelf.lacking(one)).collect();
    lacking.sort();
    lacking.dedup();
    lacking
}

struct Apt {
    root: PathBuf,
    folder: PathBuf,
}

impl Apt {
    fn new(root: &Path) -> Result<Self, ServiceError> {
        let folder = root.join("apt");
        for part in ["lists/partial", "cache/archives/partial", "debs"] {
            let path = folder.join(part);
            fs::create_dir_all(&path).map_err(ServiceError::file(&path))?;
        }
        Ok(Self { root: root.to_owned(), folder })
    }

    /// `postgresql` itself is an empty package that depends on the real one.
    fn name_of(&self, wanted: Wanted) -> Result<String, ServiceError> {
        match wanted {
            Wanted::Nats => Ok("nats-server".into()),
            Wanted::Postgres(Some(major)) => Ok(format!("postgresql-{major}")),
            Wanted::Postgres(None) => {
                let output = self.run("apt-cache", &["depends", "postgresql"])?;
                let words = String::from_utf8_lossy(&output.stdout).into_owned();
                let name = words.split_whitespace().find(|word| word.starts_with("postgresql-"));
                name.map(str::to_owned).ok_or_else(|| {
                    ServiceError::Missing("the distribution has no package `postgresql`".into())
                })
            }
        }
    }

    /// The packages of libraries that installing these would bring along.
    fn libraries_for(&self, names: &BTreeSet<String>) -> Result<BTreeSet<String>, ServiceError> {
        let mut args = vec!["install", "--print-uris", "-qq", "-y", "--no-install-recommends"];
        args.extend(names.iter().map(String::as_str));
        let output = self.run("apt-get", &args)?;
        Ok(libraries(&String::from_utf8_lossy(&output.stdout)))
    }

    fn unpack(&self, names: &BTreeSet<String>, say: Say<'_>) -> Result<(), ServiceError> {
        if names.is_empty() {
            return Ok(());
        }
        let debs = self.folder.join("debs");
        say(&format!("fetching {}", names.iter().map(String::as_str).collect::<Vec<_>>().join(", ")));
        let mut args = vec!["download"];
        args.extend(names.iter().map(String::as_str));
        self.run("apt-get", &args)?;
        for entry in fs::read_dir(&debs).map_err(ServiceError::file(&debs))?.flatten() {
            let mut command = Command::new("dpkg-deb");
            finish(command.arg("-x").arg(entry.path()).arg(&self.root))?;
            fs::remove_file(entry.path()).map_err(ServiceError::file(&debs))?;
        }
        Ok(())
    }

    fn run(&self, program: &str, args: &[&str]) -> Result<Output, ServiceError> {
        let mut command = Command::new(program);
        let folder = |name: &str| format!("{}/", self.folder.join(name).display());
        for option in [
            format!("Dir::State::lists={}", folder("lists")),
            format!("Dir::Cache={}", folder("cache")),
            // As root apt becomes `_apt`, who may not reach this folder.
            "APT::Sandbox::User=root".into(),
            "Debug::NoLocking=1".into(),
            "Acquire::Languages=none".into(),
            "Acquire::Retries=2".into(),
            "Acquire::http::Timeout=20".into(),
        ] {
            command.arg("-o").arg(option);
        }
        finish(command.args(args).current_dir(self.folder.join("debs")).env("LC_ALL", "C"))
    }
}

fn finish(command: &mut Command) -> Result<Output, ServiceError> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().map_err(ServiceError::run(Path::new(&program)))?;
    if output.status.success() {
        return Ok(output);
    }
    let words = String::from_utf8_lossy(&output.stderr);
    let words: Vec<&str> = words.lines().filter(|line| !line.trim().is_empty()).take(3).collect();
    Err(ServiceError::Failed { program, words: words.join(" · ") })
}

/// Out of lines like `'http://…/libicu72_72.1-3_amd64.deb' libicu72_72.1-3_amd64.deb 9376032 SHA256:…`. The compiler for
/// queries (a hundred megabytes) is switched off anyway.
fn libraries(uris: &str) -> BTreeSet<String> {
    let names = uris.lines().filter_map(|line| line.split_whitespace().nth(1)?.split('_').next());
    let needless = ["libllvm", "libz3", "libperl", "libc-l10n"];
    let wanted = |name: &&str| {
        let library = name.starts_with("lib") && !name.ends_with("-perl");
        library && !needless.iter().any(|prefix| name.starts_with(prefix))
    };
    names.filter(wanted).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_all_that_an_installation_would_bring_only_libraries_are_taken() {
        let uris = "\
            'http://deb.example/libicu72_72.1-3_amd64.deb' libicu72_72.1-3_amd64.deb 9376032 SHA256:0\n\
            'http://deb.example/libjson-perl_4.1_all.deb' libjson-perl_4.1_all.deb 1 SHA256:0\n\
            'http://deb.example/libllvm14_14_amd64.deb' libllvm14_14_amd64.deb 1 SHA256:0\n\
            'http://deb.example/ssl-cert_1.1_all.deb' ssl-cert_1.1_all.deb 1 SHA256:0\n";
        assert_eq!(libraries(uris).into_iter().collect::<Vec<_>>(), ["libicu72"]);
    }
}
