//! Everyone tries everything: every address of the gateway and every frame of its socket, in every kind of room, against the
//! real services. What should come of it stands in `rights/table.rs`. What was refused left nothing in the log, and of what
//! is not theirs people hear the same as of what is not there.

mod direct;
mod frames;
mod people;
pub(crate) mod table;

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::join_all;
use proto::room::{Action, ActionKind, MessageList};
use reqwest::Method;

use crate::browser::{PASSWORD, Page, multipart};
use crate::fixture::Fixture;
use people::{Caller, EVERYONE, KINDS, Kind, Setup, TestRoom, Who};
use table::{ADDRESSES, About, ROUTES, RoomRights};

const DEADLINE: Duration = Duration::from_secs(30);

/// The rooms are prepared by a few people who are in a hurry, and who hear what is said in many of them at once.
const SETTINGS: [(&str, &str); 4] = [
    ("HUBBUB_GATEWAY_SOCKETS_PER_PERSON", "1000"),
    ("HUBBUB_ROOM_COMMANDS_PER_SECOND", "100000"),
    ("HUBBUB_ROOM_COMMANDS_BURST", "100000"),
    ("HUBBUB_REGISTRATIONS_PER_ADDRESS", "10000"),
];

/// What came of a try, with a name for it.
struct Tried {
    name: String,
    kind: Kind,
    who: Who,
    got: char,
}

/// All tries of one caller in rooms of one kind, and the rooms.
type Log = (Vec<Tried>, Vec<TestRoom>);

