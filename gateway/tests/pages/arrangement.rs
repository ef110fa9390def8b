//! The list of rooms put into an order, and folded, without JavaScript.

use crate::browser::Browser;
use crate::fixture::Fixture;

/// The names of these rooms in the list beside the page, in its order.
async fn listed(who: &Browser) -> Vec<String> {
    let page = who.get("/").await;
    let list = page.between("rooms-heading", "side-empty").expect("the list");
    let names = list.split("<span class=\"room-name\" dir=\"auto\">").skip(1);
    let names = names.filter_map(|rest| rest.split_once('<')).map(|(name, _)| name.to_owned());
    names.filter(|name| name != "general").collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn rooms_stand_by_name_by_activity_or_where_their_member_puts_them() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let mut rooms = Vec::new();
    for name in ["Boats", "Attic", "Cellar"] {
        rooms.push(owner.make_room(name).await);
    }
    assert_eq!(listed(&owner).await, ["Attic", "Boats", "Cellar"]);
    assert!(owner.get("/").await.has("href=\"/sidebar\""));
    let sort = async |sort: &str| owner.post("/sidebar", &[("sort", sort)]).await;
    assert_eq!((sort("activity").await.status, sort("activity").await.location()), (303, "/sidebar"));
    owner.say(&rooms[0], "Ahoy").await;
    assert_eq!(listed(&owner).await, ["Boats", "Cellar", "Attic"]);
    assert_eq!(sort("hand").await.status, 303);
    assert_eq!(listed(&owner).await, ["Boats", "Cellar", "Attic"], "as they stood");

    let page = owner.get("/sidebar").await;
    assert!(page.has("value=\"hand\" checked") && page.has("Move Attic up"), "{}", page.body);
    let (_, row) = page.body.split_once("<ol class=\"arrange-rooms\">").expect("the rooms");
    let ids: Vec<_> =
        row.split("name=\"room\" value=\"").skip(1).filter_map(|rest| rest.split_once('"')).collect();
    let id = |name: &str| {
        ids.iter()
            .find(|(_, rest)| rest.split("</bdi>").next().is_some_and(|row| row.contains(name)))
            .expect(name)
            .0
    };
    let attic = id("Attic");
    let moved = owner.post("/sidebar/places", &[("room", attic), ("to", "up")]).await;
    assert_eq!((moved.status, moved.location()), (303, &*format!("/sidebar?moved={attic}&to=up")));
    assert_eq!(listed(&owner).await, ["Boats", "Attic", "Cellar"]);
    assert!(owner.get(moved.location()).await.has("autofocus"));
    let places = [id("Cellar"), id("Attic")].join(",");
    assert_eq!(owner.post("/sidebar/places", &[("rooms", &*places)]).await.status, 303);
    assert_eq!(listed(&owner).await, ["Cellar", "Attic", "Boats"]);
    owner.say(&rooms[1], "Dusty").await;
    assert_eq!(listed(&owner).await, ["Cellar", "Attic", "Boats"], "whatever happens there");

    rosa.post(&format!("{}/join", rooms[2]), &[]).await;
    rosa.post(&format!("{}/join", rooms[0]), &[]).await;
    assert_eq!(listed(&rosa).await, ["Boats", "Cellar"], "it is the owner's order alone");
    assert_eq!(sort("name").await.status, 303);
    assert_eq!(listed(&owner).await, ["Attic", "Boats", "Cellar"]);
    for (path, fields) in [
        ("/sidebar", [("sort", "colour"), ("to", "")]),
        ("/sidebar/places", [("rooms", "a,b"), ("to", "")]),
        ("/sidebar/places", [("room", attic), ("to", "left")]),
        ("/sidebar/fold", [("part", "everything"), ("folded", "yes")]),
        ("/sidebar/fold", [("part", "rooms"), ("folded", "perhaps")]),
    ] {
        assert_eq!(owner.post(path, &fields).await.status, 422, "{path} {fields:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_the_list_is_folded_away_until_it_is_unfolded() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let part = async || {
        let page = rosa.get("/").await;
        page.between("rooms-heading", "</a>").expect("the part")
    };
    assert!(part().await.contains("aria-expanded=\"true\""));
    let folded = rosa.post("/sidebar/fold", &[("part", "rooms"), ("folded", "yes")]).await;
    assert_eq!((folded.status, folded.location()), (303, "/"));
    assert!(part().await.contains("aria-expanded=\"false\""));
    assert!(rosa.get("/").await.has("<ul class=\"room-list named-list\" data-folded>"));
    rosa.post("/sidebar/fold", &[("part", "rooms"), ("folded", "no")]).await;
    assert!(part().await.contains("aria-expanded=\"true\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn rooms_are_kept_together_in_sections_of_their_members_own() {
    let fixture = Fixture::open().await;
    let owner = fixture.person("owner").await;
    for name in ["Attic", "Boats"] {
        owner.make_room(name).await;
    }
    let added = owner.post("/sidebar/sections", &[("name", " Work  <stuff> ")]).await;
    assert_eq!((added.status, added.location()), (303, "/sidebar"), "{}", added.body);
    let page = owner.get("/sidebar").await;
    assert!(page.has("value=\"Work &lt;stuff&gt;\"") && page.has("Section for Boats"), "{}", page.body);
    let (_, rows) = page.body.split_once("<ol class=\"arrange-rooms\">").expect("the rooms");
    let rows = rows.split("name=\"room\" value=\"").skip(1);
    let boats = rows.filter(|row| row.split("</bdi>").next().is_some_and(|row| row.contains("Boats")));
    let boats =
        boats.filter_map(|row| row.split_once('"')).map(|(id, _)| id.to_owned()).next().expect("Boats");
    let put = [("room", &*boats), ("to", "section"), ("section", "1")];
    assert_eq!(owner.post("/sidebar/places", &put).await.status, 303);
    let section = async || owner.get("/").await.between("class=\"sections\"", "rooms-heading").expect("it");
    assert!(section().await.contains("Work &lt;stuff&gt;") && section().await.contains(">Boats<"));
    assert_eq!(listed(&owner).await, ["Attic"], "the others");
    owner.post("/sidebar/fold", &[("part", "1"), ("folded", "yes")]).await;
    assert!(section().await.contains("data-section=\"1\" data-folded"));

    let renamed = owner.post("/sidebar/sections/1", &[("name", "Office")]).await;
    assert!(renamed.status == 303 && section().await.contains("Office"));
    for (path, name) in [("/sidebar/sections", " "), ("/sidebar/sections/1", &*"x".repeat(41))] {
        let refused = owner.post(path, &[("name", name)]).await;
        assert!(refused.status == 422 && refused.has("id=\"name-note\""), "{path}: {}", refused.body);
    }
    for n in 2..=20 {
        assert_eq!(owner.post("/sidebar/sections", &[("name", &n.to_string())]).await.status, 303, "{n}");
    }
    let full = owner.post("/sidebar/sections", &[("name", "One more")]).await;
    assert!(full.status >= 400 && full.has("20 sections") && full.has("value=\"One more\""), "{}", full.body);
    assert_eq!(owner.post("/sidebar/sections/1/remove", &[]).await.status, 303);
    assert_eq!(listed(&owner).await, ["Attic", "Boats"]);
}
