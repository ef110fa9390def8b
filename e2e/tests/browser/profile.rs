//! What people say of themselves and are up to, at two gateways.

use e2e::{Browser, Cluster, Person};

use crate::PROGRAM;
use crate::fixture::{is_here, is_said_once, say};

const LEFT: &str = "\u{e012}";

#[tokio::test(flavor = "multi_thread")]
async fn the_zone_of_the_browser_is_offered_and_others_see_the_time_there_at_any_gateway() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let rosa = Browser::open().await;
    rosa.register(here, "rosa").await;
    rosa.goto(here, "/settings").await;
    rosa.until("the zone is offered", "return document.querySelector('hub-zone-offer')?.hidden === false;")
        .await;
    rosa.click("hub-zone-offer button").await;
    let chosen =
        "return document.querySelector('#zone').value === Intl.DateTimeFormat().resolvedOptions().timeZone
        && document.querySelector('hub-zone-offer').hidden && document.activeElement?.id === 'zone';";
    rosa.until("it is chosen", chosen).await;
    rosa.type_into("#title", "Stage manager").await;
    rosa.click("form[action='/settings/profile'] .button").await;
    rosa.reads(".notice", "Your profile was changed.").await;

    let tomas = Person::register(there, "tomas").await;
    let profile = tomas.get("/u/rosa").await;
    assert!(
        profile.text.contains("Stage manager") && profile.text.contains("Local time"),
        "{}",
        profile.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_is_seen_at_once_in_the_list_of_another_gateway_and_is_gone_when_it_ends() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let _owner = Person::register(here, "owner").await;
    let rosa = Browser::open().await;
    rosa.register(here, "rosa").await;
    let tomas = Browser::open().await;
    tomas.register(there, "tomas").await;
    tomas.goto(there, "/u/rosa").await;
    tomas.click(".card-ways .button").await;
    tomas.until("they talk", "return location.pathname.startsWith('/d/');").await;
    is_here(&tomas).await;
    say(&tomas, "Hello.").await;
    is_said_once(&tomas, "Hello.").await;

    rosa.goto(here, "/r/general").await;
    is_here(&rosa).await;
    rosa.js("window.isTheSamePage = true; return null;").await;
    rosa.click(".status-link").await;
    rosa.type_into("dialog #text", "Soup").await;
    rosa.type_into("dialog #emoji", "🍜").await;
    rosa.click("dialog button.primary").await;
    let own = "return document.querySelector('.status-link .status-emoji').textContent === '🍜' && !document.querySelector('dialog[open]') && window.isTheSamePage;";
    rosa.until("her own menu shows it, on the page where she is", own).await;
    let shown = |emoji: &str| {
        format!(
            "const mark = document.querySelector('.direct-list .status-of');
             return Boolean(mark) && mark.hidden === {} && mark.querySelector('.status-emoji').textContent === '{emoji}';",
            emoji.is_empty()
        )
    };
    tomas.until("his list shows it", &shown("🍜")).await;
    assert_eq!(tomas.js("return document.querySelector('.direct-list .status-of').title;").await, "Soup");

    rosa.click(".status-link").await;
    rosa.find("dialog #text").await.clear().await.expect("cleared");
    rosa.type_into("dialog #text", "Tea").await;
    rosa.click("dialog button.primary").await;
    tomas
        .until(
            "it is told again",
            "return document.querySelector('.direct-list .status-of').title === 'Tea';",
        )
        .await;
    rosa.click(".status-link").await;
    rosa.click("dialog button[name=clear]").await;
    tomas.until("it is gone", &shown("")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_cropped_before_it_is_sent_and_others_see_it_where_they_are() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let _owner = Person::register(here, "owner").await;
    let (rosa, tomas) = (Browser::open().await, Browser::open().await);
    rosa.register(here, "rosa").await;
    tomas.register(there, "tomas").await;
    for (browser, gateway) in [(&rosa, here), (&tomas, there)] {
        browser.goto(gateway, "/r/general").await;
        is_here(browser).await;
    }
    say(&rosa, "Here I am.").await;
    is_said_once(&tomas, "Here I am.").await;
    tomas.js("window.isTheSamePage = true; return null;").await;

    rosa.goto(here, "/settings").await;
    // Green but for a red stripe on the left, which the largest square in the middle leaves out.
    let choose = "return (async () => {
        const canvas = new OffscreenCanvas(400, 200);
        const on = canvas.getContext('2d');
        on.fillStyle = '#0a0';
        on.fillRect(0, 0, 400, 200);
        on.fillStyle = '#c00';
        on.fillRect(0, 0, 100, 200);
        const chosen = new DataTransfer();
        chosen.items.add(new File([await canvas.convertToBlob()], 'me.png', { type: 'image/png' }));
        const field = document.querySelector('#picture');
        field.files = chosen.files;
        field.dispatchEvent(new Event('change'));
    })();";
    rosa.until("the part that crops is there", "return customElements.get('hub-crop') !== undefined;").await;
    rosa.js(choose).await;
    let colour = |x: u32, wanted: &str| {
        format!(
            "const frame = document.querySelector('.crop:not([hidden]) .crop-frame');
             return frame?.getContext('2d').getImageData({x}, 256, 1, 1).data[{}] > 120;",
            if wanted == "red" { 0 } else { 1 }
        )
    };
    rosa.until("the middle is shown", &colour(5, "green")).await;
    rosa.js("document.querySelector('.crop-frame').focus(); return null;").await;
    for _ in 0..12 {
        rosa.keys(LEFT).await;
    }
    rosa.until("it was moved to the left", &colour(5, "red")).await;
    rosa.click("form[action='/settings/avatar'] .button").await;
    rosa.reads(".notice", "Your picture was changed.").await;
    let left = "return (async () => {
        const image = document.querySelector('.account-link .avatar img');
        await image.decode();
        const canvas = new OffscreenCanvas(96, 96);
        const on = canvas.getContext('2d');
        on.drawImage(image, 0, 0);
        const [red, , , ] = on.getImageData(4, 48, 1, 1).data;
        const [, green] = on.getImageData(90, 48, 1, 1).data;
        return red > 120 && green > 120;
    })();";
    assert_eq!(rosa.js(left).await, true, "what was in the square is what others see");

    rosa.goto(here, "/r/general").await;
    is_here(&rosa).await;
    let seen = "const image = document.querySelector('.message[data-author] .avatar img');
        return window.isTheSamePage && image?.complete && image.naturalWidth === 96;";
    tomas.until("it stands beside what she said before", seen).await;
    rosa.goto(here, "/settings").await;
    rosa.click("form[action='/settings/avatar/remove'] .button").await;
    rosa.reads(".notice", "Your picture was removed.").await;
    rosa.goto(here, "/r/general").await;
    is_here(&rosa).await;
    let letters = "return window.isTheSamePage && !document.querySelector('.message .avatar img');";
    tomas.until("letters again", letters).await;
}
