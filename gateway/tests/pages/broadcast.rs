//! `@room` and `@here` without JavaScript: who may, how many people that are, and what is offered.

use crate::browser::Browser;
use crate::fixture::Fixture;

/// A room with so many members besides its owner.
async fn crowd(fixture: &Fixture, owner: &Browser, members: usize) -> (String, Vec<Browser>) {
    let room = owner.make_room("Kitchen").await;
    let mut people = Vec::new();
    for n in 0..members {
        let person = fixture.person(&format!("p{n}")).await;
        person.post(&format!("{room}/join"), &[]).await;
        people.push(person);
    }
    (room, people)
}

#[tokio::test(flavor = "multi_thread")]
async fn many_people_are_called_once_it_was_said_how_many_they_are_and_the_text_is_kept() {
    let fixture = Fixture::open().await;
    let owner = fixture.person("owner").await;
    let (room, people) = crowd(&fixture, &owner, 21).await;
    let post = async |body: &str, more: &[(&str, &str)]| {
        let nonce = owner.get(&room).await.nonce();
        let fields = [("body", body), ("nonce", &*nonce)];
        owner.post(&format!("{room}/messages"), &[&fields[..], more].concat()).await
    };
    let asked = post("@room, tea!", &[]).await;
    assert_eq!(asked.status, 422, "{}", asked.body);
    assert!(asked.has("This notifies up to 21 people.") && asked.has("name=\"sure\" value=\"yes\""));
    assert_eq!(asked.composer(), "@room, tea!");
    assert!(!people[0].get(&room).await.has("tea!"), "nothing is said yet");
    assert_eq!(post("`@room` and ten@room.example", &[]).await.status, 422, "code is not told apart before");
    assert_eq!(post("@rooms", &[]).await.status, 303);
    let said = post("@room, tea!", &[("sure", "yes")]).await;
    assert_eq!(said.status, 303, "{}", said.body);
    let read = people[0].get(&room).await;
    assert!(read.has("<span class=\"mention\">@room</span>, tea!"), "{}", read.body);
    let home = people[1].get("/").await;
    assert!(home.has("<title>(@1) "), "it calls: {}", home.body);
    assert!(!owner.get("/").await.has("<title>(@"), "not who wrote it");

    let offers = owner.get(&format!("{room}/names?q=ro")).await;
    assert!(offers.has("data-username=\"room\"") && offers.has("Send to 21"), "{}", offers.body);
    assert!(owner.get(&format!("{room}/names?q=he")).await.has("data-username=\"here\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_leaves_it_to_moderators_and_others_are_told_a_way_on() {
    let fixture = Fixture::open().await;
    let owner = fixture.person("owner").await;
    let (room, people) = crowd(&fixture, &owner, 2).await;
    let settings = owner.get(&format!("{room}/settings")).await;
    assert!(settings.has("name=\"broadcast\" value=\"member\" checked"), "{}", settings.body);
    assert_eq!(people[0].say(&room, "@here, tea!").await.status, 303, "few people need no warning");
    let nonce = settings.nonce();
    let set = async |least: &str, nonce: &str| {
        owner.post(&format!("{room}/settings/broadcast"), &[("broadcast", least), ("nonce", nonce)]).await
    };
    assert_eq!(set("nobody", &nonce).await.status, 422);
    assert_eq!(set("moderator", &nonce).await.status, 303);
    let settings = owner.get(&format!("{room}/settings")).await;
    assert!(settings.has("name=\"broadcast\" value=\"moderator\" checked"), "{}", settings.body);

    let refused = people[0].say(&room, "@room, tea?").await;
    assert_eq!(refused.status, 403, "{}", refused.body);
    assert_eq!(refused.composer(), "@room, tea?");
    assert!(refused.has("Only moderators can notify everyone in this room."), "{}", refused.body);
    assert_eq!(people[0].say(&room, "`@room`, tea?").await.status, 303, "written about, it calls nobody");
    let offers = people[0].get(&format!("{room}/names?q=ro")).await;
    assert!(!offers.has("data-username=\"room\""), "{}", offers.body);
    assert_eq!(owner.say(&room, "@room, tea!").await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_called_room_or_here() {
    let fixture = Fixture::open().await;
    fixture.person("owner").await;
    for name in ["room", "Here"] {
        let page = fixture.stranger().register(name).await;
        assert!(page.status == 422 && page.has("This username is already taken."), "{}", page.body);
    }
}
