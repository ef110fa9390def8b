//! Who may join: everyone, people with an invite, or nobody.

use std::time::Duration;

use proto::id::GENERAL;
use proto::room::{Action, Command};

use crate::browser::{Browser, PASSWORD, Page};
use crate::fixture::Fixture;

const DEADLINE: Duration = Duration::from_secs(20);
const INVITES: &str = "/admin/people/invites";

async fn set(owner: &Browser, sign_up: &str) {
    let page = owner.post("/admin/people/sign-up", &[("sign_up", sign_up)]).await;
    assert_eq!((page.status, page.location()), (303, "/admin/people/invites?saved=sign_up"), "{}", page.body);
}

/// Makes an invite and answers with the path of its link.
async fn invite(owner: &Browser, uses: &str) -> String {
    let nonce = owner.get(INVITES).await.nonce();
    let page = owner.post(INVITES, &[("uses", uses), ("days", "7"), ("nonce", &nonce)]).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let address = page.between("id=\"made\" value=\"", "\"").expect("a link").replace("&#x2F;", "/");
    let (_, code) = address.split_once("/invite/").expect("its path");
    assert!(address.starts_with("http://127.0.0.1:"), "{address}");
    format!("/invite/{code}")
}

async fn join(invited: &Browser, name: &str, path: &str) -> Page {
    let email = format!("{name}@example.org");
    let fields = [
        ("username", name),
        ("email", &*email),
        ("password", PASSWORD),
        ("invite", path.trim_start_matches("/invite/")),
    ];
    invited.post("/register", &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_in_again_gives_the_common_room_nothing_to_do() {
    let fixture = Fixture::open().await;
    let bus = fixture.services().await.bus().clone();
    let mut commands = bus.subscribe("room.command.*").await.expect("subscribes");
    bus.connection().wait_for(|connection| connection.up).await.expect("connected");
    bus.barrier().await.expect("in force");
    let mut command =
        async || commands.next().await.expect("a command").read::<Command>().expect("a command");
    fixture.person("rosa").await;
    let first = command().await;
    assert_eq!((first.room, first.action), (GENERAL, Action::Join), "a new account begins there");
    let rosa = fixture.stranger();
    assert_eq!(rosa.log_in("rosa", "/").await.status, 303);
    assert_eq!(rosa.get("/").await.status, 200);
    rosa.say("/r/general", "Back again.").await;
    let next = command().await;
    assert!(
        matches!(next.action, Action::Post { .. }),
        "nothing before what she says, and not {:?}",
        next.action
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_invited_comes_in_by_the_link_and_the_next_one_hears_that_it_is_used_up() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    set(&rosa, "invite").await;
    let closed = fixture.stranger().until("/register", 403, DEADLINE).await;
    assert!(closed.has("Invitation only"), "{}", closed.body);
    assert!(
        !fixture.stranger().get("/login").await.has("href=\"/register"),
        "nothing is offered that cannot be had"
    );
    assert_eq!(fixture.stranger().register("uma").await.status, 403);

    let path = invite(&rosa, "1").await;
    let invited = fixture.stranger();
    let page = invited.get(&path).await;
    assert!(page.status == 200 && page.has("rosa</bdi> invited you"), "{}", page.body);
    let short = [("username", "tomas"), ("invite", path.trim_start_matches("/invite/"))];
    let again = invited.post("/register", &short).await;
    assert!(again.status == 422 && again.has(path.trim_start_matches("/invite/")), "the code is not lost");
    let (one, two) = tokio::join!(join(&invited, "tomas", &path), join(&invited, "uma", &path));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 410], "two racing for the last use");
    let late = fixture.stranger().get(&path).await;
    assert!(late.status == 410 && late.has("This invite has been used"), "{}", late.body);
    assert!(rosa.get(INVITES).await.has("1 of 1 used"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_installation_says_so_and_an_invite_taken_back_is_over() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let path = invite(&rosa, "5").await;
    set(&rosa, "closed").await;
    assert!(fixture.stranger().until("/register", 403, DEADLINE).await.has("Registration is closed"));
    assert!(fixture.stranger().get(&path).await.has("Registration is closed"));
    assert_eq!(join(&fixture.stranger(), "tomas", &path).await.status, 403);
    set(&rosa, "invite").await;
    fixture.stranger().until(&path, 200, DEADLINE).await;
    let id = rosa.get(INVITES).await.between("/admin/people/invites/", "/revoke").expect("an invite");
    assert_eq!(rosa.post(&format!("{INVITES}/{id}/revoke"), &[]).await.status, 303);
    let revoked = fixture.stranger().get(&path).await;
    assert!(revoked.status == 410 && revoked.has("This invite was revoked"), "{}", revoked.body);
    assert!(rosa.get(INVITES).await.has(">Revoked<"));
    set(&rosa, "open").await;
    fixture.stranger().until("/register", 200, DEADLINE).await;
    assert!(fixture.stranger().get(&path).await.has("Create an account without an invite"));
    assert_eq!(join(&fixture.stranger(), "tomas", &path).await.status, 303, "nobody needs it now");
}

#[tokio::test(flavor = "multi_thread")]
async fn invites_are_for_admins_and_their_forms_are_checked() {
    let fixture = Fixture::open().await;
    let (rosa, tomas) = (fixture.person("rosa").await, fixture.person("tomas").await);
    assert_eq!(fixture.stranger().get(INVITES).await.status, 303);
    assert_eq!(tomas.get(INVITES).await.status, 403);
    let rooms = rosa.get(INVITES).await.between("<select id=\"room\"", "</select>").expect("the rooms");
    assert_eq!(rooms.matches("<option").count(), 1, "general is one choice: {rooms}");
    let nonce = uuid::Uuid::new_v4().to_string();
    let fields = [("uses", "1"), ("days", "7"), ("nonce", &*nonce)];
    assert_eq!(tomas.post(INVITES, &fields).await.status, 403);
    assert_eq!(tomas.post("/admin/people/sign-up", &[("sign_up", "closed")]).await.status, 403);
    let revoke = format!("{INVITES}/{}/revoke", uuid::Uuid::new_v4());
    assert_eq!(tomas.post(&revoke, &[]).await.status, 403);
    assert_eq!(rosa.post(&revoke, &[]).await.status, 404);
    assert_eq!(rosa.post("/admin/people/sign-up", &[("sign_up", "sometimes")]).await.status, 422);
    for (uses, days) in [("0", "7"), ("many", "7"), ("1", "-1"), ("1", "366"), ("70000", "7")] {
        let page = rosa.post(INVITES, &[("uses", uses), ("days", days), ("nonce", &*nonce)]).await;
        assert!(page.status == 422 && page.has(&format!("value=\"{uses}\"")), "{uses} {days}: {}", page.body);
    }
    assert_eq!(rosa.post(INVITES, &fields).await.status, 200);
    let twice = rosa.post(INVITES, &fields).await;
    assert_eq!(twice.status, 409, "a form sent twice makes one invite");
    assert_eq!(twice.body.matches("of 1 used").count(), 1, "{}", twice.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_installation_goes_by_its_name_and_links_by_its_address() {
    let settings = [("HUBBUB_NAME", "Café Über"), ("HUBBUB_PUBLIC_URL", "https://chat.example.org")];
    let fixture = Fixture::open_with(&settings).await;
    fixture.person("rosa").await;
    for path in ["/login", "/register", "/invite/x", "/reset/x", "/not_found"] {
        let page = fixture.stranger().get(path).await;
        assert!(page.has("– Café Über</title>") && page.has(">Café Über</span>"), "{path}: {}", page.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_invites_once_admins_let_members_do_so_and_admins_see_it() {
    let fixture = Fixture::open().await;
    let (owner, anton) = (fixture.person("owner").await, fixture.person("anton").await);
    let make = async |uses: &str| {
        let nonce = uuid::Uuid::new_v4().to_string();
        anton.post("/invites", &[("uses", uses), ("days", "7"), ("nonce", &nonce)]).await
    };
    assert_eq!(anton.get("/invites").await.status, 403);
    assert_eq!(make("1").await.status, 403);
    assert!(!anton.get("/people").await.has("href=\"/invites\""));
    let allowed = owner.post("/admin/people/members-invite", &[("allowed", "yes")]).await;
    assert_eq!((allowed.status, allowed.location()), (303, "/admin/people/invites?saved=members"));

    anton.until_has("/people", "href=\"/invites\"", DEADLINE).await;
    let refused = make("0").await;
    assert!(refused.status == 422 && refused.has("value=\"0\""), "{}", refused.body);
    let made = make("1").await;
    assert!(made.status == 200 && made.has("<hub-copy data-what=\"made\">"), "{}", made.body);
    let address = made.between("id=\"made\" value=\"", "\"").expect("a link").replace("&#x2F;", "/");
    let (_, code) = address.split_once("/invite/").expect("its path");
    set(&owner, "invite").await;
    let stranger = fixture.stranger();
    stranger.until("/register", 403, DEADLINE).await;
    assert_eq!(join(&stranger, "mia", &format!("/invite/{code}")).await.status, 303);
    for (who, page) in [(&anton, "/invites"), (&owner, INVITES)] {
        let list = who.get(page).await;
        assert!(list.has("1 of 1 used") && list.has("href=\"/u/anton\""), "{page}: {}", list.body);
    }

    let open = make("5").await;
    let id = open.between("action=\"/invites/", "/revoke\"").expect("a form");
    let theirs = owner
        .post(INVITES, &[("uses", "1"), ("days", "1"), ("nonce", &uuid::Uuid::new_v4().to_string())])
        .await;
    let foreign = theirs.between("action=\"/admin/people/invites/", "/revoke\"").expect("a form");
    assert_eq!(anton.post(&format!("/invites/{foreign}/revoke"), &[]).await.status, 404, "it is not his");
    assert_eq!(anton.post(&format!("/invites/{id}/revoke"), &[]).await.location(), "/invites?saved=revoked");
    assert!(owner.get("/admin/audit").await.has("changed whether members can invite people"));

    owner.post("/admin/people/members-invite", &[("allowed", "no")]).await;
    assert_eq!(anton.get("/invites").await.status, 403, "at once");
}
