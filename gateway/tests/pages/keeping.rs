//! What a browser may keep of pages to show it without a connection: every page says so.

use std::collections::BTreeSet;

use crate::fixture::Fixture;

/// What the header says of a page that may be kept.
fn said<'a>(header: &'a str, what: &str) -> &'a str {
    let pair = header.split('&').find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == what));
    pair.map(|(_, value)| value).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_all_addresses_only_home_and_a_room_of_ones_own_may_be_kept() {
    let fixture = Fixture::open_with(&[("HUBBUB_STYLEGUIDE", "true")]).await;
    let owner = fixture.person("owner").await;
    let mut kept = BTreeSet::new();
    let mut pages = 0;
    for address in gateway::addresses().into_iter().filter(|address| address.method == "GET") {
        let path = address
            .path
            .replace("{slug}", "general")
            .replace("{seq}", "1")
            .replace("{username}", "owner")
            .replace("{user}", &uuid::Uuid::nil().to_string())
            .replace("{room}", &proto::id::GENERAL.0.to_string())
            .replace("{list}", "pins")
            .replace("{screen}", "room")
            .replace("{*path}", "css/main.css");
        let page = owner.get(&path).await;
        if !page.header("content-type").starts_with("text/html") {
            assert_eq!(page.header("hubbub-keep"), "", "{path}");
            continue;
        }
        pages += 1;
        let header = page.header("hubbub-keep");
        if header != "never" {
            kept.insert((address.path, said(header, "page").to_owned()));
        }
    }
    assert!(pages > 25, "{pages}");
    let expected = [("/", "home"), ("/offline", "offline"), ("/r/{slug}", "room")];
    assert_eq!(kept, expected.map(|(path, page)| (path, page.to_owned())).into());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_may_be_kept_says_whose_it_is_of_which_log_and_release() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let room = owner.make_room("Hafen & Söhne").await;
    let (home, page) = (owner.get("/").await, owner.get(&room).await);
    let (of_home, of_room) = (home.header("hubbub-keep"), page.header("hubbub-keep"));
    for what in ["user", "log", "release", "look"] {
        assert!(!said(of_home, what).is_empty(), "{what}: {of_home}");
        assert_eq!(said(of_home, what), said(of_room, what), "{what}");
    }
    assert_ne!(said(of_home, "user"), said(rosa.get("/").await.header("hubbub-keep"), "user"));
    assert!(page.has(&format!("data-room=\"{}\"", said(of_room, "room"))), "{of_room}");
    assert_eq!(said(of_room, "name"), "Hafen%20%26%20S%C3%B6hne");
    assert!(page.has(&format!("/static/{}/js/main.js", said(of_room, "release"))), "{of_room}");
    let direct = owner.post("/d", &[("people", "rosa")]).await.location().to_owned();
    let direct = owner.get(&direct).await;
    let of_direct = direct.header("hubbub-keep");
    assert_eq!((said(of_direct, "page"), said(of_direct, "name")), ("room", "rosa"), "{of_direct}");
}

#[tokio::test(flavor = "multi_thread")]
async fn previews_parts_of_a_room_and_refused_forms_are_not_kept_and_nobody_s_page_takes_all_away() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let room = owner.make_room("Kitchen").await;
    for (who, path) in [
        (&rosa, room.clone()),
        (&owner, format!("{room}?before=1")),
        (&owner, format!("{room}?around=1")),
        (&owner, format!("{room}/members")),
    ] {
        let page = who.get(&path).await;
        assert_eq!((page.status, page.header("hubbub-keep")), (200, "never"), "{path}");
    }
    let refused = owner.say_as(&room, "", &uuid::Uuid::new_v4().to_string()).await;
    assert_eq!((refused.status, refused.header("hubbub-keep")), (422, "never"));
    let door = fixture.stranger().get("/login").await;
    assert_eq!((door.status, door.header("hubbub-keep")), (200, "nobody"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_service_worker_is_asked_for_each_time_and_all_that_it_keeps_is_there() {
    let fixture = Fixture::open().await;
    let stranger = fixture.stranger();
    let worker = stranger.get("/sw.js").await;
    assert_eq!((worker.status, worker.header("content-type")), (200, "text/javascript; charset=utf-8"));
    assert_eq!(worker.header("cache-control"), "no-cache");
    assert!(worker.header("content-security-policy").contains("worker-src 'self'"));
    let told = worker.between("self.installed = ", ";\n").expect("what it is told");
    let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    let files = told["files"].as_array().expect("files");
    assert!(files.len() > 5, "{told}");
    for file in files {
        assert_eq!(stranger.get(file.as_str().expect("an address")).await.status, 200, "{file}");
    }
    let stand_in = stranger.get("/offline").await;
    assert_eq!(said(stand_in.header("hubbub-keep"), "release"), told["release"]);
    // It is about nobody, and speaks the language of whoever reads it.
    for (language, words) in [("en", "No connection"), ("de", "Keine Verbindung"), ("fr", "Pas de connexion")]
    {
        let request = stranger.request(reqwest::Method::GET, "/offline").header("accept-language", language);
        let page = crate::browser::Page::of(request).await;
        assert!(page.has(words), "{language}: {}", page.body);
        assert!(said(page.header("hubbub-keep"), "look").starts_with(language), "{language}");
    }
}
