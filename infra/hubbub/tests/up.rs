//! Somebody types `hubbub up`, types it again, types it twice, and pulls the plug.

mod run;

use std::net::TcpListener;

use run::{Run, free_port, hubbub};
use tokio_postgres::error::SqlState;

#[test]
fn after_ctrl_c_nothing_is_left_and_a_second_start_finds_what_was_there() {
    let data = tempfile::tempdir().expect("a folder");
    let mut first = Run::start(data.path(), &["--port", &free_port().to_string()]);
    let address = first.wait_until_open();
    let home = first.get("/");
    assert!(home.starts_with("HTTP/1.1 "), "{address} answers {home:?}");
    let secrets = || {
        ["postgres.password", "push.secret"]
            .map(|name| std::fs::read_to_string(data.path().join(name)).expect("a secret"))
    };
    let kept = secrets();
    let children = first.children();
    assert!(children.len() >= 5, "Postgres, NATS and three services: {children:?}");
    // A shell and a supervisor both send it: that is one wish, and not the order to drop everything.
    first.interrupt();
    first.interrupt();
    assert!(first.ended().success());
    run::wait_until_gone(&children);

    let mut second = Run::start(data.path(), &["--port", &free_port().to_string()]);
    second.wait_until_open();
    assert!(!second.said().contains("making a new database"), "{}", second.said());
    assert_eq!(secrets(), kept);
    second.interrupt();
    assert!(second.ended().success());
}

#[test]
fn when_up_itself_is_killed_its_children_go_too() {
    let data = tempfile::tempdir().expect("a folder");
    let mut up = Run::start(data.path(), &["--port", &free_port().to_string()]);
    up.wait_until_open();
    let children = up.children();
    assert!(children.len() >= 5, "Postgres, NATS and three services: {children:?}");
    up.kill();
    run::wait_until_gone(&children);

    let mut again = Run::start(data.path(), &["--port", &free_port().to_string()]);
    again.wait_until_open();
}

#[test]
fn an_up_that_was_killed_is_started_at_once_at_the_same_address_with_what_was_there() {
    let (data, port) = (tempfile::tempdir().expect("a folder"), free_port().to_string());
    let mut up = Run::start(data.path(), &["--port", &port]);
    let address = up.wait_until_open();
    up.register("ann");
    let children = up.children();
    up.kill();
    // Not told again: the folder remembers its port.
    let mut again = Run::start(data.path(), &[]);
    assert_eq!(again.wait_until_open(), address);
    assert!(again.said().contains("ending what is left of the last run"), "{}", again.said());
    again.wait_until_said("Sign in there");
    run::wait_until_gone(&children);
    assert!(again.get("/login").starts_with("HTTP/1.1 200"));
}

#[test]
fn a_first_start_that_was_killed_half_way_is_begun_anew() {
    let data = tempfile::tempdir().expect("a folder");
    let words = ["--port", &free_port().to_string()];
    for _ in 0..2 {
        let mut up = Run::start(data.path(), &words);
        up.wait_until_said("making a new database");
        run::wait_until("a half-made database", || data.path().join("pg.new/base").exists());
        up.kill();
    }
    Run::start(data.path(), &words).wait_until_open();
}

#[test]
fn a_process_that_makes_no_progress_is_ended_and_started_again() {
    let data = tempfile::tempdir().expect("a folder");
    let mut up = Run::start(data.path(), &["--port", &free_port().to_string()]);
    up.wait_until_open();
    let stuck = ["gateway-1", "room-1"].map(|name| (name, up.child(name)));
    for (_, pid) in stuck {
        run::stop(pid);
    }
    for (name, pid) in stuck {
        up.wait_until_said(&format!("{name} was stuck (no answer); starting it again"));
        run::wait_until(&format!("another {name}"), || up.child_if_there(name).is_some_and(|now| now != pid));
    }
    run::wait_until("an answer", || up.get("/register").starts_with("HTTP/1.1 200"));
}

