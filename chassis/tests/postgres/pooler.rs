//! A real PgBouncer between us and Postgres.

use std::process::Stdio;
use std::time::Duration;

use chassis::postgres::{Pool, Requirement, Settings, Wanted, requirements};
use services::postgres::Postgres;
use tokio::process::{Child, Command};

const DEADLINE: Duration = Duration::from_secs(10);

const PROGRAM: &str = "/usr/sbin/pgbouncer";

/// A PgBouncer of this test alone, gone when dropped.
struct Pooler {
    _process: Child,
    _folder: tempfile::TempDir,
    url: String,
}

impl Pooler {
    async fn start(server: &Postgres, mode: &str) -> Self {
        let (url, port) = (server.url("postgres"), services::ports::private());
        let password = url.split(['@', ':']).nth(2).expect("a password");
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("pgbouncer.ini");
        let (own, database) = (server.port, format!("user={} password={password}", services::postgres::USER));
        let words = format!(
            "[databases]\npostgres = host=127.0.0.1 port={own} {database}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {port}\nunix_socket_dir =\nauth_type = any\npool_mode = {mode}\n"
        );
        std::fs::write(&file, words).expect("written");
        let mut command = Command::new(PROGRAM);
        // It refuses to be root, and reads its file before it becomes somebody else.
        command.args(["-q", "-u", "nobody"]).arg(&file).stdout(Stdio::null()).kill_on_drop(true);
        let process = command.spawn().expect("PgBouncer runs");
        let url = url.replace(&format!(":{own}/"), &format!(":{port}/"));
        let until = tokio::time::Instant::now() + DEADLINE;
        while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            assert!(tokio::time::Instant::now() < until, "it never listens");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Self { _process: process, _folder: folder, url }
    }

    fn settings(&self) -> Settings {
        Settings::new(&self.url, "chassis-test", DEADLINE).expect("an address")
    }
}

#[tokio::test]
async fn a_pooler_of_transactions_is_refused_by_name_and_one_of_sessions_works() {
    if !std::path::Path::new(PROGRAM).exists() {
        assert!(std::env::var_os("CI").is_none(), "poolers were not tested: there is no {PROGRAM}");
        return;
    }
    let server = services::testbed::start_postgres().await.expect("a Postgres");
    let pooler = Pooler::start(&server, "transaction").await;
    let problems = requirements::unmet(&pooler.settings(), &Wanted::to_migrate()).await;
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].requirement, Requirement::Session);
    assert!(problems[0].sentence.contains("pool_mode=session"), "{problems:?}");

    let pooler = Pooler::start(&server, "session").await;
    assert_eq!(requirements::unmet(&pooler.settings(), &Wanted::to_migrate()).await, []);
    let pool = Pool::new(&pooler.settings(), 2);
    for _ in 0..3 {
        let set = pool.read_one("select current_setting('statement_timeout')", &[]).await.expect("read");
        assert_eq!(set.get::<_, String>(0), "10s");
    }
    server.process.stop().await;
}
