//! What an operator types, on a database of its own; no service runs.

use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tokio_postgres::{Client, NoTls};

struct Fixture {
    url: String,
    db: Client,
}

impl Fixture {
    async fn new() -> Self {
        let url = services::testbed::postgres().await;
        let (db, connection) = tokio_postgres::connect(&url, NoTls).await.expect("Postgres answers");
        tokio::spawn(connection);
        let fixture = Self { url, db };
        assert!(fixture.run(&["migrate"]).status.success());
        fixture
    }

    fn run(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hubbub"));
        command.args(words).env("DATABASE_URL", &self.url).stdin(Stdio::null()).output().expect("hubbub runs")
    }

    /// What it prints, when all went well.
    fn output(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    }

    fn lists(&self, words: &[&str]) -> Vec<Value> {
        serde_json::from_str(&self.output(words)).expect("a JSON array")
    }

    async fn count(&self, what: &str) -> i64 {
        self.db.query_one(&format!("select count(*) from {what}"), &[]).await.expect("counted").get(0)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_created_deactivated_reactivated_and_listed() {
    let fixture = Fixture::new().await;
    let made = fixture.output(&["admin", "user", "create", "ada", "--email", "ada@example.org"]);
    assert!(made.contains("password: "), "{made}");
    assert!(fixture.output(&["admin", "user", "set-role", "ada", "owner"]).contains("is now owner"));
    fixture.output(&["admin", "user", "create", "mia", "--email", "mia@example.org"]);
    assert!(fixture.output(&["admin", "user", "set-role", "mia", "guest"]).contains("is now guest"));
    assert!(fixture.run(&["admin", "user", "set-role", "mia", "inactive"]).status.code() == Some(2));
    assert!(fixture.output(&["admin", "user", "deactivate", "mia"]).contains("is deactivated"));
    assert!(fixture.output(&["admin", "user", "deactivate", "mia"]).contains("already"));
    let people = fixture.lists(&["admin", "user", "list", "--json"]);
    assert_eq!((&people[0]["org_role"], &people[1]["org_role"]), (&"owner".into(), &"inactive".into()));
    assert!(fixture.output(&["admin", "user", "list"]).contains("deactivated"));
    assert!(fixture.output(&["admin", "user", "reactivate", "mia"]).contains("can sign in"));
    assert!(fixture.output(&["admin", "user", "end-sessions", "mia"]).contains("0 sessions"));
    let confirm = |address| ["admin", "user", "confirm-email", "mia", "--email", address];
    assert!(fixture.output(&confirm("mia@example.org")).contains("is confirmed"));
    let another = fixture.run(&confirm("ada@example.org"));
    assert!(String::from_utf8_lossy(&another.stderr).contains("another e-mail address"), "{another:?}");
    let last = fixture.run(&["admin", "user", "deactivate", "ada"]);
    assert!(!last.status.success() && String::from_utf8_lossy(&last.stderr).contains("only owner"));
    assert_eq!(fixture.count("auth.audit where action = 'end_sessions' and actor_id is null").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn invites_are_the_owners_and_revoked() {
    let fixture = Fixture::new().await;
    let nobody = fixture.run(&["admin", "invite", "create"]);
    assert!(String::from_utf8_lossy(&nobody.stderr).contains("there is no owner yet"));
    fixture.output(&["admin", "user", "create", "ada", "--email", "ada@example.org"]);
    fixture.output(&["admin", "user", "set-role", "ada", "owner"]);
    let made = fixture.output(&["admin", "invite", "create", "--uses", "5", "--days", "2"]);
    assert!(made.starts_with("/invite/") && made.contains("for 5"), "{made}");
    let invites = fixture.lists(&["admin", "invite", "list", "--json"]);
    let id = invites[0]["id"].as_str().expect("an id");
    assert_eq!((invites.len(), &invites[0]["usable"]), (1, &true.into()));
    assert!(fixture.output(&["admin", "invite", "revoke", id]).contains("revoked"));
    assert!(fixture.output(&["admin", "invite", "revoke", id]).contains("already"));
    assert!(fixture.output(&["admin", "invite", "list"]).contains("revoked"));
    assert!(!fixture.run(&["admin", "invite", "create", "--uses", "0"]).status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_fills_an_installation_whose_logs_are_sound_and_rooms_are_closed_and_deleted() {
    let fixture = Fixture::new().await;
    let said = fixture.output(&["admin", "seed", "demo"]);
    assert!(said.contains("12 people, 6 rooms, 2000 messages") && said.contains("password"), "{said}");
    let sound = [
        (
            "a hole",
            "chat.room r where head <> (select count(*) from chat.event e where e.room_id = r.id)
            or head <> (select max(seq) from chat.event e where e.room_id = r.id)",
        ),
        (
            "message numbers",
            "chat.room r where last_msg <> (select count(*) from chat.message m where m.room_id = r.id)
            or last_msg <> (select coalesce(max(msg_no), 0) from chat.message m where m.room_id = r.id)",
        ),
        (
            "members",
            "chat.room r where members <> (select count(*) from chat.member m where m.room_id = r.id
            and m.role in ('member', 'moderator', 'owner'))",
        ),
        (
            "time",
            "chat.event a join chat.event b on b.room_id = a.room_id and b.seq = a.seq + 1 where b.at < a.at",
        ),
        (
            "head",
            "chat.room r join chat.event e on e.room_id = r.id and e.seq = r.head where e.at <> r.head_at",
        ),
        (
            "markers",
            "chat.marker k join chat.room r on r.id = k.room_id where k.read_seq > r.head or k.read_msg > r.last_msg",
        ),
        ("drawings", "chat.message where (html = '') <> (deleted_at is not null)"),
        ("what is to come", "chat.event where at > now()"),
    ];
    for (what, wrong) in sound {
        assert_eq!(fixture.count(wrong).await, 0, "{what}");
    }
    assert_eq!(fixture.count("chat.message").await, 2_000);
    for some in ["deleted_at is not null", "edited_at is not null", "reply_to is not null"] {
        assert!(fixture.count(&format!("chat.message where {some}")).await > 5, "{some}");
    }
    assert!(fixture.count("chat.event where at < now() - interval '25 days'").await > 100);

    let twice = fixture.run(&["admin", "seed", "demo"]);
    assert!(twice.status.code() == Some(2) && String::from_utf8_lossy(&twice.stderr).contains("--force"));
    let rooms = fixture.lists(&["admin", "room", "list", "--json"]);
    assert_eq!(rooms.len(), 6);
    assert_eq!(rooms.iter().filter(|room| room["kind"] == "private").count(), 1);
    assert_eq!(rooms.iter().filter(|room| room["archived"] == true).count(), 1);

    assert!(fixture.output(&["admin", "room", "archive", "kitchen"]).contains("is archived"));
    assert!(fixture.output(&["admin", "room", "archive", "kitchen"]).contains("already"));
    assert!(fixture.output(&["admin", "room", "restore", "kitchen"]).contains("is restored"));
    let unsure = fixture.run(&["admin", "room", "delete", "kitchen", "--confirm", "kitchn"]);
    assert_eq!(
        (unsure.status.code(), fixture.lists(&["admin", "room", "list", "--json"]).len()),
        (Some(2), 6)
    );
    fixture.output(&["admin", "room", "delete", "kitchen", "--confirm", "kitchen"]);
    assert!(!fixture.output(&["admin", "room", "list"]).contains("Kitchen"));
    assert!(!fixture.run(&["admin", "room", "archive", "kitchen"]).status.success());
    assert_eq!(fixture.count("chat.event where authority <> 'member' and kind <> 'created'").await, 3);

    fixture.output(&["admin", "seed", "demo", "--force"]);
    assert_eq!(fixture.count("auth.account").await, 24);
}
