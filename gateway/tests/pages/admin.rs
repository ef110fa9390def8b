//! Administration, by forms alone. Whoever makes the first account owns the installation.

use futures_util::SinkExt;

use crate::browser::{Browser, PASSWORD, Page};
use crate::fixture::Fixture;

/// The id in the first form about somebody that a page has.
fn somebody(page: &Page) -> String {
    page.between("action=\"/admin/people/", "/").expect("a form about somebody")
}

async fn find(owner: &Browser, name: &str) -> (Page, String) {
    let page = owner.get(&format!("/admin/people?q={name}")).await;
    let id = somebody(&page);
    (page, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn administration_is_for_admins_alone_and_members_see_no_link_to_it() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    assert!(owner.get("/").await.has("href=\"/admin\"") && !rosa.get("/").await.has("href=\"/admin\""));
    let (_, id) = find(&owner, "rosa").await;
    for path in ["/admin", "/admin/people", "/admin/people/invites"] {
        assert_eq!(rosa.get(path).await.status, 403, "{path}");
        let stranger = fixture.stranger().get(path).await;
        assert_eq!(stranger.status, 303, "{path}");
        assert!(stranger.location().starts_with("/login"), "{path}");
    }
    for act in ["role", "sessions", "email", "reset"] {
        let page = rosa.post(&format!("/admin/people/{id}/{act}"), &[("org_role", "owner")]).await;
        assert_eq!(page.status, 403, "{act}");
    }
    assert_eq!(rosa.post("/admin/people", &[("username", "x")]).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_made_for_somebody_who_chooses_the_password() {
    let fixture = Fixture::open().await;
    let owner = fixture.person("owner").await;
    let wrong = owner.post("/admin/people", &[("username", "mia lund"), ("email", "none")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.has("value=\"mia lund\"") && wrong.has("<details class=\"maker\" open>"), "{}", wrong.body);
    let fields = [("username", "mia"), ("email", "mia@example.org"), ("display_name", "Mia Lund")];
    let made = owner.post("/admin/people", &fields).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let link = made.between("/reset/", "\"").expect("a link");
    let mia = fixture.stranger();
    let next = [("password", PASSWORD)];
    assert_eq!(mia.post(&format!("/reset/{link}"), &next).await.status, 303);
    assert_eq!(mia.log_in("mia", "").await.status, 303);
    let taken = owner.post("/admin/people", &fields).await;
    assert!(taken.status == 409 && taken.has("This username is already taken"), "{}", taken.body);
    assert!(!owner.get("/admin/people").await.has(&link), "it is shown only once");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_promoted_signed_out_kept_out_and_let_in_again() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let (_, id) = find(&owner, "rosa").await;
    let act = |what: &str| format!("/admin/people/{id}/{what}");
    let back = [("q", "ro sa"), ("offset", "50")];

    let told = owner.post(&act("role"), &[("org_role", "king")]).await;
    assert_eq!(told.status, 422, "{}", told.body);
    assert_eq!(owner.post(&act("role"), &[("org_role", "admin")]).await.status, 303);
    assert_eq!(rosa.until("/admin/people", 200, std::time::Duration::from_secs(20)).await.status, 200);
    let page = rosa.get("/admin/people?q=owner").await;
    assert!(!page.has("/role\""), "an admin does nothing about an owner: {}", page.body);

    let out = owner.post(&act("sessions"), &back).await;
    assert_eq!(out.location(), "/admin/people?done=sessions&offset=50&q=ro%20sa");
    rosa.until("/rooms", 303, std::time::Duration::from_secs(20)).await;
    assert_eq!(owner.post(&act("role"), &[("org_role", "inactive")]).await.status, 303);
    assert_eq!(fixture.stranger().log_in("rosa", "").await.status, 422);
    let list = owner.get("/admin/people?q=rosa").await;
    assert!(list.has("deactivated") && list.has("Reactivate"), "{}", list.body);
    let no = owner.post(&act("reset"), &[]).await;
    assert!(no.status == 422 && no.has("Reactivate them first"), "{}", no.body);
    assert_eq!(owner.post(&act("role"), &[("org_role", "active")]).await.status, 303);
    let link = owner.post(&act("reset"), &[]).await;
    assert!(link.status == 200 && link.has("/reset/"), "{}", link.body);
    assert_eq!(fixture.stranger().log_in("rosa", "").await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_confirmed_once_and_of_one_person() {
    let fixture = Fixture::open().await;
    let owner = fixture.person("owner").await;
    let twice = |name| [("username", name), ("email", "rosa@example.org"), ("password", PASSWORD)];
    assert_eq!(fixture.stranger().post("/register", &twice("mallory")).await.status, 303);
    assert_eq!(fixture.stranger().post("/register", &twice("rosa")).await.status, 303);
    let email = [("email", "rosa@example.org")];
    let id = |name: &'static str| {
        let query = format!("select id::text from auth.account where username = '{name}'");
        let fixture = &fixture;
        async move { fixture.sql_lines(&query).await.remove(0) }
    };
    let (rosa, mallory, me) = (id("rosa").await, id("mallory").await, id("owner").await);
    let list = owner.get("/admin/people?q=rosa").await;
    assert!(list.has("not confirmed") && list.has("Confirm address"), "{}", list.body);
    let done = owner.post(&format!("/admin/people/{rosa}/email"), &email).await;
    assert_eq!(done.location(), "/admin/people?done=email&offset=0&q=", "{}", done.body);
    assert!(owner.get(done.location()).await.has("Email address confirmed."));
    let taken = owner.post(&format!("/admin/people/{mallory}/email"), &email).await;
    assert!(taken.status == 409 && taken.has("confirmed to be someone else’s"), "{}", taken.body);
    let stale = owner.post(&format!("/admin/people/{mallory}/email"), &[("email", "m@example.org")]).await;
    assert!(stale.status == 409 && stale.has("a different email address now"), "{}", stale.body);
    let own = owner.post(&format!("/admin/people/{me}/email"), &[("email", "owner@example.org")]).await;
    assert_eq!(own.status, 303, "the only owner has nobody else to ask: {}", own.body);
    let in_by_address = fixture.stranger();
    assert_eq!(in_by_address.log_in("rosa@example.org", "").await.status, 303);
    assert!(in_by_address.get("/settings").await.has("This address is confirmed"), "it is rosa who is in");
    let audit = owner.get("/admin/audit?action=confirm_email").await;
    assert!(audit.has("confirmed the email address of"), "{}", audit.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_listed_in_pages_and_found_by_what_they_are_called() {
    let fixture = Fixture::open().await;
    let owner = fixture.person("owner").await;
    fixture
        .sql(
            "insert into auth.account (id, username, email, display_name, skeleton, search_key, password)
             select gen_random_uuid(), 'guest' || n, 'guest' || n || '@example.org', 'Guest <' || n || '>', n::text, 'guest <' || n || '>', ''
             from generate_series(100, 159) n",
        )
        .await;
    let first = owner.get("/admin/people").await;
    assert!(first.has("61 accounts") && first.has("More people") && first.has("Guest &lt;100&gt;"));
    let second = owner.get("/admin/people?offset=50&q=").await;
    assert!(second.has(">owner</bdi>") && !second.has("More people") && second.has(">Previous</a>"));
    let found = owner.get("/admin/people?q=guest104%40").await;
    assert!(found.has("1 found") && found.has("guest104@example.org"), "{}", found.body);
    assert!(owner.get("/admin/people?q=nobody").await.has("No one matches your search"));
}

/// The id of a room, by its link in the list of all rooms.
async fn room_id(owner: &Browser, name: &str) -> String {
    let page = owner.get(&format!("/admin/rooms?q={name}")).await;
    page.between("<a href=\"/admin/rooms/", "\"").expect("the room is listed")
}

/// A form of a room's page in administration.
async fn act(owner: &Browser, room: &str, what: &str, fields: &[(&str, &str)]) -> Page {
    let nonce = owner.get(&format!("/admin/rooms/{room}")).await.nonce();
    let all: Vec<_> = fields.iter().copied().chain([("nonce", &*nonce)]).collect();
    owner.post(&format!("/admin/rooms/{room}/{what}"), &all).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_room_is_looked_after_from_outside_and_deleted_by_typing_its_name() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let nonce = rosa.get("/rooms/new").await.nonce();
    let made = rosa.post("/rooms", &[("name", "Board"), ("kind", "private"), ("nonce", &nonce)]).await;
    let address = made.location().to_owned();
    rosa.say(&address, "Between us.").await;
    let room = room_id(&owner, "board").await;
    let page = owner.get(&format!("/admin/rooms/{room}")).await;
    assert!(page.has("private") && page.has(">rosa</bdi>") && !page.has("Between us."), "{}", page.body);
    assert_eq!(rosa.get(&format!("/admin/rooms/{room}")).await.status, 403);

    assert_eq!(act(&owner, &room, "name", &[("name", "Council")]).await.status, 303);
    assert_eq!(act(&owner, &room, "topic", &[("topic", "Money <and> boats")]).await.status, 303);
    let there = rosa.get(&address).await;
    let there = if there.status == 308 { rosa.get(there.location()).await } else { there };
    assert!(there.has("Council") && there.has("Money &lt;and&gt; boats"), "{}", there.body);
    assert_eq!(act(&owner, &room, "archive", &[]).await.status, 303);
    let page = owner.get(&format!("/admin/rooms/{room}?done=archived")).await;
    assert!(page.has("Unarchive room") && page.has("Room archived"), "{}", page.body);
    assert_eq!(act(&owner, &room, "restore", &[]).await.status, 303);

    let unsure = act(&owner, &room, "delete", &[("sure", "Board")]).await;
    assert!(unsure.status == 422 && unsure.has("Nothing was deleted") && unsure.has("value=\"Board\""));
    let gone = act(&owner, &room, "delete", &[("sure", " council ")]).await;
    assert_eq!(gone.location(), "/admin/rooms?done=deleted", "{}", gone.body);
    assert_eq!(rosa.get(&address).await.status, 404);
    assert_eq!(owner.get(&format!("/admin/rooms/{room}")).await.status, 404);
    assert!(!rosa.get("/").await.has("Council") && !owner.get("/admin/rooms").await.has("Council"));

    let audit = owner.get("/admin/audit").await;
    for words in ["deleted the room", "renamed the room", "changed the topic of", "archived", "unarchived"] {
        assert!(audit.has(words), "{words}: {}", audit.body);
    }
    assert!(audit.has("<bdi>Board</bdi>") && audit.has("<bdi>Council</bdi>"), "before and after");
    let of_rosa = owner.get("/admin/audit?by=rosa").await;
    assert!(of_rosa.has("Nothing matches your search"), "{}", of_rosa.body);
    let nobody = owner.get("/admin/audit?to=nobody").await;
    assert!(nobody.status == 404 && nobody.has("value=\"nobody\"") && nobody.has("No one has this username"));
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_have_the_room_open_are_told_that_it_is_gone() {
    let fixture = Fixture::open().await;
    let owner = fixture.person("owner").await;
    let rosa = fixture.stranger();
    let cookie = crate::socket::cookie(&rosa, "rosa").await;
    let address = rosa.make_room("Kitchen").await;
    let mut socket = crate::socket::listen(&fixture, &cookie).await;
    let room = room_id(&owner, "kitchen").await;
    let open = format!("{{\"t\":\"open\",\"id\":7,\"room\":\"{room}\"}}");
    socket.send(tokio_tungstenite::tungstenite::Message::text(open)).await.expect("sent");
    crate::socket::hear(&mut socket, "\"id\":7").await;
    assert_eq!(act(&owner, &room, "delete", &[("sure", "Kitchen")]).await.status, 303);
    assert!(crate::socket::hear(&mut socket, "room_deleted").await.contains(&room));
    assert!(crate::socket::hear(&mut socket, "room_gone").await.contains(&room));
    assert_eq!(rosa.get(&address).await.status, 404);
    let nonce = uuid::Uuid::new_v4().to_string();
    let late = rosa.post(&format!("{address}/messages"), &[("body", "Hello?"), ("nonce", &nonce)]).await;
    assert!(late.status == 404 && late.has("Hello?"), "what was typed is given back: {}", late.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_are_found_and_deleted_and_private_rooms_are_looked_into_openly() {
    let fixture = Fixture::open().await;
    let (owner, rosa, anton) =
        (fixture.person("owner").await, fixture.person("rosa").await, fixture.person("anton").await);
    rosa.say("/r/general", "Tea at *five*").await;
    anton.say("/r/general", "Coffee at six").await;
    let found = owner.get("/admin/messages?q=TEA").await;
    assert!(found.has("<em>five</em>") && !found.has("Coffee"), "{}", found.body);
    let of_anton = owner.get("/admin/messages?author=anton&from=2020-01-01&to=2999-12-31").await;
    assert!(of_anton.has("Coffee") && !of_anton.has("five"));
    assert!(owner.get("/admin/messages?to=2020-01-01").await.has("No messages match your search"));
    for (field, value) in [("author", "nobody"), ("from", "yesterday")] {
        let wrong = owner.get(&format!("/admin/messages?{field}={value}&q=tea")).await;
        assert!(
            wrong.status >= 400 && wrong.has(&format!("value=\"{value}\"")) && wrong.has("value=\"tea\"")
        );
    }

    let form = found.between("action=\"/admin/messages/delete\">", "</form>").expect("a form");
    let value = |name: &str| {
        let (_, rest) = form.split_once(&format!("name=\"{name}\" value=\"")).expect("a field");
        rest.split_once('"').expect("its end").0.replace("&amp;", "&")
    };
    let fields = [
        ("room", value("room")),
        ("seq", value("seq")),
        ("nonce", value("nonce")),
        ("back", "/admin/messages?q=TEA".to_owned()),
    ];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(rosa.post("/admin/messages/delete", &fields).await.status, 403);
    let deleted = owner.post("/admin/messages/delete", &fields).await;
    assert_eq!(deleted.location(), "/admin/messages?q=TEA&done=deleted", "{}", deleted.body);
    assert!(rosa.get("/r/general").await.has("This message was deleted."));
    assert!(owner.get(deleted.location()).await.has("No messages match your search"));
    let elsewhere = [("back", "https://evil.example"), ("room", "x")];
    assert_eq!(owner.post("/admin/messages/delete", &elsewhere).await.status, 404);

    let nonce = rosa.get("/rooms/new").await.nonce();
    let made = rosa.post("/rooms", &[("name", "Board"), ("kind", "private"), ("nonce", &nonce)]).await;
    rosa.say(made.location(), "Between us.").await;
    let room = room_id(&owner, "board").await;
    let closed = owner.get(&format!("/admin/messages?room={room}")).await;
    assert!(closed.has("View private room") && !closed.has("Between us."), "{}", closed.body);
    let delete = async || {
        let nonce = uuid::Uuid::new_v4().to_string();
        owner.post("/admin/messages/delete", &[("room", &*room), ("seq", "2"), ("nonce", &*nonce)]).await
    };
    let refused = delete().await;
    assert!(refused.status == 403 && refused.has("View the private room first"), "{}", refused.body);
    assert!(rosa.get(made.location()).await.has("Between us."));
    let look = [("room", &*room), ("nonce", &closed.nonce())];
    let looked = owner.post("/admin/messages/inspect", &look).await;
    assert!(owner.get(looked.location()).await.has("Between us."));
    assert_eq!(delete().await.status, 303, "seen, and deleted");
    assert_eq!(owner.get(made.location()).await.status, 404, "looking is not being there");
    let audit = owner.get("/admin/audit?action=inspected").await;
    assert!(audit.has("viewed the private room") && audit.has("Board"), "{}", audit.body);
    let told = rosa.get(made.location()).await;
    assert!(told.has("viewed this room as an admin"), "{}", told.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_overview_tells_how_much_there_is_and_how_it_is() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    rosa.make_room("Kitchen").await;
    rosa.say("/r/kitchen", "Hello").await;
    let page = owner.get("/admin").await;
    assert!(page.has("<dd>2</dd>") && page.has("2 public, 0 private, 0 archived"), "{}", page.body);
    for words in [
        "room-service",
        "auth-service",
        "served this page",
        "connected",
        "Removing deactivated people",
        env!("CARGO_PKG_VERSION"),
    ] {
        assert!(page.has(words), "{words}: {}", page.body);
    }
    assert!(page.has("Site address: not set"), "{}", page.body);
    fixture.stop_rooms();
    let away = std::time::Duration::from_secs(30);
    owner.until_has("/admin", "no room-service can reach it", away).await;
}
