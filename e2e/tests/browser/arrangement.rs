//! The list of rooms in the order of its person: dragged, sorted and folded, in all their windows at once.

use e2e::{Browser, Person, quoted};

use crate::fixture::{enter, is_here, is_whole, make_room, name, say, shared};

const LISTED: &str = "[...document.querySelectorAll('.side .named-list:not([data-starred]) .room-name')].map((one) => one.textContent).filter((name) => name !== 'general')";

async fn stand(browser: &Browser, rooms: &[&str]) {
    let wanted = quoted(&rooms.join(" "));
    browser
        .until(&format!("{rooms:?} in this order"), &format!("return {LISTED}.join(' ') === {wanted};"))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rooms_are_dragged_to_their_places_and_stand_there_on_every_device() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(make_room(&host).await);
    }
    made.sort_unstable();
    let [one, two, three] = [0, 1, 2].map(|n| made[n].as_str());
    let who = name("ann");
    let ann = Browser::open().await;
    ann.register(gateway, &who).await;
    for room in [one, two, three] {
        enter(&ann, gateway, room).await;
    }
    let other = Browser::open().await;
    other.goto(gateway, "/login").await;
    other.type_into("#login", &who).await;
    other.type_into("#password", &format!("{}\u{e007}", e2e::PASSWORD)).await;
    other.find("#pane").await;
    enter(&other, gateway, one).await;
    stand(&other, &[one, two, three]).await;

    ann.click(".rooms-heading a[href='/sidebar']").await;
    ann.click("input[name=sort][value=hand]").await;
    ann.click("main form .button").await;
    ann.find(".arrange-rooms").await;
    other
        .until(
            "the other window knows",
            "return document.querySelector('hub-sidebar').dataset.sort === 'hand';",
        )
        .await;
    enter(&ann, gateway, three).await;
    // As a pointer would: the third before the first.
    let drag = format!(
        "const row = (room) => document.querySelector(`.side [href='/r/${{room}}']`).closest('li');
         const [from, to] = [row({}), row({})];
         const data = new DataTransfer();
         const tell = (on, type, more = {{}}) => on.dispatchEvent(new DragEvent(type, {{ bubbles: true, cancelable: true, dataTransfer: data, ...more }}));
         tell(from.querySelector('a'), 'dragstart');
         tell(to, 'dragover', {{ clientY: to.getBoundingClientRect().top + 1 }});
         tell(to, 'drop');
         tell(from.querySelector('a'), 'dragend');
         return null;",
        quoted(three),
        quoted(one)
    );
    is_whole(&ann).await;
    ann.js(&drag).await;
    stand(&ann, &[three, one, two]).await;
    stand(&other, &[three, one, two]).await;
    other.goto(gateway, &format!("/r/{one}?again")).await;
    is_here(&other).await;
    stand(&other, &[three, one, two]).await;

    // By keys, on the page.
    ann.goto(gateway, "/sidebar").await;
    is_whole(&ann).await;
    ann.js("document.querySelector('.arrange-rooms li:nth-child(2) [value=up]').focus(); return null;").await;
    ann.enter().await;
    ann.until("the same button has the keyboard", "return location.search.startsWith('?moved=') && document.activeElement.matches('.arrange-rooms button');").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn by_activity_the_latest_comes_first_at_once_and_what_is_folded_shows_what_is_unread() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let mut made = vec![make_room(&host).await, make_room(&host).await];
    made.sort_unstable();
    let ann = Browser::open().await;
    ann.register(gateway, &name("ann")).await;
    for room in &made {
        enter(&ann, gateway, room).await;
    }
    ann.goto(gateway, "/sidebar").await;
    ann.click("input[name=sort][value=activity]").await;
    ann.click("main form .button").await;
    ann.until("it is kept", "return document.querySelector('hub-sidebar').dataset.sort === 'activity';")
        .await;
    enter(&ann, gateway, &made[1]).await;
    say(&ann, "the last word").await;
    stand(&ann, &[&made[1], &made[0]]).await;
    host.post_message(&made[0], "no, this one").await;
    stand(&ann, &[&made[0], &made[1]]).await;

    ann.click(".rooms-heading .fold button").await;
    let shown = format!(
        "return [...document.querySelectorAll('.side .named-list:not([data-starred]) li')].filter((row) => row.offsetHeight > 0).map((row) => row.innerText.split('\\n')[0].trim()).length === 2 && {LISTED}.length >= 2;"
    );
    ann.until("what is unread stays, and where one is", &shown).await;
    ann.goto(gateway, &format!("/r/{}?again", made[0])).await;
    is_here(&ann).await;
    ann.until(
        "it is remembered",
        "return document.querySelector('.rooms-heading .fold button').ariaExpanded === 'false';",
    )
    .await;
    ann.click(".rooms-heading .fold button").await;
    ann.until("all of it", "return [...document.querySelectorAll('.side .named-list:not([data-starred]) li')].every((row) => row.offsetHeight > 0);").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_section_is_there_on_every_device_at_once() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let room = make_room(&host).await;
    let ann = Browser::open().await;
    ann.register(gateway, &name("ann")).await;
    enter(&ann, gateway, &room).await;
    let first = ann.tab().await;
    ann.open_tab().await;
    ann.goto(gateway, "/sidebar").await;
    ann.type_into("#name", "Work\u{e007}").await;
    ann.find(".arrange-section").await;
    let row = format!(
        "[...document.querySelectorAll('.arrange-rooms form')].find((row) => row.innerText.includes({}))",
        quoted(&room)
    );
    ann.js(&format!("const row = {row}; row.querySelector('select').value = '1'; row.querySelector('[value=section]').click(); return null;")).await;
    let there = format!(
        "return document.querySelector('.side .sections [data-section=\"1\"] a')?.getAttribute('href') === '/r/{room}' && document.querySelectorAll('.side .named-list a[href=\"/r/{room}\"]').length === 1;"
    );
    ann.until("it stands in its section", &there).await;
    ann.switch_to(&first).await;
    ann.until("in the other tab, too", &there).await;
    ann.click(".star-button").await;
    let top = format!(
        "return document.querySelector('.side [data-starred] a')?.getAttribute('href') === '/r/{room}' && !document.querySelector('.side .sections li');"
    );
    ann.until("at the top instead", &top).await;
    ann.click(".star-button").await;
    ann.until("and back in its section", &there).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finger_that_rests_on_a_room_carries_it_into_a_section_and_one_that_moves_at_once_does_not() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let (room, other) = (make_room(&host).await, make_room(&host).await);
    let ann = Browser::open().await;
    ann.register(gateway, &name("ann")).await;
    for room in [&room, &other] {
        enter(&ann, gateway, room).await;
    }
    ann.goto(gateway, "/sidebar").await;
    ann.click("input[name=sort][value=hand]").await;
    ann.click("main form .button").await;
    ann.find(".arrange-rooms").await;
    ann.type_into("#name", "Work\u{e007}").await;
    ann.find(".side .sections .side-heading").await;
    enter(&ann, gateway, &other).await;
    is_whole(&ann).await;

    let (row, heading) = (format!(".side .named-list a[href='/r/{room}']"), ".side .sections .side-heading");
    // The script comes with the first finger.
    ann.finger(&row).await;
    ann.has_run("/room_drag_touch.js").await;
    ann.finger(heading).await;
    ann.lift_finger().await;
    let in_section = format!(
        "document.querySelector('.side .sections [data-section] a')?.getAttribute('href') === '/r/{room}'"
    );
    assert_eq!(ann.js(&format!("return {in_section};")).await, false, "it scrolls");

    ann.finger(&row).await;
    ann.until("it is lifted", "return document.querySelector('.side .lifted') !== null;").await;
    ann.finger(heading).await;
    ann.lift_finger().await;
    ann.until(
        "it stands in its section",
        &format!("return {in_section} && !document.querySelector('.lifted');"),
    )
    .await;
    assert!(
        ann.js("return location.pathname;").await.as_str().is_some_and(|path| path.ends_with(&*other)),
        "nothing was opened"
    );
    let kept = format!(
        "return fetch('/sidebar').then((answer) => answer.text()).then((page) => /data-section=[^]*?\\/r\\/{room}[^]*?rooms-heading/.test(page));"
    );
    ann.until("it is kept", &kept).await;
}
