//! The folder a Postgres works in: made by initdb once, opened by the same major ever after.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::home::Home;
use crate::managed_child::Stop;
use crate::postgres::{Plan, USER};
use crate::{Say, ServiceError, secret};

/// How long the helpers of an `initdb` that was killed may go on writing.
const GOING: Duration = Duration::from_secs(10);

/// Where it is.
pub(super) fn folder(home: &Home) -> PathBuf {
    home.folder.join("pg")
}

/// The major that made it.
pub(super) fn major(folder: &Path) -> Option<u32> {
    fs::read_to_string(folder.join("PG_VERSION")).ok()?.trim().parse().ok()
}

/// Makes the folder if there is none; gives the password.
pub(super) async fn prepare(plan: &Plan<'_>, say: Say<'_>) -> Result<String, ServiceError> {
    let folder = folder(plan.home);
    let known = plan.password.exists();
    let password = secret::kept_in(plan.password)?;
    match major(&folder) {
        Some(found) if found != plan.programs.major => {
            return Err(ServiceError::OtherMajor { folder, found });
        }
        Some(_) if known => {}
        Some(_) => reset(plan, &folder, &password).await?,
        None if fs::read_dir(&folder).is_ok_and(|mut files| files.next().is_some()) => {
            return Err(ServiceError::NoDatabase { folder });
        }
        None => {
            say(&format!("making a new database in {}", folder.display()));
            make(plan, &folder, &password).await?;
        }
    }
    Ok(password)
}

/// Made beside its place and moved there when done, so that a half-made one is never taken for a database.
async fn make(plan: &Plan<'_>, folder: &Path, password: &str) -> Result<(), ServiceError> {
    let draft = plan.home.folder.join("pg.new");
    remove(&draft).await.map_err(ServiceError::file(&draft))?;
    plan.home.room("pg.new")?;
    let paper = plan.home.folder.join("pg.password");
    secret::write(&paper, password)?;
    plan.home.give(&paper).map_err(ServiceError::file(&paper))?;
    let mut command = plan.home.command(&plan.programs.initdb);
    command.arg("-D").arg(&draft).arg("--pwfile").arg(&paper);
    command.args([
        "--username",
        USER,
        "--auth",
        "scram-sha-256",
        "--encoding",
        "UTF8",
        "--locale",
        "C.UTF-8",
    ]);
    if plan.fleeting {
        command.arg("--no-sync");
    }
    let made = run(plan, command, None).await;
    fs::remove_file(&paper).map_err(ServiceError::file(&paper))?;
    made?;
    fs::rename(&draft, folder).map_err(ServiceError::file(folder))
}

/// Removes what was left half made. Whoever was making it may be writing still for a moment, though we were killed together.
async fn remove(draft: &Path) -> std::io::Result<()> {
    let deadline = Instant::now() + GOING;
    loop {
        match fs::remove_dir_all(draft) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty && Instant::now() < deadline => {
                sleep(Duration::from_millis(20)).await;
            }
            outcome => return outcome,
        }
    }
}

/// The data is there but its password is not: whoever owns the files may set a new one, with the server at rest.
async fn reset(plan: &Plan<'_>, folder: &Path, password: &str) -> Result<(), ServiceError> {
    let mut command = plan.home.command(&plan.programs.server);
    command.arg("--single").arg("-D").arg(folder).arg("postgres");
    run(plan, command, Some(format!("alter role {USER} password '{password}'\n"))).await
}

async fn run(
    plan: &Plan<'_>,
    mut command: std::process::Command,
    input: Option<String>,
) -> Result<(), ServiceError> {
    use std::process::Stdio;
    use tokio::io::AsyncWriteExt;
    let program = PathBuf::from(command.get_program());
    if let Some(libraries) = &plan.programs.libraries {
        command.env("LD_LIBRARY_PATH", libraries);
    }
    command.env("LC_ALL", "C.UTF-8");
    command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut command = tokio::process::Command::from(command);
    command.kill_on_drop(true);
    let mut child = command.spawn().map_err(ServiceError::run(&program))?;
    if let Some(pid) = child.id() {
        plan.register.note(pid, "the making of a database", Stop::Term);
    }
    if let (Some(mut pipe), Some(text)) = (child.stdin.take(), input) {
        pipe.write_all(text.as_bytes()).await.map_err(ServiceError::run(&program))?;
    }
    let output = child.wait_with_output().await.map_err(ServiceError::run(&program))?;
    if output.status.success() {
        return Ok(());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    let words: Vec<&str> = words.lines().filter(|line| !line.trim().is_empty()).collect();
    Err(ServiceError::Failed {
        program: program.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        words: words.join(" · "),
    })
}
