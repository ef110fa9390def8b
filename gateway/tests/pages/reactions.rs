//! Reactions without JavaScript: buttons under messages, a page to choose, and who reacted. What is drawn for everyone holds nobody's.

use futures_util::future::join_all;

use crate::browser::Browser;
use crate::fixture::Fixture;

const GENERAL: &str = "/r/general";

/// Says something; the message's address and seq.
async fn said(who: &Browser, words: &str) -> (String, String) {
    who.say(GENERAL, words).await;
    let page = who.get(GENERAL).await;
    let (_, later) = page.body.rsplit_once("id=\"m-").expect("a message");
    let seq = later.split('"').next().expect("a seq").to_owned();
    (format!("{GENERAL}/m/{seq}"), seq)
}

/// The chips of a page as they are pressed: what the button says it does, and what it shows.
fn chips(body: &str) -> Vec<(String, String, String)> {
    let chips =
        body.split("<button class=\"reaction\" ").skip(1).filter(|chip| !chip.contains("data-since=\"0\""));
    let between = |text: &str, from: &str, to: &str| {
        text.split_once(from)
            .and_then(|(_, rest)| rest.split_once(to))
            .map(|(found, _)| found.to_owned())
            .unwrap_or_default()
    };
    let read = |chip: &str| {
        (
            between(chip, "name=\"", "\""),
            between(chip, "dir=\"auto\">", "<"),
            between(chip, "class=\"reaction-count\">", "<"),
        )
    };
    chips.map(read).collect()
}

