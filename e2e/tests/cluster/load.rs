//! The load generator counts and checks what it is there for. No time is looked at.

use std::path::Path;
use std::process::{Output, Stdio};
use std::time::Duration;

use e2e::{Cluster, DEADLINE};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::PROGRAM;

const LOAD: &str = env!("CARGO_BIN_EXE_load");

fn command(words: &[&str], json: &Path) -> Command {
    let mut command = Command::new(LOAD);
    command.args(words).arg("--json").arg(json).kill_on_drop(true);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn read(json: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(json).expect("a file")).expect("JSON")
}

fn is_about(found: &Value, wanted: f64) -> bool {
    (found.as_f64().expect("a number") - wanted).abs() < 0.01
}

#[tokio::test]
async fn a_small_team_hears_everything_once_in_order_and_its_cost_is_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let json = folder.path().join("team.json");
    let words = ["team", "--people", "6", "--rooms", "2", "--rate", "10", "--seconds", "2", "--warm-up", "1"];
    let Output { status, stdout, stderr } = command(&words, &json).output().await.expect("it runs");
    let (stdout, stderr) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success(), "{stdout}\n{stderr}");
    assert!(stdout.contains("10 messages/s") && stdout.contains("CPU per delivery"), "{stdout}");

    let rate = &read(&json)["rates"][0];
    for side in [&rate["hubbub"], &rate["raw"]] {
        assert_eq!((&side["messages"], &side["deliveries"]), (&20.into(), &60.into()), "{side:#}");
        for fault in ["lost", "duplicated", "out_of_order", "unanswered", "gaps", "closed"] {
            assert_eq!(side["faults"][fault], 0, "{side:#}");
        }
        assert_eq!(side["faults"]["refused"], Value::Object(serde_json::Map::new()), "{side:#}");
        assert_eq!((&side["latency"]["count"], &side["ack"]["count"]), (&60.into(), &20.into()), "{side:#}");
    }
    for group in ["gateway", "room", "auth", "nats", "postgres", "generator"] {
        assert!(rate["hubbub"]["processes"][group]["memory_kib"].as_u64() > Some(0), "{group}: {rate:#}");
    }
    assert!(rate["raw"]["processes"]["raw"]["memory_kib"].as_u64() > Some(0), "{rate:#}");
    let (bus, sql) = (&rate["hubbub"]["counted"]["bus"], &rate["hubbub"]["counted"]["sql"]);
    assert!(is_about(&bus["room.command.{node}"], 1.0) && is_about(&bus["room.evt.{room}"], 1.0), "{bus:#}");
    // One a message. What an idle cluster answers is subtracted, and a poll more or less in so short a time is a tenth.
    assert!(
        bus["reply"].as_f64() > Some(0.5)
            && bus.get("node.{kind}").is_none_or(|beats| beats.as_f64() < Some(0.5)),
        "{bus:#}"
    );
    assert!(sql["select chat.append"].as_f64() > Some(0.0), "{sql:#}");
}

#[tokio::test]
async fn a_post_is_three_messages_over_the_bus_and_one_statement_and_nobody_asks_for_what_is_on_its_way() {
    let folder = tempfile::tempdir().expect("a folder");
    let json = folder.path().join("quick.json");
    let Output { status, stdout, stderr } =
        command(&["team", "--quick"], &json).output().await.expect("it runs");
    let (stdout, stderr) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success(), "{stdout}\n{stderr}");
    let report = read(&json);
    assert_eq!(
        (&report["gateways"], report["rates"].as_array().map(Vec::len)),
        (&2.into(), Some(2)),
        "{report:#}"
    );
}

#[tokio::test]
async fn files_go_up_and_down_beside_people_who_talk_and_a_room_of_pictures_asks_no_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let json = folder.path().join("files.json");
    let words = ["files", "--quick", "--mib", "9", "--seconds", "1", "--rate", "10", "--uploads", "3"];
    let Output { status, stdout, stderr } = command(&words, &json).output().await.expect("it runs");
    let (stdout, stderr) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success(), "{stdout}\n{stderr}");
    let report = read(&json);
    for (part, figure) in
        [("large", "most_up_kib"), ("photo", "took_ms"), ("beside", "rate"), ("room", "plain")]
    {
        assert!(report[part][figure].as_f64() > Some(0.0), "{part}: {report:#}");
    }
    assert_eq!(report["room"]["plain"], report["room"]["pictures"], "{report:#}");
    let download = &report["download"];
    assert!(download["nginx"].as_f64() > Some(0.0) || stdout.contains("no nginx"), "{stdout}");
}

/// How it ends, and what it says.
async fn refused(words: &[&str]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let json = folder.path().join("none.json");
    let Output { status, stderr, .. } = command(words, &json).output().await.expect("it runs");
    assert!(!json.exists(), "{words:?}");
    (status.code(), String::from_utf8_lossy(&stderr).into_owned())
}

/// The same under a limit of the shell's.
async fn refused_with(limit: &str, words: &str) -> (Option<i32>, String) {
    let script = format!("{limit} && exec {LOAD} {words}");
    let Output { status, stderr, .. } =
        Command::new("/bin/sh").args(["-c", &script]).output().await.expect("it runs");
    (status.code(), String::from_utf8_lossy(&stderr).into_owned())
}

