//! What an operator gets wrong: one sentence that says what to look at, the right exit code, and no password.

#[expect(dead_code, reason = "up uses the rest")]
mod run;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use services::{postgres, testbed};

/// Runs it with these variables; its exit code and its words.
fn told(words: &[&str], vars: &[(&str, &str)]) -> (Option<i32>, String) {
    let output = run::command(words).envs(vars.iter().copied()).output().expect("hubbub runs");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).trim().to_owned())
}

/// A gateway without anything it needs, as a program starts it, and what it logs.
struct Gateway {
    child: Child,
    lines: Receiver<String>,
    listen: SocketAddr,
    ops: SocketAddr,
}

impl Gateway {
    /// The last word of the command is the program.
    fn start(words: &[&str], vars: &[(&str, &str)]) -> Self {
        let (listen, ops) = (free_address(), free_address());
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).arg(env!("CARGO_BIN_EXE_hubbub")).stdin(Stdio::null());
        command.env("NATS_URL", "nats://127.0.0.1:1").envs(vars.iter().copied());
        command.env("HUBBUB_LISTEN", listen.to_string()).env("HUBBUB_OPS_LISTEN", ops.to_string());
        let mut child = command.stderr(Stdio::piped()).spawn().expect("started");
        let (tell, lines) = channel();
        let pipe = BufReader::new(child.stderr.take().expect("piped"));
        std::thread::spawn(move || pipe.lines().map_while(Result::ok).all(|line| tell.send(line).is_ok()));
        Self { child, lines, listen, ops }
    }

    fn wait_until_said(&self, words: &str) {
        while !self.lines.recv_timeout(Duration::from_secs(60)).expect("a line").contains(words) {}
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        // Already gone is fine.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_address() -> SocketAddr {
    ([127, 0, 0, 1], services::ports::private()).into()
}

/// What is answered to a GET; a whole minute is given.
fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("connected");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a time-out");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").expect("asked");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("answered");
    String::from_utf8_lossy(&answer).into_owned()
}

