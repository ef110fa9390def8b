//! Where a database lives and as whom it runs: never as root, and in a folder that its user can reach.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sha2::{Digest, Sha256};

use crate::ServiceError;

/// Where databases live that cannot live in their data folder.
const ELSEWHERE: &str = "/var/lib/hubbub";

/// A user of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Their number.
    pub uid: u32,
    /// Their main group's.
    pub gid: u32,
    /// What they are called, for the screen.
    pub name: String,
}

/// Where a database and its programs live.
#[derive(Clone, Debug)]
pub struct Home {
    /// Whom to become for it; none: we are nobody special and stay who we are.
    pub owner: Option<Owner>,
    /// The folder.
    pub folder: PathBuf,
    /// It could not be the data folder itself.
    pub elsewhere: bool,
}

impl Home {
    /// Finds the home that belongs to a data folder, which is there already.
    pub fn of(data: &Path) -> Result<Self, ServiceError> {
        let data = fs::canonicalize(data).map_err(ServiceError::file(data))?;
        if !rustix::process::geteuid().is_root() {
            return Ok(Self { owner: None, folder: data, elsewhere: false });
        }
        let elsewhere = Path::new(ELSEWHERE).join(name_for(&data));
        let owner = Some(owner_for(&data, &elsewhere)?);
        if reaches(owner.as_ref(), &data) {
            return Ok(Self { owner, folder: data, elsewhere: false });
        }
        let folder = elsewhere;
        fs::create_dir_all(&folder).map_err(ServiceError::file(&folder))?;
        for part in [Path::new(ELSEWHERE), &folder] {
            fs::set_permissions(part, Permissions::from_mode(0o711)).map_err(ServiceError::file(part))?;
        }
        if reaches(owner.as_ref(), &folder) {
            return Ok(Self { owner, folder, elsewhere: true });
        }
        Err(ServiceError::Missing(format!(
            "the user a database may run as cannot reach {}",
            folder.display()
        )))
    }

    /// A folder inside it, private to the database's user.
    pub fn room(&self, name: &str) -> Result<PathBuf, ServiceError> {
        let path = self.folder.join(name);
        let make = || {
            fs::create_dir_all(&path)?;
            fs::set_permissions(&path, Permissions::from_mode(0o700))?;
            self.give(&path)
        };
        make().map_err(ServiceError::file(&path))?;
        Ok(path)
    }

    /// Makes a path the database user's own.
    pub fn give(&self, path: &Path) -> std::io::Result<()> {
        match &self.owner {
            Some(owner) => chown(path, Some(owner.uid), Some(owner.gid)),
            None => Ok(()),
        }
    }

    /// A command as that user, in that folder.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.folder).stdin(Stdio::null());
        if let Some(owner) = &self.owner {
            command.uid(owner.uid).gid(owner.gid);
        }
        command
    }
}

/// Root is not allowed to run Postgres, so: whoever owns the database that is there, else the data folder, else
/// `postgres`, else `nobody`. The database first: it was made by `nobody` if there was no `postgres` then, and stays theirs.
fn owner_for(data: &Path, elsewhere: &Path) -> Result<Owner, ServiceError> {
    let made = [data, elsewhere].into_iter().find_map(|home| fs::metadata(home.join("pg")).ok());
    let metadata = made.map_or_else(|| fs::metadata(data).map_err(ServiceError::file(data)), Ok)?;
    let users = fs::read_to_string("/etc/passwd").map_err(ServiceError::file(Path::new("/etc/passwd")))?;
    Ok(choose(metadata.uid(), metadata.gid(), &users))
}

fn choose(uid: u32, gid: u32, users: &str) -> Owner {
    if uid != 0 {
        let name = named(users, |user| user.uid == uid).map_or_else(|| uid.to_string(), |user| user.name);
        return Owner { uid, gid, name };
    }
    named(users, |user| user.name == "postgres")
        .or_else(|| named(users, |user| user.name == "nobody"))
        .unwrap_or_else(|| Owner { uid: 65_534, gid: 65_534, name: "nobody".into() })
}

fn named(users: &str, wanted: impl Fn(&Owner) -> bool) -> Option<Owner> {
    users.lines().filter_map(user).find(wanted)
}

fn user(line: &str) -> Option<Owner> {
    let mut fields = line.split(':');
    let name = fields.next()?.to_owned();
    let uid = fields.nth(1)?.parse().ok()?;
    let gid = fields.next()?.parse().ok()?;
    Some(Owner { uid, gid, name })
}

/// Asked of the system itself, as that user: modes of parents, lists of access and mounts all have a say.
fn reaches(owner: Option<&Owner>, folder: &Path) -> bool {
    let Some(owner) = owner else { return true };
    Command::new("/bin/sh")
        .args(["-c", r#"cd "$1" && [ "$(pwd -P)" = "$1" ]"#, "reach"])
        .arg(folder)
        .current_dir("/")
        .uid(owner.uid)
        .gid(owner.gid)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn name_for(data: &Path) -> String {
    let hash = Sha256::digest(data.as_os_str().as_encoded_bytes());
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const USERS: &str = "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534::/:/bin/false\nann:x:1000:1001::/home/ann:/bin/sh\n";
    const POSTGRES: &str = "postgres:x:106:113::/var/lib/postgresql:/bin/bash\n";

    #[test]
    fn whoever_owns_the_data_folder_runs_the_database() {
        let owner = choose(1000, 1001, USERS);
        assert_eq!((owner.uid, owner.gid, owner.name.as_str()), (1000, 1001, "ann"));
    }

    #[test]
    fn in_roots_own_folder_postgres_runs_it_and_nobody_where_there_is_no_postgres() {
        assert_eq!(choose(0, 0, &format!("{USERS}{POSTGRES}")).uid, 106);
        assert_eq!(choose(0, 0, USERS).name, "nobody");
        assert_eq!(choose(0, 0, "").uid, 65_534);
    }

    #[test]
    fn a_database_stays_with_whoever_made_it_even_where_postgres_was_installed_later() {
        if !rustix::process::geteuid().is_root() {
            return;
        }
        let data = tempfile::tempdir().expect("a folder");
        let elsewhere = tempfile::tempdir().expect("a folder");
        fs::create_dir(elsewhere.path().join("pg")).expect("made");
        chown(elsewhere.path().join("pg"), Some(65_534), Some(65_534)).expect("given");
        assert_eq!(owner_for(data.path(), elsewhere.path()).expect("somebody").uid, 65_534);
    }

    #[test]
    fn a_folder_below_a_closed_one_is_out_of_reach_for_others() {
        if !rustix::process::geteuid().is_root() {
            return;
        }
        let closed = tempfile::tempdir().expect("a folder");
        fs::set_permissions(closed.path(), Permissions::from_mode(0o700)).expect("closed");
        let inside = closed.path().join("data");
        fs::create_dir(&inside).expect("made");
        let nobody = Owner { uid: 65_534, gid: 65_534, name: "nobody".into() };
        let inside = fs::canonicalize(&inside).expect("there");
        assert!(!reaches(Some(&nobody), &inside));
        fs::set_permissions(closed.path(), Permissions::from_mode(0o711)).expect("opened");
        assert!(reaches(Some(&nobody), &inside));
    }

    #[test]
    fn two_data_folders_never_share_a_home_elsewhere() {
        assert_ne!(name_for(Path::new("/root/a")), name_for(Path::new("/root/b")));
        assert_eq!(name_for(Path::new("/root/a")).len(), 16);
    }
}