#[test]
fn every_address_has_its_line() {
    let there: BTreeSet<_> =
        gateway::addresses().iter().map(|at| format!("{} {}", at.method, at.path)).collect();
    let names = ADDRESSES.iter().map(|act| act.name).chain(ROUTES.iter().map(|route| route.name));
    let names = names.chain(direct::addresses());
    let told: BTreeSet<_> = names.map(str::to_owned).collect();
    let (missing, gone): (Vec<_>, Vec<_>) =
        (there.difference(&told).collect(), told.difference(&there).collect());
    assert!(missing.is_empty(), "say in rights/table.rs who may: {missing:#?}");
    assert!(gone.is_empty(), "there is no such address any more: {gone:#?}");
    let tried: BTreeSet<_> = ADDRESSES.iter().map(|act| act.name.replace("{action}", act.action)).collect();
    for action in
        ActionKind::all().map(ActionKind::as_str).filter(|name| Action::on_message(name, 1).is_some())
    {
        let address = format!("POST /r/{{slug}}/m/{{seq}}/{action}");
        assert!(tried.contains(&address), "say in rights/table.rs who may: {address}");
    }
    let listed: BTreeSet<_> =
        ADDRESSES.iter().filter(|act| act.name.ends_with("{list}")).map(|act| act.action).collect();
    assert_eq!(listed, MessageList::all().map(MessageList::as_str).collect());
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_gets_what_is_theirs_in_every_room_and_nothing_else() {
    let fixture = Fixture::open_with(&SETTINGS).await;
    let setup = Setup::new(&fixture).await;
    let (fixture, setup) = (&fixture, &setup);
    let all = KINDS.into_iter().flat_map(|kind| EVERYONE.map(|who| (kind, who)));
    let logs = join_all(all.map(|(kind, who)| async move {
        let caller = setup.caller(fixture, who).await;
        visit(setup, &caller, kind).await
    }));
    assert_rights(fixture, ADDRESSES, logs.await).await;
}

/// One caller at every address of a room.
async fn visit(setup: &Setup, caller: &Caller, kind: Kind) -> Log {
    let (mut tries, mut test_rooms) = (Vec::new(), vec![setup.room(caller, kind).await]);
    for act in ADDRESSES {
        if test_rooms.last().is_none_or(|test_room| test_room.is_used) {
            test_rooms.push(setup.room(caller, kind).await);
        }
        let test_room = test_rooms.last_mut().expect("a room");
        let page = knock(setup, caller, act, &test_room.slug, test_room).await;
        let got = letter(act.name, &page);
        let is_outside = kind == Kind::Private && caller.who == Who::Outsider || caller.who == Who::Guest;
        if got == '-' && is_outside {
            let not_found = knock(setup, caller, act, "no-such-room", test_room).await;
            assert_eq!(
                without_number(&page),
                without_number(&not_found),
                "{}: it tells that it is there",
                act.name
            );
        }
        test_room.is_used |= got == '+' && act.name.starts_with("POST");
        tries.push(Tried { name: name(act), kind, who: caller.who, got });
    }
    (tries, test_rooms)
}

async fn knock(setup: &Setup, caller: &Caller, act: &RoomRights, slug: &str, test_room: &TestRoom) -> Page {
    let seq = if act.about == About::Own { test_room.own } else { test_room.theirs }.to_string();
    let user = if act.about == About::Banned { setup.mallory } else { setup.tomas }.0.to_string();
    let path = act
        .name
        .replace("{slug}", slug)
        .replace("{seq}", &seq)
        .replace("{user}", &user)
        .replace("{action}", act.action)
        .replace("{list}", act.action);
    let pressed = format!("{seq} 👍");
    let (nonce, other_name) = (uuid::Uuid::new_v4().to_string(), format!("other {}", test_room.id.0));
    // Each form takes what it knows.
    let fields = [
        ("nonce", &*nonce),
        ("body", "Other words."),
        ("username", setup.newcomer),
        ("name", &other_name),
        ("topic", "Tea"),
        ("role", "moderator"),
        ("ban", "no"),
        ("minutes", "10"),
        ("posting", "member"),
        ("broadcast", "member"),
        ("seconds", "0"),
        ("history", "yes"),
        ("previews", "no"),
        ("reaction", "👍"),
        ("react", &pressed),
        ("reason", "other"),
        ("level", "everything"),
        ("starred", "yes"),
    ];
    ask(caller, &path, &fields).await
}

/// A request as `GET /path` has it; who is told to wait, waits.
async fn ask(caller: &Caller, what: &str, fields: &[(&str, &str)]) -> Page {
    let (method, path) = what.split_once(' ').expect("a method and a path");
    loop {
        let request = caller.browser.request(Method::from_bytes(method.as_bytes()).expect("a method"), path);
        let page = Page::of(match method {
            // Of a room: with a file.
            "POST" if path.len() > "/upload".len() && path.ends_with("/upload") => {
                multipart(request, fields, &[("plan.txt", "text/plain", b"a plan")])
            }
            "POST" => request.form(fields),
            _ => request,
        })
        .await;
        if page.status != 429 {
            return page;
        }
        let seconds = page.header("retry-after").parse().expect("seconds");
        tokio::time::sleep(Duration::from_secs(seconds)).await;
    }
}

fn letter(what: &str, page: &Page) -> char {
    match page.status {
        303 if page.location().starts_with("/login") && what.starts_with("GET") => '/',
        401 => '/',
        200 | 201 | 204 | 303 | 308 => '+',
        403 => '!',
        404 => '-',
        409 => '=',
        422 => '?',
        status => panic!("{status}: {}", page.body),
    }
}

fn without_number(page: &Page) -> String {
    page.body.replace(page.header("x-request-id"), "")
}

fn name(act: &RoomRights) -> String {
    format!("{} {} ({:?})", act.name, act.action, act.about)
}

/// Compares what came of it with the table, and the log with what came of it.
async fn assert_rights(fixture: &Fixture, room_routes: &[RoomRights], logs: Vec<Log>) {
    let mut wrong = Vec::new();
    for act in room_routes {
        for kind in KINDS {
            let got = |who| {
                let mut tries = logs.iter().flat_map(|(tries, _)| tries);
                tries
                    .find(|tried| tried.name == name(act) && tried.kind == kind && tried.who == who)
                    .map(|tried| tried.got)
            };
            let got: String = EVERYONE.iter().filter_map(|&who| got(who)).collect();
            if got != act.expected(kind) {
                wrong.push(format!(
                    "{:<50} {kind:?}: should be {} and is {got}",
                    name(act),
                    act.expected(kind)
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "for stranger, outsider, member, removed, banned, deactivated, moderator, owner, admin, guest, guest inside:\n{}",
        wrong.join("\n")
    );

    // What the installation does by itself is nobody's here: whoever is deactivated is taken out of their rooms.
    let happened = "select room_id || ' ' || seq from chat.event
        where kind <> 'void' and actor_id <> '00000000-0000-0000-0000-000000000000'";
    let happened = fixture.sql_lines(happened).await;
    let happened: Vec<_> = happened.iter().filter_map(|line| line.split_once(' ')).collect();
    for test_room in logs.iter().flat_map(|(_, test_rooms)| test_rooms) {
        let room = test_room.id.0.to_string();
        let here = happened.iter().filter(|(at, _)| *at == room);
        let later = here.filter(|(_, seq)| seq.parse().is_ok_and(|seq: i64| seq > test_room.head)).count();
        assert!(
            later <= usize::from(test_room.is_used),
            "in {} something happened that was refused",
            test_room.slug
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_gets_what_is_theirs_of_the_installation_and_nothing_else() {
    let fixture = Fixture::open_with(&SETTINGS).await;
    let setup = Setup::new(&fixture).await;
    let mut got = vec![String::new(); ROUTES.len()];
    for who in [Who::Stranger, Who::Member, Who::Deactivated, Who::Admin, Who::Guest] {
        let caller = setup.caller(&fixture, who).await;
        for (route, got) in ROUTES.iter().zip(&mut got) {
            let page = run(&setup, &caller, route.name).await;
            got.push(letter(route.name, &page));
        }
    }
    let wrong: Vec<_> = ROUTES
        .iter()
        .zip(&got)
        .filter(|(route, got)| route.expected() != **got)
        .map(|(route, got)| format!("{:<42} should be {} and is {got}", route.name, route.expected()))
        .collect();
    assert!(wrong.is_empty(), "for stranger, member, deactivated, admin, guest:\n{}", wrong.join("\n"));
}

async fn run(setup: &Setup, caller: &Caller, what: &str) -> Page {
    let word = uuid::Uuid::new_v4().simple().to_string();
    let email = format!("{word}@example.org");
    let path = what
        .replace("{code}", &"A".repeat(43))
        .replace("{token}", &"A".repeat(43))
        .replace("{username}", "host")
        .replace("{user}", &setup.mallory.0.to_string())
        .replace("{room}", &proto::id::GENERAL.0.to_string())
        .replace("{id}", &uuid::Uuid::new_v4().to_string())
        .replace("{section}", "1")
        .replace("{file}", &uuid::Uuid::new_v4().to_string())
        .replace("{picture}", &uuid::Uuid::new_v4().to_string())
        .replace("{side}", "96")
        .replace("{name}", "plan.txt")
        .replace("{hash}", "0")
        .replace("{*path}", "css/main.css");
    let nonce = uuid::Uuid::new_v4().to_string();
    let fields = [
        ("allowed", "no"),
        ("nonce", &*nonce),
        ("name", &word),
        ("display_name", "Somebody"),
        ("installation", "Hubbub"),
        ("greeting", "Ask anything."),
        ("username", &word[..20]),
        ("email", &email),
        ("login", "host"),
        ("old", PASSWORD),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
        ("size", "6"),
        ("uses", "1"),
        ("days", "7"),
        ("sign_up", "open"),
        ("org_role", "member"),
        ("room", "6e52a1c3-0000-4000-8000-000000000001"),
        ("seq", "1"),
        ("sort", "activity"),
        ("to", "up"),
        ("part", "rooms"),
        ("folded", "no"),
        ("sure", "another"),
        ("first_contact", "everybody"),
        ("pause", "hour"),
        ("keyword", "permit"),
        ("remove", "00000000-0000-4000-8000-000000000000"),
        ("level", "mentions"),
        ("previews", "yes"),
    ];
    ask(caller, &path, &fields).await
}
