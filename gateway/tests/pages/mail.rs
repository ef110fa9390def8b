//! Mail, from the form to the letterbox and back to a page, over a server that really takes it.

use std::time::Duration;

use services::testbed::smtp::{Mail, Smtp};

use crate::browser::{PASSWORD, Page};
use crate::fixture::Fixture;

const DEADLINE: Duration = Duration::from_secs(30);
const OURS: &str = "http://chat.example.org";

/// An installation that sends mail, and the server it sends it by.
async fn open() -> (Fixture, Smtp) {
    let server = Smtp::start().await.expect("a server");
    let address = server.address().to_string();
    let settings = [
        ("HUBBUB_PUBLIC_URL", OURS),
        ("HUBBUB_NAME", "Harbour & Co"),
        ("HUBBUB_MAIL_SERVER", &*address),
        ("HUBBUB_MAIL_TLS", "none"),
        ("HUBBUB_MAIL_FROM", "Harbour <harbour@example.org>"),
    ];
    (Fixture::open_with(&settings).await, server)
}

/// The next mail with this subject, and the path that its link leads to.
async fn next(server: &Smtp, subject: &str) -> (Mail, String) {
    let found = async {
        loop {
            let mail = server.mail().await;
            if mail.header("Subject").starts_with(subject) {
                return mail;
            }
        }
    };
    let mail = tokio::time::timeout(DEADLINE, found).await.expect("a mail");
    let link = mail.link(&format!("{OURS}/")).expect("a link");
    let path = link.strip_prefix(OURS).expect("ours").to_owned();
    (mail, path)
}

