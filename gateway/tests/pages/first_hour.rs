//! The first hour: an owner registers and sets up, others are invited, arrive and find where to begin.

use std::time::Duration;

use reqwest::Method;

use crate::browser::{Browser, PASSWORD, Page};
use crate::fixture::Fixture;

const DEADLINE: Duration = Duration::from_secs(20);
const GENERAL: &str = "/r/general";
const INVITES: &str = "/admin/people/invites";

/// The owner, registered under the name of an installation.
async fn owner(fixture: &Fixture, called: &str) -> Browser {
    let owner = fixture.stranger();
    let fields = [
        ("installation", called),
        ("display_name", "Ingrid Moe"),
        ("username", "ingrid"),
        ("email", "ingrid@example.org"),
        ("password", PASSWORD),
    ];
    let page = owner.post("/register", &fields).await;
    assert_eq!((page.status, page.location()), (303, "/setup"), "{}", page.body);
    owner
}

/// Makes an invite to a room, or to the common one; the path of its link.
async fn invite(owner: &Browser, room: &str) -> String {
    let nonce = owner.get(INVITES).await.nonce();
    let fields = [("uses", "1"), ("days", "7"), ("room", room), ("nonce", &*nonce)];
    let page = owner.post(INVITES, &fields).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let address = page.between("id=\"made\" value=\"", "\"").expect("a link").replace("&#x2F;", "/");
    format!("/invite/{}", address.split_once("/invite/").expect("its path").1)
}

