//! When somebody does not want to be disturbed, without JavaScript: a pause, hours that come again, and what others see of it.

use crate::browser::{Browser, Page};
use crate::fixture::Fixture;

const HERE: &str = "/settings/notifications";
/// What is said of somebody who does not want to be disturbed now.
const MOON: &str = "Do not disturb <span class=\"quiet\">until";

async fn pause(who: &Browser, how: &str, day: &str) -> Page {
    who.post(&format!("{HERE}/pause"), &[("pause", how), ("day", day)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_pauses_is_shown_with_a_moon_until_they_go_on() {
    let fixture = Fixture::open().await;
    let (rosa, tomas) = (fixture.person("rosa").await, fixture.person("tomas").await);
    let seen = async |page: &str| tomas.get(page).await.has(MOON);
    assert!(rosa.get("/settings").await.has(&format!("href=\"{HERE}\"")));
    assert!(rosa.get("/").await.has("class=\"own-quiet\" data-quiet=\"\" hidden"));
    assert!(!seen("/u/rosa").await && !seen("/u/rosa/card").await);

    let paused = pause(&rosa, "hour", "").await;
    assert_eq!((paused.status, paused.location()), (303, "/settings/notifications?saved=yes"));
    let page = rosa.get(HERE).await;
    assert!(page.has(MOON) && page.has("name=\"resume\""), "{}", page.body);
    assert!(!rosa.get("/").await.has("data-quiet=\"\""), "her own menu has it");
    assert!(seen("/u/rosa").await && seen("/u/rosa/card").await);

    let resumed = rosa.post(&format!("{HERE}/pause"), &[("resume", "yes")]).await;
    assert_eq!(resumed.status, 303);
    assert!(!rosa.get(HERE).await.has("name=\"resume\"") && !seen("/u/rosa").await);

    for (how, day) in [("date", ""), ("date", "2020-01-01"), ("date", "9999-12-31"), ("date", "soon")] {
        let refused = pause(&rosa, how, day).await;
        assert!(
            refused.status == 422 && refused.has("Choose a day from tomorrow on"),
            "{day}: {}",
            refused.body
        );
    }
    assert_eq!(pause(&rosa, "for ever", "").await.status, 422);
    assert!(!seen("/u/rosa").await, "nothing was saved");
    assert_eq!(rosa.get(&format!("{HERE}/pause")).await.location(), HERE);
}

#[tokio::test(flavor = "multi_thread")]
async fn hours_that_come_again_are_kept_by_the_clock_of_their_person() {
    let fixture = Fixture::open().await;
    let (rosa, tomas) = (fixture.person("rosa").await, fixture.person("tomas").await);
    let days: Vec<String> = (0..7).map(|day| format!("day{day}")).collect();
    let set = async |on: &str, from: &str, to: &str, days: &[String]| {
        let mut fields = vec![("on", on), ("from", from), ("to", to)];
        fields.extend(days.iter().map(|day| (&**day, "yes")));
        rosa.post(&format!("{HERE}/hours"), &fields).await
    };
    let fresh = rosa.get(HERE).await;
    assert!(fresh.has("value=\"20:00\"") && fresh.has("Your time zone is <bdi>UTC</bdi>."), "{}", fresh.body);

    // From now, whatever the hour, for a whole day.
    assert_eq!(set("yes", "00:00", "00:00", &days).await.status, 303);
    assert!(tomas.get("/u/rosa").await.has(MOON));
    let page = rosa.get(HERE).await;
    assert!(page.has("name=\"on\" value=\"yes\" checked") && !page.has("name=\"resume\""), "{}", page.body);
    let zone = [("zone", "Asia/Kathmandu")];
    assert_eq!(rosa.post("/settings/profile", &zone).await.status, 303);
    assert!(rosa.get(HERE).await.has("Asia/Kathmandu"));
    assert!(rosa.get("/").await.has("Asia/Kathmandu"), "her pages go by the new clock at once");

    for (from, to, days) in [("", "", &days[..]), ("25:00", "07:00", &days[..]), ("20:00", "07:00", &[])] {
        let refused = set("yes", from, to, days).await;
        assert!(refused.status == 422 && refused.has("at least one day"), "{}", refused.body);
    }
    assert_eq!(set("", "20:00", "07:00", &days).await.status, 303);
    assert!(!tomas.get("/u/rosa").await.has(MOON));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_rooms_tell_by_default_is_chosen_once_for_all_of_them_and_not_for_direct_messages() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let room = owner.make_room("Kitchen").await;
    rosa.post(&format!("{room}/join"), &[]).await;
    let page = rosa.get(HERE).await;
    let for_everyone = "name=\"level\" value=\"\" checked";
    assert!(page.has(for_everyone) && page.has("As set for everyone: mentions"), "{}", page.body);
    let choose = async |level: &str| rosa.post(&format!("{HERE}/rooms"), &[("level", level)]).await;
    assert_eq!(choose("nothing").await.status, 303);
    assert!(rosa.get(HERE).await.has("name=\"level\" value=\"nothing\" checked"));
    assert!(rosa.get(&format!("{room}/notifications")).await.has("value=\"nothing\" checked"));
    owner.say(&room, "Soup, @rosa?").await;
    assert!(!rosa.get("/").await.has("<title>("), "no room calls her");
    rosa.post(&format!("{room}/notifications"), &[("level", "mentions")]).await;
    assert!(rosa.get("/").await.has("<title>(@1) "), "but this one");
    let talk = owner.post("/d", &[("people", "rosa")]).await;
    owner.say(talk.location(), "Soup?").await;
    assert!(rosa.get("/").await.has("<title>(@2) "), "and whoever writes to her");
    for bad in ["hidden", "loud"] {
        assert_eq!(choose(bad).await.status, 422, "{bad}");
    }
    assert_eq!(choose("").await.status, 303);
    assert!(rosa.get(HERE).await.has(for_everyone), "as if she had never chosen");
}

#[tokio::test(flavor = "multi_thread")]
async fn keywords_are_added_and_removed_by_forms_and_what_is_none_is_refused_beside_its_field() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let send = async |name: &str, word: &str| rosa.post(&format!("{HERE}/keywords"), &[(name, word)]).await;
    for word in ["permit", "Shed <key>", "日本"] {
        assert_eq!(send("keyword", word).await.status, 303, "{word}");
    }
    let page = rosa.get(HERE).await;
    for word in ["permit", "Shed &lt;key&gt;", "日本"] {
        assert!(page.has(&format!("<bdi>{word}</bdi>")), "{word}: {}", page.body);
    }
    assert_eq!(send("remove", "shed KEY").await.status, 303);
    let page = rosa.get(HERE).await;
    assert!(!page.has("Shed") && page.has("<bdi>permit</bdi>"));
    let long = "x".repeat(1_000);
    for bad in ["", "a", "***", &long, "a\u{202e}b"] {
        let refused = send("keyword", bad).await;
        assert!(
            refused.status == 422 && refused.has("id=\"keyword-note\">") && refused.has("aria-invalid"),
            "{bad}: {}",
            refused.body
        );
    }
    assert_eq!(rosa.get(&format!("{HERE}/keywords")).await.location(), HERE);
}
