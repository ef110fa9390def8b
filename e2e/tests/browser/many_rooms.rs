//! Somebody in a thousand rooms: the list beside the page has those that matter, pages have all of them, and what happens in any
//! of them is noticed.

use e2e::{Browser, Cluster, Person, long_list};

use crate::PROGRAM;
use crate::fixture::{enter, is_here, make_room};

/// Rooms of which the person is a member.
const ROOMS: i32 = 1_000;

/// Before the page's own scripts: notes when the last part of the list has been taken in.
const NOTE_THE_LIST: &str = "
    window.WebSocket = class extends WebSocket {
      constructor(...to) {
        super(...to);
        const isLast = ({ t, more }) => t === 'rooms' && !more;
        this.addEventListener('message', ({ data }) => [JSON.parse(data)].flat().some(isLast) && setTimeout(() => { window.isListed = true; }));
      }
    };";

/// The rooms listed beside the page.
async fn beside(browser: &Browser) -> u64 {
    let count = browser.js("return document.querySelectorAll('.side .room-list .room-link').length;").await;
    count.as_u64().expect("a number")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_rooms_are_a_list_of_those_that_matter_and_pages_of_all() {
    let cluster = Cluster::start(PROGRAM, 1, 1, 1).await;
    let gateway = cluster.address(0);
    let host = Person::register(gateway, "host").await;
    let slug = make_room(&host).await;
    let ann = Browser::open().await;
    ann.in_every_page(NOTE_THE_LIST).await;
    ann.register(gateway, "ann").await;
    enter(&ann, gateway, &slug).await;
    long_list::fill(&cluster, "ann", ROOMS, 0).await;

    ann.goto(gateway, &format!("/r/{slug}")).await;
    is_here(&ann).await;
    ann.until("all of them have been told", "return window.isListed === true;").await;
    assert_eq!(beside(&ann).await, 100, "and no others are drawn once they have all been told");

    // All of them, page by page.
    ann.click(".side-ways a[href='/rooms?show=joined']").await;
    let mut reached = std::collections::HashSet::new();
    loop {
        ann.find(".room-row-name").await;
        let names =
            "return [...document.querySelectorAll('.room-row-name')].map((one) => one.getAttribute('href'));";
        let names: Vec<String> = serde_json::from_value(ann.js(names).await).expect("addresses");
        let fresh = names.iter().filter(|name| reached.insert((*name).clone())).count();
        assert_eq!(fresh, names.len(), "no room stands on two pages");
        if ann.js("return Boolean(document.querySelector('nav.pages a:last-child')?.textContent.includes('More'));").await
            != true
        {
            break;
        }
        let first = names[0].clone();
        ann.click("nav.pages a:last-child").await;
        let turned =
            format!("return document.querySelector('.room-row-name')?.getAttribute('href') !== '{first}';");
        ann.until("the page is turned", &turned).await;
    }
    assert_eq!(
        i32::try_from(reached.len()).ok(),
        Some(ROOMS + 2),
        "with the host's and the one that everybody is in"
    );

    // One that is not listed is found by its name, and being in it brings it in.
    ann.goto(gateway, "/rooms?show=joined&q=team+777").await;
    ann.click(".room-row-name[href='/r/team-777']").await;
    ann.find("textarea#body").await;
    ann.find(".side .room-link[href='/r/team-777'][aria-current=page]").await;
}