#[tokio::test]
async fn a_scenario_that_there_is_not_is_named_with_those_that_there_are() {
    let (code, said) = refused(&["storms"]).await;
    assert!(code == Some(2) && said.contains("storms") && said.contains("storm"), "{code:?}: {said}");
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_in_a_sentence_before_anything_is_started() {
    let cases: [(&[&str], &str); 9] = [
        (&["team", "--people", "10"], "10 people do not fill 50 rooms"),
        (&["team", "--hubbub", "/bin/true"], "this is no hubbub"),
        (&["team", "--url", "https://chat.example.org"], "http address of a gateway"),
        (&["storm", "--people", "5", "--rooms", "5"], "give more --people than --rooms"),
        (&["cold", "--rooms", "10"], "give more --rooms"),
        (&["files", "--url", "http://127.0.0.1:1"], "leave --url out"),
        (&["cold", "--url", "http://127.0.0.1:1"], "takes no --url"),
        (&["grow", "--gateways", "2"], "--processes"),
        (&["grow", "--messages", "100000000,100000000"], "give fewer --messages"),
    ];
    for (words, sentence) in cases {
        let (code, said) = refused(words).await;
        assert!(code == Some(2) && said.contains(sentence), "{words:?}: {code:?}: {said}");
        assert_eq!(said.lines().count(), 1, "one sentence: {said}");
    }
}

#[tokio::test]
async fn a_cluster_that_is_not_there_is_told_by_its_address() {
    for scenario in ["team", "hall", "idle", "login", "page", "saturate", "storm"] {
        let (code, said) = refused(&[scenario, "--url", "http://127.0.0.1:1"]).await;
        let sentence = "no Hubbub answers at http://127.0.0.1:1";
        assert!(code == Some(1) && said.contains(sentence), "{scenario}: {code:?}: {said}");
    }
}

#[tokio::test]
async fn too_few_open_files_are_told_with_how_many_it_takes() {
    for scenario in ["team", "login", "storm", "saturate", "goals"] {
        let (code, said) = refused_with("ulimit -n 100", scenario).await;
        assert!(code == Some(2) && said.contains("open files"), "{scenario}: {code:?}: {said}");
    }
}

#[tokio::test]
async fn people_whom_a_cluster_does_not_let_in_are_told_with_what_would_let_them() {
    let settings = [("HUBBUB_REGISTRATIONS_PER_ADDRESS", "3")];
    let cluster = Cluster::start_with(PROGRAM, 1, 1, 1, &settings).await;
    let url = format!("http://{}", cluster.address(0));
    let (code, said) =
        refused(&["team", "--people", "8", "--rooms", "1", "--rate", "5", "--url", &url]).await;
    let sentence = "start its auth-services with HUBBUB_REGISTRATIONS_PER_ADDRESS";
    assert!(
        code == Some(1) && said.contains("can neither register") && said.contains(sentence),
        "{code:?}: {said}"
    );
    cluster.end().await;
}

#[tokio::test]
async fn ctrl_c_keeps_what_was_measured_and_leaves_nothing_running() {
    let folder = tempfile::tempdir().expect("a folder");
    let json = folder.path().join("cut.json");
    let words = ["hall", "--people", "4", "--rate", "10,20", "--seconds", "1", "--warm-up", "0"];
    let mut load = command(&words, &json).spawn().expect("it runs");
    said(&mut load, "20 messages a second").await;
    let pid = load.id().expect("it runs");
    let children = children(pid);
    assert!(children.len() >= 6, "three services, two servers and the bare one: {children:?}");
    kill_process(pid_of(pid), Signal::INT).expect("told");
    let status = load.wait().await.expect("it ends");
    assert_eq!(status.code(), Some(130));
    let report = read(&json);
    assert_eq!(
        (&report["interrupted"], &report["rates"][0]["rate"]),
        (&true.into(), &10.into()),
        "{report:#}"
    );
    let gone = async {
        while children.iter().any(|pid| is_alive(*pid)) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(DEADLINE, gone).await.expect("all of them are gone");
}

async fn said(load: &mut Child, words: &str) {
    let mut lines = BufReader::new(load.stderr.take().expect("its words")).lines();
    let reading = async {
        while let Some(line) = lines.next_line().await.expect("a line") {
            if line.contains(words) {
                return;
            }
        }
        panic!("it ended without {words:?}");
    };
    tokio::time::timeout(2 * DEADLINE, reading).await.expect("it gets there");
    // It must be able to go on speaking.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
}

fn children(parent: u32) -> Vec<u32> {
    let is_child = |pid: &u32| stat(*pid).is_some_and(|(_, of)| of == parent);
    let all = std::fs::read_dir("/proc").expect("a list").flatten();
    all.filter_map(|folder| folder.file_name().to_str()?.parse().ok()).filter(is_child).collect()
}

/// Where nobody waits for the dead they stay in the list.
fn is_alive(pid: u32) -> bool {
    stat(pid).is_some_and(|(state, _)| state != "Z")
}

/// The state and the parent.
fn stat(pid: u32) -> Option<(String, u32)> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    Some((fields.next()?.to_owned(), fields.next()?.parse().ok()?))
}

fn pid_of(pid: u32) -> Pid {
    Pid::from_raw(pid.cast_signed()).expect("a process")
}