/// What a page is, but for what differs from one request to the next.
fn looks(page: &Page) -> (u16, String, String) {
    (page.status, page.location().to_owned(), page.body.clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_forgot_their_password_sets_another_by_a_mailed_link_and_nobody_learns_who_there_is() {
    let (fixture, server) = open().await;
    fixture.person("ingrid").await;
    let rosa = fixture.person("rosa").await;
    fixture.sql("update auth.account set email_confirmed = true where username = 'rosa'").await;
    let stranger = fixture.stranger();
    stranger.until_has("/forgot", "name=\"login\"", DEADLINE).await;
    let known = stranger.post("/forgot", &[("login", "rosa@example.org")]).await;
    let unknown = stranger.post("/forgot", &[("login", "nobody@example.org")]).await;
    assert_eq!(looks(&known), looks(&unknown));
    assert_eq!((known.status, known.location()), (303, "/forgot?sent=yes"), "{}", known.body);
    assert!(stranger.get("/forgot?sent=yes").await.has("Check your email"));
    let empty = stranger.post("/forgot", &[("login", " ")]).await;
    assert!(empty.status == 422 && empty.has("aria-invalid"), "{}", empty.body);

    let (mail, path) = next(&server, "Reset").await;
    assert_eq!(mail.to, ["rosa@example.org"]);
    assert_eq!(mail.header("Subject"), "Reset your password for Harbour & Co");
    assert!(mail.text().starts_with("Hello rosa,") && mail.html().contains("Harbour &amp; Co"), "{mail:?}");
    assert!(path.starts_with("/reset/") && mail.html().replace("&#x2F;", "/").contains(&*path), "{mail:?}");
    // Whoever scans mail follows its links: that uses nothing up.
    assert_eq!(stranger.get(&path).await.status, 200);
    let next_password = "another horse battery";
    let set = stranger.post(&path, &[("password", next_password)]).await;
    assert_eq!((set.status, set.location()), (303, "/login?set=password"), "{}", set.body);
    assert_eq!(rosa.get("/settings").await.status, 303, "she is signed out everywhere");
    assert_eq!(stranger.log_in("rosa", "").await.status, 422, "{PASSWORD} is over");
    let signed_in = stranger.post("/login", &[("login", "rosa"), ("password", next_password)]).await;
    assert_eq!(signed_in.status, 303, "{}", signed_in.body);
    let used = fixture.stranger().get(&path).await;
    assert!(used.status == 410 && used.has("This link has been used") && used.has("href=\"/forgot\""));
    while let Some(mail) = server.mail_now().await {
        assert!(mail.header("Subject").starts_with("Confirm"), "nobody else was sent a link: {mail:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_is_in_the_language_of_whoever_asks_and_quotas_are_told() {
    let (fixture, server) = open().await;
    fixture.person("ingrid").await;
    fixture.sql("update auth.account set email_confirmed = true").await;
    let stranger = fixture.stranger();
    stranger.until_has("/forgot", "name=\"login\"", DEADLINE).await;
    let german = stranger.request(reqwest::Method::POST, "/forgot").header("accept-language", "de");
    assert_eq!(Page::of(german.form(&[("login", "ingrid")])).await.status, 303);
    let (mail, path) = next(&server, "Passwort").await;
    assert!(mail.text().starts_with("Hallo ingrid,") && mail.html().contains("lang=\"de\""), "{mail:?}");
    fixture.sql("update auth.reset set expires_at = now() - interval '1 second'").await;
    let expired = stranger.get(&path).await;
    assert!(expired.status == 410 && expired.has("This link has expired") && expired.has("href=\"/forgot\""));
    for login in ["nobody", "ingrid"] {
        let mut page = stranger.post("/forgot", &[("login", login)]).await;
        for _ in 0..5 {
            page = stranger.post("/forgot", &[("login", login)]).await;
        }
        assert!(page.status == 429 && page.has("Too many attempts"), "{login}: {}", page.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_mail_or_an_address_of_its_own_a_page_says_who_makes_links() {
    let server = Smtp::start().await.expect("a server");
    let address = server.address().to_string();
    let mail = [
        ("HUBBUB_MAIL_SERVER", &*address),
        ("HUBBUB_MAIL_TLS", "none"),
        ("HUBBUB_MAIL_FROM", "harbour@example.org"),
    ];
    // A link made of what the browser calls us would take its token to whoever asks for it.
    for settings in [&mail[..], &[("HUBBUB_PUBLIC_URL", OURS)]] {
        let fixture = Fixture::open_with(settings).await;
        fixture.person("ingrid").await;
        fixture.sql("update auth.account set email_confirmed = true").await;
        let stranger = fixture.stranger();
        let page = stranger.get("/forgot").await;
        assert!(page.status == 200 && page.has("Ask an admin for a reset link"), "{}", page.body);
        let page = stranger.post("/forgot", &[("login", "ingrid")]).await;
        assert!(page.status == 403 && page.has("Ask an admin for a reset link"), "{}", page.body);
    }
    assert!(server.mail_now().await.is_none(), "not even when they registered");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_confirmed_by_a_mail_after_registering_and_after_changing_it() {
    let (fixture, server) = open().await;
    fixture.stranger().until_has("/forgot", "name=\"login\"", DEADLINE).await;
    let ingrid = fixture.person("ingrid").await;
    let (mail, path) = next(&server, "Confirm").await;
    assert_eq!(mail.to, ["ingrid@example.org"]);
    assert!(mail.text().contains("the account ingrid on Harbour & Co"), "{}", mail.text());
    let settings = ingrid.get("/settings").await;
    assert!(settings.has("Not confirmed yet") && settings.has("action=\"/settings/email/confirm\""));
    // Programs that look into mail follow its links.
    let reader = fixture.stranger();
    let page = reader.get(&path).await;
    assert!(page.status == 200 && page.has("ingrid") && page.has("Confirm address"), "{}", page.body);
    assert!(ingrid.get("/settings").await.has("Not confirmed yet"));
    for _ in 0..2 {
        let done = reader.post(&path, &[]).await;
        assert!(done.status == 200 && done.has("Your address is confirmed"), "{}", done.body);
    }
    let settings = ingrid.get("/settings").await;
    assert!(settings.has("This address is confirmed") && !settings.has("/settings/email/confirm"));

    let fields = [("email", "ingrid@example.net"), ("email_password", PASSWORD)];
    let changed = ingrid.post("/settings/email", &fields).await;
    assert_eq!(changed.location(), "/settings?saved=email-mailed", "{}", changed.body);
    let (mail, second) = next(&server, "Confirm").await;
    assert_eq!(mail.to, ["ingrid@example.net"]);
    assert_eq!(reader.get(&path).await.status, 404, "the former one is over");
    let again = ingrid.post("/settings/email/confirm", &[]).await;
    assert_eq!(again.location(), "/settings?saved=confirmation", "{}", again.body);
    let (_, third) = next(&server, "Confirm").await;
    assert_eq!(reader.get(&second).await.status, 404, "a newer one was sent");
    fixture.sql("update auth.confirmation set expires_at = now() - interval '1 second'").await;
    let late = reader.post(&third, &[]).await;
    assert!(late.status == 410 && late.has("This link has expired"), "{}", late.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_invites_may_have_the_link_mailed_and_has_it_either_way() {
    let (fixture, server) = open().await;
    fixture.stranger().until_has("/forgot", "name=\"login\"", DEADLINE).await;
    let ingrid = fixture.person("ingrid").await;
    let form = ingrid.get("/admin/people/invites").await;
    assert!(form.has("name=\"email\""), "{}", form.body);
    let make = async |email: &str| {
        let nonce = ingrid.get("/admin/people/invites").await.nonce();
        let fields = [("uses", "1"), ("days", "7"), ("room", ""), ("email", email), ("nonce", &*nonce)];
        ingrid.post("/admin/people/invites", &fields).await
    };
    let made = make("Tomas@example.org").await;
    assert!(made.status == 200 && made.has("on its way to tomas@example.org"), "{}", made.body);
    let (mail, path) = next(&server, "Invitation").await;
    assert_eq!(mail.to, ["tomas@example.org"]);
    assert!(mail.text().contains("ingrid invited you to Harbour & Co"), "{}", mail.text());
    assert!(made.body.replace("&#x2F;", "/").contains(&*path), "it is the link that is shown");
    assert!(fixture.stranger().get(&path).await.has("ingrid"), "it works");
    let wrong = make("nobody").await;
    assert!(wrong.status == 422 && wrong.has("value=\"nobody\""), "{}", wrong.body);
    fixture.sql("update auth.throttle set count = 1000000").await;
    let unsent = make("uma@example.org").await;
    assert!(
        unsent.status == 200 && unsent.has("it was not sent") && unsent.has("id=\"made\""),
        "{}",
        unsent.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_in_from_another_network_is_told() {
    let (fixture, server) = open().await;
    fixture.stranger().until_has("/forgot", "name=\"login\"", DEADLINE).await;
    fixture.person("ingrid").await;
    let (_, path) = next(&server, "Confirm").await;
    fixture.stranger().post(&path, &[]).await;
    let noted = async {
        while fixture.sql_lines("select count(*)::text from auth.device").await != ["1"] {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(DEADLINE, noted).await.expect("from where she registered is noted");
    fixture.sql("update auth.device set mark = sha256('elsewhere')").await;
    assert_eq!(fixture.stranger().log_in("ingrid", "").await.status, 303);
    let (mail, path) = next(&server, "New sign-in").await;
    assert_eq!((mail.to.as_slice(), &*path), (&["ingrid@example.org".to_owned()][..], "/settings"));
    assert!(mail.text().contains("your account ingrid") && mail.text().contains("change your password"));
}
