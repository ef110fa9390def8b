//! Guests of the organisation, by forms alone: they see the rooms they are in, the people in them, and nothing else.

use std::time::Duration;

use crate::browser::{Browser, PASSWORD, Page};
use crate::fixture::Fixture;

const DEADLINE: Duration = Duration::from_secs(20);

/// Has an account made for somebody, who chooses a password and has not signed in yet.
async fn account(fixture: &Fixture, admin: &Browser, name: &str, org_role: &str) -> Browser {
    let email = format!("{name}@example.org");
    let fields = [("username", name), ("email", &email), ("org_role", org_role)];
    let made = admin.post("/admin/people", &fields).await;
    let link = made.between("/reset/", "\"").expect("a link");
    let browser = fixture.stranger();
    let next = [("password", PASSWORD)];
    assert_eq!(browser.post(&format!("/reset/{link}"), &next).await.status, 303);
    browser
}

async fn add(moderator: &Browser, room: &str, name: &str) -> Page {
    let nonce = uuid::Uuid::new_v4().to_string();
    moderator.post(&format!("{room}/members"), &[("username", name), ("nonce", &nonce)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_sees_the_rooms_they_were_added_to_and_the_people_in_them() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let room = owner.make_room("harbour").await;
    owner.say(&room, "The jetty is booked.").await;
    let gus = account(&fixture, &owner, "gus", "guest").await;
    assert_eq!(gus.log_in("gus", "").await.status, 303);

    let home = gus.get("/").await;
    assert!(home.has("You haven’t been added to a room yet"), "{}", home.body);
    let rooms = gus.get("/rooms").await;
    assert!(
        !rooms.has("harbour") && !rooms.has("general") && !rooms.has("href=\"/rooms/new\""),
        "{}",
        rooms.body
    );
    for hidden in
        ["/r/general", &room, &format!("{room}/m/2"), &format!("{room}/members"), "/u/owner", "/u/rosa"]
    {
        assert_eq!(gus.get(hidden).await.status, 404, "{hidden}");
    }
    for refused in [format!("{room}/join"), format!("{room}/messages")] {
        let nonce = uuid::Uuid::new_v4().to_string();
        let page = gus.post(&refused, &[("body", "Hello?"), ("nonce", &nonce)]).await;
        assert_eq!(page.status, 404, "{refused}");
    }

    assert_eq!(add(&owner, &room, "gus").await.status, 303);
    assert!(gus.get(&room).await.has("The jetty is booked."));
    assert_eq!(gus.say(&room, "Thanks for having me.").await.status, 303);
    assert!(gus.get("/rooms").await.has("harbour"));
    assert_eq!((gus.get("/u/owner").await.status, gus.get("/u/rosa").await.status), (200, 404));
    assert_eq!(gus.get("/u/gus").await.status, 200, "oneself one knows");
    assert_eq!(rosa.get("/u/gus").await.status, 200, "members know everyone");
}

#[tokio::test(flavor = "multi_thread")]
async fn admins_make_guests_members_and_members_guests() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let id = async |name: &str| {
        let page = owner.get(&format!("/admin/people?q={name}")).await;
        page.between("action=\"/admin/people/", "/").expect("a form about somebody")
    };
    let role = |id: &str| format!("/admin/people/{id}/role");
    let rosas = id("rosa").await;
    assert_eq!(owner.post(&role(&rosas), &[("org_role", "admin")]).await.status, 303);
    let gus = account(&fixture, &owner, "gus", "member").await;
    assert_eq!(gus.log_in("gus", "").await.status, 303);
    assert_eq!(gus.get("/r/general").await.status, 200);

    let page = rosa.until("/admin/people?q=gus", 200, DEADLINE).await;
    assert!(page.has("value=\"guest\"") && !page.has("value=\"admin\""), "an admin’s to give: {}", page.body);
    let guss = page.between("action=\"/admin/people/", "/").expect("a form about him");
    gus.post("/r/general/leave", &[]).await;
    assert_eq!(rosa.post(&role(&guss), &[("org_role", "guest")]).await.status, 303);
    gus.until("/r/general", 404, DEADLINE).await;
    assert!(rosa.get("/admin/people?q=gus").await.has("<span class=\"badge\">guest</span>"));
    assert_eq!(rosa.post(&role(&guss), &[("org_role", "member")]).await.status, 303);
    gus.until("/r/general", 200, DEADLINE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_added_to_a_room_before_they_first_signed_in_begins_in_the_common_room_too() {
    let fixture = Fixture::open().await;
    let owner = fixture.person("owner").await;
    let room = owner.make_room("harbour").await;
    let mia = account(&fixture, &owner, "mia", "member").await;
    assert_eq!(add(&owner, &room, "mia").await.status, 303);
    assert_eq!(mia.log_in("mia", "").await.status, 303);
    let home = mia.get("/").await;
    assert!(home.has("href=\"/r/harbour\"") && home.has("href=\"/r/general\""), "{}", home.body);
}
