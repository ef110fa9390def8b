//! The database's folder over the years.

use std::path::Path;

use services::home::Home;
use services::programs::{Postgres, Shelf};
use services::register::Register;
use services::{ServiceError, postgres};

fn postgres_here() -> Postgres {
    Shelf::machine().postgres(None).expect("Postgres is on this machine")
}

async fn start(programs: &Postgres, data: &Path) -> Result<postgres::Postgres, ServiceError> {
    let home = Home::of(data)?;
    home.give(&home.folder).expect("given");
    let (password, log) = (data.join("postgres.password"), data.join("postgres.log"));
    let plan = postgres::Plan {
        programs,
        home: &home,
        password: &password,
        log: &log,
        port: None,
        fleeting: false,
        durable: true,
        register: &Register::none(),
    };
    postgres::start(&plan, &|_| ()).await
}

#[tokio::test]
async fn what_was_written_is_there_after_the_server_was_killed() {
    let data = tempfile::tempdir().expect("a folder");
    let programs = postgres_here();
    let first = start(&programs, data.path()).await.expect("a server");
    let client = postgres::connect(&first.url("postgres")).await.expect("a connection");
    client.batch_execute("create table kept as select 42 as answer").await.expect("written");
    first.process.kill();
    first.process.ended().await;

    let second = start(&programs, data.path()).await.expect("a server again");
    let client = postgres::connect(&second.url("postgres")).await.expect("a connection");
    let row = client.query_one("select answer from kept", &[]).await.expect("read");
    assert_eq!(row.get::<_, i32>(0), 42);
    second.process.stop().await;

    // Whoever loses the password owns the files still.
    std::fs::remove_file(data.path().join("postgres.password")).expect("lost");
    let third = start(&programs, data.path()).await.expect("a server with another password");
    assert_ne!(third.url("x").split('@').next(), second.url("x").split('@').next());
    postgres::connect(&third.url("postgres")).await.expect("a connection");
    third.process.stop().await;
}

#[tokio::test]
async fn a_folder_of_another_major_is_refused_in_one_sentence() {
    let data = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(data.path().join("pg")).expect("made");
    std::fs::write(data.path().join("pg/PG_VERSION"), "9\n").expect("written");
    let error = start(&postgres_here(), data.path()).await.expect_err("refused");
    assert!(matches!(error, ServiceError::OtherMajor { found: 9, .. }), "{error}");
    assert!(!error.to_string().contains('\n'));
}

#[tokio::test]
async fn another_password_in_its_file_is_told_at_once_and_by_its_file() {
    let data = tempfile::tempdir().expect("a folder");
    let programs = postgres_here();
    start(&programs, data.path()).await.expect("a server").process.stop().await;
    std::fs::write(data.path().join("postgres.password"), "another\n").expect("written");
    let error = start(&programs, data.path()).await.expect_err("refused");
    assert!(matches!(error, ServiceError::WrongPassword { .. }), "{error}");
    assert!(error.to_string().contains("postgres.password"), "{error}");
    std::fs::remove_file(data.path().join("postgres.password")).expect("removed");
    start(&programs, data.path()).await.expect("as the sentence says").process.stop().await;
}

#[tokio::test]
async fn half_a_copy_of_a_database_is_not_taken_for_none() {
    let data = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(data.path().join("pg/base")).expect("made");
    let error = start(&postgres_here(), data.path()).await.expect_err("refused");
    assert!(matches!(error, ServiceError::NoDatabase { .. }), "{error}");
    assert!(error.to_string().contains("restore"), "{error}");
}
