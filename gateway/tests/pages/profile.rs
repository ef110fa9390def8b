//! What people say of themselves: by a form, and as others see it.

use std::time::Duration;

use crate::browser::{Browser, Page};
use crate::fixture::Fixture;

const DEADLINE: Duration = Duration::from_secs(20);

async fn describe(who: &Browser, [pronouns, title, zone, about]: [&str; 4]) -> Page {
    let fields = [("pronouns", pronouns), ("title", title), ("zone", zone), ("about", about)];
    who.post("/settings/profile", &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_says_of_oneself_is_on_the_profile_with_the_time_there() {
    let fixture = Fixture::open().await;
    let (rosa, tomas) = (fixture.person("rosa").await, fixture.person("tomas").await);
    let before = tomas.get("/u/rosa").await;
    assert!(!before.has("Local time") && !before.has("card-pronouns") && !before.has("card-words"));

    let said = ["she/her", "Stage <manager>", "Asia/Kathmandu", "Keeps\r\nthe kettle warm."];
    let saved = describe(&rosa, said).await;
    assert_eq!((saved.status, saved.location()), (303, "/settings?saved=profile"), "{}", saved.body);
    let settings = rosa.get(saved.location()).await;
    assert!(
        settings.has("Your profile was changed.") && settings.has("value=\"she/her\""),
        "{}",
        settings.body
    );
    assert!(settings.has("<option selected>Asia/Kathmandu"), "{}", settings.body);

    describe(&tomas, ["", "", "Asia/Kolkata", ""]).await;
    let profile = tomas.get("/u/rosa").await;
    for words in
        ["she/her", "Stage &lt;manager&gt;", "Keeps the kettle warm.", "Local time", "15 min ahead of you"]
    {
        assert!(profile.has(words), "{words}: {}", profile.body);
    }
    assert!(!rosa.get("/u/rosa").await.has("ahead of you"), "her own clock is hers");

    describe(&rosa, [""; 4]).await;
    let after = tomas.get("/u/rosa").await;
    assert!(!after.has("Local time") && !after.has("kettle") && !after.has("she/her"));
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_is_wrong_with_a_profile_is_said_at_once_and_nothing_typed_is_lost() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let long = "x".repeat(10_000);
    let refused = describe(&rosa, [&long, "a\u{202e}b", "Europe/Atlantis", &long]).await;
    assert_eq!(refused.status, 422);
    for words in ["at most 40 characters", "at most 200 characters", "Choose a time zone from the list."] {
        assert!(refused.has(words), "{words}");
    }
    assert_eq!(refused.body.matches("aria-invalid").count(), 4, "each beside its field");
    assert_eq!(refused.body.matches(&long).count(), 2, "what was typed is given back");
    let mixed = describe(&rosa, ["she/her", "fine", "", "a\0b"]).await;
    assert!(mixed.status == 422 && mixed.has("value=\"she/her\"") && mixed.has("value=\"fine\""));
    assert!(!rosa.get("/u/rosa").await.has("she/her"), "nothing was saved");
    // Spelt as an older browser has it, and in a case that is nobody's.
    assert_eq!(describe(&rosa, ["", "", "US/Pacific", ""]).await.status, 303);
    assert!(rosa.get("/settings").await.has("<option selected>US/Pacific"));
    assert_eq!(rosa.get("/settings/profile").await.location(), "/settings");
}

async fn set_status(who: &Browser, [emoji, text, ends, day]: [&str; 4]) -> Page {
    let fields = [("emoji", emoji), ("text", text), ("ends", ends), ("day", day), ("next", "/r/general")];
    who.post("/status", &fields).await
}

/// What stands beside somebody's name in the list of members.
async fn beside(who: &Browser, room: &str, name: &str) -> Option<String> {
    let page = who.get(&format!("{room}/members")).await;
    let (_, rest) = page.body.split_once(&format!("<bdi>{name}</bdi>")).expect("a member");
    let (mark, _) = rest.split_once("</p>").expect("a line");
    let (_, emoji) = mark.split_once("class=\"status-emoji\" aria-hidden=\"true\">").expect("a mark");
    emoji.split_once('<').map(|(emoji, _)| emoji.to_owned()).filter(|emoji| !emoji.is_empty())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_is_set_by_a_form_or_a_command_and_seen_beside_the_name_until_it_ends() {
    let fixture = Fixture::open().await;
    let (rosa, tomas) = (fixture.person("rosa").await, fixture.person("tomas").await);
    for person in [&rosa, &tomas] {
        person.get("/r/general").await;
    }
    assert_eq!(beside(&rosa, "/r/general", "rosa").await, None);
    let set = set_status(&rosa, ["\u{2764}", "Out <to> lunch", "hour", ""]).await;
    assert_eq!((set.status, set.location()), (303, "/r/general"), "{}", set.body);
    assert_eq!(beside(&rosa, "/r/general", "rosa").await.as_deref(), Some("\u{2764}\u{fe0f}"));
    let profile = tomas.until_has("/u/rosa", "Out &lt;to&gt; lunch", DEADLINE).await;
    assert!(profile.has("status-line") && profile.has("until "), "{}", profile.body);
    assert_eq!(beside(&tomas, "/r/general", "rosa").await.as_deref(), Some("\u{2764}\u{fe0f}"));
    assert!(rosa.get("/status").await.has("value=\"Out &lt;to&gt; lunch\""), "it can be changed");

    let said = rosa.say("/r/general", "/status 30m 🍜 Soup").await;
    assert_eq!(said.status, 303, "{}", said.body);
    assert!(!rosa.get("/r/general").await.has("Soup</p></div>"), "it is no message");
    assert!(rosa.get("/settings").await.has("Soup"), "her own pages know at once");
    assert_eq!(rosa.say("/r/general", "/status clear").await.status, 303);
    assert_eq!(beside(&rosa, "/r/general", "rosa").await, None);

    set_status(&rosa, ["🌴", "", "never", ""]).await;
    assert_eq!(beside(&rosa, "/r/general", "rosa").await.as_deref(), Some("🌴"));
    fixture.sql("update auth.account set status_until = now() - interval '1 second'").await;
    let card = tomas.get("/u/rosa").await;
    assert!(!card.has("🌴"), "nobody has taken it away, and it has ended: {}", card.body);
    let cleared = rosa.post("/status", &[("text", "still typed"), ("clear", "yes")]).await;
    assert_eq!((cleared.status, cleared.location()), (303, "/"));
    assert_eq!(beside(&rosa, "/r/general", "rosa").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_status_is_said_beside_its_field_and_nothing_typed_is_lost() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let long = "x".repeat(10_000);
    let refused = set_status(&rosa, ["🌴🌴", &long, "date", "1999-12-31"]).await;
    assert_eq!(refused.status, 422);
    for words in ["Choose a single emoji.", "at most 80 characters", "Choose a day from today on"] {
        assert!(refused.has(words), "{words}");
    }
    assert!(refused.has(&long) && refused.has("value=\"🌴🌴\"") && refused.has("value=\"1999-12-31\""));
    for (text, ends) in [("a\u{202e}b", "never"), ("fine", "century"), ("a\0b", "hour")] {
        assert_eq!(set_status(&rosa, ["", text, ends, ""]).await.status, 422, "{text:?} {ends}");
    }
    assert!(rosa.get("/settings").await.has("A few words and an emoji"), "nothing was set");
    assert_eq!(rosa.post("/status", &[("text", "Hi"), ("next", "//evil.example")]).await.location(), "/");
    assert_eq!(rosa.say("/r/general", &format!("/status {}", "x".repeat(81))).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_has_what_the_profile_has_and_is_for_those_who_may_see_it() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    describe(&rosa, ["she/her", "Stage manager", "Asia/Kathmandu", ""]).await;
    set_status(&rosa, ["🍜", "Soup", "never", ""]).await;
    owner.until_has("/u/rosa/card", "Soup", DEADLINE).await;
    let id = rosa.get("/").await.between("data-user=\"", "\"").expect("an id");
    for address in ["/u/rosa/card".to_owned(), "/u/Rosa/card".to_owned(), format!("/u/{id}/card")] {
        let card = owner.get(&address).await;
        assert_eq!(card.status, 200, "{address}");
        for words in
            ["@rosa", "she/her", "Stage manager", "🍜", "name=\"people\" value=\"rosa\"", "href=\"/u/rosa\""]
        {
            assert!(card.has(words), "{words}: {}", card.body);
        }
        assert!(!card.has("<html") && !card.has("example.org"), "{}", card.body);
    }
    let own = rosa.get("/u/rosa/card").await;
    assert!(own.has("Message yourself") && !own.has("data-do=\"mention\""), "{}", own.body);
    for nobody in ["/u/nobody/card", "/u/r%C3%B6st/card", "/u/5f0c0f6e-0000-4000-8000-000000000000/card"] {
        assert_eq!(owner.get(nobody).await.status, 404, "{nobody}");
    }

    // Guests see the cards of those they are in a room with.
    fixture.person("tomas").await.post("/r/general/leave", &[]).await;
    let id = owner.get("/admin/people?q=rosa").await.between("action=\"/admin/people/", "/").expect("a form");
    assert_eq!(owner.post(&format!("/admin/people/{id}/role"), &[("org_role", "guest")]).await.status, 303);
    rosa.until("/u/tomas/card", 404, DEADLINE).await;
    assert_eq!(rosa.get("/u/owner/card").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_ticked_where_the_status_is_set_makes_one_invisible_until_it_is_cleared() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let is_ticked = |page: &Page| page.has("name=\"invisible\" value=\"yes\" checked");
    assert!(!is_ticked(&rosa.get("/status").await));
    let fields = [("text", "Thinking"), ("invisible", "yes"), ("next", "/settings")];
    assert_eq!(rosa.post("/status", &fields).await.status, 303);
    let form = rosa.get("/status").await;
    assert!(is_ticked(&form) && form.has("value=\"Thinking\""), "{}", form.body);
    assert!(form.has("<span class=\"own-invisible\"> · Invisible</span>"), "her own pages say so");
    let wrong = rosa.post("/status", &[("emoji", "two words"), ("invisible", "yes")]).await;
    assert!(wrong.status == 422 && is_ticked(&wrong), "{}", wrong.body);
    assert_eq!(rosa.say("/r/general", "/status clear").await.status, 303);
    assert!(is_ticked(&rosa.get("/status").await), "that is another matter");
    assert_eq!(rosa.post("/status", &[]).await.status, 303);
    assert!(!is_ticked(&rosa.get("/status").await));
}
