//! Messages show what their links lead to: a site of the test's own is asked, once, and readers' browsers ask nobody.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use tokio::net::TcpListener;

use crate::browser::Browser;
use crate::fixture::Fixture;

const SET: &str = "/admin/installation/previews";
pub(crate) const ALLOWED: &str = "HUBBUB_GATEWAY_OUTGOING_ALLOWED";
const DEADLINE: Duration = Duration::from_secs(60);

/// A site that counts how often it is asked.
struct Site {
    origin: String,
    asked: Arc<AtomicUsize>,
}

impl Site {
    async fn start() -> Self {
        let asked = Arc::new(AtomicUsize::new(0));
        let page = |State(asked): State<Arc<AtomicUsize>>| async move {
            asked.fetch_add(1, Ordering::SeqCst);
            Html("<title>Oolong &amp; co</title><meta name=description content='All about <b>tea</b>'>")
        };
        let routes = Router::new()
            .route("/tea", get(page))
            .route("/cups", get(page))
            .route("/secret", get(|| async { (axum::http::StatusCode::FORBIDDEN, "do not show this") }))
            .with_state(asked.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { origin, asked }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

/// Waits until the follower has come to the end of every room and no message waits for its links.
pub(crate) async fn settled(fixture: &Fixture) {
    let behind = "select e.seq::text from chat.event e
        left join chat.cursor c on c.room_id = e.room_id and c.follower = 'link_previews'
        where e.kind in ('posted', 'edited') and e.seq > coalesce(c.seq, 0)
        union all select seq::text from chat.link_order";
    let waiting = async {
        while !fixture.sql_lines(behind).await.is_empty() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(DEADLINE, waiting).await.expect("it settles");
}

async fn shows(who: &Browser, room: &str) -> usize {
    who.get(room).await.body.matches("class=\"link-preview\"").count()
}

/// Follows what the owner has set a moment ago.
pub(crate) async fn turned(fixture: &Fixture, owner: &Browser, shown: &str) {
    let saved = owner.post(SET, &[("previews", shown)]).await;
    assert_eq!((saved.status, saved.location()), (303, "/admin/installation?saved=previews"));
    // Of what was said before, nothing is looked at any more.
    settled(fixture).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_shows_what_its_links_lead_to_where_an_admin_wants_it() {
    let site = Site::start().await;
    let fixture = Fixture::open_with(&[(ALLOWED, &site.origin)]).await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let room = owner.make_room("Kitchen").await;
    rosa.post(&format!("{room}/join"), &[]).await;
    let tea = format!("{}/tea", site.origin);

    rosa.say(&room, &format!("Look: {tea}")).await;
    settled(&fixture).await;
    assert_eq!((site.asked(), shows(&rosa, &room).await), (0, 0), "nobody is asked unless an admin wants it");

    assert_eq!(rosa.post(SET, &[("previews", "yes")]).await.status, 403);
    assert_eq!(owner.post(SET, &[("previews", "perhaps")]).await.status, 422);
    turned(&fixture, &owner, "yes").await;
    assert!(owner.get("/admin/audit").await.has("changed whether messages show link previews"));

    rosa.say(&room, &format!("Look: {tea}#steep and `{}/cups`\n\n> {}/cups", site.origin, site.origin)).await;
    rosa.say(&room, &format!("Once more: {tea}; and {}/secret", site.origin)).await;
    settled(&fixture).await;
    let page = owner.get(&room).await;
    assert_eq!(page.body.matches("class=\"link-preview\"").count(), 2, "{}", page.body);
    assert!(page.has("Oolong &amp; co") && page.has("All about &lt;b&gt;tea&lt;/b&gt;"), "{}", page.body);
    assert!(
        page.has(&format!("<a href=\"{tea}#steep\" rel=\"nofollow noopener noreferrer\"")),
        "{}",
        page.body
    );
    assert!(!page.has("do not show this"), "nothing that a page answers with an error is shown");
    assert_eq!(site.asked(), 1, "one page is asked for once, however many messages link to it");
    let events = fixture
        .sql_lines("select coalesce(data::text, 'none') from chat.event where kind = 'previewed'")
        .await;
    assert_eq!(events, ["none", "none"], "the log keeps no words of strangers");
}

#[tokio::test(flavor = "multi_thread")]
async fn previews_follow_edits_and_go_when_their_author_their_room_or_the_message_goes() {
    let site = Site::start().await;
    let fixture = Fixture::open_with(&[(ALLOWED, &site.origin)]).await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let room = owner.make_room("Kitchen").await;
    rosa.post(&format!("{room}/join"), &[]).await;
    turned(&fixture, &owner, "yes").await;
    let (tea, cups) = (format!("{}/tea", site.origin), format!("{}/cups", site.origin));

    rosa.say(&room, &tea).await;
    settled(&fixture).await;
    let seq = rosa.get(&room).await.last_message();
    assert_eq!(shows(&rosa, &room).await, 1);
    let nonce = || uuid::Uuid::new_v4().to_string();
    let at = |action: &str| format!("{room}/m/{seq}/{action}");
    rosa.post(&at("edit"), &[("body", &format!("{tea} {cups}")), ("nonce", &nonce())]).await;
    settled(&fixture).await;
    assert_eq!((shows(&rosa, &room).await, site.asked()), (2, 2));
    rosa.post(&at("edit"), &[("body", &cups), ("nonce", &nonce())]).await;
    assert_eq!(shows(&rosa, &room).await, 1, "what is not linked to any more is gone at once");

    assert!(rosa.get(&format!("{room}/m/{seq}")).await.has(&at("remove_previews")));
    rosa.post(&at("remove_previews"), &[("nonce", &nonce())]).await;
    assert_eq!(shows(&owner, &room).await, 0);
    assert!(!rosa.get(&format!("{room}/m/{seq}")).await.has(&at("remove_previews")));
    rosa.post(&at("edit"), &[("body", &tea), ("nonce", &nonce())]).await;
    settled(&fixture).await;
    assert_eq!(shows(&owner, &room).await, 0, "for good");

    rosa.say(&room, &tea).await;
    settled(&fixture).await;
    let seq = rosa.get(&room).await.last_message();
    assert_eq!(shows(&owner, &room).await, 1);
    rosa.post(&format!("{room}/m/{seq}/delete"), &[("nonce", &nonce())]).await;
    assert_eq!(shows(&owner, &room).await, 0);
    let left = fixture.sql_lines(
        "select seq::text from chat.message where deleted_at is not null and previews is not null",
    );
    assert_eq!(left.await, Vec::<String>::new());

    let set = format!("{room}/settings/previews");
    assert_eq!(owner.post(&set, &[("nonce", &nonce()), ("previews", "no")]).await.status, 303);
    assert!(
        owner.get(&room).await.has("turned off link previews")
            || owner.get(&format!("{room}/settings")).await.has("value=\"no\" checked")
    );
    rosa.say(&room, &tea).await;
    settled(&fixture).await;
    assert_eq!(shows(&owner, &room).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_inside_is_not_asked_without_the_operators_exception() {
    let site = Site::start().await;
    let fixture = Fixture::open_with(&[]).await;
    let owner = fixture.person("owner").await;
    let room = owner.make_room("Kitchen").await;
    turned(&fixture, &owner, "yes").await;
    owner.say(&room, &format!("{}/tea http://169.254.169.254/latest", site.origin)).await;
    settled(&fixture).await;
    assert_eq!((site.asked(), shows(&owner, &room).await), (0, 0));
}