#[test]
fn a_postgres_or_a_nats_that_answers_nobody_is_ended_and_started_again() {
    let data = tempfile::tempdir().expect("a folder");
    let mut up = Run::start(data.path(), &["--port", &free_port().to_string()]);
    up.wait_until_open();
    let stuck = ["NATS", "Postgres"].map(|name| (name, up.child(name)));
    for (_, pid) in stuck {
        // Postgres with all it has started: they would keep its memory from the next one.
        run::stop_all_of(pid);
    }
    for (name, pid) in stuck {
        up.wait_until_said(&format!("{name} was stuck (no answer); starting it again"));
        run::wait_until(&format!("another {name}"), || up.child_if_there(name).is_some_and(|now| now != pid));
    }
    run::wait_until("an answer", || up.get("/register").starts_with("HTTP/1.1 200"));
    up.register("ann");
}

#[test]
fn a_start_that_fails_ends_what_it_has_started_before_it_returns() {
    let data = tempfile::tempdir().expect("a folder");
    // The gateway comes last, and nobody can write its log.
    std::fs::create_dir_all(data.path().join("log/gateway-1.log")).expect("in the way");
    let port = free_port().to_string();
    let output = hubbub(&["up", "--data", &data.path().display().to_string(), "--port", &port]);
    assert_eq!(run::alive(&run::noted(data.path())), [0; 0], "still there");
    let (said, why) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{said}{why}");
    assert!(said.contains("cannot start; stopping what has been started"), "{said}");
    assert!(why.contains("gateway-1.log") && why.trim().lines().count() == 1, "{why}");
    assert!(run::noted(data.path()).len() >= 4, "Postgres, NATS, auth and room: {said}");
}

#[test]
fn a_start_that_is_interrupted_ends_what_it_has_started_before_it_returns() {
    for said in ["making a new database", "starting auth-1"] {
        let data = tempfile::tempdir().expect("a folder");
        let mut up = Run::start(data.path(), &["--port", &free_port().to_string()]);
        up.wait_until_said(said);
        up.interrupt();
        assert!(up.ended().success(), "{}", up.said());
        assert_eq!(run::alive(&run::noted(data.path())), [0; 0], "still there");
        up.wait_until_said("stopped");
    }
}

#[test]
fn settings_that_a_service_would_refuse_are_refused_before_anything_is_made() {
    let data = tempfile::tempdir().expect("a folder");
    let folder = data.path().join("data");
    let mut command = run::command(&["up", "--port", &free_port().to_string(), "--data"]);
    command.arg(&folder).env("HUBBUB_GATEWAY_CONNECTIONS", "none").env("HUBBUB_ROOM_AWAKE", "-1");
    let output = command.env("HUBBUB_LOG", "inof").output().expect("run");
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{words}");
    for name in ["HUBBUB_GATEWAY_CONNECTIONS", "HUBBUB_ROOM_AWAKE", "HUBBUB_LOG"] {
        assert_eq!(words.matches(&format!("  {name}: ")).count(), 1, "{words}");
    }
    assert!(!folder.exists());
}

