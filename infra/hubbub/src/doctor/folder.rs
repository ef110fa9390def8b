//! Whether `up` could work in a data folder. Nothing is made there.

use std::io::ErrorKind;
use std::path::Path;

use rustix::fs::{Access, access};

use crate::up::folder;

pub(super) fn look_at(data: &Path) -> Result<String, String> {
    let shown = data.display();
    match std::fs::metadata(data) {
        Ok(found) if found.is_dir() => {
            // Two of those that `up` writes first; what is not there yet is made.
            for path in [data.to_owned(), data.join("lock"), data.join("log")] {
                may_write(&path).or_else(|error| match error.kind() {
                    ErrorKind::NotFound => Ok(()),
                    _ => Err(unusable(data, error)),
                })?;
            }
            if !data.join("lock").exists() {
                has_space(data)?;
            }
            Ok(format!("{shown} exists; `hubbub up` will use it"))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let above = folder::nearest(data);
            may_write(&above).map_err(|error| unusable(&above, error))?;
            has_space(&above)?;
            Ok(format!("{shown} does not exist yet; `hubbub up` will create it"))
        }
        Ok(_) => Err(unusable(data, ErrorKind::NotADirectory.into())),
        Err(error) => Err(unusable(data, error)),
    }
}

fn may_write(path: &Path) -> std::io::Result<()> {
    let wanted = if path.is_dir() { Access::WRITE_OK | Access::EXEC_OK } else { Access::WRITE_OK };
    Ok(access(path, wanted)?)
}

fn has_space(folder: &Path) -> Result<(), String> {
    folder::has_space(folder).map_err(|error| error.to_string())
}

fn unusable(path: &Path, error: std::io::Error) -> String {
    folder::unusable(path, error).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_nobody_may_write_to_is_said_to_be_unusable_and_none_is_made() {
        // Where root may do everything, too, a file system that nobody may write to.
        for data in ["/proc/hubbub", "/proc/self", "/sys/hubbub/deeper", "/dev/null/hubbub"] {
            let why = look_at(Path::new(data)).expect_err(data);
            assert!(why.contains("--data"), "{data}: {why}");
        }
        let file = tempfile::NamedTempFile::new().expect("a file");
        let why = look_at(file.path()).expect_err("a file");
        assert!(why.contains("is not a folder"), "{why}");
        let data = tempfile::tempdir().expect("a folder");
        let words = look_at(&data.path().join("new/er")).expect("usable");
        assert!(words.contains("will create it") && !data.path().join("new").exists(), "{words}");
    }
}
