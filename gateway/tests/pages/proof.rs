//! What admins cannot undo asks for the password again where it was given too long ago.

use crate::browser::{Browser, PASSWORD, Page};
use crate::fixture::Fixture;
use crate::rights::table::PROVED;

/// Somebody whose password was given an hour ago.
async fn signed_in_long_ago(fixture: &Fixture, name: &str) -> Browser {
    let browser = fixture.stranger();
    assert_eq!(browser.log_in(name, "").await.status, 303);
    fixture.sql("update auth.session set proved_at = now() - interval '1 hour'").await;
    browser
}

fn asks(page: &Page) -> bool {
    page.status == 403 && page.has("name=\"proof_password\"")
}

/// The fields of the form that asks, as a browser sends them.
fn hidden(page: &Page) -> Vec<(String, String)> {
    let form = page.between("<form method=\"post\"", "</form>").expect("a form");
    let fields = form.split("<input type=\"hidden\" name=\"").skip(1);
    let field = |text: &str| {
        let (name, rest) = text.split_once("\" value=\"").expect("a value");
        let value = rest.split_once('"').expect("its end").0;
        let plain =
            [("&#x2F;", "/"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
        (name.to_owned(), plain.iter().fold(value.to_owned(), |text, (from, to)| text.replace(from, to)))
    };
    fields.map(field).filter(|(name, _)| name != "person").collect()
}

/// Sends the form again with this password.
async fn answer(browser: &Browser, page: &Page, path: &str, password: &str) -> Page {
    let mut fields = hidden(page);
    fields.push(("proof_password".into(), password.into()));
    let fields: Vec<_> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    browser.post(path, &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_session_is_asked_for_its_password_and_loses_nothing_of_the_form() {
    let fixture = Fixture::open().await;
    fixture.person("owner").await;
    let owner = signed_in_long_ago(&fixture, "owner").await;
    let fields = [
        ("username", "mia"),
        ("email", "mia@example.org"),
        ("display_name", "Mia \"<Lund>\" & 'co'"),
        ("org_role", "admin"),
    ];
    let asked = owner.post("/admin/people", &fields).await;
    assert!(asks(&asked), "{} {}", asked.status, asked.body);
    assert!(asked.has("Confirm your password") && !asked.has("aria-invalid"), "{}", asked.body);
    assert_eq!(
        fixture.sql_lines("select username from auth.account").await,
        ["owner"],
        "nothing has happened"
    );
    let kept = hidden(&asked);
    assert_eq!(kept, fields.map(|(name, value)| (name.to_owned(), value.to_owned())));

    let wrong = answer(&owner, &asked, "/admin/people", "a yellow goat").await;
    assert!(
        wrong.status == 422 && wrong.has("aria-invalid") && wrong.has("This isn’t your current password")
    );
    assert!(hidden(&wrong) == kept && !wrong.has("a yellow goat"), "{}", wrong.body);
    let empty = answer(&owner, &asked, "/admin/people", "").await;
    assert!(asks(&empty) && hidden(&empty) == kept);

    let made = answer(&owner, &wrong, "/admin/people", PASSWORD).await;
    assert!(made.status == 200 && made.has("/reset/"), "{} {}", made.status, made.body);
    let mia = "select display_name || ' ' || org_role from auth.account where username = 'mia'";
    assert_eq!(fixture.sql_lines(mia).await, ["Mia \"<Lund>\" & 'co' admin"]);
    // For half an hour nothing is asked again.
    let again = owner.post("/admin/people", &[("username", "uma"), ("email", "uma@example.org")]).await;
    assert!(again.status == 200 && again.has("/reset/"), "{}", again.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_cannot_be_undone_asks_and_nothing_else() {
    let fixture = Fixture::open().await;
    let (first, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let nonce = rosa.get("/rooms/new").await.nonce();
    let made = rosa.post("/rooms", &[("name", "Board"), ("kind", "private"), ("nonce", &nonce)]).await;
    assert_eq!(made.status, 303);
    let room =
        first.get("/admin/rooms?q=board").await.between("<a href=\"/admin/rooms/", "\"").expect("listed");
    let user = fixture.sql_lines("select id::text from auth.account where username = 'rosa'").await.remove(0);
    let owner = signed_in_long_ago(&fixture, "owner").await;
    let fields = [
        ("room", &*room),
        ("sure", "Board"),
        ("username", "mia"),
        ("email", "rosa@example.org"),
        ("org_role", "guest"),
        ("sign_up", "invite"),
        ("uses", "1"),
        ("days", "1"),
    ];
    let forms = gateway::addresses().into_iter().filter(|at| at.method == "POST");
    for at in forms.filter(|at| at.path.starts_with("/admin") || at.path.starts_with("/settings")) {
        let nonce = uuid::Uuid::new_v4().to_string();
        let path = at.path.replace("{user}", &user).replace("{room}", &room).replace("{id}", &nonce);
        let page = owner.post(&path, &[&fields[..], &[("nonce", &*nonce)]].concat()).await;
        assert_eq!(asks(&page), PROVED.contains(&at.path), "{path}: {} {}", page.status, page.body);
        let back = owner.get(&path).await;
        assert!(back.status < 400, "{path} leads back by a link: {}", back.status);
    }
    let path = format!("/admin/rooms/{room}/delete");
    // One of them, as it was sent.
    let nonce = uuid::Uuid::new_v4().to_string();
    let page = owner.post(&path, &[&fields[..], &[("nonce", &*nonce)]].concat()).await;
    let gone = answer(&owner, &page, &path, PASSWORD).await;
    assert_eq!(gone.location(), "/admin/rooms?done=deleted", "{}", gone.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sits_down_at_an_admin_s_browser_cannot_guess_on() {
    let fixture = Fixture::open().await;
    fixture.person("owner").await;
    let owner = signed_in_long_ago(&fixture, "owner").await;
    let asked = owner.post("/admin/people", &[("username", "mia"), ("email", "mia@example.org")]).await;
    for _ in 0..10 {
        assert_eq!(answer(&owner, &asked, "/admin/people", "a guess").await.status, 422);
    }
    let held = answer(&owner, &asked, "/admin/people", PASSWORD).await;
    assert!(held.status == 429 && hidden(&held) == hidden(&asked), "{} {}", held.status, held.body);
    assert!(!held.header("retry-after").is_empty());
    assert_eq!(fixture.sql_lines("select username from auth.account").await, ["owner"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn members_are_told_no_before_they_are_asked() {
    let fixture = Fixture::open().await;
    let (_owner, _rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let rosa = signed_in_long_ago(&fixture, "rosa").await;
    let page = rosa.post("/admin/people", &[("username", "mia")]).await;
    assert!(page.status == 403 && !page.has("proof_password"), "{}", page.body);
}