#[test]
fn a_process_that_dies_is_started_again() {
    let data = tempfile::tempdir().expect("a folder");
    let mut up = Run::start(data.path(), &["--port", &free_port().to_string()]);
    up.wait_until_open();
    for name in ["auth-1", "room-1", "gateway-1", "NATS", "Postgres"] {
        let victim = up.child(name);
        run::kill(victim);
        up.wait_until_said(&format!("{name} was killed (signal 9); starting it again"));
        run::wait_until(&format!("another {name}"), || {
            up.child_if_there(name).is_some_and(|pid| pid != victim)
        });
    }
    run::wait_until("an answer", || up.get("/register").starts_with("HTTP/1.1 200"));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_service_has_credentials_of_its_own_that_open_what_it_needs_and_no_more() {
    let data = tempfile::tempdir().expect("a folder");
    let mut up = Run::start(data.path(), &["--port", &free_port().to_string()]);
    up.wait_until_open();
    up.register("ann");
    for log in std::fs::read_dir(data.path().join("log")).expect("logs").flatten() {
        let words = std::fs::read_to_string(log.path()).expect("a log").to_lowercase();
        assert!(!words.contains("permission"), "{}: {words}", log.path().display());
    }
    assert_eq!(up.told("gateway-1", "DATABASE_URL"), None);
    for (name, own, others) in [
        ("auth-1", "select from auth.account", ["select from chat.message", "select from chat.room"]),
        ("room-1", "select from auth.deactivated", ["select from auth.account", "select from auth.session"]),
    ] {
        let nats = up.told(name, "NATS_URL").expect("a bus");
        assert!(nats.starts_with(&format!("nats://{}:", name.trim_end_matches("-1"))), "{nats}");
        let database = services::postgres::connect(&up.told(name, "DATABASE_URL").expect("a database")).await;
        let database = database.expect("let in");
        database.execute(own, &[]).await.expect("its own");
        let role = "select from pg_roles where rolname = current_user and (rolsuper or rolcreaterole or rolcreatedb)";
        assert!(database.query(role, &[]).await.expect("asked").is_empty());
        for forbidden in others.into_iter().chain([
            "create table public.mine ()",
            "create schema mine",
            "delete from auth.migrations",
            "delete from chat.migrations",
            "copy (select 1) to program 'true'",
        ]) {
            let refused = database.execute(forbidden, &[]).await.expect_err(forbidden);
            assert_eq!(refused.code().map(SqlState::code), Some("42501"), "{name}: {forbidden}: {refused}");
        }
    }
}

#[test]
fn two_copies_run_side_by_side_and_one_folder_holds_only_one() {
    let (one, two) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let mut first = Run::start(one.path(), &["--port", &free_port().to_string()]);
    let mut second = Run::start(two.path(), &["--port", &free_port().to_string(), "--gateways", "2"]);
    assert_ne!(first.wait_until_open(), second.wait_until_open());
    // Browsers share cookies between ports: only different names keep both signed in.
    let (ours, theirs) = (first.register("ann"), second.register("ann"));
    assert_ne!(ours, theirs, "one signs the other's people out");
    let third = hubbub(&["up", "--data", &one.path().display().to_string()]);
    assert_eq!(third.status.code(), Some(2));
    let words = String::from_utf8_lossy(&third.stderr).into_owned();
    assert!(words.contains("already running in") && words.trim().lines().count() == 1, "{words}");
}

#[test]
fn a_busy_port_that_was_asked_for_is_refused_before_anything_is_made() {
    let data = tempfile::tempdir().expect("a folder");
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = taken.local_addr().expect("its address").port().to_string();
    let folder = data.path().join("data");
    let output = hubbub(&["up", "--data", &folder.display().to_string(), "--port", &port]);
    assert_eq!(output.status.code(), Some(1));
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(words.contains(&port) && words.trim().lines().count() == 1, "{words}");
    // Who is in the way is this test itself.
    assert!(words.contains(&format!("(process {}) is listening there", std::process::id())), "{words}");
    assert!(!folder.exists());
}

#[test]
fn a_data_folder_that_is_none_is_refused_in_one_sentence() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let (path, below) = (file.path().to_owned(), file.path().join("below"));
    for (words, path) in [
        (vec!["up"], &path),
        (vec!["up"], &below),
        (vec!["migrate"], &path),
        (vec!["admin", "user", "list"], &path),
    ] {
        let output = hubbub(&[&words[..], &["--data", &path.display().to_string()]].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), said.trim().lines().count()), (Some(2), 1), "{words:?}: {said}");
        assert!(said.contains("is not a folder"), "{words:?}: {said}");
    }
}

#[test]
fn a_disk_without_room_for_a_database_is_refused_before_anything_is_made() {
    // As good as full: nobody can store anything there.
    let output = hubbub(&["up", "--data", "/proc/hubbub", "--port", &free_port().to_string()]);
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), words.trim().lines().count()), (Some(2), 1), "{words}");
    assert!(words.contains("/proc has 0 MiB free") && words.contains("--data"), "{words}");
}

#[test]
fn a_gateway_without_settings_says_all_that_is_wrong_at_once() {
    let mut command = run::command(&["gateway"]);
    command.env("HUBBUB_LISTEN", "nowhere").env("HUBBUB_PUBLIC_URL", "chat").env_remove("NATS_URL");
    let output = command.output().expect("run");
    assert_eq!(output.status.code(), Some(2));
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    for name in ["HUBBUB_LISTEN", "HUBBUB_PUBLIC_URL", "NATS_URL"] {
        assert!(words.contains(name), "{name} is missing in {words}");
    }
}