fn chip(name: &str, token: &str, count: &str) -> (String, String, String) {
    (name.to_owned(), token.to_owned(), count.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reaction_is_a_button_under_its_message_and_mine_is_mine_alone() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let (address, seq) = said(&rosa, "tea?").await;
    let done = rosa.post(&format!("{address}/react"), &[("reaction", "👍🏽")]).await;
    assert_eq!((done.status, done.location()), (303, &*format!("{address}#m-{seq}")));
    assert_eq!(chips(&rosa.get(GENERAL).await.body), [chip("unreact", "👍", "1")]);
    assert_eq!(chips(&anton.get(GENERAL).await.body), [chip("react", "👍", "1")]);

    let press = format!("{seq} 👍");
    for _ in 0..2 {
        let done = anton.post(&format!("{GENERAL}/reactions"), &[("react", &press)]).await;
        assert_eq!(done.status, 303, "sent twice it is done once");
    }
    anton.post(&format!("{address}/react"), &[("reaction", "a <b>\"word\"</b>")]).await;
    let anton_s = chips(&anton.get(GENERAL).await.body);
    assert_eq!(anton_s[0], chip("unreact", "👍", "2"));
    assert_eq!((&*anton_s[1].0, &*anton_s[1].2), ("unreact", "1"), "{anton_s:?}");
    let rosa_s = rosa.get(&address).await.body;
    assert_eq!(chips(&rosa_s)[1].0, "react");
    assert!(!rosa_s.contains("<b>\"word"), "what was typed is text");

    anton.post(&format!("{GENERAL}/reactions"), &[("unreact", &press)]).await;
    assert_eq!(chips(&rosa.get(GENERAL).await.body)[0], chip("unreact", "👍", "1"));
    rosa.post(&format!("{address}/delete"), &[("nonce", &uuid::Uuid::new_v4().to_string())]).await;
    assert_eq!(chips(&rosa.get(GENERAL).await.body), [], "a message that is gone has none");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_script_an_emoji_or_a_word_is_chosen_on_a_page() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let (address, seq) = said(&rosa, "tea?").await;
    let led = rosa.get(&format!("{GENERAL}?react={seq}")).await;
    assert_eq!((led.status, led.location()), (303, &*format!("{address}/react")));
    let page = rosa.get(&format!("{address}/react")).await;
    assert!(page.has("value=\"👍\"") && page.has("aria-label=\"thumbs up\""), "{}", page.body);
    assert!(rosa.get(&address).await.has(&format!("{address}/react")), "the page of a message leads there");

    let many = "x".repeat(17);
    let cases = [
        ("", "Choose an emoji"),
        ("👍👍", "isn’t an emoji"),
        (&*many, "at most 16 characters"),
        ("a\u{202e}b", "invisible"),
    ];
    for (typed, reason) in cases {
        let page = rosa.post(&format!("{address}/react"), &[("reaction", typed)]).await;
        assert_eq!(page.status, 422, "{typed:?}");
        assert!(page.has(reason), "{typed:?}: {}", page.body);
    }
    rosa.post(&format!("{address}/react"), &[("reaction", "☕")]).await;
    let page = rosa.get(&format!("{address}/react")).await;
    assert!(page.has("name=\"unreact\" aria-pressed=\"true\""), "{}", page.body);
    let none = rosa.post(&format!("{GENERAL}/m/9999/react"), &[("reaction", "☕")]).await;
    assert_eq!(none.status, 404);
    for broken in [&[][..], &[("react", "👍")], &[("react", "x 👍")]] {
        let page = rosa.post(&format!("{GENERAL}/reactions"), broken).await;
        assert!(matches!(page.status, 404 | 422), "{broken:?}: {}", page.status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reacted_is_named_oneself_first() {
    let fixture = Fixture::open().await;
    let (rosa, anton, tom) =
        (fixture.person("rosa").await, fixture.person("anton").await, fixture.person("tom").await);
    let (address, _) = said(&rosa, "tea?").await;
    for (who, reaction) in [(&anton, "👍🏽"), (&tom, "👍"), (&rosa, "👍"), (&tom, "lgtm")] {
        assert_eq!(who.post(&format!("{address}/react"), &[("reaction", reaction)]).await.status, 303);
    }
    let page = rosa.get(&format!("{address}/reactions")).await;
    let names = "<b>You</b>, <b dir=\"auto\">anton 👍🏽</b> and <b dir=\"auto\">tom</b>";
    assert!(page.has(names), "{}", page.body);
    let part = tom.get(&format!("{address}/reactions?reaction=lgtm")).await;
    assert!(
        part.has("<b>You</b>") && part.has("lgtm") && !part.has("<html") && !part.has("anton"),
        "{}",
        part.body
    );
    let none = tom.get(&format!("{address}/reactions?reaction=nobody")).await;
    assert_eq!((none.status, none.has("reactors")), (200, false));
    assert_eq!(rosa.get(&format!("{GENERAL}/m/9999/reactions")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_emoji_is_a_file_of_its_own() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let page = rosa.get(GENERAL).await;
    let list = page.between("data-emoji=\"", "\"").expect("an address");
    let file = rosa.get(&list).await;
    assert_eq!((file.status, file.header("content-type")), (200, "application/json"));
    assert!(file.header("cache-control").contains("immutable") && file.has("thumbs up"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reacts_too_fast_is_told_to_wait_and_nothing_is_half_done() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let (address, seq) = said(&rosa, "tea?").await;
    let press = format!("{seq} 👍");
    let mut stopped = None;
    for wave in 0..20 {
        let presses = (0..40).map(|n| {
            let name = if (wave + n) % 2 == 0 { "react" } else { "unreact" };
            let (anton, press) = (&anton, &press);
            async move { anton.post(&format!("{GENERAL}/reactions"), &[(name, press)]).await }
        });
        stopped = join_all(presses).await.into_iter().find(|page| page.status == 429);
        if stopped.is_some() {
            break;
        }
    }
    let page = stopped.expect("somebody says stop");
    assert!(page.header("retry-after").parse::<u32>().expect("seconds") >= 1);
    assert_eq!(
        rosa.post(&format!("{address}/react"), &[("reaction", "🎉")]).await.status,
        303,
        "nobody else waits"
    );
    let wrong = "select m.seq from chat.message m left join chat.reaction_count n using (room_id, seq)
        group by m.room_id, m.seq having coalesce(sum(n.count), 0) <> (select count(*) from chat.reaction o where o.room_id = m.room_id and o.seq = m.seq)";
    assert_eq!(fixture.sql_lines(wrong).await, [] as [String; 0]);
}
