//! What an operator types, on a database of its own; no service runs.

use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tokio_postgres::{Client, NoTls};

struct Place {
    url: String,
    db: Client,
}

impl Place {
    async fn new() -> Self {
        let url = services::testbed::postgres().await;
        let (db, connection) = tokio_postgres::connect(&url, NoTls).await.expect("Postgres answers");
        tokio::spawn(connection);
        let place = Self { url, db };
        assert!(place.types(&["migrate"]).status.success());
        place
    }

    fn types(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hubbub"));
        command.args(words).env("DATABASE_URL", &self.url).stdin(Stdio::null()).output().expect("hubbub runs")
    }

    /// What it says, when all went well.
    fn hears(&self, words: &[&str]) -> String {
        let output = self.types(words);
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    }

    fn lists(&self, words: &[&str]) -> Vec<Value> {
        serde_json::from_str(&self.hears(words)).expect("a JSON array")
    }

    async fn count(&self, what: &str) -> i64 {
        self.db.query_one(&format!("select count(*) from {what}"), &[]).await.expect("counted").get(0)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_made_kept_out_let_in_and_listed() {
    let place = Place::new().await;
    let made = place.hears(&["admin", "user", "create", "ada", "--email", "ada@example.org"]);
    assert!(made.contains("password: "), "{made}");
    assert!(place.hears(&["admin", "user", "promote", "ada", "owner"]).contains("is now owner"));
    place.hears(&["admin", "user", "create", "mia", "--email", "mia@example.org"]);
    assert!(place.hears(&["admin", "user", "deactivate", "mia"]).contains("is kept out"));
    assert!(place.hears(&["admin", "user", "deactivate", "mia"]).contains("already"));
    let people = place.lists(&["admin", "user", "list", "--json"]);
    assert_eq!((&people[0]["org_role"], &people[1]["org_role"]), (&"owner".into(), &"inactive".into()));
    assert!(place.hears(&["admin", "user", "list"]).contains("deactivated"));
    assert!(place.hears(&["admin", "user", "reactivate", "mia"]).contains("may come in"));
    assert!(place.hears(&["admin", "user", "end-sessions", "mia"]).contains("(0)"));
    let last = place.types(&["admin", "user", "deactivate", "ada"]);
    assert!(!last.status.success() && String::from_utf8_lossy(&last.stderr).contains("last owner"));
    assert_eq!(place.count("auth.audit where action = 'end_sessions' and actor_id is null").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn invites_are_the_owners_and_taken_back() {
    let place = Place::new().await;
    let nobody = place.types(&["admin", "invite", "create"]);
    assert!(String::from_utf8_lossy(&nobody.stderr).contains("Nobody owns this place yet"));
    place.hears(&["admin", "user", "create", "ada", "--email", "ada@example.org"]);
    place.hears(&["admin", "user", "promote", "ada", "owner"]);
    let made = place.hears(&["admin", "invite", "create", "--uses", "5", "--days", "2"]);
    assert!(made.starts_with("/invite/") && made.contains("for 5"), "{made}");
    let invites = place.lists(&["admin", "invite", "list", "--json"]);
    let id = invites[0]["id"].as_str().expect("an id");
    assert_eq!((invites.len(), &invites[0]["good"]), (1, &true.into()));
    assert!(place.hears(&["admin", "invite", "revoke", id]).contains("nobody comes in"));
    assert!(place.hears(&["admin", "invite", "revoke", id]).contains("already"));
    assert!(place.hears(&["admin", "invite", "list"]).contains("over"));
    assert!(!place.types(&["admin", "invite", "create", "--uses", "0"]).status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_fills_a_place_whose_logs_are_sound_and_rooms_are_closed_and_deleted() {
    let place = Place::new().await;
    let said = place.hears(&["admin", "seed", "demo"]);
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
        assert_eq!(place.count(wrong).await, 0, "{what}");
    }
    assert_eq!(place.count("chat.message").await, 2_000);
    for some in ["deleted_at is not null", "edited_at is not null", "reply_to is not null"] {
        assert!(place.count(&format!("chat.message where {some}")).await > 5, "{some}");
    }
    assert!(place.count("chat.event where at < now() - interval '25 days'").await > 100);

    let twice = place.types(&["admin", "seed", "demo"]);
    assert!(twice.status.code() == Some(2) && String::from_utf8_lossy(&twice.stderr).contains("--anyway"));
    let rooms = place.lists(&["admin", "room", "list", "--json"]);
    assert_eq!(rooms.len(), 6);
    assert_eq!(rooms.iter().filter(|room| room["kind"] == "private").count(), 1);
    assert_eq!(rooms.iter().filter(|room| room["archived"] == true).count(), 1);

    assert!(place.hears(&["admin", "room", "archive", "kitchen"]).contains("is archived"));
    assert!(place.hears(&["admin", "room", "archive", "kitchen"]).contains("already"));
    assert!(place.hears(&["admin", "room", "restore", "kitchen"]).contains("open again"));
    let unsure = place.types(&["admin", "room", "delete", "kitchen", "--sure", "kitchn"]);
    assert_eq!((unsure.status.code(), place.lists(&["admin", "room", "list", "--json"]).len()), (Some(2), 6));
    place.hears(&["admin", "room", "delete", "kitchen", "--sure", "kitchen"]);
    assert!(!place.hears(&["admin", "room", "list"]).contains("Kitchen"));
    assert!(!place.types(&["admin", "room", "archive", "kitchen"]).status.success());
    assert_eq!(place.count("chat.event where authority <> 'member' and kind <> 'created'").await, 3);

    place.hears(&["admin", "seed", "demo", "--anyway"]);
    assert_eq!(place.count("auth.account").await, 24);
}
