//! What somebody chooses for a room, without JavaScript: what of it they are told about, and whether it stands at the top.

use crate::fixture::Fixture;

#[tokio::test(flavor = "multi_thread")]
async fn what_of_a_room_calls_its_member_is_chosen_by_a_form_and_counts_alike() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let room = owner.make_room("Kitchen").await;
    let address = format!("{room}/notifications");
    assert_eq!(rosa.get(&address).await.status, 404, "outside there is nothing to choose");
    rosa.post(&format!("{room}/join"), &[]).await;
    assert!(rosa.get(&room).await.has(&format!("href=\"{address}\"")), "the bell");
    assert!(rosa.get(&address).await.has("value=\"mentions\" checked"));
    owner.say(&room, "There is soup.").await;
    assert!(rosa.get("/").await.has("<title>(1) "));

    let choose = async |level: &str| rosa.post(&address, &[("level", level)]).await;
    assert_eq!((choose("nothing").await.status, choose("nothing").await.location()), (303, &*room));
    let page = rosa.get("/").await;
    assert!(!page.has("<title>(1) "), "it does not call");
    let list = page.between("rooms-heading", "side-empty").expect("the list");
    assert!(list.contains("data-level=\"nothing\"") && list.contains("Kitchen"), "it stands there: {list}");

    choose("hidden").await;
    let in_list = async || {
        let page = rosa.get("/").await;
        page.between("rooms-heading", "side-empty").expect("the list").contains("Kitchen")
    };
    assert!(!in_list().await);
    let there = rosa.get(&room).await;
    assert!(
        there.between("rooms-heading", "side-empty").expect("the list").contains("Kitchen"),
        "while one is there"
    );
    owner.say(&room, "Soup, @rosa?").await;
    assert!(in_list().await, "once one is mentioned");

    assert_eq!(choose("loud").await.status, 422);
    let (form, again) = (rosa.get(&address).await, rosa.get(&address).await);
    assert!(form.has("value=\"hidden\" checked") && again.status == 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_starred_room_stands_at_the_top_of_its_member_s_list() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let (attic, kitchen) = (owner.make_room("Attic").await, owner.make_room("Kitchen").await);
    for room in [&attic, &kitchen] {
        rosa.post(&format!("{room}/join"), &[]).await;
    }
    let place = async |name: &str| {
        let page = rosa.get("/").await;
        let lists = page.between("data-starred>", "side-empty").expect("the lists").to_owned();
        let (starred, others) = lists.split_once("</ul>").expect("two lists");
        (starred.contains(name), others.contains(name))
    };
    assert_eq!(place("Kitchen").await, (false, true));
    let starred = rosa.post(&format!("{kitchen}/star"), &[("starred", "yes")]).await;
    assert_eq!((starred.status, starred.location()), (303, &*kitchen));
    assert_eq!((place("Kitchen").await, place("Attic").await), ((true, false), (false, true)));
    assert!(rosa.get(&kitchen).await.has("value=\"no\" aria-pressed=\"true\""));
    assert_eq!(rosa.post(&format!("{kitchen}/star"), &[("starred", "perhaps")]).await.status, 422);
    rosa.post(&format!("{kitchen}/star"), &[("starred", "no")]).await;
    assert_eq!(place("Kitchen").await, (false, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_is_muted_for_oneself_and_a_member_by_a_moderator_after_a_slash() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let room = owner.make_room("Kitchen").await;
    rosa.post(&format!("{room}/join"), &[]).await;
    let level = async || rosa.get(&format!("{room}/notifications")).await;
    let muted = rosa.say(&room, "/mute").await;
    assert_eq!((muted.status, muted.location()), (303, &*format!("{room}#latest")), "{}", muted.body);
    assert!(level().await.has("value=\"nothing\" checked"));
    assert_eq!(rosa.say(&room, "/unmute").await.status, 303);
    assert!(level().await.has("value=\"mentions\" checked"), "what calls whoever has chosen nothing");

    for typed in ["/mute @owner 10m", "/unmute @owner", "/mute @nobody"] {
        let refused = rosa.say(&room, typed).await;
        assert_eq!((refused.status, &*refused.composer()), (403, typed), "{}", refused.body);
    }
    assert_eq!(owner.say(&room, "/mute @rosa 10m Off topic").await.status, 303);
    let silent = rosa.get(&room).await;
    assert!(silent.has("muted") && silent.has("Off topic"), "{}", silent.body);
    assert_eq!(rosa.say_as(&room, "Hello?", &uuid::Uuid::new_v4().to_string()).await.status, 403);
    assert_eq!(owner.say(&room, "/unmute @rosa").await.status, 303);
    assert_eq!(rosa.say(&room, "Hello!").await.status, 303);
    for typed in ["/mute @nobody 10m", "/mute rosa", "/mute @rosa 400d"] {
        let kept = owner.say(&room, typed).await;
        assert!(kept.status >= 400 && kept.composer() == typed, "{typed}: {}", kept.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_says_why_one_is_told_of_it_or_not() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let room = owner.make_room("Kitchen").await;
    let say = async |words: &str| {
        owner.say(&room, words).await;
        owner.get(&room).await.last_message()
    };
    let before = &*say("Before she came.").await;
    rosa.post(&format!("{room}/join"), &[]).await;
    let (plain, mention) = (&*say("There is soup.").await, &*say("Soup, @rosa?").await);
    let why = async |seq: &str| rosa.get(&format!("{room}/m/{seq}/why")).await;
    let says = async |seq: &str, words: &str| {
        let page = why(seq).await;
        assert!(page.status == 200 && page.has(words), "{words}: {}", page.body);
    };
    assert!(
        rosa.get(&format!("{room}/m/{mention}")).await.has(&format!("{room}/m/{mention}/why")),
        "beside the message"
    );
    says(before, "before you joined").await;
    says(plain, "mentions only").await;
    says(mention, "<bdi>owner</bdi> mentioned you.").await;
    says(mention, "waiting for you until you read it").await;
    rosa.post("/settings/notifications/pause", &[("pause", "hour")]).await;
    says(mention, "You asked not to be disturbed").await;
    rosa.post(&format!("{room}/notifications"), &[("level", "everything")]).await;
    says(plain, "notified about everything").await;
    rosa.post(&format!("{room}/notifications"), &[("level", "nothing")]).await;
    says(mention, "chose not to be notified about this room").await;
    rosa.post(&format!("{room}/notifications"), &[("level", "mentions")]).await;
    rosa.post(&format!("{room}/read"), &[("seq", mention)]).await;
    says(mention, "You’ve read it.").await;
    let everyone = &*say("Soup, @room!").await;
    says(everyone, "<bdi>owner</bdi> mentioned you.").await;
    assert!(owner.get(&format!("{room}/m/{mention}/why")).await.has("You wrote it yourself."));
    assert!(owner.get(&format!("{room}/m/{everyone}/why")).await.has("You wrote it yourself."));
    assert_eq!(why("9999").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_calls_everyone_is_set_by_an_admin_and_told_to_those_it_holds_for() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let room = owner.make_room("Kitchen").await;
    rosa.post(&format!("{room}/join"), &[]).await;
    owner.say(&room, "There is soup.").await;
    let head = rosa.get(&room).await.between("data-head=\"", "\"").expect("where it stands").to_owned();
    let why = async || rosa.get(&format!("{room}/m/{head}/why")).await;
    assert!(why().await.has("mentions only") && !why().await.has("set for everyone"));
    assert!(owner.get("/admin/installation").await.has("value=\"mentions\" checked"));
    let set = "/admin/installation/level";
    assert_eq!(rosa.post(set, &[("level", "everything")]).await.status, 403);
    for bad in ["", "hidden", "loud"] {
        assert_eq!(owner.post(set, &[("level", bad)]).await.status, 422, "{bad}");
    }
    let saved = owner.post(set, &[("level", "everything")]).await;
    assert_eq!((saved.status, saved.location()), (303, "/admin/installation?saved=level"));
    assert!(owner.get("/admin/installation").await.has("value=\"everything\" checked"));
    assert!(why().await.has("set for everyone here"), "{}", why().await.body);
    assert!(rosa.get("/inbox").await.has("Kitchen"));
    let settings = rosa.get("/settings/notifications").await;
    assert!(
        settings.has("As set for everyone: everything") && settings.has("name=\"level\" value=\"\" checked"),
        "{}",
        settings.body
    );
    rosa.post("/settings/notifications/rooms", &[("level", "nothing")]).await;
    assert!(why().await.has("your choice for all rooms") && !rosa.get("/inbox").await.has(">Kitchen</b>"));
    rosa.post("/settings/notifications/rooms", &[("level", "")]).await;
    assert!(rosa.get("/inbox").await.has(">Kitchen</b>"));
    assert!(owner.get("/admin/audit").await.has("changed what people are notified about by default"));
}
