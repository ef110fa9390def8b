//! Nobody answers: what was seen can be read, what is written is kept, and everything goes on by itself once somebody answers again.
//! Of what is kept nothing is another's, or of a place one may not see any more.

use std::net::SocketAddr;

use e2e::{Browser, Cluster, Person, Who, quoted};
use serde_json::Value;
use services::testbed::proxy::{Behaviour, Proxy};

use crate::PROGRAM;
use crate::fixture::{enter, is_here, is_said_once, make_room, name, said, say, shared};

/// Paths of all pages that are kept.
const KEPT: &str = "return (async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith('hubbub-pages:'));
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return all.flat().map(({ url }) => new URL(url).pathname).sort();
})();";

/// Waits until exactly these pages are kept.
async fn keeps(browser: &Browser, paths: &[&str]) {
    let script = KEPT.replacen(".sort();", &format!(".sort().join() === {};", quoted(&paths.join(","))), 1);
    browser.until(&format!("{paths:?} are kept"), &script).await;
}

/// Somebody who can be cut off.
struct Visitor {
    browser: Browser,
    name: String,
    proxy: Proxy,
}

impl Visitor {
    /// In that room, whose page is kept; so is the first that was ever shown here, though no worker was there yet.
    async fn in_room(gateway: SocketAddr, slug: &str) -> Self {
        let proxy = Proxy::to(&gateway.to_string()).await.expect("a proxy");
        let visitor = Self { browser: Browser::open().await, name: name("ann"), proxy };
        visitor.browser.register(visitor.proxy.address(), &visitor.name).await;
        keeps(&visitor.browser, &["/r/general"]).await;
        visitor.enter(slug).await;
        keeps(&visitor.browser, &["/r/general", &format!("/r/{slug}")]).await;
        visitor
    }

    /// Joins a room and sees it as a member.
    async fn enter(&self, slug: &str) {
        enter(&self.browser, self.proxy.address(), slug).await;
        self.goto(&format!("/r/{slug}")).await;
        is_here(&self.browser).await;
    }

    async fn goto(&self, path: &str) {
        self.browser.goto(self.proxy.address(), path).await;
    }

    fn is_cut_off(&self) {
        self.proxy.set(Behaviour::Reset);
    }

    fn is_back(&self) {
        self.proxy.set(Behaviour::Pass);
    }

    async fn id(&self) -> String {
        let id = self.browser.js("return document.body.dataset.user;").await;
        id.as_str().expect("an id").to_owned()
    }
}

fn link(slug: &str) -> String {
    format!(".side a[href=\"/r/{slug}\"]")
}

async fn path(browser: &Browser) -> Value {
    browser.js("return location.pathname;").await
}

/// A moderator takes somebody out of a room.
async fn remove(host: &Person, slug: &str, user: &str) {
    let nonce = uuid::Uuid::new_v4().to_string();
    let page =
        host.post(&format!("/r/{slug}/members/{user}/remove"), &[("nonce", &nonce), ("ban", "no")]).await;
    assert!(page.status.is_success(), "{}", page.text);
}

async fn is_the_same_page(browser: &Browser) -> bool {
    browser.js("return window.isTheSamePage === true;").await == true
}

async fn mark(browser: &Browser) {
    browser.js("window.isTheSamePage = true; return null;").await;
}

