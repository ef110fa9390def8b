//! One's own settings, the card others see, and links for those who forgot.

use std::time::Duration;

use reqwest::Method;

use crate::browser::{Browser, PASSWORD, Page};
use crate::fixture::Fixture;
use crate::socket::{closed, cookie, hear, listen};

const DEADLINE: Duration = Duration::from_secs(20);
const NEXT: &str = "a green boat on a lake";
const TOKEN: &str = "0123456789012345678901234567890123456789abc";

async fn change(who: &Browser, old: &str, new: &str, again: &str) -> Page {
    who.post("/settings/password", &[("old", old), ("password", new), ("password_again", again)]).await
}

/// Signs in on another device.
async fn device(fixture: &Fixture, name: &str) -> Browser {
    let browser = fixture.stranger();
    assert_eq!(browser.log_in(name, "").await.status, 303);
    browser
}

/// A link for this person, as auth would have made it.
async fn link_for(fixture: &Fixture, name: &str) -> String {
    let make = format!(
        "insert into auth.reset (user_id, token, made_by, expires_at)
         select id, encode(sha256('{TOKEN}'), 'hex'), id, now() + interval '1 day'
         from auth.account where username = '{name}'"
    );
    fixture.sql(&make).await;
    format!("/reset/{TOKEN}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_name_is_seen_where_one_talks_before_and_after() {
    let fixture = Fixture::open().await;
    let (rosa, tomas) = (fixture.person("rosa").await, fixture.person("tomas").await);
    rosa.say("/r/general", "before").await;
    let renamed = rosa.post("/settings/name", &[("display_name", "Rosa <Silva>")]).await;
    assert_eq!((renamed.status, renamed.location()), (303, "/settings?saved=name"), "{}", renamed.body);
    let settings = rosa.get(renamed.location()).await;
    assert!(settings.has("Your display name was changed.") && settings.has("value=\"Rosa &lt;Silva&gt;\""));
    assert_eq!(rosa.say("/r/general", "after").await.status, 303);
    let room = tomas.until_has("/r/general", "Rosa &lt;Silva&gt;", DEADLINE).await;
    assert!(room.has("before") && room.has("after"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_renamed_while_talking_is_heard_under_the_new_name() {
    let fixture = Fixture::open().await;
    let listener = cookie(&fixture.stranger(), "rosa").await;
    let anton = fixture.person("anton").await;
    let mut socket = listen(&fixture, &listener).await;
    anton.say("/r/general", "first").await;
    assert!(hear(&mut socket, "first").await.contains("anton"));
    assert_eq!(anton.post("/settings/name", &[("display_name", "Antonín Malý")]).await.status, 303);
    anton.say("/r/general", "second").await;
    assert!(hear(&mut socket, "second").await.contains("Antonín Malý"));
}

#[tokio::test(flavor = "multi_thread")]
async fn sockets_of_other_devices_close_when_the_password_changes() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let entered = fixture.stranger().log_in("rosa", "").await;
    let phone = entered.header("set-cookie").split(';').next().expect("a cookie").to_owned();
    let mut socket = listen(&fixture, &phone).await;
    assert_eq!(change(&rosa, PASSWORD, NEXT, NEXT).await.status, 303);
    let code = closed(&mut socket).await;
    assert!(code.is_some_and(|code| code >= 4_000), "told that the session has ended: {code:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_cookie_is_worth_nothing_once_the_password_has_changed_and_one_s_own_tabs_live_on() {
    let fixture = Fixture::open().await;
    let rosa = fixture.stranger();
    let stolen = cookie(&rosa, "rosa").await;
    let with_stolen = || fixture.stranger().request(Method::GET, "/").header("cookie", stolen.clone());
    assert_eq!(Page::of(with_stolen()).await.status, 200);
    let mut socket = listen(&fixture, &stolen).await;
    let changed = change(&rosa, PASSWORD, NEXT, NEXT).await;
    let next = changed.header("set-cookie").split(';').next().expect("a cookie").to_owned();
    assert_ne!(next, stolen, "another token");
    assert_eq!(Page::of(with_stolen()).await.location(), "/login", "at once where it was changed");
    assert_eq!(rosa.get("/").await.status, 200, "the session goes on");
    // The feed has told of it by the time that this message comes: the socket has heard both.
    fixture.person("anton").await.say("/r/general", "still there?").await;
    hear(&mut socket, "still there?").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_address_needs_the_password_and_tells_nothing_of_others() {
    let fixture = Fixture::open().await;
    let (_anton, rosa) = (fixture.person("anton").await, fixture.person("rosa").await);
    let send = async |email: &str, password: &str| {
        rosa.post("/settings/email", &[("email", email), ("email_password", password)]).await
    };
    assert!(rosa.get("/settings").await.has("value=\"rosa@example.org\""));
    let none = send("anton@", PASSWORD).await;
    assert!(none.status == 422 && none.has("value=\"anton@\"") && none.has("Enter a valid email address"));
    let missing = send("new@example.org", "").await;
    assert!(missing.status == 422 && missing.has("Enter your current password"), "{}", missing.body);
    let wrong = send("new@example.org", "a guess").await;
    assert!(wrong.status == 422 && wrong.has("value=\"new@example.org\"") && !wrong.has("a guess"));
    assert!(wrong.has("This isn’t your current password") && wrong.has("id=\"email_password-note\""));
    for address in ["anton@example.org", "new@example.org"] {
        let changed = send(address, PASSWORD).await;
        assert_eq!((changed.status, changed.location()), (303, "/settings?saved=email"), "{}", changed.body);
        let settings = rosa.get(changed.location()).await;
        assert!(
            settings.has("Your email address was changed.") && settings.has(&format!("value=\"{address}\""))
        );
        assert!(settings.has("Not confirmed yet."));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_none_is_given_back() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let long = "x".repeat(61);
    for name in ["", " \u{200b} ", "a\u{202e}b", &long] {
        let page = rosa.post("/settings/name", &[("display_name", name)]).await;
        assert_eq!(page.status, 422, "{name:?}");
        assert!(page.has("aria-invalid"), "{name:?}");
    }
    let page = rosa.post("/settings/name", &[("display_name", &long)]).await;
    assert!(page.has(&long) && page.has("at most 60 characters"), "{}", page.body);
    assert!(rosa.get("/settings").await.has("value=\"rosa\""), "nothing has changed");
    assert_eq!(rosa.get("/settings/name").await.location(), "/settings");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_needs_the_old_one_and_signs_out_everywhere_else() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let phone = device(&fixture, "rosa").await;
    let wrong = change(&rosa, "not my password", NEXT, NEXT).await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.has("This isn’t your current password") && !wrong.has(NEXT) && !wrong.has("not my password")
    );
    let all_wrong = change(&rosa, "", "Password123", "else").await;
    for said in ["Enter your current password", "This password is too common", "Passwords don’t match"] {
        assert!(all_wrong.has(said), "{said}: {}", all_wrong.body);
    }
    let address = change(&rosa, PASSWORD, "rosa@example.org", "rosa@example.org").await;
    assert!(address.status == 422 && address.has("your own name or address"), "{}", address.body);
    assert_eq!(phone.get("/").await.status, 200, "nothing has happened");

    let changed = change(&rosa, PASSWORD, NEXT, NEXT).await;
    assert_eq!((changed.status, changed.location()), (303, "/settings?saved=password"), "{}", changed.body);
    assert_eq!(phone.until("/", 303, DEADLINE).await.location(), "/login");
    assert_eq!(rosa.get("/").await.status, 200, "this one stays");
    let login = |password| [("login", "rosa"), ("password", password)];
    assert_eq!(fixture.stranger().post("/login", &login(PASSWORD)).await.status, 422);
    assert_eq!(fixture.stranger().post("/login", &login(NEXT)).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_see_where_they_are_signed_in_and_sign_out_there() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let (phone, tablet) = (device(&fixture, "rosa").await, device(&fixture, "rosa").await);
    let settings = rosa.get("/settings").await;
    assert_eq!(settings.body.matches("name=\"session\"").count(), 2, "this one has no button");
    assert!(settings.has("This session") && settings.body.replace("&#x2F;", "/").contains("127.0.0.0/24"));
    let first = settings.between("name=\"session\" value=\"", "\"").expect("a session");

    let tomas = fixture.person("tomas").await;
    assert_eq!(tomas.post("/settings/sessions", &[("session", &first)]).await.status, 303);
    assert!(rosa.get("/settings").await.has(&first), "it is not his to end");

    assert_eq!(rosa.post("/settings/sessions", &[("session", &first)]).await.status, 303);
    assert!(!rosa.get("/settings").await.has(&first));
    assert_eq!(rosa.post("/settings/sessions", &[("session", "x")]).await.status, 404);
    assert_eq!(rosa.post("/settings/sessions", &[]).await.status, 303);
    for gone in [&phone, &tablet] {
        assert_eq!(gone.until("/", 303, DEADLINE).await.location(), "/login");
    }
    let alone = rosa.get("/settings").await;
    assert!(alone.status == 200 && !alone.has("Sign out everywhere else"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_keeps_its_appearance_on_every_page() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    assert!(!rosa.get("/").await.has("data-theme"));
    let set = rosa.post("/settings/appearance", &[("theme", "dark"), ("density", "compact")]).await;
    assert_eq!(set.status, 303);
    for path in ["/", "/r/general", "/settings", "/not_found"] {
        let page = rosa.get(path).await;
        assert!(page.has("data-theme=\"dark\" data-density=\"compact\""), "{path}: {}", page.body);
    }
    rosa.post("/logout", &[]).await;
    assert!(rosa.get("/login").await.has("data-theme=\"dark\""));
    assert!(!fixture.stranger().get("/login").await.has("data-theme"), "another browser is another browser");
    rosa.log_in("rosa", "").await;
    rosa.post("/settings/appearance", &[("theme", "\"><b>"), ("density", "")]).await;
    assert!(!rosa.get("/").await.has("data-theme"), "odd words are the system's choice");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_refusals_are_in_the_language_of_the_browser_or_the_one_chosen_there() {
    let fixture = Fixture::open().await;
    let stranger = fixture.stranger();
    let rosa = fixture.person("rosa").await;
    let in_german = |path| stranger.request(Method::GET, path).header("accept-language", "de-AT,en;q=0.5");
    let page = Page::of(in_german("/login")).await;
    assert!(page.has("<html lang=\"de\"") && page.has("Willkommen zurück"), "{}", page.body);
    assert!(Page::of(in_german("/nowhere")).await.has("Seite nicht gefunden"));

    assert!(rosa.get("/settings").await.has("<option value=\"fr\" lang=\"fr\">Français"));
    rosa.post("/settings/appearance", &[("theme", "auto"), ("language", "fr")]).await;
    assert!(rosa.get("/settings?saved=appearance").await.has("Apparence enregistrée"));
    assert!(rosa.get("/settings").await.has("<option value=\"fr\" lang=\"fr\" selected>"));
    let refused = rosa.post("/rooms", &[("name", "")]).await;
    assert!(refused.has("Le formulaire était incomplet."), "{}", refused.body);
    rosa.post("/settings/appearance", &[("theme", "auto"), ("language", "auto")]).await;
    assert!(rosa.get("/").await.has("<html lang=\"en\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_shows_name_and_time_and_no_address() {
    let fixture = Fixture::open().await;
    let (rosa, tomas) = (fixture.person("rosa").await, fixture.person("tomas").await);
    let card = tomas.get("/u/Rosa").await;
    assert_eq!(card.status, 200);
    assert!(card.has("@rosa") && card.has("Member since") && card.has("Owner of"), "{}", card.body);
    assert!(!card.has("example.org") && !card.has("127.0.0"));
    assert!(rosa.get("/u/rosa").await.has("href=\"/settings\">Settings"));
    for nobody in ["/u/nobody", "/u/r%C3%B6st", "/u/5f0c0f6e-0000-4000-8000-000000000000"] {
        assert_eq!(tomas.get(nobody).await.status, 404, "{nobody}");
    }
    let id = rosa.get("/").await.between("data-user=\"", "\"").expect("an id");
    assert_eq!(tomas.get(&format!("/u/{id}")).await.location(), "/u/rosa");
    assert_eq!(fixture.stranger().get("/u/rosa").await.status, 303, "strangers sign in first");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_sets_a_forgotten_password_once() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let path = link_for(&fixture, "rosa").await;
    let guest = fixture.stranger();
    for _ in 0..2 {
        let page = guest.get(&path).await;
        assert!(
            page.status == 200 && page.has("value=\"rosa\""),
            "looking does not use it up: {}",
            page.body
        );
    }
    let common = guest.post(&path, &[("password", "Password123")]).await;
    assert_eq!(common.status, 422);
    assert!(common.has("This password is too common") && !common.has("Password123"));
    let fields = [("password", NEXT)];
    let (one, two) = tokio::join!(guest.post(&path, &fields), guest.post(&path, &fields));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 410], "used twice at once, it works once");
    assert!(guest.get("/login?set=password").await.has("Your password is saved."));
    assert_eq!(rosa.until("/", 303, DEADLINE).await.location(), "/login", "all her sessions have ended");
    let again = guest.get(&path).await;
    assert!(again.status == 410 && again.has("This link has been used"), "{}", again.body);
    let login = [("login", "rosa"), ("password", NEXT)];
    assert_eq!(guest.post("/login", &login).await.status, 303);
    for bad in ["/reset/x", "/reset/%00", "/reset/ä"] {
        assert_eq!(guest.get(bad).await.status, 404, "{bad}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_for_people_who_are_signed_in() {
    let fixture = Fixture::open().await;
    fixture.person("rosa").await;
    let stranger = fixture.stranger();
    assert_eq!(stranger.get("/settings").await.location(), "/login?next=%2Fsettings");
    for form in [
        "/settings/name",
        "/settings/email",
        "/settings/password",
        "/settings/sessions",
        "/settings/appearance",
    ] {
        assert_eq!(stranger.post(form, &[]).await.status, 401, "{form}");
        let request = fixture.person(&form[10..]).await.request(Method::POST, form).form(&[("a", "b")]);
        let elsewhere = Page::of(request.header("sec-fetch-site", "cross-site")).await;
        assert_eq!(elsewhere.status, 403, "{form} from another site");
    }
}
