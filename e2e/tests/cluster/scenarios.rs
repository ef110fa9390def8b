//! Each scenario of the load generator, small: that it does what it says, counts it, and finds nothing wrong. No time is
//! looked at.

use std::process::Output;

use serde_json::Value;
use tokio::process::Command;

const LOAD: &str = env!("CARGO_BIN_EXE_load");

/// What it wrote as JSON, with the names of the other files.
async fn run(words: &str) -> (Value, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let (json, out) = (folder.path().join("figures.json"), folder.path().join("out"));
    let mut command = Command::new(LOAD);
    command.args(words.split(' ')).arg("--json").arg(&json).arg("--out").arg(&out).kill_on_drop(true);
    let Output { status, stdout, stderr } = command.output().await.expect("it runs");
    let (stdout, stderr) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success(), "{words}: {status}\n{stdout}\n{stderr}");
    let report = serde_json::from_str(&std::fs::read_to_string(json).expect("a file")).expect("JSON");
    let files = std::fs::read_dir(out).expect("a folder").flatten();
    (report, files.map(|file| file.file_name().to_string_lossy().into_owned()).collect())
}

fn count(value: &Value) -> u64 {
    value["count"].as_u64().unwrap_or_else(|| panic!("no times: {value:#}"))
}

#[tokio::test]
async fn sign_ins_and_connections_are_counted_here_and_at_the_bare_server() {
    let (report, files) = run("login --people 10 --rate 20 --sign-ins 2 --seconds 1").await;
    for steps in [&report["connects"]["hubbub"], &report["connects"]["raw"]] {
        assert_eq!(
            (count(&steps[0]["latency"]), &steps[0]["failed"]),
            (20, &Value::Object(Default::default()))
        );
    }
    assert_eq!(count(&report["sign_ins"]["hubbub"][0]["latency"]), 2, "{report:#}");
    assert!(report["connects"]["hubbub"][0]["cpu_ms_by_process"]["gateway"].is_number(), "{report:#}");
    for said in ["command", "commit"] {
        assert!(report[said].as_str().is_some_and(|text| !text.is_empty()), "{said}: {report:#}");
    }
    for file in ["login.md", "connects.svg", "sign-ins.svg"] {
        assert!(files.iter().any(|name| name == file), "{file}: {files:?}");
    }
}

#[tokio::test]
async fn pages_of_fifty_messages_are_loaded_over_connections_that_are_kept() {
    let (report, _) = run("page --people 5 --rooms 1 --rate 20 --seconds 1 --connections 2").await;
    for steps in [&report["pages"]["hubbub"], &report["pages"]["raw"]] {
        assert_eq!(
            (count(&steps[0]["latency"]), &steps[0]["failed"]),
            (20, &Value::Object(Default::default()))
        );
    }
    assert!(report["bytes"].as_u64() > Some(10_000), "a page of fifty messages: {report:#}");
}

#[tokio::test]
async fn beyond_saturation_what_is_accepted_is_heard_once_and_it_is_well_again() {
    let (report, _) = run("saturate --people 6 --rooms 2 --rate 20 --seconds 1").await;
    for points in [&report["hubbub"], &report["raw"]] {
        assert!(points[0]["deliveries"].as_f64() > Some(0.0) && count(&points[0]["ack"]) == 20, "{report:#}");
    }
    assert!(report["share_of_raw"].is_number() && count(&report["beyond"]["ack"]) > 0, "{report:#}");
    assert!(report["beyond"]["well_again_seconds"].is_number(), "{report:#}");
}

#[tokio::test]
async fn who_is_cut_off_comes_back_and_has_missed_nothing() {
    let (report, _) = run("storm --people 12 --rooms 2 --rate 10 --seconds 4").await;
    let storm = &report["storm"];
    assert_eq!((&storm["cut"], &storm["back"], &storm["messages"]), (&10.into(), &10.into(), &40.into()));
    for fault in ["lost", "duplicated", "out_of_order", "unanswered", "closed"] {
        assert_eq!(storm["faults"][fault], 0, "{storm:#}");
    }
}

#[tokio::test]
async fn sleeping_rooms_are_waked_by_what_is_said_in_them() {
    let (report, _) = run("cold --rooms 20 --people 4 --rate 10 --seconds 2").await;
    assert_eq!((count(&report["cold"]["ack"]), count(&report["awake"]["ack"])), (20, 20), "{report:#}");
}

#[tokio::test]
async fn a_room_that_has_grown_is_measured_beside_a_small_one_and_processes_beside_their_prediction() {
    let (report, files) =
        run("grow --processes 1,2 --people 20 --members 100 --messages 10000 --seconds 1").await;
    let stored = report["stored"].as_array().expect("sizes");
    assert_eq!(stored.len(), 2);
    for room in stored.iter().flat_map(|row| [&row["small"], &row["grown"]]) {
        assert!(count(&room["ack"]) == 50 && count(&room["page"]) == 40, "{report:#}");
    }
    let bytes = report["bytes_per_message"].as_f64().expect("a figure");
    assert!((100.0..2_000.0).contains(&bytes), "{bytes}");
    let processes = report["processes"].as_array().expect("rows");
    assert_eq!(processes.len(), 2);
    for row in processes {
        assert!(row["predicted"]["deliveries"].as_f64() > Some(0.0), "{row:#}");
    }
    assert!(files.iter().any(|name| name == "members.svg"), "{files:?}");
}
