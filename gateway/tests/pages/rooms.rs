//! Making rooms, looking into them, joining, leaving, and not finding them.

use crate::browser::{Browser, Page};
use crate::fixture::Fixture;

#[tokio::test(flavor = "multi_thread")]
async fn a_room_may_be_called_anything_and_its_maker_is_in_it() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    // Some of these are addresses here, or were none elsewhere.
    for name in [
        "Harbour festival",
        "日本語クラブ",
        "Ελληνικά",
        "dev-ops",
        "create",
        "admin",
        "rooms",
        "a/b?c#d",
        "100 %",
    ] {
        let room = rosa.make_room(name).await;
        let page = rosa.get(&room).await;
        assert_eq!(page.status, 200, "{room}: {}", page.body);
        assert!(page.has(name) && page.has("/messages\""), "{name}: the composer is there");
    }
    assert!(rosa.get("/rooms").await.has("日本語クラブ"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_will_not_do_is_given_back_with_the_reason() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    rosa.make_room("Kitchen").await;
    let long = "x".repeat(81);
    let cases = [
        ("  ", 422, "Enter a name."),
        (&*long, 422, "at most 80 characters"),
        ("a\u{202e}b", 422, "an invisible character"),
        ("a\0b", 422, "an invisible character"),
        ("KITCHEN", 409, "A room with this name already exists"),
    ];
    for (name, status, reason) in cases {
        let nonce = rosa.get("/rooms/new").await.nonce();
        let page = rosa.post("/rooms", &[("name", name), ("nonce", &nonce)]).await;
        assert_eq!(page.status, status, "{name:?}: {}", page.body);
        assert!(page.has(reason) && page.has("aria-invalid"), "{name:?}: {}", page.body);
        assert!(page.has(&format!("value=\"{name}\"")), "{name:?} is kept: {}", page.body);
        assert_ne!(page.nonce(), nonce, "{name:?}: another try is another command");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kind_of_room_that_there_is_not_makes_no_room() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let nonce = rosa.get("/rooms/new").await.nonce();
    let page = rosa.post("/rooms", &[("name", "Kitchen"), ("kind", "secret"), ("nonce", &nonce)]).await;
    assert!(page.status == 422 && page.has("couldn’t be read"), "{} {}", page.status, page.body);
    assert_eq!(rosa.get("/r/kitchen").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_sent_twice_makes_one_room() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let nonce = rosa.get("/rooms/new").await.nonce();
    let fields = [("name", "Kitchen"), ("nonce", &*nonce)];
    let (once, twice) = (rosa.post("/rooms", &fields).await, rosa.post("/rooms", &fields).await);
    assert_eq!((once.status, twice.status), (303, 303), "{}", twice.body);
    assert_eq!(once.location(), twice.location());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_made_under_the_id_of_another_is_made_as_usual() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let nonce = rosa.get("/rooms/new").await.nonce();
    let board = rosa.post("/rooms", &[("name", "Board"), ("kind", "private"), ("nonce", &nonce)]).await;
    let id = rosa.get(board.location()).await.between("data-room=\"", "\"").expect("its id");
    for (name, nonce) in [("Kitchen", &nonce), ("Garden", &id)] {
        let made = anton.post("/rooms", &[("name", name), ("nonce", nonce)]).await;
        assert_eq!((made.status, made.location().starts_with("/r/")), (303, true), "{name}: {}", made.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_room_may_be_looked_into_and_is_written_in_only_by_members() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let room = rosa.make_room("Kitchen").await;
    rosa.say(&room, "The oven is fixed.").await;

    let preview = anton.get(&room).await;
    assert_eq!(preview.status, 200);
    assert!(preview.has("The oven is fixed.") && preview.has(&format!("{room}/join")), "{}", preview.body);
    assert!(!preview.has("<textarea"), "no composer for those who look in");
    let nonce = uuid::Uuid::new_v4().to_string();
    let intruder = anton.say_as(&room, "me too", &nonce).await;
    assert!(matches!(intruder.status, 403 | 404), "{}: {}", intruder.status, intruder.body);
    assert!(!rosa.get(&room).await.has("me too"));

    let joined = anton.post(&format!("{room}/join"), &[]).await;
    assert_eq!((joined.status, joined.location()), (303, &*room));
    assert!(anton.get("/").await.has(&format!("href=\"{room}\"")), "it is among his rooms");
    assert_eq!(anton.say(&room, "me too").await.status, 303);

    let left = anton.post(&format!("{room}/leave"), &[]).await;
    assert_eq!((left.status, left.location()), (303, "/"));
    assert!(anton.get(&room).await.has(&format!("{room}/join")));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_the_common_room_is_not_brought_back_by_signing_in() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    assert_eq!(rosa.post("/r/general/leave", &[]).await.status, 303);
    rosa.post("/logout", &[]).await;
    assert_eq!(rosa.log_in("rosa", "").await.status, 303);
    let home = rosa.get("/").await;
    assert!(home.status == 200 && !home.has("href=\"/r/general\""), "{}", home.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_one_may_not_see_looks_like_a_room_that_is_not_there() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let room = rosa.make_room("Board").await;
    fixture.sql("update chat.room set kind = 'private' where slug = 'board'").await;
    let nonce = uuid::Uuid::new_v4().to_string();
    for (path, method) in [("", "GET"), ("/messages", "POST"), ("/join", "POST"), ("/leave", "POST")] {
        let mut answers = Vec::new();
        for room in [&*room, "/r/nothing"] {
            let path = format!("{room}{path}");
            let page = match method {
                "GET" => anton.get(&path).await,
                _ => anton.post(&path, &[("body", "hello"), ("nonce", &nonce)]).await,
            };
            answers.push((page.status, page.body.replace(page.header("x-request-id"), "").replace(room, "")));
        }
        assert_eq!(answers[0].0, 404, "{path}");
        assert_eq!(answers[0], answers[1], "{path}");
    }
    assert_eq!(rosa.get(&room).await.status, 200, "its owner sees it");
}

#[tokio::test(flavor = "multi_thread")]
async fn rooms_are_listed_in_pages_with_how_many_are_in_them_and_when_they_were_alive() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    for n in 0..51 {
        // Neither of them in more too fast than is allowed.
        (if n < 26 { &rosa } else { &anton }).make_room(&format!("team {n}")).await;
    }
    anton.post("/r/team-0/join", &[]).await;
    let first = anton.get("/rooms").await;
    assert_eq!(first.body.matches("class=\"room-row-name\"").count(), 30, "{}", first.body);
    for shown in
        [">2 members</span>", ">1 member</span>", ">just now</span>", "All <span class=\"tab-count\">52<"]
    {
        assert!(first.has(shown), "{shown}: {}", first.body);
    }
    let more = first.between("<a href=\"/rooms?offset=", "\">More rooms").expect("a second page");
    let second = anton.get(&format!("/rooms?offset={more}")).await;
    // The fifty-one and the common room.
    assert_eq!(second.body.matches("class=\"room-row-name\"").count(), 22, "{}", second.body);
    assert!(!second.has("More rooms") && second.has(">Previous</a>"), "{}", second.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_is_there_yet_the_page_says_so_and_what_to_do() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let room = rosa.make_room("Kitchen").await;
    let empty = rosa.get(&room).await;
    assert!(empty.has("This is the start of") && empty.has("Write the first message."), "{}", empty.body);
    assert!(empty.has("No one here"), "who is here is told without a script too: {}", empty.body);
    rosa.say(&room, "The oven is fixed.").await;
    assert!(!rosa.get(&room).await.has("Write the first message."));
    for room in [&*room, "/r/general"] {
        rosa.post(&format!("{room}/leave"), &[]).await;
    }
    assert!(rosa.get("/").await.has("You haven’t joined a room yet. Browse rooms or create one."));
    assert!(rosa.get("/rooms?q=nothing-of-the-kind").await.has("No rooms match your search."));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_spelling_of_an_address_leads_to_the_room() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    for (address, present) in [("/r/GENERAL", "/r/general"), ("/r/General?around=7", "/r/general?around=7")] {
        let page = rosa.get(address).await;
        assert_eq!((page.status, page.location()), (308, present));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_looks_like_another_room_s_is_warned_about_and_may_be_meant() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    rosa.make_room("Team 1").await;
    let create = async |name: &str, kind: &str, meant: Option<&str>| {
        let nonce = rosa.get("/rooms/new").await.nonce();
        let mut fields = vec![("name", name), ("kind", kind), ("nonce", &*nonce)];
        fields.extend(meant.map(|meant| ("meant", meant)));
        rosa.post("/rooms", &fields).await
    };
    let warned = create("Team I", "public", None).await;
    assert_eq!(warned.status, 409, "{}", warned.body);
    for shown in ["This looks like", "Team 1", "Create room anyway", "name=\"meant\" value=\"Team I\""] {
        assert!(warned.has(shown), "{shown}: {}", warned.body);
    }
    // Another name is another matter, whatever was meant before.
    assert_eq!(create("Teаm 1", "public", Some("Team I")).await.status, 409, "with a Cyrillic letter");
    let plain = create("Team 2", "public", None).await;
    assert_eq!(plain.status, 303, "{}", plain.body);
    let meant = create("team I", "public", Some("Team I")).await;
    assert_eq!(meant.status, 303, "{}", meant.body);
    // A private room is found by nobody who could be misled, and tells nothing of itself.
    assert_eq!(create("Tеam 1", "private", None).await.status, 303);
    assert_eq!(create("Boаrd", "private", None).await.status, 303);
    assert_eq!(create("Board", "public", None).await.status, 303, "private names are not compared");
}

#[tokio::test(flavor = "multi_thread")]
async fn renaming_is_warned_likewise_by_owners_and_admins() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    rosa.make_room("Pub One").await;
    let address = rosa.make_room("Kitchen").await;
    let rename = async |who: &Browser, path: &str, name: &str, meant: Option<&str>| {
        let nonce = who.get(path).await.nonce();
        let mut fields = vec![("name", name), ("nonce", &*nonce)];
        fields.extend(meant.map(|meant| ("meant", meant)));
        who.post(&format!("{path}/name"), &fields).await
    };
    let settings = format!("{address}/settings");
    let warned = rename(&rosa, &settings, "Рub One", None).await;
    assert!(warned.status == 409 && warned.has("Rename anyway"), "{}", warned.body);
    assert!(warned.has("name=\"meant\" value=\"Рub One\""), "{}", warned.body);
    let room =
        owner.get("/admin/rooms?q=kitchen").await.between("<a href=\"/admin/rooms/", "\"").expect("listed");
    let by_admin = format!("/admin/rooms/{room}");
    let warned = rename(&owner, &by_admin, "Рub One", None).await;
    assert!(warned.status == 409 && warned.has("Rename anyway"), "{}", warned.body);
    assert_eq!(rename(&rosa, &settings, "KITCHEN", None).await.status, 303, "its own name in other capitals");
    let meant = rename(&owner, &by_admin, "Рub One", Some("Рub One")).await;
    assert_eq!(meant.status, 303, "{}", meant.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_name_in_many_spellings_is_one_room() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    for (name, spellings) in [
        (
            "Harbour",
            &["har\u{200d}bour", "Harbour\u{fe0f}", "Harbour\u{34f}", "Harbour\u{2800}", "HARBOUR"][..],
        ),
        ("Straße", &["STRASSE"]),
        ("ΟΔΟΣ", &["οδος"]),
    ] {
        rosa.make_room(name).await;
        for spelling in spellings {
            let nonce = rosa.get("/rooms/new").await.nonce();
            let page = rosa.post("/rooms", &[("name", spelling), ("nonce", &nonce)]).await;
            assert!(page.status == 409 && page.has("A room with this name already exists"), "{spelling:?}");
        }
    }
    let nonce = rosa.get("/rooms/new").await.nonce();
    let blank = rosa.post("/rooms", &[("name", "\u{2800}"), ("nonce", &nonce)]).await;
    assert_eq!(blank.status, 422, "{}", blank.body);
}

/// The one person there is gets into so many private rooms; nothing is unread in them but in the longest silent, so many.
async fn join_many(fixture: &Fixture, rooms: u32, unread: u32) {
    let statement = format!(
        "with made as (
            insert into chat.room (id, kind, name, name_key, slug, head, head_at, last_msg, acl, members)
            select md5('team ' || n)::uuid, 'private', 'team ' || n, 'team ' || n, 'team-' || n, 2,
                now() - interval '1 year' + interval '1 minute' * n, (n <= {unread})::int, 1, 1
            from generate_series(1, {rooms}) n returning id, slug
        ), reached as (insert into chat.address (slug, room_id) select slug, id from made)
        insert into chat.member (room_id, user_id, role, since_seq, since_msg)
        select made.id, me.user_id, 'member', 1, 0 from made, (select user_id from chat.member limit 1) me"
    );
    fixture.sql(&statement).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_very_many_rooms_a_page_carries_those_that_matter_and_counts_them_all() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    join_many(&fixture, 1_200, 7).await;
    let home = rosa.get("/").await;
    assert!(home.body.len() < 200_000, "{} bytes", home.body.len());
    assert_eq!(
        home.body.matches(" data-last-msg=\"").count(),
        102,
        "100 beside the page, one of each kind to copy"
    );
    assert!(home.has("<title>(7) "), "what is unread in the longest silent rooms is counted");
    for shown in ["/r/team-1\"", "/r/team-7\"", "/r/team-1200\"", "/r/general\"", "/rooms?show=joined"] {
        assert!(home.has(shown), "{shown}: {}", home.body);
    }
    assert!(!home.has("/r/team-8\""), "silent for long, and read");
    assert!(rosa.get("/r/team-8").await.has("/r/team-8\" data-room="), "the current room is in the list");

    fixture.sql("update chat.room set last_msg = 1 where kind = 'private'").await;
    let home = rosa.get("/").await;
    assert!(home.body.len() < 200_000 && home.has("<title>(99+) "), "{} bytes", home.body.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn all_rooms_of_one_s_own_are_reached_page_by_page_and_found_by_nobody_else() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    join_many(&fixture, 1_200, 0).await;
    let (mut reached, mut next) = (std::collections::HashSet::new(), Some("/rooms?show=joined".to_owned()));
    while let Some(address) = next {
        let page = rosa.get(&address).await;
        let names = page.body.split("class=\"room-row-name\" href=\"").skip(1);
        reached.extend(names.filter_map(|rest| rest.split('"').next()).map(str::to_owned));
        let pages = page.body.split("<nav class=\"pages\"").nth(1).unwrap_or_default();
        let last = pages.rsplit("<a href=\"").next().filter(|link| link.contains(">More rooms<"));
        next = last.and_then(|link| link.split('"').next()).map(|link| link.replace("&amp;", "&"));
    }
    assert_eq!(reached.len(), 1_201, "with the one that everybody is in");
    let listed = "class=\"room-row-name\" href=\"/r/team-";
    assert!(rosa.get("/rooms?show=joined&q=TEAM+77").await.has(&format!("{listed}77\"")));
    assert!(!rosa.get("/rooms?q=team").await.has(listed), "private rooms are not among the public ones");
    let bob = fixture.person("bob").await;
    let his = bob.get("/rooms?show=joined").await;
    assert!(his.has("/r/general\"") && !his.has("/r/team-"), "{}", his.body);
}

/// The names of the rooms on a page of the list, in its order.
fn listed(page: &Page) -> Vec<String> {
    let rows = page.body.split("class=\"room-row-name\"").skip(1);
    let name = |row: &str| row.split_once("<bdi>")?.1.split_once("</bdi>").map(|(name, _)| name.to_owned());
    rows.filter_map(name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn rooms_are_sorted_and_sifted_and_each_list_has_an_address() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let (zebra, _) = (rosa.make_room("Zebra").await, rosa.make_room("äpfel").await);
    rosa.post("/rooms", &[("name", "Board"), ("kind", "private"), ("nonce", &new_nonce())]).await;
    anton.post(&format!("{zebra}/join"), &[]).await;
    fixture.sql("update chat.room set created_at = now() - interval '1 day' where name = 'general'").await;
    fixture
        .sql("update chat.room set members = 9, created_at = now() + interval '1 day' where name = 'Zebra'")
        .await;

    assert_eq!(listed(&anton.get("/rooms?sort=name").await), ["general", "Zebra", "äpfel"]);
    assert_eq!(listed(&anton.get("/rooms?sort=members").await)[0], "Zebra");
    let newest = listed(&anton.get("/rooms?sort=newest").await);
    assert_eq!((&*newest[0], &*newest[2]), ("Zebra", "general"));
    rosa.say("/r/general", "Good morning.").await;
    assert_eq!(listed(&anton.get("/rooms").await)[0], "general", "the last active one");

    let others = anton.get("/rooms?show=others").await;
    assert_eq!(listed(&others), ["äpfel"]);
    assert!(others.has("href=\"/rooms?show=joined\"") && others.has("<option value=\"active\" selected"));
    let mut joined = listed(&rosa.get("/rooms?show=joined&sort=newest").await);
    joined.sort();
    assert_eq!(joined, ["Board", "Zebra", "general", "äpfel"]);
    let found = rosa.get("/rooms?q=z%C3%A9&sort=name").await;
    assert!(
        found.has("No rooms match your search.")
            && found.has("href=\"/rooms?show=joined&amp;q=z%c3%a9&amp;sort=name\""),
        "{}",
        found.body
    );
    assert_eq!(rosa.get("/rooms?sort=nonsense&show=what").await.status, 200, "words nobody knows");
}

fn new_nonce() -> String {
    uuid::Uuid::new_v4().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_is_made_with_its_topic_and_its_people_once() {
    let fixture = Fixture::open().await;
    let (rosa, anton, mia) =
        (fixture.person("rosa").await, fixture.person("anton").await, fixture.person("mia").await);
    let nonce = rosa.get("/rooms/new").await.nonce();
    let create = async |people: &str| {
        let (name, topic, kind) = (("name", "Board"), ("topic", "Money"), ("kind", "private"));
        rosa.post("/rooms", &[name, topic, kind, ("people", people), ("nonce", &nonce)]).await
    };
    let wrong = create("anton, nobody").await;
    assert_eq!(wrong.status, 404, "{}", wrong.body);
    assert!(
        wrong.has("No one has the username nobody") && wrong.has("value=\"anton, nobody\""),
        "{}",
        wrong.body
    );
    assert!(wrong.has("value=\"Money\"") && wrong.has("value=\"private\" checked"), "{}", wrong.body);
    assert!(!rosa.get("/").await.has("Board"), "nothing is made before all of it is right");
    let many: Vec<_> = (0..31).map(|n| format!("p{n}")).collect();
    assert!(create(&many.join(" ")).await.has("Add at most 30 people"));

    // Sent twice, with whoever makes it among the people, and one of them twice.
    let made = create("@Anton, rosa; anton mia").await;
    assert_eq!(create("@Anton, rosa; anton mia").await.location(), made.location());
    let room = made.location();
    assert!(rosa.get(room).await.has("Money"));
    for who in [&rosa, &anton, &mia] {
        assert!(who.get(room).await.has("Board"), "is in it");
    }
    assert!(rosa.get(&format!("{room}/members")).await.has("3 members"));
    let events =
        "select count(*)::text from chat.event e join chat.room r on r.id = e.room_id where r.name = 'Board'";
    assert_eq!(fixture.sql_lines(events).await, ["4"], "made, described, two people added");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_found_by_part_of_a_name_and_guests_find_those_they_know() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    fixture.person("tomas").await;
    fixture.sql("update auth.account set display_name = 'Tomáš Krejčí', search_key = 'tomas krejci' where username = 'tomas'").await;
    for typed in ["krej", "KREJČÍ", "omá", "%40tomas", "tomas"] {
        let found = rosa.get(&format!("/people?q={typed}")).await;
        let is_named = typed.starts_with('%');
        assert_eq!(found.has("data-username=\"tomas\""), !is_named, "{typed}: {}", found.body);
    }
    assert!(!rosa.get("/people?q=").await.has("data-username"), "nothing to look for");
    assert!(!rosa.get("/people?q=%25").await.has("data-username"), "no pattern");
    assert!(!rosa.get("/people?q=rosa").await.has("data-username"), "not oneself");

    rosa.post("/r/general/leave", &[]).await;
    let id = owner.get("/admin/people?q=rosa").await.between("action=\"/admin/people/", "/").expect("a form");
    assert_eq!(owner.post(&format!("/admin/people/{id}/role"), &[("org_role", "guest")]).await.status, 303);
    rosa.until("/r/general", 404, std::time::Duration::from_secs(20)).await;
    let room = owner.make_room("harbour").await;
    let add = [("username", "rosa"), ("nonce", &*new_nonce())];
    assert_eq!(owner.post(&format!("{room}/members"), &add).await.status, 303);
    assert!(rosa.get("/people?q=owner").await.has("data-username=\"owner\""), "they share a room");
    assert!(!rosa.get("/people?q=tomas").await.has("data-username"), "they share none");
    fixture.sql("update auth.account set active = false where username = 'owner'").await;
    assert!(!rosa.get("/people?q=owner").await.has("data-username"), "who has gone is not found");
}