async fn register(invited: &Browser, username: &str, path: &str) -> Page {
    let email = format!("{username}@example.org");
    let code = path.trim_start_matches("/invite/");
    let fields = [("username", username), ("email", &email), ("password", PASSWORD), ("invite", code)];
    invited.post("/register", &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_installation_opens_its_owner_s_registration_wherever_one_comes_in() {
    let fixture = Fixture::open_with(&[("HUBBUB_CLAIM_CODE", "plum-tree-42")]).await;
    let stranger = fixture.stranger();
    for path in ["/", "/login", "/r/general", "/admin"] {
        let page = stranger.get(path).await;
        assert_eq!((page.status, page.location()), (303, "/register"), "{path}");
    }
    let page = stranger.get("/register").await;
    for field in ["claim", "installation", "display_name", "username", "email", "password"] {
        assert!(page.has(&format!("name=\"{field}\"")), "{field}: {}", page.body);
    }
    assert!(page.has("Create owner account") && !page.has("href=\"/login"), "{}", page.body);
    let fields = [
        ("claim", "plum-tree-42"),
        ("installation", "Harbour Collective"),
        ("username", "ingrid"),
        ("email", "ingrid@example.org"),
        ("password", "harbour-collective"),
    ];
    let named = stranger.post("/register", &fields).await;
    assert!(named.status == 422 && named.has("can’t be the name of this site"), "{}", named.body);
    assert!(
        named.has("value=\"Harbour Collective\"") && named.has("value=\"plum-tree-42\""),
        "{}",
        named.body
    );
    let mut fields = fields;
    fields[4].1 = PASSWORD;
    let claimed = stranger.post("/register", &fields).await;
    assert_eq!((claimed.status, claimed.location()), (303, "/setup"), "{}", claimed.body);
    let door = fixture.stranger().get("/login").await;
    assert!(door.status == 200 && door.has("Harbour Collective</bdi>"), "at once: {}", door.body);
    assert!(!fixture.stranger().get("/register").await.has("name=\"installation\""), "there is an owner now");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_those_who_register_in_the_same_moment_one_sets_up_and_the_others_go_to_talk() {
    let fixture = Fixture::open().await;
    let names = ["ada", "ben", "cem", "dot"].map(|name| (name, fixture.stranger()));
    let pages = names.iter().map(|(name, browser)| browser.register(name));
    let pages = futures_util::future::join_all(pages).await;
    let mut places: Vec<&str> = pages.iter().map(Page::location).collect();
    places.sort_unstable();
    assert_eq!(places, [GENERAL, GENERAL, GENERAL, "/setup"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_step_of_setup_saves_by_itself_and_is_not_shown_again_once_it_is_over() {
    let fixture = Fixture::open().await;
    let ingrid = owner(&fixture, "Harbour").await;
    assert!(ingrid.get("/setup").await.has("Harbour</bdi> is ready"));
    let empty = ingrid.post("/setup/name", &[("installation", " ")]).await;
    assert!(empty.status == 422 && empty.has("Enter a name"), "{}", empty.body);

    let nonce = ingrid.get("/setup").await.nonce();
    let made = ingrid.post("/setup/invite", &[("nonce", &nonce)]).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let page = ingrid.get(made.location()).await;
    let code = page.value("invite");
    assert!(
        page.has(&format!("invite&#x2F;{code}")) || page.has(&format!("/invite/{code}")),
        "{}",
        page.body
    );
    assert!(page.has("Up to 50 people can join"), "{}", page.body);

    let named = [("installation", "Harbour Collective"), ("invite", &code)];
    let named = ingrid.post("/setup/name", &named).await;
    let page = ingrid.get(named.location()).await;
    assert!(page.has("Harbour Collective</bdi> is ready") && page.has("Saved"), "{}", page.body);
    assert_eq!(page.value("invite"), code, "the link stays where it was");

    let room = [("name", "announcements"), ("nonce", &page.nonce()), ("invite", &code)];
    let room = ingrid.post("/setup/room", &room).await;
    let page = ingrid.get(room.location()).await;
    assert!(page.has("announcements</span>") && page.value("invite") == code, "{}", page.body);
    let taken = [("name", "Announcements"), ("nonce", &page.nonce()), ("invite", &code)];
    let taken = ingrid.post("/setup/room", &taken).await;
    assert!(
        taken.status == 409 && taken.has("already exists") && taken.has("Announcements"),
        "{}",
        taken.body
    );

    for _ in 0..2 {
        let demo = ingrid.post("/setup/demo", &[("invite", &code)]).await;
        assert_eq!(demo.status, 303, "{}", demo.body);
    }
    assert!(ingrid.get("/setup").await.has("Demo room added"));
    let demo = ingrid.get("/r/demo").await;
    assert_eq!(demo.body.matches("id=\"m-").count(), 6, "sent twice, it is there once: {}", demo.body);
    assert!(demo.has("<strong>bold</strong>") && demo.has("boat.moor()"), "{}", demo.body);

    let tomas = fixture.person("tomas").await;
    for (path, fields) in
        [("/setup/name", &[("installation", "Mine")][..]), ("/setup/demo", &[]), ("/setup", &[])]
    {
        assert_eq!(tomas.post(path, fields).await.status, 403, "{path} is for admins");
    }
    assert_eq!(tomas.get("/setup").await.status, 403);

    let over = ingrid.post("/setup", &[]).await;
    assert_eq!((over.status, over.location()), (303, GENERAL));
    let again = ingrid.get("/setup").await;
    assert_eq!((again.status, again.location()), (303, "/"), "it is not shown again");
}

#[tokio::test(flavor = "multi_thread")]
async fn admins_say_what_the_installation_is_called_and_what_new_people_read_first() {
    let fixture = Fixture::open_with(&[("HUBBUB_NAME", "As configured")]).await;
    let ingrid = fixture.person("ingrid").await;
    assert!(ingrid.get("/admin/installation").await.has("value=\"As configured\""));
    let long = "x".repeat(61);
    for name in ["", "evil\u{202e}gpj", &long] {
        let page = ingrid.post("/admin/installation/name", &[("installation", name)]).await;
        assert!(page.status == 422 && page.has("aria-invalid"), "{name}: {}", page.body);
    }
    let saved = ingrid.post("/admin/installation/name", &[("installation", "Boat <b>house")]).await;
    assert_eq!((saved.status, saved.location()), (303, "/admin/installation?saved=name"), "{}", saved.body);
    let page = ingrid.get("/").await;
    assert!(page.has("– Boat &lt;b&gt;house</title>"), "everywhere at once: {}", page.body);
    let manifest = fixture.stranger().get("/manifest.webmanifest").await;
    assert!(manifest.has("\"name\":\"Boat <b>house\""), "{}", manifest.body);

    let long = "x".repeat(501);
    let page = ingrid.post("/admin/installation/greeting", &[("greeting", &long)]).await;
    assert!(page.status == 422 && page.has(&long), "{}", page.body);
    let greeting = [("greeting", "Ask <anything>;\r\nnobody minds.")];
    let saved = ingrid.post("/admin/installation/greeting", &greeting).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let mika = fixture.person("mika").await;
    assert!(mika.get(GENERAL).await.has("Ask &lt;anything&gt;; nobody minds."));
    let page = mika.post("/admin/installation/name", &[("installation", "Mine")]).await;
    assert_eq!(page.status, 403);
    let audit = ingrid.get("/admin/audit").await;
    assert!(audit.has("renamed the site") && audit.has("changed the greeting"), "{}", audit.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_invited_to_a_room_is_told_by_whom_and_arrives_there_with_or_without_an_account() {
    let fixture = Fixture::open().await;
    let ingrid = owner(&fixture, "Harbour").await;
    let slug = ingrid.make_room("Harbour festival").await;
    let room = ingrid.get(&slug).await.between("tabindex=\"-1\" data-room=\"", "\"").expect("its id");
    let path = invite(&ingrid, &room).await;
    let mika = fixture.stranger();
    let page = mika.get(&path).await;
    assert!(
        page.has("Ingrid Moe</bdi> invited you to") && page.has(">Harbour festival</b>"),
        "{}",
        page.body
    );
    let code = path.trim_start_matches("/invite/");
    assert!(page.has(&format!("/login?next=%2Finvite%2F{}", code.replace('-', "%2D").replace('_', "%5F"))));
    let wrong = mika.post("/register", &[("username", "ö"), ("invite", code)]).await;
    assert!(
        wrong.status == 422 && wrong.has("Ingrid Moe</bdi> invited you to"),
        "still said: {}",
        wrong.body
    );
    let entered = register(&mika, "mika", &path).await;
    assert_eq!((entered.status, entered.location()), (303, &*slug), "{}", entered.body);
    assert!(mika.get(&slug).await.has("class=\"composer\""), "a member there");
    assert!(mika.get(GENERAL).await.has("A greeting from").eq(&false), "none was written");
    assert!(mika.get(GENERAL).await.has("Ingrid Moe</bdi> invited you"), "and in the common room");

    // Who has an account is led there by signing in.
    let tomas = fixture.person("tomas").await;
    let path = invite(&ingrid, &room).await;
    assert_eq!(tomas.get(&path).await.location(), slug);
    tomas.post("/logout", &[]).await;
    let back = tomas.log_in("tomas", &path).await;
    assert_eq!((back.status, back.location()), (303, &*path));
    assert_eq!(tomas.get(&path).await.location(), slug);

    // A private room is told to nobody.
    let nonce = ingrid.get("/rooms/new").await.nonce();
    let board = ingrid.post("/rooms", &[("name", "Board"), ("kind", "private"), ("nonce", &nonce)]).await;
    let board = board.location().to_owned();
    let room = ingrid.get(&board).await.between("tabindex=\"-1\" data-room=\"", "\"").expect("its id");
    let path = invite(&ingrid, &room).await;
    let uma = fixture.stranger();
    assert!(!uma.get(&path).await.has("Board"));
    let entered = register(&uma, "uma", &path).await;
    assert_eq!((entered.status, entered.location()), (303, GENERAL), "{}", entered.body);
    assert_eq!(uma.get(&board).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_does_not_work_says_why_and_what_next() {
    let fixture = Fixture::open().await;
    let ingrid = owner(&fixture, "Harbour").await;
    let path = invite(&ingrid, "").await;
    let stranger = fixture.stranger();
    let said = async |status: u16, heading: &str| {
        let page = stranger.get(&path).await;
        assert!(page.status == status && page.has(heading), "{status} {heading}: {}", page.body);
        assert!(
            page.has("Ingrid Moe</bdi>, who invited you") && !page.has("ingrid@example.org"),
            "{}",
            page.body
        );
        assert!(page.has("You don’t need an invite"), "{}", page.body);
    };
    fixture.sql("update auth.invite set expires_at = now() - interval '1 day'").await;
    said(410, "This invite has expired").await;
    fixture.sql("update auth.invite set uses = most, expires_at = now() + interval '1 day'").await;
    said(410, "This invite has been used").await;
    fixture.sql("update auth.invite set revoked_at = now()").await;
    said(410, "This invite was revoked").await;
    for made_up in ["/invite/x", &format!("/invite/{}", "A".repeat(43))] {
        let page = stranger.get(made_up).await;
        assert!(page.status == 404 && page.has("Invite not found"), "{made_up}: {}", page.body);
    }
    // Who fills in the form while it is used up is told the same.
    ingrid.post("/admin/people/sign-up", &[("sign_up", "invite")]).await;
    fixture.stranger().until("/register", 403, DEADLINE).await;
    let late = register(&stranger, "late", &path).await;
    assert!(late.status == 410 && late.has("This invite was revoked"), "{} {}", late.status, late.body);

    for (made_up, status) in [("/reset/x", 404), (&*format!("/reset/{}", "A".repeat(43)), 404)] {
        let page = stranger.get(made_up).await;
        assert!(page.status == status && page.has("Link not found"), "{made_up}: {}", page.body);
    }
    let page = stranger.get("/forgot").await;
    assert!(page.status == 200 && page.has("Ask an admin for a reset link"), "{}", page.body);
    let wrong = stranger.post("/login", &[("login", "ingrid"), ("password", "wrong wrong")]).await;
    assert!(wrong.has("“Forgot password?”") && wrong.has("href=\"/forgot\""), "{}", wrong.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_link_that_was_used_or_is_too_old_says_which() {
    let fixture = Fixture::open().await;
    let ingrid = owner(&fixture, "Harbour").await;
    fixture.person("mika").await;
    let people = ingrid.get("/admin/people?q=mika").await;
    let user = people.between("/admin/people/", "/reset\"").expect("her form");
    let user = user.rsplit('/').next().expect("her id").to_owned();
    let made = ingrid.post(&format!("/admin/people/{user}/reset"), &[]).await;
    let address = made.between("id=\"made\" value=\"", "\"").expect("a link").replace("&#x2F;", "/");
    let path = format!("/reset/{}", address.split_once("/reset/").expect("its path").1);
    let mika = fixture.stranger();
    assert_eq!(mika.get(&path).await.status, 200);
    fixture.sql("update auth.reset set expires_at = now() - interval '1 second'").await;
    let expired = mika.get(&path).await;
    assert!(expired.status == 410 && expired.has("This link has expired"), "{}", expired.body);
    assert!(!expired.has("mika"), "whose it was is nobody's business: {}", expired.body);
    fixture.sql("update auth.reset set expires_at = now() + interval '1 hour'").await;
    let set = mika.post(&path, &[("password", "another horse battery")]).await;
    assert_eq!((set.status, set.location()), (303, "/login?set=password"), "{}", set.body);
    let used = mika.get(&path).await;
    assert!(used.status == 410 && used.has("This link has been used"), "{}", used.body);
    let again = mika.post(&path, &[("password", "a third horse battery")]).await;
    assert!(again.status == 410 && again.has("This link has been used"), "{}", again.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_person_finds_where_to_begin_until_they_hide_it_for_good() {
    let fixture = Fixture::open().await;
    let ingrid = owner(&fixture, "Harbour").await;
    assert!(ingrid.get(GENERAL).await.has("Write a greeting for everyone who joins"));
    let mika = fixture.person("mika").await;
    let page = mika.get(GENERAL).await;
    assert!(page.has("Welcome to <bdi>Harbour</bdi>, <bdi>mika</bdi>"), "{}", page.body);
    assert!(page.has("Say hello") && page.has("Add your name") && page.has("Browse rooms"), "{}", page.body);
    let done = async || mika.get(GENERAL).await.body.matches("first-step done").count();
    assert_eq!(done().await, 0);
    mika.say(GENERAL, "Hello!").await;
    assert_eq!(done().await, 1);
    mika.post("/settings/name", &[("display_name", "Mika Tanaka")]).await;
    assert_eq!(done().await, 2);
    mika.make_room("Kitchen").await;
    assert_eq!(done().await, 3, "a done step stays, with a tick");
    assert!(!mika.get("/r/kitchen").await.has("first-step"), "in the common room alone");

    let hidden = mika.post("/welcome/hide", &[]).await;
    assert_eq!((hidden.status, hidden.location()), (303, GENERAL));
    assert!(!mika.get(GENERAL).await.has("Welcome to"));
    let phone = fixture.stranger();
    phone.log_in("mika", "").await;
    assert!(!phone.get(GENERAL).await.has("Welcome to"), "nor anywhere else");
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_long_room_a_new_person_begins_where_they_came_in() {
    let fixture = Fixture::open().await;
    let ingrid = owner(&fixture, "Harbour").await;
    for n in 0..60 {
        let said = ingrid.say(GENERAL, &format!("line {n}")).await;
        assert_eq!(said.status, 303, "{}", said.body);
    }
    let mika = fixture.person("mika").await;
    let place = |page: &Page| {
        let welcome = page.body.find("class=\"welcome\"").expect("where to begin");
        (page.body.find("line 59").expect("the last line") < welcome, welcome)
    };
    let page = mika.get(GENERAL).await;
    assert!(place(&page).0, "below what was said before: {}", page.body);
    ingrid.say(GENERAL, "after she came").await;
    let page = mika.get(GENERAL).await;
    let (is_below, welcome) = place(&page);
    assert!(is_below && welcome < page.body.find("after she came").expect("a line"), "{}", page.body);
    let older = mika.get("/r/general?before=20").await;
    assert!(!older.has("class=\"welcome\""), "not on a page it does not belong to");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_room_says_what_it_is_for_and_what_to_do() {
    let fixture = Fixture::open().await;
    let (ingrid, tomas) = (fixture.person("ingrid").await, fixture.person("tomas").await);
    let room = ingrid.make_room("Kitchen").await;
    let page = ingrid.get(&room).await;
    assert!(page.has("Write the first message.") && page.has("Say what it’s for"), "{}", page.body);
    let page = tomas.get(&room).await;
    assert!(page.has("Join to write the first one.") && !page.has("Say what it’s for"), "{}", page.body);
    let nonce = ingrid.get(&format!("{room}/settings")).await.nonce();
    ingrid.post(&format!("{room}/settings/topic"), &[("topic", "Who cooks what"), ("nonce", &nonce)]).await;
    let page = ingrid.get(&room).await;
    let start = page.between("class=\"start\"", "class=\"messages\"").expect("its start");
    assert!(start.contains("Who cooks what") || !page.has("Write the first message."), "{start}");
    assert!(!start.contains("Say what it’s for"), "{start}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_let_in_is_told_as_whom_they_are_here() {
    let fixture = Fixture::open().await;
    fixture.person("ingrid").await;
    let tomas = fixture.person("tomas").await;
    let page = tomas.get("/admin").await;
    assert!(page.status == 403 && page.has("Signed in as <bdi>tomas</bdi>"), "{}", page.body);
    assert!(page.has("action=\"/logout\"") && page.has("Use another account"), "{}", page.body);
    assert!(page.has("href=\"/\">Go to Home"), "{}", page.body);
    let stranger = Page::of(fixture.stranger().request(Method::PUT, "/login")).await;
    assert!(stranger.has("href=\"/login\">Sign in"), "{}", stranger.body);
}
