//! Private rooms, their people, and what owners do with a room: by forms alone.

use crate::browser::{Browser, Page};
use crate::fixture::Fixture;

/// The nonce of the form with this address.
fn nonce_of(page: &Page, action: &str) -> String {
    let (_, form) = page.body.split_once(&format!("action=\"{action}\"")).expect("the form");
    let (_, rest) = form.split_once("name=\"nonce\" value=\"").expect("a nonce");
    rest.split_once('"').expect("its end").0.to_owned()
}

/// Fills in a form of a page and sends it.
async fn send(who: &Browser, page: &str, action: &str, fields: &[(&str, &str)]) -> Page {
    let form = who.get(page).await;
    assert_eq!(form.status, 200, "{page}: {}", form.body);
    let nonce = nonce_of(&form, action);
    let all: Vec<(&str, &str)> = fields.iter().copied().chain([("nonce", &*nonce)]).collect();
    who.post(action, &all).await
}

/// The id in the first form about a person on the members' page.
fn person_in(page: &Page, room: &str, act: &str) -> String {
    let (before, _) = page.body.split_once(&format!("/{act}\"")).expect("a form");
    before.rsplit_once(&format!("{room}/members/")).expect("an address").1.to_owned()
}

async fn private_room(who: &Browser, name: &str) -> String {
    let made = send(who, "/rooms/new", "/rooms", &[("name", name), ("kind", "private")]).await;
    assert_eq!(made.status, 303, "{}", made.body);
    made.location().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_room_is_known_to_those_who_were_added_alone() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let room = private_room(&rosa, "Board").await;
    assert_ne!(room, "/r/board", "its address tells nothing");
    rosa.say(&room, "Between us.").await;

    assert!(!anton.get("/rooms").await.has("Board") && !anton.get("/rooms?q=board").await.has("Board"));
    for path in ["", "/members", "/settings"] {
        assert_eq!(anton.get(&format!("{room}{path}")).await.status, 404, "{path}");
    }
    let nonce = uuid::Uuid::new_v4().to_string();
    for path in ["/join", "/members", "/settings/name", "/settings/archive"] {
        let fields = [("nonce", &*nonce), ("username", "anton"), ("name", "Mine")];
        assert_eq!(anton.post(&format!("{room}{path}"), &fields).await.status, 404, "{path}");
    }
    let other = anton.make_room("Board").await;
    assert_eq!(other, "/r/board", "a private room does not tell that a name is taken");

    let (members, add) = (format!("{room}/members"), format!("{room}/members"));
    let nobody = send(&rosa, &members, &add, &[("username", "antn")]).await;
    assert!(
        nobody.status == 404 && nobody.has("value=\"antn\"") && nobody.has("No one has this username"),
        "{}",
        nobody.body
    );
    let added = send(&rosa, &members, &add, &[("username", "Anton")]).await;
    assert_eq!(added.status, 303, "{}", added.body);
    assert!(anton.get(&room).await.has("Between us."));
    assert!(anton.get("/").await.has(&format!("href=\"{room}\"")), "it is among his rooms");
    assert!(!anton.get(&members).await.has("id=\"add-heading\""), "a member adds nobody");
    let intruder = anton.post(&add, &[("username", "rosa"), ("nonce", &nonce)]).await;
    assert_eq!(intruder.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_gives_roles_removes_bans_and_lets_come_back() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let room = rosa.make_room("Kitchen").await;
    anton.post(&format!("{room}/join"), &[]).await;
    let members = format!("{room}/members");
    let list = rosa.get(&members).await;
    let user = person_in(&list, &room, "remove");
    let act = |what: &str| format!("{members}/{user}/{what}");

    let alone = rosa.post(&format!("{room}/leave"), &[]).await;
    assert!(alone.status == 403 && alone.has("only owner"), "{}: {}", alone.status, alone.body);

    assert_eq!(send(&rosa, &members, &act("role"), &[("role", "moderator")]).await.status, 303);
    assert!(rosa.get(&members).await.has("Moderator ·"));
    let wrong = send(&rosa, &members, &act("role"), &[("role", "king")]).await;
    assert_eq!(wrong.status, 422, "{}", wrong.body);

    let long = "x".repeat(201);
    let refused = send(&rosa, &members, &act("remove"), &[("reason", &long), ("ban", "yes")]).await;
    assert!(refused.status == 422 && refused.has(&long), "what was typed is kept: {}", refused.body);
    let banned = send(&rosa, &members, &act("remove"), &[("reason", "Spam"), ("ban", "yes")]).await;
    assert_eq!(banned.location(), format!("{members}?done=banned"), "{}", banned.body);
    assert_eq!(anton.get(&room).await.status, 404);
    assert_eq!(anton.post(&format!("{room}/join"), &[]).await.status, 404);

    assert_eq!(send(&rosa, &members, &act("unban"), &[]).await.status, 303);
    assert_eq!(anton.post(&format!("{room}/join"), &[]).await.status, 303);
    assert_eq!(send(&rosa, &members, &act("role"), &[("role", "owner")]).await.status, 303);
    assert_eq!(rosa.post(&format!("{room}/leave"), &[]).await.status, 303, "another owns it now");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_muted_is_told_until_when_and_why_and_an_admin_sees_it_and_undoes_it() {
    let fixture = Fixture::open().await;
    let (root, rosa, anton) =
        (fixture.person("root").await, fixture.person("rosa").await, fixture.person("anton").await);
    let room = rosa.make_room("Kitchen").await;
    anton.post(&format!("{room}/join"), &[]).await;
    anton.say(&room, "Hello.").await;
    let members = format!("{room}/members");
    let user = person_in(&rosa.get(&members).await, &room, "mute");
    let act = |what: &str| format!("{members}/{user}/{what}");

    let long = "x".repeat(201);
    for (minutes, reason) in [("0", "Spam"), ("", "Spam"), ("soon", "Spam"), ("60", &*long)] {
        let refused = send(&rosa, &members, &act("mute"), &[("minutes", minutes), ("reason", reason)]).await;
        assert!(refused.status == 422 && refused.has(reason), "what was typed is kept: {}", refused.body);
    }
    let muted = send(&rosa, &members, &act("mute"), &[("minutes", "60"), ("reason", "Enough <b>")]).await;
    assert_eq!(muted.location(), format!("{members}?done=muted"), "{}", muted.body);
    let list = rosa.get(&members).await;
    assert!(list.has("Muted until") && list.has("Enough &lt;b&gt;"), "{}", list.body);

    let page = anton.get(&room).await;
    assert!(
        page.has("A moderator muted you in this room until") && page.has("Enough &lt;b&gt;"),
        "{}",
        page.body
    );
    assert!(!page.has("<hub-composer"), "there is nothing to write in");
    let nonce = uuid::Uuid::new_v4().to_string();
    let refused = anton.post(&format!("{room}/messages"), &[("body", "But!"), ("nonce", &nonce)]).await;
    assert!(refused.status == 403 && refused.has("You’re muted in this room until"), "{}", refused.body);
    assert!(refused.has("But!</textarea>"), "what was typed is given back");

    let audit = root.get("/admin/audit?action=muted").await;
    assert!(audit.has("muted <a") && audit.has("Until ") && audit.has("Enough &lt;b&gt;"), "{}", audit.body);
    let (_, form) =
        audit.body.split_once("action=\"/admin/audit/undo\"").expect("what is in force is undone");
    let value = |name: &str| {
        let (_, rest) = form.split_once(&format!("name=\"{name}\" value=\"")).expect("a field");
        rest.split_once('"').expect("its end").0.to_owned()
    };
    let fields = ["nonce", "room", "user", "action"].map(|name| (name, value(name)));
    let fields = fields.each_ref().map(|(name, value)| (*name, &**value));
    let undone = root.post("/admin/audit/undo", &fields).await;
    assert_eq!(undone.location(), "/admin/audit?done=undone", "{}", undone.body);
    assert!(
        !root.get("/admin/audit?action=muted").await.has("/admin/audit/undo"),
        "it is not in force any more"
    );
    anton.say(&room, "Thank you.").await;
    assert!(anton.get(&room).await.has("Thank you."));

    let banned = [("minutes", "1440"), ("reason", "Again"), ("ban", "yes")];
    assert_eq!(send(&rosa, &members, &act("remove"), &banned).await.status, 303);
    let list = rosa.get(&members).await;
    assert!(list.has("Until ") && list.has("Again"), "{}", list.body);
    assert!(root.get("/admin/audit?action=removed").await.has("banned <a"));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_s_message_is_deleted_with_a_reason_that_the_room_is_told() {
    let fixture = Fixture::open().await;
    let (root, rosa, anton) =
        (fixture.person("root").await, fixture.person("rosa").await, fixture.person("anton").await);
    let room = rosa.make_room("Kitchen").await;
    anton.post(&format!("{room}/join"), &[]).await;
    anton.say(&room, "Cheap engines.").await;
    let page = rosa.get(&room).await;
    let (before, _) = page.body.split_once("\" data-no=\"1\"").expect("a message");
    let (_, seq) = before.rsplit_once('"').expect("its seq");
    let delete = format!("{room}/m/{seq}/delete");
    assert!(!anton.get(&delete).await.has("name=\"reason\""), "of one's own nobody is told why");
    let long = "x".repeat(201);
    let refused = send(&rosa, &delete, &delete, &[("reason", &long)]).await;
    assert!(refused.status == 422 && refused.has(&long), "what was typed is kept: {}", refused.body);
    assert_eq!(send(&rosa, &delete, &delete, &[("reason", "Advertising")]).await.status, 303);
    let audit = root.get("/admin/audit?action=deleted").await;
    assert!(audit.has("deleted a message by") && audit.has("Advertising"), "{}", audit.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_renamed_is_found_under_its_old_address_too() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let room = rosa.make_room("Kitchen").await;
    rosa.make_room("Garden").await;
    let (settings, name) = (format!("{room}/settings"), format!("{room}/settings/name"));

    assert_eq!(anton.get(&settings).await.status, 403);
    let nonce = uuid::Uuid::new_v4().to_string();
    assert_eq!(anton.post(&name, &[("name", "Mine"), ("nonce", &nonce)]).await.status, 403);

    let taken = send(&rosa, &settings, &name, &[("name", "GARDEN")]).await;
    assert!(taken.status == 409 && taken.has("value=\"GARDEN\""), "{}: {}", taken.status, taken.body);
    let renamed = send(&rosa, &settings, &name, &[("name", "Great Kitchen")]).await;
    assert_eq!(renamed.location(), "/r/great-kitchen/settings?done=renamed", "{}", renamed.body);
    let old = rosa.get(&room).await;
    assert_eq!((old.status, old.location()), (308, "/r/great-kitchen"));
    assert_eq!(rosa.make_room("Kitchen").await, "/r/kitchen-2", "an address is never given to another");

    let (settings, topic) = ("/r/great-kitchen/settings", "/r/great-kitchen/settings/topic");
    let about = send(&rosa, settings, topic, &[("topic", "What is <b>cooking</b>")]).await;
    assert_eq!(about.status, 303, "{}", about.body);
    assert!(anton.get("/r/great-kitchen").await.has("What is &lt;b&gt;cooking"));
    assert!(anton.get("/rooms?q=COOKING").await.has("Great Kitchen"));
    assert!(!anton.get("/rooms?q=garden").await.has("Great Kitchen"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archived_room_is_read_and_not_written_until_it_is_opened_again() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let room = rosa.make_room("Kitchen").await;
    rosa.say(&room, "The oven is fixed.").await;
    let settings = format!("{room}/settings");
    let archived = send(&rosa, &settings, &format!("{settings}/archive"), &[]).await;
    assert_eq!(archived.status, 303, "{}", archived.body);

    let page = rosa.get(&room).await;
    assert!(page.has("The oven is fixed.") && page.has("This room is archived") && !page.has("<textarea"));
    let nonce = uuid::Uuid::new_v4().to_string();
    let late = rosa.say_as(&room, "One more thing", &nonce).await;
    assert!(late.status == 409 || late.status == 403 || late.status == 422, "{}", late.status);
    assert!(late.has("archived"), "{}", late.body);
    assert!(!rosa.get("/rooms").await.has("room-row-name\" href=\"/r/kitchen\""), "it is not listed");

    let restored = send(&rosa, &settings, &format!("{settings}/restore"), &[]).await;
    assert_eq!(restored.status, 303, "{}", restored.body);
    assert_eq!(rosa.say(&room, "One more thing").await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_called_like_somebody_else_is_shown_with_the_username() {
    let fixture = Fixture::open().await;
    let (rosa, mallory) = (fixture.person("rosa").await, fixture.person("mallory").await);
    // With Cyrillic letters.
    assert_eq!(mallory.post("/settings/name", &[("display_name", "rоsа")]).await.status, 303);
    mallory.say("/r/general", "It is me.").await;
    let shown = "rоsа (\u{2066}@mallory\u{2069})";
    for path in ["/r/general", "/r/general/members"] {
        rosa.until_has(path, shown, std::time::Duration::from_secs(20)).await;
    }
    let refused = mallory.post("/settings/name", &[("display_name", "rosa (@rosa)")]).await;
    assert!(refused.status == 422 && refused.has("can’t contain @"), "{}", refused.body);
}
