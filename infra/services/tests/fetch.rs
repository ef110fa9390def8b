//! A machine without Postgres and NATS. Fetches some 30 MB from the distribution, so only on demand: `-- --ignored`.

use services::home::Home;
use services::programs::Shelf;
use services::provide::{Needs, provide};
use services::register::Register;
use services::{nats, postgres};

#[tokio::test]
#[ignore = "fetches the distribution's packages"]
async fn a_machine_without_servers_gets_them_unpacked_beside_the_data() {
    let data = tempfile::tempdir().expect("a folder");
    let home = Home::of(data.path()).expect("a home");
    let say = |step: &str| eprintln!("{step}");
    let needs = Needs { postgres: true, nats: true };
    let bare = Shelf::default();
    let programs = provide(needs, &bare, &home, &say).expect("fetched");
    let again =
        provide(needs, &bare, &home, &|step| panic!("it does more than looking: {step}")).expect("found");
    let (found, nats) = (again.postgres.expect("Postgres"), again.nats.expect("NATS"));
    assert_eq!(found.server, programs.postgres.expect("Postgres").server);
    assert!(found.server.starts_with(home.folder.join("pkg")));

    let (password, log) = (data.path().join("postgres.password"), data.path().join("postgres.log"));
    home.give(&home.folder).expect("given");
    let plan = postgres::Plan {
        programs: &found,
        home: &home,
        password: &password,
        log: &log,
        port: None,
        fleeting: true,
        durable: false,
        register: &Register::none(),
    };
    let server = postgres::start(&plan, &say).await.expect("a running Postgres");
    let client = postgres::connect(&server.url("postgres")).await.expect("a connection");
    let row =
        client.query_one("select lower('ÄÖÜ'), now() at time zone 'Europe/Berlin' is not null", &[]).await;
    assert_eq!(row.expect("an answer").get::<_, String>(0), "äöü");
    server.process.stop().await;

    let (register, folder, log) = (&Register::none(), data.path(), log.as_path());
    let (port, fleeting) = (None, false);
    let plan = nats::Plan { programs: &nats, folder, log, port, fleeting, register, users: &[], extra: "" };
    nats::start(&plan).await.expect("a running NATS").process.stop().await;
}
