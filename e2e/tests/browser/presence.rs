//! Who is here, as browsers show it: in the list, beside the room and on a card, by shape and in words.

use e2e::{Browser, Cluster, Person};

use crate::PROGRAM;
use crate::fixture::{enter, is_here, is_said_once, say};

/// As what somebody stands in the list of conversations: the shape, and what is heard of it.
async fn lists(browser: &Browser, seen: &str, words: &str) {
    let script = format!(
        "const link = document.querySelector('.direct-list a');
         return link?.querySelector('.seen')?.dataset.seen === '{seen}' && link.querySelector('[data-seen-words]').textContent === '{words}';"
    );
    browser.until(&format!("the list shows {seen:?}"), &script).await;
}

/// As if the page were in the background, or in front again.
async fn show(browser: &Browser, state: &str) {
    browser
        .js(&format!(
            "Object.defineProperty(document, 'visibilityState', {{ value: '{state}', configurable: true }});
             document.dispatchEvent(new Event('visibilitychange')); return null;"
        ))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_here_is_seen_by_shape_and_in_words_and_who_looks_away_is_away() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let _owner = Person::register(here, "owner").await;
    let (rosa, tomas) = (Browser::open().await, Browser::open().await);
    rosa.register(here, "rosa").await;
    tomas.register(there, "tomas").await;
    tomas.goto(there, "/u/rosa").await;
    tomas.click(".card-ways .button").await;
    tomas.until("they talk", "return location.pathname.startsWith('/d/');").await;
    is_here(&tomas).await;
    say(&tomas, "Hello.").await;
    is_said_once(&tomas, "Hello.").await;

    enter(&rosa, here, "general").await;
    lists(&tomas, "here", ", Here").await;
    tomas.js("window.isTheSamePage = true; return null;").await;
    show(&rosa, "hidden").await;
    lists(&tomas, "away", ", Away").await;
    let round = "const shape = getComputedStyle(document.querySelector('.direct-list .seen'), '::after'); return shape.maskImage === 'none';";
    assert_eq!(tomas.js(round).await, false, "a crescent, whatever its colour");
    show(&rosa, "visible").await;
    lists(&tomas, "here", ", Here").await;
    assert_eq!(tomas.js(round).await, true);

    // Beside the room, too; and on the card, which is drawn when it is opened.
    enter(&tomas, there, "general").await;
    let in_room = |seen: &str| {
        format!(
            "const other = [...document.querySelectorAll('hub-presence .person')].find((one) => one.textContent.includes('rosa'));
             return other?.querySelector('.seen').dataset.seen === '{seen}';"
        )
    };
    tomas.until("she is in the room", &in_room("here")).await;
    show(&rosa, "hidden").await;
    tomas.until("and away", &in_room("away")).await;
    tomas.goto(there, "/people").await;
    let row = "const row = [...document.querySelectorAll('.member')].find((one) => one.textContent.includes('@rosa')); return row.querySelector('.seen').dataset.seen;";
    assert_eq!(tomas.js(row).await, "away");

    rosa.click(".status-link").await;
    rosa.click("dialog input[name=invisible]").await;
    rosa.click("dialog button.primary").await;
    rosa.until("she knows it", "return !document.querySelector('.own-invisible').hidden;").await;
    lists(&tomas, "", "").await;
    tomas.until("wherever she stands", &row.replace("dataset.seen;", "dataset.seen === '';")).await;
    tomas.goto(there, "/u/rosa").await;
    tomas.reads(".seen-line", "Offline").await;
}
