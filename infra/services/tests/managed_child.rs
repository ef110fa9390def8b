//! Children do not outlive us, however we end.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use services::managed_child::{ChildCommand, ManagedChild, Stop};

/// What a child shell is told to do. It says `ready` into a file once its traps are set.
fn shell(script: &str, folder: &std::path::Path, grace: Duration) -> ManagedChild {
    let child = ChildCommand::new("/bin/sh")
        .args(["-c", &format!("{script}\necho ready >ready\nwhile :; do sleep 0.1; done")])
        .folder(folder)
        .stop(Stop::Term, grace)
        .start()
        .expect("started");
    wait_until("its traps", || folder.join("ready").exists());
    child
}

#[tokio::test]
async fn a_child_that_is_let_go_ends_in_its_own_good_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let child = shell("trap 'echo tidied >tidied; exit 0' TERM", folder.path(), Duration::from_secs(20));
    child.stop().await;
    assert!(folder.path().join("tidied").exists(), "it was not asked, but killed");
}

#[tokio::test]
async fn a_child_that_will_not_stop_is_killed() {
    let folder = tempfile::tempdir().expect("a folder");
    let child = shell("trap '' TERM", folder.path(), Duration::from_millis(300));
    child.stop().await;
    assert!(child.has_ended());
}

#[tokio::test]
async fn a_childs_own_end_is_told_and_its_folder_removed() {
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join("inner");
    std::fs::create_dir(&inner).expect("made");
    let command = ChildCommand::new("/bin/sh").args(["-c", "exit 7"]).remove_afterwards(&inner);
    let child = command.start().expect("started");
    assert_eq!(child.ended().await.and_then(|status| status.code()), Some(7));
    wait_until("the end of its folder", || !inner.exists());
}

#[test]
fn a_child_goes_when_its_parent_is_killed() {
    let mut parent = Command::new(std::env::current_exe().expect("this test"))
        .args(["--ignored", "--exact", "a_parent_that_waits_to_be_killed", "--nocapture"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("started");
    let lines = BufReader::new(parent.stdout.take().expect("piped")).lines().map_while(Result::ok);
    let pid =
        lines.filter_map(|line| line.split("child ").nth(1)?.parse::<u32>().ok()).next().expect("a pid");
    assert!(lives(pid));
    parent.kill().expect("killed");
    parent.wait().expect("gone");
    wait_until("the end of the child", || !lives(pid));
}

#[test]
#[ignore = "it is the parent in another test"]
fn a_parent_that_waits_to_be_killed() {
    let child = ChildCommand::new("/bin/sleep").arg("1000").start().expect("started");
    eprintln!("waiting");
    let mut out = std::io::stdout();
    std::io::Write::write_all(&mut out, format!("\nchild {}\n", child.pid()).as_bytes()).expect("said");
    std::thread::sleep(Duration::from_secs(1000));
}

fn lives(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit(')').next().is_some_and(|rest| !rest.trim().is_empty() && !rest.trim().starts_with('Z'))
}

fn wait_until(what: &str, mut there: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !there() {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}
