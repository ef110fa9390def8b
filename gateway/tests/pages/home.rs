//! Where one starts: what waits, and going elsewhere by a few letters.

use crate::browser::Browser;
use crate::fixture::Fixture;

async fn add(owner: &Browser, room: &str, username: &str) {
    let nonce = uuid::Uuid::new_v4().to_string();
    let added = owner.post(&format!("{room}/members"), &[("username", username), ("nonce", &nonce)]).await;
    assert_eq!(added.status, 303, "{}", added.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn home_shows_what_waits_with_its_last_line_and_who_mentioned_one() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let (kitchen, board) = (owner.make_room("Kitchen").await, owner.make_room("Board").await);
    assert!(rosa.get("/").await.has("You’re all caught up."), "nothing waits yet");
    for room in [&kitchen, &board] {
        add(&owner, room, "rosa").await;
    }
    owner.say(&kitchen, "There is *soup* & bread").await;
    owner.say(&kitchen, "And <tea>").await;
    owner.say(&board, "Hello @rosa, is the date final?").await;

    let home = rosa.get("/").await;
    for shown in [
        "1 mention, 2 conversations with new messages.",
        "And &lt;tea&gt;",
        "2 new",
        "<span class=\"mention\" data-me>@rosa</span>",
        "in <bdi>Board</bdi>",
        "href=\"/r/board/m/",
        "<h2 id=\"home-unread\">Unread</h2>",
    ] {
        assert!(home.has(shown), "{shown}: {}", home.body);
    }
    assert!(!home.has("There is"), "only the last line");
    assert!(home.has("href=\"/u/owner\""), "who spoke lately");

    // What is taken back, read or not hers any more does not wait.
    let seq = home.between("href=\"/r/board/m/", "#").expect("where she is mentioned");
    let nonce = uuid::Uuid::new_v4().to_string();
    owner.post(&format!("/r/board/m/{seq}/delete"), &[("nonce", &nonce)]).await;
    let home = rosa.get("/").await;
    assert!(!home.has("is the date final") && !home.has("id=\"home-mentions\""), "{}", home.body);
    let head = rosa.get(&kitchen).await.between("data-head=\"", "\"").expect("where it stands");
    rosa.post(&format!("{kitchen}/read"), &[("seq", &head)]).await;
    let home = rosa.get("/").await;
    assert!(home.has("You’re all caught up.") && home.has("And &lt;tea&gt;"), "{}", home.body);
    rosa.post(&format!("{kitchen}/leave"), &[]).await;
    assert!(!rosa.get("/").await.has("And &lt;tea&gt;"), "out of the room, nothing of it is shown");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_or_a_person_is_reached_by_a_few_letters() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    owner.make_room("Harbour festival").await;
    owner
        .post(
            "/rooms",
            &[("name", "Harbour board"), ("kind", "private"), ("nonce", &uuid::Uuid::new_v4().to_string())],
        )
        .await;
    let plain = rosa.get("/jump").await;
    assert!(
        plain.has("class=\"jump-row\" href=\"/r/general\"") && !plain.has("jump-row\" href=\"/u/"),
        "{}",
        plain.body
    );
    let found = rosa.get("/jump?q=h%C3%A4rb").await;
    assert!(found.has("No") || found.has("Nothing matches"), "{}", found.body);
    let found = rosa.get("/jump?q=harb").await;
    assert!(found.has("jump-row\" href=\"/r/harbour-festival\"") && found.has("1 member"), "{}", found.body);
    assert!(!found.has("Harbour board"), "a private room is not found");
    assert!(owner.get("/jump?q=hbrd").await.has("Harbour board"), "one’s own by scattered letters");
    assert!(rosa.get("/jump?q=OWN").await.has("jump-row\" data-username=\"owner\""));
    assert!(!rosa.get("/jump?q=rosa").await.has("jump-row\" data-username="), "nobody goes to themselves");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_shows_the_rooms_in_common_and_none_that_one_does_not_share() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let (kitchen, _) = (owner.make_room("Kitchen").await, owner.make_room("Board").await);
    add(&owner, &kitchen, "rosa").await;
    let card = rosa.get("/u/owner").await;
    assert!(card.has("Rooms in common · 2") && card.has("href=\"/r/kitchen\" dir"), "{}", card.body);
    assert!(!card.has("Board") && !card.has("Manage account"), "{}", card.body);
    assert!(owner.get("/u/rosa").await.has("href=\"/admin/people?q=rosa\""), "an admin’s way");
    for room in ["/r/general", &kitchen] {
        rosa.post(&format!("{room}/leave"), &[]).await;
    }
    assert!(rosa.get("/u/owner").await.has("None yet."));
}

#[tokio::test(flavor = "multi_thread")]
async fn members_are_found_by_part_of_a_name_in_any_script() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    fixture.person("nadia").await;
    let room = owner.make_room("Kitchen").await;
    add(&owner, &room, "rosa").await;
    for (username, name, key) in [("rosa", "Röśa", "rosa"), ("nadia", "نَادِيَة", "نادية")] {
        let statement = format!(
            "update auth.account set display_name = '{name}', search_key = '{key}' where username = '{username}'"
        );
        fixture.sql(&statement).await;
    }
    let found = rosa.get(&format!("{room}/members?q=r%C3%B6s")).await;
    assert!(
        found.has("href=\"/u/rosa\"") && !found.has("member-name\"><a href=\"/u/owner\""),
        "{}",
        found.body
    );
    let none = rosa.get(&format!("{room}/members?q=%D9%86%D8%A7%D8%AF")).await;
    assert!(none.has("No member matches your search."), "she is in another room: {}", none.body);
    add(&owner, &room, "nadia").await;
    assert!(rosa.get(&format!("{room}/members?q=%D9%86%D8%A7%D8%AF")).await.has("href=\"/u/nadia\""));
}
