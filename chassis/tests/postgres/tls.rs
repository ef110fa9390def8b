//! TLS to a real Postgres: who is let in, who is believed, and what is said when not.

#[path = "../certificates/mod.rs"]
mod certificates;

use std::time::Duration;

use certificates::Authority;
use chassis::postgres::{Address, Pool, Settings, connect_once};
use services::postgres::Postgres;
use tokio_postgres::Client;

const DEADLINE: Duration = Duration::from_secs(10);

/// A Postgres of this test alone.
struct Server {
    postgres: Postgres,
    owner: Client,
}

impl Server {
    async fn start() -> Self {
        let postgres = services::testbed::start_postgres().await.expect("a Postgres");
        let owner = services::postgres::connect(&postgres.url("postgres")).await.expect("let in");
        Self { postgres, owner }
    }

    /// Puts a file into its folder, for nobody else to read.
    async fn put(&self, name: &str, text: &str) {
        let encoded = format!("replace(encode(convert_to('{text}', 'UTF8'), 'base64'), E'\\n', '')");
        let sql = format!("copy (select {encoded}) to program 'umask 077; base64 -d >{name}'");
        self.owner.batch_execute(&sql).await.expect("written");
    }

    /// Secures itself with a certificate for `localhost`, and takes certificates of the same authority.
    async fn secure(&self, authority: &Authority) {
        let certified = authority.certify("localhost");
        self.put("server.pem", &certified.certificate).await;
        self.put("server.key", &certified.key).await;
        let ca = std::fs::read_to_string(authority.file()).expect("an authority");
        self.put("ca.pem", &ca).await;
        for (name, value) in [
            ("ssl_cert_file", "server.pem"),
            ("ssl_key_file", "server.key"),
            ("ssl_ca_file", "ca.pem"),
            ("ssl", "on"),
        ] {
            self.owner.batch_execute(&format!("alter system set {name} = '{value}'")).await.expect("set");
        }
        self.reload("sslmode=require").await;
    }

    /// Reads its configuration anew, until a connection with these parameters gets in.
    async fn reload(&self, parameters: &str) {
        self.owner.batch_execute("select pg_reload_conf()").await.expect("told");
        let until = tokio::time::Instant::now() + DEADLINE;
        while let Err(words) = self.enter("localhost", parameters).await {
            assert!(tokio::time::Instant::now() < until, "{words}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    fn url(&self, host: &str, parameters: &str) -> String {
        format!("{}?{parameters}", self.postgres.url("postgres").replace("127.0.0.1", host))
    }

    /// Whether a connection is secured; else why there is none.
    async fn enter(&self, host: &str, parameters: &str) -> Result<bool, String> {
        let address = Address::parse(&self.url(host, parameters)).map_err(|error| error.to_string())?;
        let client = connect_once(&address, DEADLINE).await.map_err(|error| format!("{error:?}"))?;
        let row = client.query_one("select ssl from pg_stat_ssl where pid = pg_backend_pid()", &[]).await;
        Ok(row.expect("a row").get(0))
    }
}

#[tokio::test]
async fn each_sslmode_lets_in_whom_libpq_would() {
    let (ours, theirs) = (Authority::new(), Authority::new());
    let server = Server::start().await;
    assert_eq!(server.enter("127.0.0.1", "").await, Ok(false));
    let refused = server.enter("127.0.0.1", "sslmode=require").await.expect_err("not secured");
    assert!(refused.contains("does not support TLS"), "{refused}");

    server.secure(&ours).await;
    for mode in ["", "sslmode=allow", "sslmode=prefer", "sslmode=require", "channel_binding=require"] {
        assert_eq!(server.enter("127.0.0.1", mode).await, Ok(true), "{mode}");
    }
    assert_eq!(server.enter("127.0.0.1", "sslmode=disable").await, Ok(false));

    let (ours, theirs) = (ours.file(), theirs.file());
    let with = |mode: &str, authority: &str| format!("sslmode={mode}&sslrootcert={authority}");
    assert_eq!(server.enter("127.0.0.1", &with("verify-ca", &ours)).await, Ok(true));
    assert_eq!(server.enter("localhost", &with("verify-full", &ours)).await, Ok(true));
    let named = server.enter("127.0.0.1", &with("verify-full", &ours)).await.expect_err("another name");
    assert!(named.contains("NotValidForName"), "{named}");
    for mode in ["require", "verify-ca", "verify-full"] {
        let refused = server.enter("localhost", &with(mode, &theirs)).await.expect_err("not vouched for");
        assert!(refused.contains("UnknownIssuer"), "{mode}: {refused}");
    }
    server.postgres.process.stop().await;
}

#[tokio::test]
async fn a_client_certificate_is_shown_to_a_server_that_asks_for_one() {
    let authority = Authority::new();
    let server = Server::start().await;
    server.secure(&authority).await;
    let (certificate, key) = authority.certify_in_files("hubbub");
    let shown =
        format!("sslmode=verify-full&sslrootcert={}&sslcert={certificate}&sslkey={key}", authority.file());
    server.put("pg_hba.conf", "hostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca\n").await;
    server.reload(&shown).await;
    let refused = server.enter("localhost", "sslmode=require").await.expect_err("who are you?");
    assert!(refused.contains("client certificate"), "{refused}");

    let settings =
        Settings::new(&server.url("localhost", &shown), "chassis-test", DEADLINE).expect("an address");
    let pool = Pool::new(&settings, 1);
    let set = pool.read_one("select current_setting('statement_timeout')", &[]).await.expect("read");
    assert_eq!(set.get::<_, String>(0), "10s");
    server.postgres.process.stop().await;
}
