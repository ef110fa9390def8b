//! The office, by forms alone. Whoever makes the first account owns the place.

use crate::browser::{Browser, PASSWORD, Page};
use crate::house::House;

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
async fn the_office_is_for_admins_alone_and_members_do_not_see_the_way_there() {
    let house = House::open().await;
    let (owner, rosa) = (house.person("owner").await, house.person("rosa").await);
    assert!(owner.get("/").await.has("href=\"/admin\"") && !rosa.get("/").await.has("href=\"/admin\""));
    let (_, id) = find(&owner, "rosa").await;
    for path in ["/admin", "/admin/people", "/admin/people/invites"] {
        assert_eq!(rosa.get(path).await.status, 403, "{path}");
        let stranger = house.stranger().get(path).await;
        assert_eq!(stranger.status, 303, "{path}");
        assert!(stranger.location().starts_with("/login"), "{path}");
    }
    for act in ["standing", "sessions", "reset"] {
        let page = rosa.post(&format!("/admin/people/{id}/{act}"), &[("standing", "owner")]).await;
        assert_eq!(page.status, 403, "{act}");
    }
    assert_eq!(rosa.post("/admin/people", &[("username", "x")]).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_made_for_somebody_who_chooses_the_password() {
    let house = House::open().await;
    let owner = house.person("owner").await;
    let wrong = owner.post("/admin/people", &[("username", "mia lund"), ("email", "none")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.has("value=\"mia lund\"") && wrong.has("<details class=\"maker\" open>"), "{}", wrong.body);
    let fields = [("username", "mia"), ("email", "mia@example.org"), ("display_name", "Mia Lund")];
    let made = owner.post("/admin/people", &fields).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let link = made.between("/reset/", "\"").expect("a link");
    let mia = house.stranger();
    let next = [("password", PASSWORD), ("password_again", PASSWORD)];
    assert_eq!(mia.post(&format!("/reset/{link}"), &next).await.status, 303);
    assert_eq!(mia.log_in("mia", "").await.status, 303);
    let taken = owner.post("/admin/people", &fields).await;
    assert!(taken.status == 409 && taken.has("That username is in use"), "{}", taken.body);
    assert!(!owner.get("/admin/people").await.has(&link), "it is shown only once");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_promoted_signed_out_kept_out_and_let_in_again() {
    let house = House::open().await;
    let (owner, rosa) = (house.person("owner").await, house.person("rosa").await);
    let (_, id) = find(&owner, "rosa").await;
    let act = |what: &str| format!("/admin/people/{id}/{what}");
    let back = [("q", "ro sa"), ("offset", "50")];

    let told = owner.post(&act("standing"), &[("standing", "king")]).await;
    assert_eq!(told.status, 422, "{}", told.body);
    assert_eq!(owner.post(&act("standing"), &[("standing", "admin")]).await.status, 303);
    assert_eq!(rosa.until("/admin/people", 200, std::time::Duration::from_secs(20)).await.status, 200);
    let page = rosa.get("/admin/people?q=owner").await;
    assert!(!page.has("/standing\""), "an admin does nothing about an owner: {}", page.body);

    let out = owner.post(&act("sessions"), &back).await;
    assert_eq!(out.location(), "/admin/people?done=sessions&offset=50&q=ro%20sa");
    rosa.until("/rooms", 303, std::time::Duration::from_secs(20)).await;
    assert_eq!(owner.post(&act("standing"), &[("standing", "inactive")]).await.status, 303);
    assert_eq!(house.stranger().log_in("rosa", "").await.status, 422);
    let list = owner.get("/admin/people?q=rosa").await;
    assert!(list.has("deactivated") && list.has("Let them in again"), "{}", list.body);
    let no = owner.post(&act("reset"), &[]).await;
    assert!(no.status == 422 && no.has("Let them in again first"), "{}", no.body);
    assert_eq!(owner.post(&act("standing"), &[("standing", "admin")]).await.status, 303);
    let link = owner.post(&act("reset"), &[]).await;
    assert!(link.status == 200 && link.has("/reset/"), "{}", link.body);
    assert_eq!(house.stranger().log_in("rosa", "").await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_listed_in_pages_and_found_by_what_they_are_called() {
    let house = House::open().await;
    let owner = house.person("owner").await;
    house
        .sql(
            "insert into auth.account (id, username, email, display_name, password)
             select gen_random_uuid(), 'guest' || n, 'guest' || n || '@example.org', 'Guest <' || n || '>', ''
             from generate_series(100, 159) n",
        )
        .await;
    let first = owner.get("/admin/people").await;
    assert!(first.has("61 accounts") && first.has("More people") && first.has("Guest &lt;100&gt;"));
    let second = owner.get("/admin/people?offset=50&q=").await;
    assert!(second.has(">owner</bdi>") && !second.has("More people") && second.has(">Back</a>"));
    let found = owner.get("/admin/people?q=guest104%40").await;
    assert!(found.has("1 found") && found.has("guest104@example.org"), "{}", found.body);
    assert!(owner.get("/admin/people?q=nobody").await.has("Nobody is called that"));
}
