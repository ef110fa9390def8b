//! A real PgBouncer between us and Postgres.

use std::process::Stdio;
use std::time::Duration;

use chassis::Lifecycle;
use chassis::postgres::{
    Address, Health, Pool, Problem, Requirement, Settings, Wanted, connect_once, requirements,
};
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

    /// What is wrong with it, as the command line asks.
    async fn asked(&self) -> Option<Problem> {
        let address = Address::parse(&self.url).expect("an address");
        let enter = async || connect_once(&address, DEADLINE).await.expect("let in");
        requirements::pooled(&enter().await, &enter().await).await.expect("asked")
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
    let problem = pooler.asked().await.expect("told apart");
    assert_eq!(problem.requirement, Requirement::Session);
    assert!(problem.sentence.contains("pool_mode=session"), "{problem:?}");
    let life = Lifecycle::new();
    let health = Health::watch(Pool::new(&pooler.settings(), 2), Wanted::to_migrate(), &life);
    let until = tokio::time::Instant::now() + DEADLINE;
    while health.problems() != [problem.clone()] {
        assert!(tokio::time::Instant::now() < until, "{:?}", health.problems());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    life.stop();

    let pooler = Pooler::start(&server, "session").await;
    assert_eq!(pooler.asked().await, None);
    let pool = Pool::new(&pooler.settings(), 2);
    for _ in 0..3 {
        let set = pool.read_one("select current_setting('statement_timeout')", &[]).await.expect("read");
        assert_eq!(set.get::<_, String>(0), "10s");
    }
    server.process.stop().await;
}
