//! Generated passwords and tokens, kept in files only their owner can read.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use crate::ServiceError;

/// 160 random bits as letters and digits: safe in a URL, in SQL quotes and in a configuration file.
pub fn generate() -> Result<String, ServiceError> {
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes)
        .map_err(|cause| ServiceError::Missing(format!("the system gives no random numbers: {cause}")))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The secret in that file, or a new one written there.
pub fn kept_in(path: &Path) -> Result<String, ServiceError> {
    match fs::read_to_string(path) {
        Ok(text) if !text.trim().is_empty() => Ok(text.trim().to_owned()),
        Ok(_) => write_new(path),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => write_new(path),
        Err(cause) => Err(ServiceError::File { path: path.to_owned(), cause }),
    }
}

/// Writes text only the owner may read; never for a moment readable by others, never half written.
pub fn write(path: &Path, text: &str) -> Result<(), ServiceError> {
    let mut draft = path.as_os_str().to_owned();
    draft.push(".new");
    let draft = Path::new(&draft);
    let attempt = || {
        let mut file = OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(draft)?;
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(draft, path)
    };
    attempt().map_err(ServiceError::file(path))
}

fn write_new(path: &Path) -> Result<String, ServiceError> {
    let secret = generate()?;
    write(path, &secret)?;
    Ok(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_the_same_at_the_second_start_and_nobody_elses_to_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("token");
        let first = kept_in(&path).expect("written");
        assert_eq!(first.len(), 40);
        assert_eq!(kept_in(&path).expect("read"), first);
        let mode = fs::metadata(&path).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
