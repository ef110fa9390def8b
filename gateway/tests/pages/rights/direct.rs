//! Every address of a direct conversation, tried by everyone: its people and nobody else, whatever they are to the organisation.

use std::collections::BTreeSet;

use super::people::{Caller, Setup, Who};
use super::{SETTINGS, ask, letter, without_number};
use crate::fixture::Fixture;

/// A letter each for a stranger, one of its people, an outsider, an admin of the organisation, a guest; letters as in `table.rs`.
pub(super) const DIRECT: &[(&str, &str, &str)] = &[
    ("GET /d/{slug}", "", "/+---"),
    ("GET /d/{slug}/m/{seq}", "", "/+---"),
    ("GET /d/{slug}/m/{seq}/edit", "", "/+---"),
    ("POST /d/{slug}/m/{seq}/edit", "", "/+---"),
    ("GET /d/{slug}/m/{seq}/delete", "", "/+---"),
    ("POST /d/{slug}/m/{seq}/delete", "", "/+---"),
    ("GET /d/{slug}/m/{seq}/react", "", "/+---"),
    ("POST /d/{slug}/m/{seq}/react", "", "/+---"),
    ("GET /d/{slug}/m/{seq}/reactions", "", "/+---"),
    ("GET /d/{slug}/reactions", "", "/++++"),
    ("POST /d/{slug}/reactions", "", "/+---"),
    ("GET /d/{slug}/m/{seq}/reply", "", "/+---"),
    ("POST /d/{slug}/m/{seq}/reply", "", "/+---"),
    ("GET /d/{slug}/upload", "", "/+---"),
    ("POST /d/{slug}/upload", "", "/+---"),
    ("GET /d/{slug}/m/{seq}/thread", "", "/+---"),
    ("GET /d/{slug}/t/{seq}", "", "/+---"),
    ("POST /d/{slug}/t/{seq}", "", "/+---"),
    ("GET /d/{slug}/t/{seq}/follow", "", "/++++"),
    ("POST /d/{slug}/t/{seq}/follow", "", "/+---"),
    ("GET /d/{slug}/t/{seq}/read", "", "/++++"),
    ("POST /d/{slug}/t/{seq}/read", "", "/+---"),
    ("GET /d/{slug}/m/{seq}/quote", "", "/+---"),
    ("GET /d/{slug}/m/{seq}/tick", "", "/++++"),
    ("POST /d/{slug}/m/{seq}/tick", "", "/+---"),
    ("GET /d/{slug}/m/{seq}/save", "", "/+---"),
    ("POST /d/{slug}/m/{seq}/save", "", "/+---"),
    // Of one's own message.
    ("GET /d/{slug}/m/{seq}/report", "", "/!---"),
    ("POST /d/{slug}/m/{seq}/report", "", "/!---"),
    ("GET /d/{slug}/m/{seq}/why", "", "/+---"),
    ("GET /d/{slug}/m/{seq}/unread", "", "/++++"),
    ("POST /d/{slug}/m/{seq}/unread", "", "/+---"),
    ("GET /d/{slug}/m/{seq}/{action}", "pin", "/++++"),
    ("POST /d/{slug}/m/{seq}/{action}", "pin", "/+---"),
    ("POST /d/{slug}/m/{seq}/{action}", "unpin", "/+---"),
    ("POST /d/{slug}/m/{seq}/{action}", "remove_previews", "/+---"),
    ("GET /d/{slug}/{list}", "pins", "/+---"),
    ("GET /d/{slug}/messages", "", "/++++"),
    ("POST /d/{slug}/messages", "", "/+---"),
    ("GET /d/{slug}/preview", "", "/++++"),
    ("POST /d/{slug}/preview", "", "/+---"),
    ("GET /d/{slug}/read", "", "/++++"),
    ("POST /d/{slug}/read", "", "/+---"),
    ("GET /d/{slug}/star", "", "/++++"),
    ("POST /d/{slug}/star", "", "/+---"),
    ("GET /d/{slug}/notifications", "", "/+---"),
    ("POST /d/{slug}/notifications", "", "/+---"),
    ("GET /d/{slug}/names", "", "/+---"),
    ("GET /d/{slug}/files", "", "/+---"),
    ("GET /d/{slug}/hide", "", "/++++"),
    ("POST /d/{slug}/hide", "", "/+---"),
];

const WHO: [Who; 5] = [Who::Stranger, Who::Member, Who::Outsider, Who::Admin, Who::Guest];

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_is_there_for_its_people_and_for_nobody_else() {
    let fixture = Fixture::open_with(&SETTINGS).await;
    let setup = Setup::new(&fixture).await;
    let mut callers = Vec::new();
    for who in WHO {
        callers.push(setup.caller(&fixture, who).await);
    }
    let member = callers[1].id;
    let room = setup.direct(member, &[setup.tomas]).await;
    let never_made = proto::RoomId::new().to_string();
    let mut wrong = Vec::new();
    for (name, action, expected) in DIRECT {
        let mut got = String::new();
        for caller in &callers {
            // What was done to one is not done to the next.
            let seq = setup.say(room, member).await;
            let page = knock(caller, name, action, &room.to_string(), seq).await;
            got.push(letter(name, &page));
            if caller.who != Who::Member && page.status == 404 {
                let none = knock(caller, name, action, &never_made, seq).await;
                assert_eq!(without_number(&page), without_number(&none), "{name}: it tells that it is there");
            }
        }
        if got != *expected {
            wrong.push(format!("{name} {action}: should be {expected} and is {got}"));
        }
    }
    assert!(wrong.is_empty(), "for stranger, member, outsider, admin, guest:\n{}", wrong.join("\n"));
}

async fn knock(caller: &Caller, name: &str, action: &str, room: &str, seq: i64) -> crate::browser::Page {
    let path = name.replace("{slug}", room).replace("{seq}", &seq.to_string());
    let path = path.replace("{action}", action).replace("{list}", action);
    let nonce = uuid::Uuid::new_v4().to_string();
    let (seq, pressed) = (seq.to_string(), format!("{seq} 👍"));
    let fields = [
        ("nonce", &*nonce),
        ("body", "Other words."),
        ("seq", &*seq),
        ("reaction", "👍"),
        ("react", &*pressed),
        ("reason", "other"),
        ("level", "nothing"),
        ("starred", "yes"),
    ];
    ask(caller, &path, &fields).await
}

/// Each of these addresses, as the router has it.
pub(super) fn addresses() -> BTreeSet<&'static str> {
    DIRECT.iter().map(|(name, _, _)| *name).collect()
}