/// Says nothing about the connection any more.
async fn is_calm(browser: &Browser) {
    browser
        .until(
            "nothing is said of the connection",
            "return document.querySelector('hub-status').innerText === '';",
        )
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_was_seen_is_shown_while_nobody_answers_and_goes_on_by_itself() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    host.post_message(&slug, "before").await;
    let visitor = Visitor::in_room(gateway, &slug).await;
    let ann = &visitor.browser;

    visitor.is_cut_off();
    visitor.goto(&format!("/r/{slug}")).await;
    ann.reads("hub-status", "No connection right now. Showing this page as of").await;
    assert_eq!(said(ann).await, ["before"]);
    let here = "return document.querySelector('hub-presence').checkVisibility({ visibilityProperty: true });";
    assert_eq!(ann.js(here).await, false, "nobody is said to be here who was here then");

    // What is written waits, and outlives a reload.
    say(ann, "into the dark").await;
    ann.reads(".pending-message", "Waiting for the connection").await;
    visitor.goto(&format!("/r/{slug}")).await;
    ann.reads(".pending-message", "into the dark").await;
    mark(ann).await;
    host.post_message(&slug, "meanwhile").await;

    visitor.is_back();
    is_said_once(ann, "into the dark").await;
    assert_eq!(said(ann).await, ["before", "meanwhile", "into the dark"]);
    is_calm(ann).await;
    assert!(is_the_same_page(ann).await, "without a reload");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_was_never_seen_says_so_leads_to_what_is_kept_and_opens_by_itself() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let (seen, unseen) = (make_room(&host).await, make_room(&host).await);
    let visitor = Visitor::in_room(gateway, &seen).await;
    let ann = &visitor.browser;
    let elsewhere = Person::log_in(gateway, &visitor.name).await;
    elsewhere.post(&format!("/r/{unseen}/join"), &[]).await;
    ann.find(&link(&unseen)).await;

    visitor.is_cut_off();
    ann.click(&link(&unseen)).await;
    ann.reads("h1", "No connection").await;
    assert_eq!(path(ann).await, format!("/r/{unseen}"));
    ann.click(&format!(".kept-rooms a[href=\"/r/{seen}\"]")).await;
    ann.reads("hub-status", "Showing this page as of").await;
    ann.reads("h1", &seen).await;
    visitor.goto(&format!("/r/{unseen}")).await;
    ann.reads("h1", "No connection").await;

    visitor.is_back();
    ann.find("textarea#body").await;
    is_here(ann).await;
    assert_eq!(path(ann).await, format!("/r/{unseen}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn rooms_are_changed_while_nobody_answers_and_the_page_stays() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let (first, second) = (make_room(&host).await, make_room(&host).await);
    host.post_message(&first, "said in the first").await;
    let visitor = Visitor::in_room(gateway, &first).await;
    visitor.enter(&second).await;
    let ann = &visitor.browser;
    mark(ann).await;
    visitor.is_cut_off();
    ann.click(&link(&first)).await;
    ann.reads("hub-status", "Showing this page as of").await;
    assert_eq!(said(ann).await, ["said in the first"]);
    host.post_message(&first, "and goes on").await;
    visitor.is_back();
    is_said_once(ann, "and goes on").await;
    is_calm(ann).await;
    assert!(is_the_same_page(ann).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_was_killed_looks_like_everything_restarted_and_no_word_is_lost() {
    let mut cluster = Cluster::start(PROGRAM, 1, 1, 1).await;
    let gateway = cluster.address(0);
    let host = Person::register(gateway, "host").await;
    let slug = make_room(&host).await;
    let ann = Browser::open().await;
    ann.register(gateway, "ann").await;
    enter(&ann, gateway, &slug).await;
    let room = format!("/r/{slug}");
    ann.goto(gateway, &room).await;
    ann.until("the room is kept", &KEPT.replacen(".sort();", &format!(".includes({});", quoted(&room)), 1))
        .await;
    for (words, all) in [("the gateway", false), ("everything", true)] {
        cluster.kill(Who::Gateway(0)).await;
        if all {
            cluster.kill(Who::Room(0)).await;
            cluster.kill(Who::Auth(0)).await;
        }
        ann.goto(gateway, &room).await;
        ann.reads("hub-status", "No connection right now. Showing this page as of").await;
        let lines = "return document.querySelectorAll('hub-status p, [role=alert]').length;";
        assert_eq!(ann.js(lines).await, 1, "one calm line");
        say(&ann, words).await;
        mark(&ann).await;
        if all {
            cluster.restart(Who::Auth(0)).await;
            cluster.restart(Who::Room(0)).await;
        }
        cluster.restart(Who::Gateway(0)).await;
        is_said_once(&ann, words).await;
        is_calm(&ann).await;
        assert!(is_the_same_page(&ann).await);
    }
    assert_eq!(said(&ann).await, ["the gateway", "everything"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_does_not_come_is_not_waited_for_where_a_page_is_kept() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    host.post_message(&slug, "before").await;
    let visitor = Visitor::in_room(gateway, &slug).await;
    visitor.proxy.set(Behaviour::Hold);
    visitor.goto(&format!("/r/{slug}")).await;
    visitor.browser.reads("hub-status", "Showing this page as of").await;
    assert_eq!(said(&visitor.browser).await, ["before"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_home_and_rooms_of_ones_own_are_kept_and_nothing_of_who_signs_out() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let (mine, other) = (make_room(&host).await, make_room(&host).await);
    let visitor = Visitor::in_room(gateway, &mine).await;
    let ann = &visitor.browser;
    let room = format!("/r/{mine}");
    let pages = [
        format!("/r/{other}"),
        format!("{room}/members"),
        "/settings".into(),
        "/rooms".into(),
        "/jump".into(),
    ];
    for path in pages.iter().map(String::as_str).chain(["/"]) {
        visitor.goto(path).await;
        ann.find("#main").await;
    }
    keeps(ann, &["/", "/r/general", &room]).await;

    ann.click(".account form button").await;
    ann.find("input[name=password]").await;
    keeps(ann, &[]).await;
    visitor.is_cut_off();
    visitor.goto(&room).await;
    ann.reads("h1", "No connection").await;
    assert_eq!(ann.js("return document.querySelectorAll('.kept-rooms li').length;").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_loses_their_session_leaves_nothing_behind_whether_a_page_is_open_or_not() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let visitor = Visitor::in_room(gateway, &slug).await;
    let (ann, room) = (&visitor.browser, format!("/r/{slug}"));
    let elsewhere = Person::log_in(gateway, &visitor.name).await;
    elsewhere.post("/settings/sessions", &[("session", "")]).await;
    ann.reads("hub-status", "Your session has ended").await;
    keeps(ann, &[]).await;

    ann.click("hub-status a").await;
    ann.type_into("#login", &visitor.name).await;
    ann.type_into("#password", &format!("{}\u{e007}", e2e::PASSWORD)).await;
    is_here(ann).await;
    keeps(ann, &[&room]).await;
    visitor.goto("/robots.txt").await;
    elsewhere.post("/settings/sessions", &[("session", "")]).await;
    visitor.goto("/settings").await;
    ann.find("input[name=password]").await;
    keeps(ann, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_one_was_removed_from_is_kept_no_longer() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let (first, second) = (make_room(&host).await, make_room(&host).await);
    let visitor = Visitor::in_room(gateway, &first).await;
    visitor.enter(&second).await;
    let (ann, id) = (&visitor.browser, visitor.id().await);
    let (of_first, of_second) = (format!("/r/{first}"), format!("/r/{second}"));
    let mut all = ["/r/general", &of_first, &of_second];
    all.sort_unstable();
    keeps(ann, &all).await;

    // While a page of theirs is open.
    remove(&host, &first, &id).await;
    keeps(ann, &["/r/general", &of_second]).await;
    // And while none is.
    visitor.goto("/robots.txt").await;
    remove(&host, &second, &id).await;
    visitor.goto("/").await;
    keeps(ann, &["/", "/r/general"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_another_person_log_or_release_go_and_so_does_what_is_a_week_old() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let visitor = Visitor::in_room(gateway, &slug).await;
    let (ann, room) = (&visitor.browser, format!("/r/{slug}"));
    // As whoever used this browser before, and a release before this one, would have left them.
    let plant = "return (async () => {
        const own = (await caches.keys()).find((name) => name.startsWith('hubbub-pages:'));
        const [, user, log, release] = own.split(':');
        for (const name of [`${user}:${log}:0123456789ab`, `${user}:another:${release}`, `another:${log}:${release}`]) {
            const cache = await caches.open(`hubbub-pages:${name}`);
            await cache.put('/r/planted', new Response('', { headers: { 'hubbub-kept-at': String(Date.now()) } }));
        }
        return true;
    })();";
    assert_eq!(ann.js(plant).await, true);
    visitor.goto(&room).await;
    keeps(ann, &["/r/general", &room]).await;

    let age = "return (async () => {
        const name = (await caches.keys()).find((name) => name.startsWith('hubbub-pages:')), cache = await caches.open(name);
        for (const request of await cache.keys()) {
            const page = await cache.match(request), headers = new Headers(page.headers);
            headers.set('hubbub-kept-at', String(Date.now() - 8 * 24 * 3600 * 1000));
            await cache.put(request, new Response(await page.text(), { headers }));
        }
        return true;
    })();";
    assert_eq!(ann.js(age).await, true);
    visitor.is_cut_off();
    visitor.goto(&room).await;
    ann.reads("h1", "No connection").await;
    visitor.is_back();
    is_here(ann).await;
    keeps(ann, &[&room]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_of_another_release_takes_over_open_pages_and_keeps_the_files_of_the_one_before() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let visitor = Visitor::in_room(gateway, &slug).await;
    let ann = &visitor.browser;
    // Two releases ago, and one; and this one as if it was never installed.
    let plant = "return (async () => {
        for (const name of await caches.keys()) if (name.startsWith('hubbub-shell:')) await caches.delete(name);
        for (const name of ['0123456789aa', '0123456789ab']) await caches.open(`hubbub-shell:${name}`);
        return (await navigator.serviceWorker.getRegistration()).unregister();
    })();";
    assert_eq!(ann.js(plant).await, true);
    visitor.goto(&format!("/r/{slug}")).await;
    mark(ann).await;
    ann.until("it has taken over", "return navigator.serviceWorker.controller?.state === 'activated';").await;
    let shells = "return (async () => (await caches.keys()).filter((name) => name.startsWith('hubbub-shell:')).length)();";
    assert_eq!(ann.js(shells).await, 2);
    assert_eq!(ann.js("return caches.has('hubbub-shell:0123456789ab');").await, true);
    say(ann, "as before").await;
    is_said_once(ann, "as before").await;
    assert!(is_the_same_page(ann).await);
}

/// Of browsers that have no service workers, keep nothing, or have no room left.
#[tokio::test(flavor = "multi_thread")]
async fn without_a_worker_everything_works_and_a_page_is_not_left_for_one_that_leads_nowhere() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let (first, second) = (make_room(&host).await, make_room(&host).await);
    for without in [
        "Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined });",
        "delete window.caches;",
        "ServiceWorkerContainer.prototype.register = () => Promise.reject(new Error('no room'));",
    ] {
        let proxy = Proxy::to(&gateway.to_string()).await.expect("a proxy");
        let visitor = Visitor { browser: Browser::open().await, name: name("ann"), proxy };
        let ann = &visitor.browser;
        ann.in_every_page(without).await;
        ann.register(visitor.proxy.address(), &visitor.name).await;
        visitor.enter(&second).await;
        visitor.enter(&first).await;
        mark(ann).await;
        visitor.is_cut_off();
        ann.click(&link(&second)).await;
        ann.reads("hub-status", "onnecting").await;
        say(ann, "into the dark").await;
        assert_eq!(path(ann).await, format!("/r/{first}"), "{without}");
        visitor.is_back();
        // What was asked for is shown once it can be.
        ann.reads("h1", &second).await;
        assert_eq!(path(ann).await, format!("/r/{second}"), "{without}");
        assert!(is_the_same_page(ann).await, "{without}");
        host.sees(&format!("/r/{first}"), "into the dark").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_with_no_room_left_works_as_without_a_worker() {
    let gateway = shared().await;
    let host = Person::register(gateway, &name("host")).await;
    let slug = make_room(&host).await;
    let ann = Browser::open().await;
    ann.without_storage(&format!("http://{gateway}")).await;
    ann.register(gateway, &name("ann")).await;
    enter(&ann, gateway, &slug).await;
    say(&ann, "all the same").await;
    is_said_once(&ann, "all the same").await;
    ann.until(
        "no worker was installed",
        "return navigator.serviceWorker.getRegistration().then((one) => !one);",
    )
    .await;
    keeps(&ann, &[]).await;
}