/// One sentence with all of these in it.
fn one_sentence((code, words): &(Option<i32>, String), expected: i32, parts: &[&str]) {
    assert_eq!(*code, Some(expected), "{words}");
    assert_eq!(words.lines().count(), 1, "{words}");
    for part in parts {
        assert!(words.contains(part), "{part:?} is missing in {words:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_does_not_let_us_in_is_named_and_the_password_is_not() {
    let url = testbed::postgres().await;
    let (user, rest) = url.rsplit_once(':').and_then(|_| url.split_once('@')).expect("an address");
    let user = user.rsplit_once(':').expect("a password").0;
    let migrate = |url: &str| told(&["migrate"], &[("DATABASE_URL", url)]);

    let wrong = migrate(&format!("{user}:not-the-secret@{rest}"));
    one_sentence(&wrong, 1, &["refused the login", "DATABASE_URL", "password"]);
    assert!(!wrong.1.contains("not-the-secret"), "{}", wrong.1);

    let server = url.rsplit_once('/').expect("a name").0;
    one_sentence(&migrate(&format!("{server}/nowhere")), 1, &["\"nowhere\" does not exist", "DATABASE_URL"]);
    one_sentence(&migrate("postgres://a:b@127.0.0.1:1/c"), 1, &["127.0.0.1:1", "refused", "DATABASE_URL"]);
    one_sentence(&migrate("chat"), 2, &["DATABASE_URL", "for example"]);
}

#[test]
fn a_server_that_takes_the_connection_and_says_nothing_is_not_waited_for() {
    let silent = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let server = silent.local_addr().expect("its address").to_string();
    let url = format!("postgres://a:b@{server}/c");
    for verb in [vec!["migrate"], vec!["admin", "user", "list"], vec!["admin", "seed", "demo"]] {
        one_sentence(&told(&verb, &[("DATABASE_URL", &url)]), 1, &[&server, "says nothing", "within 5 s"]);
    }
}

#[test]
fn settings_of_the_log_that_would_silence_it_are_refused_by_name() {
    let vars = [("HUBBUB_LOG", "inof"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318")];
    for words in [vec!["gateway"], vec!["room"], vec!["auth"], vec!["config", "check", "gateway"]] {
        let (code, said) = told(&words, &vars);
        assert_eq!(code, Some(2), "{words:?}: {said}");
        assert!(
            said.contains("HUBBUB_LOG: `inof`") && said.contains("OTEL_EXPORTER_OTLP_ENDPOINT"),
            "{said}"
        );
    }
}

#[test]
fn with_few_files_and_many_connections_the_ops_port_answers_and_the_log_says_what_is_missing() {
    let shell = ["sh", "-c", "ulimit -Sn 20; ulimit -Hn 40; exec \"$0\" gateway"];
    let gateway = Gateway::start(&shell, &[("HUBBUB_GATEWAY_ADDRESS_PERCENT", "100")]);
    gateway.wait_until_said("the limit of open files allows fewer");
    let connect = || TcpStream::connect(gateway.listen).expect("in the queue");
    // More than it has files, and no more than wait in the queue.
    let idle: Vec<TcpStream> = std::iter::repeat_with(connect).take(100).collect();
    gateway.wait_until_said("a connection was not taken");
    for _ in 0..30 {
        assert!(get(gateway.ops, "/livez").starts_with("HTTP/1.1 200"));
    }
    drop(idle);
}

#[test]
fn a_log_that_nobody_reads_holds_nobody_up() {
    let mut command = run::command(&["gateway"]);
    let (listen, ops) = (free_address(), free_address());
    command.env("NATS_URL", "nats://127.0.0.1:1").env("HUBBUB_LOG", "debug");
    command.env("HUBBUB_LISTEN", listen.to_string()).env("HUBBUB_OPS_LISTEN", ops.to_string());
    let mut gateway = command.stderr(Stdio::piped()).spawn().expect("started");
    run::wait_until("its port", || TcpStream::connect(listen).is_ok());
    // A pipe takes 64 KiB, and each of these is a line of some 300 bytes.
    for _ in 0..1_000 {
        assert!(get(listen, "/login").starts_with("HTTP/1.1 503"));
    }
    assert!(get(ops, "/livez").starts_with("HTTP/1.1 200"));
    gateway.kill().expect("killed");
    gateway.wait().expect("gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pooler_of_transactions_is_named_by_every_verb_however_often_it_was_asked() {
    let server = testbed::start_postgres().await.expect("a Postgres");
    let Some(pooler) = testbed::pooler::Pooler::start(&server, "postgres", "transaction").await else {
        return;
    };
    let given = [("DATABASE_URL", pooler.url.as_str())];
    // Each run leaves behind what it has prepared, and the next one stumbles over it.
    for verb in ["migrate", "doctor", "migrate", "doctor"] {
        let output = run::command(&[verb]).envs(given).output().expect("hubbub runs");
        let words = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert_eq!(output.status.code(), Some(1), "{verb}: {words}");
        assert!(words.contains("Hubbub needs a session pooler (pool_mode=session)"), "{verb}: {words}");
    }
    let Some(pooler) = testbed::pooler::Pooler::start(&server, "postgres", "session").await else { return };
    assert_eq!(told(&["migrate"], &[("DATABASE_URL", &pooler.url)]), (Some(0), String::new()));
    server.process.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_a_newer_release_is_left_alone() {
    let url = testbed::postgres().await;
    let migrate = || told(&["migrate"], &[("DATABASE_URL", &url)]);
    assert_eq!(migrate().0, Some(0));
    assert_eq!(migrate().0, Some(0), "a second run changes nothing");
    let client = postgres::connect(&url).await.expect("a connection");
    let later =
        "insert into chat.migrations select 999, 'later', applied_on, checksum from chat.migrations limit 1";
    client.batch_execute(later).await.expect("a later step");
    one_sentence(&migrate(), 1, &["newer release", "V999__later"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_migration_that_fails_says_why_and_goes_on_where_it_was_once_that_is_mended() {
    let url = testbed::postgres().await;
    let migrate = || told(&["migrate"], &[("DATABASE_URL", &url)]);
    let client = postgres::connect(&url).await.expect("a connection");
    client.batch_execute("create schema chat; create table chat.thing ()").await.expect("of somebody else");
    one_sentence(&migrate(), 1, &["schema chat holds tables of something else", "a database of its own"]);
    let made = "select from pg_namespace where nspname = 'auth'";
    assert!(client.query_opt(made, &[]).await.expect("asked").is_none(), "nothing was begun");
    client
        .batch_execute("drop table chat.thing; create type chat.room as enum ()")
        .await
        .expect("in the way");
    let failed = migrate();
    one_sentence(&failed, 1, &["chat", "V1__", "type \"room\" already exists (SQLSTATE 42710)"]);
    assert!(!failed.1.contains("db error"), "{}", failed.1);
    client.batch_execute("drop type chat.room").await.expect("out of the way");
    assert_eq!(migrate(), (Some(0), String::new()));
}

#[test]
fn an_ops_port_in_use_is_told_before_anything_is_begun() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let ops = taken.local_addr().expect("its address").to_string();
    for verb in ["gateway", "room", "auth"] {
        let mut vars = vec![("NATS_URL", "nats://127.0.0.1:1"), ("HUBBUB_OPS_LISTEN", &ops)];
        vars.push(("HUBBUB_LISTEN", "127.0.0.1:0"));
        if verb != "gateway" {
            vars.push(("DATABASE_URL", "postgres://a:b@127.0.0.1:1/c"));
        }
        one_sentence(&told(&[verb], &vars), 1, &["HUBBUB_OPS_LISTEN", &ops, "in use"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nats_that_is_none_is_told_by_its_variable_before_anything_is_started() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let url = format!("nats://{}", listener.local_addr().expect("its address"));
    let database = testbed::postgres().await;
    let data = tempfile::tempdir().expect("a folder");
    let verb = ["up", "--data", data.path().to_str().expect("a path")];
    let (code, words) = told(&verb, &[("NATS_URL", &url), ("DATABASE_URL", &database)]);
    assert_eq!(code, Some(1), "{words}");
    let last = words.lines().last().expect("a sentence");
    assert!(last.contains("NATS_URL") && !last.contains('{'), "{words}");
    assert!(!words.contains("starting auth"), "{words}");
}

#[test]
fn addresses_that_are_none_and_secrets_that_cannot_be_read_are_told_all_at_once() {
    let vars =
        [("NATS_URL", "ftp://x"), ("DATABASE_URL_FILE", "/nowhere/secret"), ("HUBBUB_OPS_LISTEN", "here")];
    for verb in ["room", "auth"] {
        let (code, words) = told(&[verb], &vars);
        assert_eq!(code, Some(2), "{words}");
        for name in ["NATS_URL", "DATABASE_URL_FILE", "/nowhere/secret", "HUBBUB_OPS_LISTEN"] {
            assert!(words.contains(name), "{name} is missing in {words}");
        }
    }
}

#[test]
fn settings_can_be_shown_before_anything_is_started() {
    let url = ("DATABASE_URL", "postgres://me:deep@127.0.0.1/chat");
    let good = [("NATS_URL", "nats://deep@127.0.0.1:1"), url];
    let output = run::command(&["config", "show", "room"]).envs(good).output().expect("hubbub runs");
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{words}");
    assert!(words.contains("HUBBUB_ROOM_AWAKE") && words.contains("the default"), "{words}");
    assert!(words.contains("(secret)") && !words.contains("deep"), "{words}");
    let (code, words) = told(&["config", "check", "room"], &[url]);
    assert_eq!(code, Some(2));
    assert!(words.contains("NATS_URL") && words.contains("for example"), "{words}");
}

/// Those that a process of this kind reads.
fn variables(kind: &str) -> Vec<String> {
    let output = run::command(&["config", "show", kind]).output().expect("hubbub runs");
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    let names = shown.lines().filter_map(|line| line.split_whitespace().next());
    names.filter(|name| !name.starts_with("OTEL_") && *name != "RUST_LOG").map(str::to_owned).collect()
}

#[test]
fn whatever_a_variable_is_set_to_by_a_slip_of_the_hand_is_refused_by_its_name() {
    // Any word will do for the first nine, and a long one for those from the third on.
    const TEXTS: [&str; 10] = [
        "HUBBUB_NAME",
        "HUBBUB_NATS_PREFIX",
        "HUBBUB_GATEWAY_FILES",
        "HUBBUB_FILES_ACCESS_KEY",
        "HUBBUB_FILES_SECRET",
        "HUBBUB_CLAIM_CODE",
        "HUBBUB_METRICS_TOKEN",
        "HUBBUB_MAIL_USER",
        "HUBBUB_MAIL_PASSWORD",
        "HUBBUB_PUSH_SECRET",
    ];
    const SECRETS: [&str; 9] = [
        "DATABASE_URL",
        "NATS_URL",
        "HUBBUB_FILES_ACCESS_KEY",
        "HUBBUB_FILES_SECRET",
        "HUBBUB_CLAIM_CODE",
        "HUBBUB_METRICS_TOKEN",
        "HUBBUB_MAIL_USER",
        "HUBBUB_MAIL_PASSWORD",
        "HUBBUB_PUSH_SECRET",
    ];
    let huge = "9".repeat(100);
    for kind in ["gateway", "room", "auth"] {
        let names = variables(kind);
        assert!(names.len() > 10, "{names:?}");
        let all = |value: &str| {
            let vars: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), value)).collect();
            told(&["config", "check", kind], &vars)
        };
        for (value, fits) in
            [(" \r\n", &[][..]), ("-1", &TEXTS[..9]), (&huge, &TEXTS[2..]), ("two\r\nlines", &[])]
        {
            let (code, words) = all(value);
            assert_eq!(code, Some(2), "{kind} {value:?}: {words}");
            for name in names.iter().filter(|name| !fits.contains(&name.as_str())) {
                assert_eq!(
                    words.matches(&format!("  {name}: ")).count(),
                    1,
                    "{kind} {name}={value:?}: {words}"
                );
            }
            assert!(words.lines().all(|line| line.len() < 300), "{words}");
        }
        // Set to nothing is not set.
        let (_, words) = all("");
        for name in names.iter().filter(|name| !["DATABASE_URL", "NATS_URL"].contains(&name.as_str())) {
            assert!(!words.contains(&format!("  {name}: ")), "{kind}: {words}");
        }
        for name in SECRETS.into_iter().filter(|secret| names.iter().any(|name| name == secret)) {
            let file = format!("{name}_FILE");
            let (code, words) = told(&["config", "check", kind], &[(&file, "/nowhere/secret")]);
            assert!(
                code == Some(2) && words.contains(&format!("{file}: /nowhere/secret cannot be read")),
                "{words}"
            );
        }
    }
}

#[test]
fn the_doctor_refuses_what_a_service_would_refuse_and_folders_that_cannot_be_used() {
    let doctor = |data: &str, vars: &[(&str, &str)]| {
        let output = run::command(&["doctor", "--data", data]).envs(vars.iter().copied()).output();
        let output = output.expect("hubbub runs");
        let words = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8_lossy(&words).into_owned())
    };
    for (variable, value, why) in [
        ("NATS_URL", "nats://nats.example.org:4222", "in clear"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector:4318", "plain http only"),
        ("HUBBUB_LOG", "info,gatway=debug", "no part is called `gatway`"),
        ("HUBBUB_TRUSTED_PROXIES", "the proxy", "is no network"),
        ("HUBBUB_ROOM_JOURNALS", "0", "a whole number from 1"),
    ] {
        let (code, words) = doctor("/tmp", &[(variable, value)]);
        assert!(code == Some(2) && words.contains(&format!("{variable}: ")), "{code:?} {words}");
        assert!(words.contains(why), "{words}");
    }
    for data in ["/proc/hubbub", "/dev/null"] {
        let (code, words) = doctor(data, &[]);
        assert!(
            code == Some(1) && words.contains("FAIL  folder: ") && words.contains("--data"),
            "{code:?} {words}"
        );
    }
    let vars = [("HUBBUB_PUBLIC_URL", "https://chat.example.org"), ("HUBBUB_LISTEN", "0.0.0.0:8080")];
    let proxies = |given: &str| doctor("/tmp", &[vars[0], vars[1], ("HUBBUB_TRUSTED_PROXIES", given)]).1;
    assert!(proxies("").contains("warn  proxies: HUBBUB_TRUSTED_PROXIES is not set"));
    assert!(proxies("127.0.0.1").contains("warn  proxies: only 127.0.0.1/32 is believed"));
    assert!(proxies("172.31.254.1").contains("ok    proxies: 172.31.254.1/32"));
}

#[test]
fn the_doctor_says_of_a_bucket_what_is_wrong_with_it_and_nothing_of_its_secret() {
    let named = [("HUBBUB_FILES_BUCKET", "hubbub-files"), ("HUBBUB_FILES_ENDPOINT", "http://127.0.0.1:1")];
    let (code, words) = told(&["doctor", "--data", "/tmp"], &named);
    assert!(code == Some(2) && words.contains("HUBBUB_FILES_SECRET: "), "{code:?} {words}");
    let key = [("HUBBUB_FILES_ACCESS_KEY", "rosa"), ("HUBBUB_FILES_SECRET", "not-to-be-seen")];
    let all = named.iter().chain(&key).copied();
    let output = run::command(&["doctor", "--data", "/tmp"]).envs(all).output().expect("hubbub runs");
    let words = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert_eq!(output.status.code(), Some(1), "{words}");
    assert!(words.contains("FAIL  files: ") && words.contains("127.0.0.1:1"), "{words}");
    assert!(!words.contains("not-to-be-seen"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_checks_what_the_environment_names_and_starts_nothing() {
    let (database, nats) = (testbed::postgres().await, testbed::nats().await);
    let doctor = |vars: &[(&str, &str)]| {
        let data = tempfile::tempdir().expect("a folder");
        let folder = data.path().join("new");
        let output = run::command(&["doctor", "--data", &folder.display().to_string()])
            .envs(vars.iter().copied())
            .output()
            .expect("hubbub runs");
        assert!(!folder.exists());
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (code, words) = doctor(&[("DATABASE_URL", &database), ("NATS_URL", &nats)]);
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains("schema auth is not there yet; run `hubbub migrate`"), "{words}");
    assert_eq!(told(&["migrate"], &[("DATABASE_URL", &database)]).0, Some(0));
    let (code, words) = doctor(&[("DATABASE_URL", &database), ("NATS_URL", &nats)]);
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("the database in DATABASE_URL is as Hubbub needs it"), "{words}");
    assert!(words.contains("warn  address: HUBBUB_PUBLIC_URL is not set"), "{words}");
    let ours = ("HUBBUB_PUBLIC_URL", "https://chat.example.org");
    let (_, words) = doctor(&[("DATABASE_URL", &database), ("NATS_URL", &nats), ours]);
    assert!(words.contains("ok    address: people come to https://chat.example.org"), "{words}");
    let client = postgres::connect(&database).await.expect("a connection");
    let later =
        "insert into auth.migrations select 999, 'later', applied_on, checksum from auth.migrations limit 1";
    client.batch_execute(later).await.expect("a later step");
    let (code, words) = doctor(&[("DATABASE_URL", &database), ("NATS_URL", &nats)]);
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains("schema auth belongs to a newer release, which knows V999__later"), "{words}");
    let (code, words) = doctor(&[("DATABASE_URL", "postgres://a:b@127.0.0.1:1/c"), ("NATS_URL", &nats)]);
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains("FAIL  Postgres: can't reach Postgres at 127.0.0.1:1"), "{words}");
}
