//! Every screen of the style guide as a browser shows it: axe-core finds nothing to mend, and nothing leaves the
//! window. On request, pictures of all of them, to be looked at by somebody:
//! `HUBBUB_LOOKS=<folder> cargo test -p e2e --test browser -- --ignored pictures`.

use std::net::SocketAddr;

use e2e::{Browser, Person};
use serde_json::json;

use crate::fixture::{is_said_once, make_room, name, say, shared, somebody_in};

const AXE: &str = include_str!("../../vendor/axe.min.js");
const THEMES: [&str; 2] = ["light", "dark"];
/// Besides English. Their sentences are longer.
const LANGUAGES: [&str; 2] = ["de", "fr"];
/// A desk, a tablet, a phone.
const WINDOWS: [(u32, u32); 3] = [(1280, 800), (768, 1024), (390, 844)];

/// What axe-core has to say about the page, in a line for each kind of fault.
const FAULTS: &str = "const done = arguments[0];
    axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
        .then(({ violations }) => done(violations.map(({ id, nodes }) =>
            `${id}: ${nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`).slice(0, 3).join(' | ')}`)))
        .catch((error) => done([String(error)]));";

pub(crate) async fn faults(browser: &Browser) -> Vec<String> {
    let answer = browser.driver.execute_async(FAULTS, vec![]).await.expect("axe-core runs");
    serde_json::from_value(answer.json().clone()).expect("lines")
}

pub(crate) async fn with_axe() -> Browser {
    let browser = Browser::open().await;
    browser.in_every_page(AXE).await;
    browser
}

async fn screens(gateway: SocketAddr) -> Vec<String> {
    let list = Person::stranger(gateway, "nobody").get("/styleguide").await;
    let names = list.text.split("href=\"/styleguide/").skip(1).filter_map(|rest| rest.split_once('"'));
    let names: Vec<_> = names.map(|(name, _)| name.to_owned()).collect();
    assert!(names.len() > 30, "{}", list.text);
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_any_screen_by_day_on_a_desk() {
    assert_eq!(faults_of_all(WINDOWS[0], "light").await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_any_screen_by_night_on_a_phone() {
    assert_eq!(faults_of_all(WINDOWS[2], "dark").await, Vec::<String>::new());
}

async fn faults_of_all((width, height): (u32, u32), theme: &str) -> Vec<String> {
    let gateway = shared().await;
    let browser = with_axe().await;
    browser.window(width, height).await;
    let mut found = Vec::new();
    for screen in screens(gateway).await {
        browser.goto(gateway, &format!("/styleguide/{screen}?theme={theme}")).await;
        found.extend(faults(&browser).await.into_iter().map(|fault| format!("{screen}: {fault}")));
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn no_screen_leaves_its_window_and_what_opens_opens_where_it_stands() {
    let gateway = shared().await;
    let browser = Browser::open().await;
    // Only what is made for it scrolls sideways; of what scrolls down, nothing makes the page itself longer.
    let script = "const wide = [...document.querySelectorAll('body *')].filter((one) =>
            ['auto', 'scroll'].includes(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 40
                && !one.matches('pre, table, textarea, .admin-nav'));
        const root = document.documentElement;
        const isLong = document.body.matches('.inside') && root.scrollHeight > innerHeight + 1;
        const away = [...document.querySelectorAll('li > .member-actions')].filter((one) => {
            one.open = true;
            const row = one.closest('li').getBoundingClientRect(), button = one.querySelector('summary').getBoundingClientRect();
            return button.top < row.top - 1 || button.bottom > row.bottom + 1;
        });
        // Beside a room there is place for three of the ways out of it, side by side.
        const ways = innerWidth < 1200 ? [] : [...document.querySelectorAll('.details .ways')];
        const wrapped = ways.filter(({ children }) => new Set([...children].map((way) => way.offsetTop)).size > Math.ceil(children.length / 3));
        // What is pressed is as high as its words, and what is ticked is small, whatever stands beside it.
        const isSwollen = (one) => one.getBoundingClientRect().height > (one.matches('input') ? 26 : 56);
        const pressed = innerWidth < 1200 ? [] : [...document.querySelectorAll('.button, input:is([type=checkbox], [type=radio])')];
        const swollen = pressed.filter(isSwollen);
        // The kind of an error stands there as text alone.
        const barred = [...document.querySelectorAll('.gate-card > p')].filter((one) => !one.matches('.notice') && getComputedStyle(one).backgroundColor !== 'rgba(0, 0, 0, 0)');
        return [root.scrollWidth > innerWidth, isLong, ...[...wide, ...away, ...wrapped, ...swollen, ...barred].map((one) => one.outerHTML.slice(0, 120))];";
    let mut found = Vec::new();
    let in_english = WINDOWS.into_iter().chain([(320, 640)]).map(|window| (window, "en"));
    let in_others = LANGUAGES.into_iter().map(|language| (WINDOWS[2], language));
    for ((width, height), language) in in_english.chain(in_others) {
        browser.window(width, height).await;
        for screen in screens(gateway).await {
            browser.goto(gateway, &format!("/styleguide/{screen}?language={language}")).await;
            let faults = browser.js(script).await;
            if faults != json!([false, false]) {
                found.push(format!("{screen} at {width} in {language}: {faults}"));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_phone_everything_is_as_large_as_a_finger() {
    let gateway = shared().await;
    let browser = Browser::open().await;
    browser.on_a_phone().await;
    browser.by_touch().await;
    // Links in running text are as high as their line. What is small to see may be larger to hit.
    let script = "const targets = [...document.querySelectorAll('a[href], button, summary, select, input:not([type=hidden]), textarea')];
        const isHit = (one, label, x, y) => {
            const there = document.elementFromPoint(x, y);
            return Boolean(there) && (label.contains(there) || there.closest('a, button, summary, label') === one);
        };
        const isSmall = (one) => {
            const label = one.closest('label') ?? one, box = label.getBoundingClientRect();
            const extra = parseFloat(getComputedStyle(one, '::after').insetBlockStart) || 0;
            if (box.height - 2 * Math.min(extra, 0) >= 40) return false;
            label.scrollIntoView({ block: 'center' });
            const { left, top, width, height } = label.getBoundingClientRect(), x = left + Math.min(width / 2, 8), y = top + height / 2;
            let up = 0, down = 0;
            while (up < 40 && isHit(one, label, x, y - up - 1)) up += 1;
            while (down < 40 && isHit(one, label, x, y + down + 1)) down += 1;
            return up + down < 39;
        };
        return targets.filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.body, .note, .lead, .skip, .aside-line, .member-about, .setting-about, .admin-rows, .listing-about, .visually-hidden') && isSmall(one))
            .map((one) => `${one.className || one.tagName} ${one.textContent.trim().slice(0, 30)} ${Math.round(one.getBoundingClientRect().height)}`);";
    let mut found = Vec::new();
    for screen in screens(gateway).await.into_iter().filter(|screen| screen != "components") {
        browser.goto(gateway, &format!("/styleguide/{screen}")).await;
        let small: Vec<String> = serde_json::from_value(browser.js(script).await).expect("lines");
        found.extend(small.into_iter().map(|one| format!("{screen}: {one}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_colours_of_the_reader_what_is_chosen_and_who_is_here_is_seen() {
    let gateway = shared().await;
    let browser = Browser::open().await;
    browser.prefers("forced-colors", "active").await;
    browser.goto(gateway, "/styleguide/room").await;
    let script = "const ground = getComputedStyle(document.querySelector('.side')).backgroundColor;
        const here = getComputedStyle(document.querySelector('.person'), '::after').backgroundColor;
        const chosen = getComputedStyle(document.querySelector('.side [aria-current]')).backgroundColor;
        return [here === ground, chosen === ground];";
    assert_eq!(browser.js(script).await, json!([false, false]));
}

#[tokio::test(flavor = "multi_thread")]
async fn text_of_any_direction_stands_beside_its_face() {
    let gateway = shared().await;
    let browser = Browser::open().await;
    let script = "const isRtl = getComputedStyle(document.documentElement).direction === 'rtl';
        const start = (box) => isRtl ? innerWidth - box.right : box.left;
        const content = (element) => { const range = document.createRange(); range.selectNodeContents(element); return range.getBoundingClientRect(); };
        const bodies = [...document.querySelectorAll('.message > .body:not(:has(ul, ol, blockquote, pre))')];
        const rows = bodies.map((body) => start(content(body)) - start(body.closest('.message').getBoundingClientRect()));
        const names = [...document.querySelectorAll('h1, h2, .topic, .room-about, .room-name, .person-name, .author')]
            .filter((one) => one.checkVisibility() && one.textContent.trim()).map((one) => start(content(one)) - start(one.getBoundingClientRect()));
        return [...rows.map((px) => px > 66 ? `a message ${px}` : ''), ...names.map((px) => px > 2 ? `a name ${px}` : '')].filter(Boolean);";
    for (width, height) in WINDOWS {
        browser.window(width, height).await;
        for direction in ["ltr", "rtl"] {
            browser.goto(gateway, "/styleguide/room_right_to_left").await;
            browser.js(&format!("document.documentElement.dir = '{direction}'; return null;")).await;
            assert_eq!(browser.js(script).await, json!([]), "{width} {direction}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn text_twice_as_large_has_faces_and_signs_to_match_and_stays_in_its_window() {
    let gateway = shared().await;
    let browser = Browser::open().await;
    let script = "const size = () => ['.message .avatar', '.send', '.icon', '.icon-button']
            .map((one) => document.querySelector(one)?.getBoundingClientRect().height);
        const before = size();
        document.documentElement.style.fontSize = '200%';
        return [size().every((height, n) => !before[n] || height >= before[n] * 1.9), document.documentElement.scrollWidth > innerWidth];";
    for (width, height) in WINDOWS {
        browser.window(width, height).await;
        browser.goto(gateway, "/styleguide/room").await;
        assert_eq!(browser.js(script).await, json!([true, false]), "{width}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_is_printed_whole_with_names_times_and_where_links_lead() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    for n in 0..30 {
        host.post_message(
            &slug,
            &format!("Number {n}\n\nSee [the notes](https://example.org/notes/{n})\n\nand so on"),
        )
        .await;
    }
    let browser = somebody_in(gateway, &name("eva"), &slug).await;
    is_said_once(&browser, "Number 29\n\nSee the notes\n\nand so on").await;
    let pdf = browser.printed().await;
    let pages = String::from_utf8_lossy(&pdf).matches("/Type /Page\n").count();
    assert!(pages > 2, "{pages} pages");
    // What is on them is what the page shows for paper.
    browser.on_paper().await;
    let script = "const seen = (one) => one.checkVisibility({ opacityProperty: true });
        const times = [...document.querySelectorAll('.message time')], link = document.querySelector('.body a');
        return [seen(document.querySelector('.message .author')), times.every(seen), getComputedStyle(link, '::after').content.includes('https://example.org/'),
            ['.side', '.composer', '.jump', '.details'].some((one) => document.querySelector(one)?.checkVisibility())];";
    assert_eq!(browser.js(script).await, json!([true, true, true, false]));
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_in_a_room_that_is_live() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let browser = somebody_in(gateway, &name("eva"), &slug).await;
    say(&browser, "The jetty is booked.").await;
    is_said_once(&browser, "The jetty is booked.").await;
    browser.driver.execute(AXE, vec![]).await.expect("axe-core loads");
    assert_eq!(faults(&browser).await, Vec::<String>::new(), "at rest");
    browser.js("document.querySelector('.messages .message').focus(); return null;").await;
    browser.find(".message .tools").await;
    assert_eq!(faults(&browser).await, Vec::<String>::new(), "with the tools of a message");
    browser.click(".message .tools [data-more]").await;
    browser.find(".tools-more:popover-open [data-action=link]").await;
    assert_eq!(faults(&browser).await, Vec::<String>::new(), "with all of them");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "makes some 300 pictures, for people to look at"]
async fn pictures_of_every_screen() {
    let folder = std::env::var_os("HUBBUB_LOOKS").expect("HUBBUB_LOOKS names a folder");
    let folder = std::path::PathBuf::from(folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    let only = std::env::var("HUBBUB_LOOKS_ONLY").unwrap_or_default();
    let gateway = shared().await;
    let (browser, mut found) = (with_axe().await, Vec::<String>::new());
    // The whole of a sheet; of a room, what fits.
    let height = "const sheet = document.querySelector('main.sheet, main.gate-card');
        return sheet ? Math.ceil(sheet.scrollHeight) + (sheet.matches('.sheet') ? 0 : 140) : 0;";
    for screen in screens(gateway)
        .await
        .into_iter()
        .filter(|screen| only.split(',').any(|part| screen.starts_with(part)))
    {
        for (width, least) in WINDOWS {
            browser.window(width, least).await;
            browser.goto(gateway, &format!("/styleguide/{screen}")).await;
            let whole = browser.js(height).await.as_u64().and_then(|px| u32::try_from(px).ok()).unwrap_or(0);
            browser.window(width, whole.clamp(least, 4_000)).await;
            for theme in THEMES {
                browser.goto(gateway, &format!("/styleguide/{screen}?theme={theme}")).await;
                browser.js("document.activeElement?.blur(); return null;").await;
                let picture = browser.driver.screenshot_as_png().await.expect("a picture");
                std::fs::write(folder.join(format!("{screen}-{width}-{theme}.png")), picture)
                    .expect("written");
                let faults = faults(&browser).await.into_iter();
                found.extend(faults.map(|fault| format!("{screen} {width} {theme}: {fault}")));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
