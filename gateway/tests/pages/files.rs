//! Files: uploaded in one go or in parts, posted, read by those who may, and gone with their message. Over two gateways that share a
//! store; without a script by a form.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use reqwest::Method;
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use serde_json::Value;

use crate::browser::{Browser, Page};
use crate::fixture::Fixture;

pub(crate) const GENERAL: &str = "/r/general";
pub(crate) const GENERAL_ID: &str = "6e52a1c3-0000-4000-8000-000000000001";
/// A picture of one point.
const PNG: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\0\0\0\x0cIDATx\x9cc\xf8\xdf\xe0\0\0\x04A\x01\xc0\x0c\xd1\xed\x91\0\0\0\0IEND\xaeB`\x82";
/// As large as a piece in the store.
pub(crate) const PIECE: usize = 4 * 1024 * 1024;

/// Announces a file; where it is to be sent.
pub(crate) async fn announced(who: &Browser, room: &str, name: &str, size: usize) -> Page {
    let size = size.to_string();
    who.post("/upload", &[("room", room), ("name", name), ("size", &size), ("type", "text/plain")]).await
}

pub(crate) async fn begun(who: &Browser, name: &str, size: usize) -> String {
    let page = announced(who, GENERAL_ID, name, size).await;
    assert_eq!(page.status, 201, "{}", page.body);
    page.location().to_owned()
}

pub(crate) async fn put(
    who: &Browser,
    address: &str,
    headers: &[(&str, &str)],
    bytes: impl Into<reqwest::Body>,
) -> Page {
    let json = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
    let mut request = who.request(Method::PUT, address).headers(json).body(bytes);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Page::of(request).await
}

fn json(page: &Page) -> Value {
    serde_json::from_str(&page.body).unwrap_or_else(|error| panic!("{error}: {}", page.body))
}

fn code(page: &Page) -> String {
    json(page)["code"].as_str().expect("a code").to_owned()
}

pub(crate) fn id_of(address: &str) -> &str {
    address.strip_prefix("/upload/").expect("an upload")
}

/// Posts files by the form of a room; the page then.
pub(crate) async fn sent(who: &Browser, body: &str, files: &[(&str, &str, &[u8])]) -> Page {
    let form = who.get("/r/general/upload").await;
    let (nonce, person) = (form.nonce(), form.value("person"));
    let fields = [("person", &*person), ("nonce", &nonce), ("body", body)];
    who.post_files("/r/general/upload", &fields, files).await
}

/// The addresses of the files of the last message.
pub(crate) async fn last_files(who: &Browser) -> Vec<String> {
    let page = who.get(GENERAL).await;
    let (_, last) = page.body.rsplit_once("id=\"m-").expect("a message");
    let (last, _) = last.split_once("<hub-pending").unwrap_or((last, ""));
    let links = last.split("class=\"file-get\" href=\"").skip(1);
    links.map(|link| link.split('"').next().expect("its end").to_owned()).collect()
}

/// Everything in the store but its id.
fn objects(fixture: &Fixture) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![fixture.files().to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path if path.ends_with("store_id") || path.to_string_lossy().contains("/check/") => {}
                path => found.push(path),
            }
        }
    }
    found
}

async fn until_empty(fixture: &Fixture) {
    let began = Instant::now();
    while !objects(fixture).is_empty() {
        assert!(began.elapsed() < Duration::from_secs(60), "still there: {:?}", objects(fixture));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_sent_without_a_script_are_cards_that_members_download_and_others_do_not() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    assert!(rosa.get(GENERAL).await.has("href=\"/r/general/upload\""), "the way there");
    let text = b"the plan".as_slice();
    let page =
        sent(&rosa, "Two *files*", &[("plan \u{e4}.txt", "text/plain", text), ("b.bin", "", b"\0\x01")])
            .await;
    assert_eq!((page.status, page.location()), (303, "/r/general#latest"), "{}", page.body);
    let seen = anton.get(GENERAL).await;
    assert!(
        seen.has("<em>files</em>") && seen.has("plan \u{e4}.txt") && seen.has("TXT \u{b7} "),
        "{}",
        seen.body
    );
    let files = last_files(&anton).await;
    assert_eq!(files.len(), 2);
    let got = anton.get(&files[0]).await;
    assert_eq!((got.status, got.body.as_bytes()), (200, text));
    assert_eq!(got.header("content-type"), "text/plain");
    let disposition = "attachment; filename=\"plan _.txt\"; filename*=UTF-8''plan%20%C3%A4.txt";
    assert_eq!(got.header("content-disposition"), disposition);
    assert_eq!(got.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(
        (got.header("x-content-type-options"), got.header("cache-control")),
        ("nosniff", "private, no-cache")
    );
    assert_eq!(got.header("content-encoding"), "");

    // A message may be files alone, and what is said of it is that it is one.
    let page = sent(&rosa, "", &[("c.txt", "text/plain", b"c")]).await;
    assert_eq!(page.status, 303, "{}", page.body);
    let stranger = fixture.stranger();
    assert!(stranger.get(&files[0]).await.location().starts_with("/login"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_for_those_who_may_read_its_message_and_to_all_others_it_is_not_there() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let room = rosa.make_room("Board").await;
    fixture.sql("update chat.room set kind = 'private' where name = 'Board'").await;
    let form = rosa.get(&format!("{room}/upload")).await;
    let fields = [("nonce", &*form.nonce()), ("body", "the accounts")];
    let files = [("accounts.txt", "text/plain", b"12".as_slice())];
    let page = rosa.post_files(&format!("{room}/upload"), &fields, &files).await;
    assert_eq!(page.status, 303, "{}", page.body);
    let id = fixture.sql_lines("select id::text from chat.attachment").await.pop().expect("a file");
    let address = format!("/f/{id}/accounts.txt");
    assert_eq!(rosa.get(&address).await.body, "12");
    let never = format!("/f/{}/accounts.txt", uuid::Uuid::new_v4());
    let (foreign, unknown) = (anton.get(&address).await, anton.get(&never).await);
    let without_number = |page: &Page| page.body.replace(page.header("x-request-id"), "");
    assert_eq!((foreign.status, unknown.status), (404, 404));
    assert_eq!(without_number(&foreign), without_number(&unknown), "it tells that it is there");
    assert_eq!(anton.get("/f/none/x").await.status, 404);

    // Whoever is let in may, and whoever is removed may not from the next request on.
    let joined = "insert into chat.member (room_id, user_id, role, since_seq, since_msg)
        select r.id, u.id, 'member', 1, 0 from chat.room r, auth.account u where r.name = 'Board' and u.username = 'anton'";
    fixture.sql(joined).await;
    let tag = anton.get(&address).await.header("etag").to_owned();
    let again = |tag: String| anton.request(Method::GET, &address).header("if-none-match", tag);
    assert_eq!(Page::of(again(tag.clone())).await.status, 304, "what has not changed is not sent again");
    fixture.sql("update chat.member set role = 'former' where role = 'member' and room_id <> '6e52a1c3-0000-4000-8000-000000000001'").await;
    assert_eq!(Page::of(again(tag)).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_goes_on_where_it_broke_off_at_another_gateway_too() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let other = rosa.moved_to(fixture.second_gateway(&[]).await);
    let bytes: Vec<u8> = (0..PIECE + 1_000).map(|n| (n % 251) as u8).collect();
    let address = begun(&rosa, "large.bin", bytes.len()).await;
    let part = put(&rosa, &address, &[("upload-complete", "?0")], bytes[..PIECE].to_vec()).await;
    assert_eq!((part.status, part.header("upload-offset")), (202, &*PIECE.to_string()), "{}", part.body);
    let state = other.get(&address).await;
    assert_eq!((state.status, state.header("upload-offset")), (204, &*PIECE.to_string()));
    assert_eq!(state.header("upload-length"), bytes.len().to_string());
    let astray = put(&other, &address, &[("upload-offset", "5")], bytes[5..].to_vec()).await;
    assert_eq!((astray.status, &*code(&astray)), (409, "outdated"));
    let offset = PIECE.to_string();
    let rest = put(&other, &address, &[("upload-offset", &offset)], bytes[PIECE..].to_vec()).await;
    assert_eq!(rest.status, 201, "{}", rest.body);
    assert_eq!(json(&rest)["size"], bytes.len());
    let file = format!("/f/{}/large.bin", id_of(&address));
    let got = rosa.request(Method::GET, &file).header("range", format!("bytes={}-{}", PIECE - 2, PIECE + 1));
    let got = got.send().await.expect("an answer");
    assert_eq!(got.status().as_u16(), 206, "before it is posted it is its owner's alone");
    let range = format!("bytes {}-{}/{}", PIECE - 2, PIECE + 1, bytes.len());
    assert_eq!(got.headers()["content-range"], *range);
    assert_eq!(got.bytes().await.expect("bytes"), bytes[PIECE - 2..PIECE + 2]);
    let all = rosa.request(Method::GET, &file).send().await.expect("an answer");
    assert!(all.bytes().await.expect("bytes") == bytes, "it is the same");
    let outside = rosa.request(Method::GET, &file).header("range", "bytes=999999999-");
    assert_eq!(Page::of(outside).await.status, 416);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_is_what_was_announced_or_nothing_is_kept() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let more = begun(&rosa, "a.txt", 3).await;
    let answer = put(&rosa, &more, &[], "abcd").await;
    assert_eq!((answer.status, &*code(&answer)), (422, "bad_request"));
    let fewer = begun(&rosa, "a.txt", 5).await;
    assert_eq!(put(&rosa, &fewer, &[], "abcd").await.status, 422);
    assert_eq!(put(&rosa, &fewer, &[], "abcde").await.status, 404, "it begins anew, as another");
    let other = begun(&rosa, "a.txt", 4).await;
    let wrong = "sha-256=:n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=:";
    assert_eq!(put(&rosa, &other, &[("repr-digest", wrong)], "abcd").await.status, 422);
    let right = begun(&rosa, "test.txt", 4).await;
    let answer = put(&rosa, &right, &[("repr-digest", wrong)], "test").await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    for (size, status) in [(0, 422), (200 * 1024 * 1024, 413)] {
        assert_eq!(announced(&rosa, GENERAL_ID, "a.txt", size).await.status, status, "{size}");
    }
    let refused = sent(&rosa, "my words", &[("empty.txt", "text/plain", b"")]).await;
    assert!(refused.status == 422 && refused.has("my words"), "{}", refused.body);
    let many = [("a.txt", "text/plain", b"a".as_slice()); 11];
    let refused = sent(&rosa, "my words", &many).await;
    assert!(refused.status == 409 && refused.has("my words"), "{}", refused.body);
    assert!(!rosa.get(GENERAL).await.has("my words"), "nothing is half posted");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_is_its_owner_s_alone_and_sent_once_at_a_time() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let other = rosa.moved_to(fixture.second_gateway(&[]).await);
    let address = begun(&rosa, "a.bin", 2 * PIECE).await;
    for page in [anton.get(&address).await, put(&anton, &address, &[], "abcd").await] {
        assert_eq!(page.status, 404, "somebody else's upload is not there");
    }
    let gone = anton.request(Method::DELETE, &address);
    assert_eq!(Page::of(gone).await.status, 404);
    assert_eq!(anton.get(&format!("/f/{}/a.bin", id_of(&address))).await.status, 404);

    // One of two that send the same piece is told so, whichever gateways they are at.
    let part = || vec![7_u8; PIECE];
    let (one, two) = tokio::join!(
        put(&rosa, &address, &[("upload-complete", "?0")], part()),
        put(&other, &address, &[("upload-complete", "?0")], part())
    );
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert!(statuses[0] == 202 && matches!(statuses[1], 202 | 409), "{statuses:?}");
    assert_eq!(rosa.get(&address).await.header("upload-offset"), PIECE.to_string());
    let cancelled = rosa.request(Method::DELETE, &address);
    assert_eq!(Page::of(cancelled).await.status, 204);
    assert_eq!(rosa.get(&address).await.status, 404);
    until_empty(&fixture).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_message_takes_its_files_along_and_an_upload_nobody_posts_is_swept() {
    let fixture = Fixture::open_with(&[("HUBBUB_ROOM_FILES_UNPOSTED_SECONDS", "3600")]).await;
    let rosa = fixture.person("rosa").await;
    sent(&rosa, "here", &[("a.txt", "text/plain", b"abc")]).await;
    let file = last_files(&rosa).await.pop().expect("a file");
    let seq = rosa.get(GENERAL).await.last_message();
    let nonce = rosa.get(&format!("/r/general/m/{seq}/delete")).await.nonce();
    let page = rosa.post(&format!("/r/general/m/{seq}/delete"), &[("nonce", &nonce)]).await;
    assert_eq!(page.status, 303, "{}", page.body);
    assert_eq!(rosa.get(&file).await.status, 404, "at once");
    until_empty(&fixture).await;

    let address = begun(&rosa, "b.txt", 3).await;
    assert_eq!(put(&rosa, &address, &[], "abc").await.status, 201);
    assert_eq!(objects(&fixture).len(), 1);
    fixture.sql("update chat.attachment set created_at = now() - interval '2 hours'").await;
    until_empty(&fixture).await;
    let began = Instant::now();
    while !fixture.sql_lines("select id::text from chat.attachment").await.is_empty() {
        assert!(began.elapsed() < Duration::from_secs(30), "rows go with their objects");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_with_another_folder_takes_no_files_and_says_why() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    sent(&rosa, "here", &[("a.txt", "text/plain", b"abc")]).await;
    // The first store asked about is the one: by now that is the first gateway's.
    let began = Instant::now();
    while fixture
        .sql_lines("select file_store::text from chat.installation where file_store is not null")
        .await
        .is_empty()
    {
        assert!(began.elapsed() < Duration::from_secs(30), "the store is noted");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_str().expect("a path");
    let other = rosa.moved_to(fixture.second_gateway(&[("HUBBUB_GATEWAY_FILES", path)]).await);
    other.until("/r/general/upload", 503, Duration::from_secs(30)).await;
    assert_eq!(announced(&other, GENERAL_ID, "a.txt", 3).await.status, 503);
    assert_eq!(rosa.get("/r/general/upload").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_file_says_it_is_makes_nothing_run() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    let script = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".as_slice();
    let hostile = [
        ("a.svg", "image/svg+xml", script),
        ("../../b.html", "text/html", b"<script>alert(1)</script>"),
        ("c\u{202e}gpj.exe", "image/png", b"MZ"),
        ("d.gif", "text/javascript", b"GIF89a/*\0*/=alert(1)"),
    ];
    let page = sent(&rosa, "look", &hostile).await;
    assert_eq!(page.status, 303, "{}", page.body);
    let files = last_files(&rosa).await;
    let mut types = Vec::new();
    for file in &files {
        let got = rosa.get(file).await;
        assert!(got.header("content-disposition").starts_with("attachment; "), "{file}");
        assert_eq!(got.header("content-security-policy"), "default-src 'none'; sandbox");
        types.push(got.header("content-type").to_owned());
    }
    let unknown = "application/octet-stream";
    assert_eq!(types, [unknown, unknown, unknown, "image/gif"]);
    let names = fixture.sql_lines("select name from chat.attachment order by place").await;
    assert_eq!(names, ["a.svg", "b.html", "cgpj.exe", "d.gif"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_of_files_alone_is_said_to_be_so_wherever_it_is_shown_in_a_line() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let page = sent(&rosa, "", &[("a.txt", "text/plain", b"a"), ("b.txt", "text/plain", b"b")]).await;
    assert_eq!(page.status, 303, "{}", page.body);
    let seq = rosa.get(GENERAL).await.last_message();
    let said = "Sent 2 files";
    assert!(anton.get("/").await.has(said), "home");
    let quote = anton.get(&format!("/r/general/m/{seq}/quote")).await;
    assert!(quote.has(said), "a link to it: {}", quote.body);
    let save = format!("/r/general/m/{seq}/save");
    assert_eq!(anton.post(&save, &[("keep", "yes")]).await.status, 303);
    assert!(anton.get("/saved").await.has(said), "saved");
    let nonce = || uuid::Uuid::new_v4().to_string();
    let thread = format!("/r/general/t/{seq}");
    let replied = anton.post(&thread, &[("body", "Thanks."), ("nonce", &nonce())]).await;
    assert_eq!(replied.status, 303, "{}", replied.body);
    assert!(rosa.get("/threads").await.has(said), "threads");
    let reply = format!("/r/general/m/{seq}/reply");
    let replied = anton.post(&reply, &[("body", "Got them."), ("nonce", &nonce())]).await;
    assert_eq!(replied.status, 303, "{}", replied.body);
    let room = rosa.get(GENERAL).await;
    assert_eq!(room.body.matches(said).count(), 1, "its quote: {}", room.body);

    // With words it is these that are shown.
    sent(&rosa, "The plans", &[("c.txt", "text/plain", b"c")]).await;
    let home = anton.get("/").await;
    assert!(home.has("The plans") && !home.has(said), "{}", home.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_go_into_a_thread_without_a_script_too() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    sent(&rosa, "The festival", &[("a.txt", "text/plain", b"a")]).await;
    let root = rosa.get(GENERAL).await.last_message();
    let thread = rosa.get(&format!("/r/general/t/{root}")).await;
    let address = format!("/r/general/upload?thread={root}");
    assert!(thread.has(&format!("href=\"{address}\"")), "the way there: {}", thread.body);
    let form = rosa.get(&address).await;
    let (nonce, person) = (form.nonce(), form.value("person"));
    let fields = [("person", &*person), ("nonce", &nonce), ("body", "The lights")];
    let page = rosa.post_files(&address, &fields, &[("lights.txt", "text/plain", b"l")]).await;
    let to = format!("/r/general/t/{root}#latest");
    assert_eq!((page.status, page.location()), (303, &*to), "{}", page.body);
    assert!(rosa.get(&format!("/r/general/t/{root}")).await.has("lights.txt"));
    assert!(!rosa.get(GENERAL).await.has("lights.txt"), "it is not in the room");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_fails_in_the_middle_is_said_to_and_the_upload_goes_on_once_it_is_back() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    sent(&rosa, "here", &[("a.txt", "text/plain", b"abc")]).await;
    let posted = last_files(&rosa).await.pop().expect("a file");
    let bytes: Vec<u8> = (0..PIECE + 1_000).map(|n| (n % 251) as u8).collect();
    let address = begun(&rosa, "large.bin", bytes.len()).await;
    let part = put(&rosa, &address, &[("upload-complete", "?0")], bytes[..PIECE].to_vec()).await;
    assert_eq!(part.status, 202, "{}", part.body);

    // Gone, full and read-only are the same to who writes: a file stands where the folder was.
    let (folder, away) = (fixture.files().to_owned(), fixture.files().with_extension("away"));
    std::fs::rename(&folder, &away).expect("moved");
    std::fs::write(&folder, "no folder").expect("written");
    let offset = PIECE.to_string();
    let refused = put(&rosa, &address, &[("upload-offset", &offset)], bytes[PIECE..].to_vec()).await;
    assert_eq!((refused.status, &*code(&refused)), (503, "unavailable"), "{}", refused.body);
    let form = rosa.get("/r/general/upload").await;
    if form.status == 200 {
        let fields = [("person", &*form.value("person")), ("nonce", &form.nonce()), ("body", "my words")];
        let page = rosa.post_files("/r/general/upload", &fields, &[("b.txt", "text/plain", b"b")]).await;
        assert!(page.status == 503 && page.has("my words"), "{} {}", page.status, page.body);
    }
    assert!(matches!(rosa.get(&posted).await.status, 404 | 503));

    std::fs::remove_file(&folder).expect("removed");
    std::fs::rename(&away, &folder).expect("back");
    let began = Instant::now();
    let rest = loop {
        let rest = put(&rosa, &address, &[("upload-offset", &offset)], bytes[PIECE..].to_vec()).await;
        if rest.status == 201 {
            break rest;
        }
        assert!(began.elapsed() < Duration::from_secs(90), "{} {}", rest.status, rest.body);
        tokio::time::sleep(Duration::from_millis(200)).await;
    };
    assert_eq!(json(&rest)["size"], bytes.len());
    let all = rosa.request(Method::GET, &format!("/f/{}/large.bin", id_of(&address))).send().await;
    assert!(all.expect("an answer").bytes().await.expect("bytes") == bytes, "it is the same");
    assert_eq!(rosa.get(&posted).await.body, "abc");
    assert!(!rosa.get(GENERAL).await.has("my words"), "nothing is half posted");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_files_of_a_room_are_found_by_name_kind_person_and_day_page_by_page() {
    let fixture = Fixture::open().await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    let list = |query: &str| format!("/r/general/files{query}");
    assert!(rosa.get(&list("")).await.has("No files have been sent here yet"));
    sent(&rosa, "The plans", &[("50%_plan.txt", "text/plain", b"a"), ("plan.png", "image/png", PNG)]).await;
    sent(&anton, "", &[("minutes.txt", "text/plain", b"b")]).await;
    assert!(rosa.get(GENERAL).await.has("href=\"/r/general/files\""), "the way there");
    let names = async |query: &str| {
        let page = rosa.get(&list(query)).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let links = page.body.split("class=\"file-name\"").skip(1);
        links.map(|rest| rest.split(['>', '<']).nth(1).expect("a name").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("").await, ["minutes.txt", "plan.png", "50%_plan.txt"], "the latest first");
    assert_eq!(names("?q=PLAN").await, ["plan.png", "50%_plan.txt"]);
    assert_eq!(names("?q=%25_").await, ["50%_plan.txt"], "what is typed means itself");
    assert_eq!(names("?q=a%00b").await, Vec::<String>::new(), "no name has that");
    assert_eq!(names("?kind=picture").await, ["plan.png"]);
    assert_eq!(names("?kind=other").await, ["minutes.txt", "50%_plan.txt"]);
    let id = fixture.sql_lines("select id::text from auth.account where username = 'anton'").await.remove(0);
    assert_eq!(names(&format!("?by={id}")).await, ["minutes.txt"]);
    fixture.sql("update chat.event set at = '2026-01-02 12:00+00' where seq = (select min(seq) from chat.attachment)").await;
    assert_eq!(names("?from=2026-01-02&to=2026-01-02").await, ["plan.png", "50%_plan.txt"]);
    assert_eq!(names("?to=2026-01-01").await, Vec::<String>::new());
    let none = rosa.get(&list("?q=nothing")).await;
    assert!(none.has("No files match") && none.has("href=\"/r/general/files\""), "{}", none.body);

    // A page has fifty; the next begins where it ends.
    for n in 0..5 {
        let files: Vec<_> = (0..10).map(|m| format!("{n}-{m}.txt")).collect();
        let files: Vec<_> = files.iter().map(|name| (name.as_str(), "text/plain", b"x".as_slice())).collect();
        assert_eq!(sent(&rosa, "", &files).await.status, 303);
    }
    let first = rosa.get(&list("?kind=other")).await;
    assert_eq!(first.body.matches("class=\"file-name\"").count(), 50);
    let (_, next) = first.body.split_once("href=\"/r/general/files?").expect("the next page");
    let next = next.split('"').next().expect("its end").replace("&amp;", "&").replace("&#x26;", "&");
    assert_eq!(names(&format!("?{next}")).await, ["minutes.txt", "50%_plan.txt"]);

    // What is deleted is not there any more, and what is not theirs never was.
    let seq =
        fixture.sql_lines("select seq::text from chat.attachment where name = 'minutes.txt'").await.remove(0);
    let nonce = anton.get(&format!("/r/general/m/{seq}/delete")).await.nonce();
    anton.post(&format!("/r/general/m/{seq}/delete"), &[("nonce", &nonce)]).await;
    assert_eq!(names("?q=minutes").await, Vec::<String>::new());
    let room = rosa.make_room("Board").await;
    fixture.sql("update chat.room set kind = 'private' where name = 'Board'").await;
    assert_eq!(anton.get(&format!("{room}/files")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn how_much_is_used_is_told_to_everyone_of_themselves_and_to_admins_of_all() {
    let settings = [("HUBBUB_ROOM_FILES_PER_PERSON_MIB", "20"), ("HUBBUB_ROOM_FILES_MIB", "50")];
    let fixture = Fixture::open_with(&settings).await;
    let (rosa, anton) = (fixture.person("rosa").await, fixture.person("anton").await);
    sent(&rosa, "here", &[("a.bin", "", &vec![7; 3 * 1024 * 1024])]).await;
    assert!(rosa.get("/settings").await.has("You use 3 MB of 20 MB."));
    assert!(anton.get("/settings").await.has("You use 0 B of 20 MB."));
    begun(&anton, "b.bin", 2 * 1024 * 1024).await;
    let overview = rosa.get("/admin").await;
    for words in ["5 MB", "of 50 MB", "1 upload that isn’t sent", "0 unknown files in the store"] {
        assert!(overview.has(words), "{words}: {}", overview.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_taken_out_of_a_message_by_the_form_that_edits_it() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    sent(&rosa, "", &[("a.txt", "text/plain", b"a"), ("b.txt", "text/plain", b"b")]).await;
    let files = last_files(&rosa).await;
    let address = format!("/r/general/m/{}/edit", rosa.get(GENERAL).await.last_message());
    let form = rosa.get(&address).await;
    let ids: Vec<_> = form.body.split("name=\"without\" value=\"").skip(1).map(|rest| &rest[..36]).collect();
    assert_eq!(ids.len(), 2, "{}", form.body);
    let nonce = form.nonce();
    let all = [("nonce", &*nonce), ("body", ""), ("without", ids[0]), ("without", ids[1])];
    let refused = rosa.post(&address, &all).await;
    assert!(refused.status == 422 && refused.body.matches(" checked").count() == 2, "{}", refused.body);
    let nonce = refused.nonce();
    let page = rosa.post(&address, &[("nonce", &nonce), ("body", ""), ("without", ids[0])]).await;
    assert_eq!(page.status, 303, "{}", page.body);
    assert_eq!(last_files(&rosa).await, files[1..]);
    assert_eq!(rosa.get(&files[0]).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_admin_denies_is_refused_before_it_is_sent_and_by_its_content() {
    let fixture = Fixture::open().await;
    let (admin, rosa) = (fixture.person("admin").await, fixture.person("rosa").await);
    let odd = admin.post("/admin/installation/files", &[("denied", "exe tar.gz")]).await;
    assert!(
        odd.status == 422 && odd.has("“tar.gz” is neither an ending") && odd.has("exe tar.gz"),
        "{}",
        odd.body
    );
    let saved = admin.post("/admin/installation/files", &[("denied", ".EXE, png")]).await;
    assert_eq!(saved.location(), "/admin/installation?saved=files", "{}", saved.body);
    assert!(admin.get(saved.location()).await.has("exe png</textarea>"));
    assert!(admin.get("/admin/audit").await.has("changed which files can’t be sent"));

    // By what it is called, before a byte is sent.
    let refused = announced(&rosa, GENERAL_ID, "setup.Exe", 10).await;
    assert!(
        refused.status == 422 && refused.has("(exe) can’t be sent here. Use another format"),
        "{}",
        refused.body
    );
    // By what it is, once it is there; nothing of it is kept.
    for (name, bytes) in [("notes.txt", PNG), ("holiday.txt", b"MZ\x90\0 a program".as_slice())] {
        let address = begun(&rosa, name, bytes.len()).await;
        let refused = put(&rosa, &address, &[], bytes.to_vec()).await;
        assert_eq!((refused.status, &*code(&refused)), (422, "bad_request"), "{name}: {}", refused.body);
        assert_eq!(rosa.get(&address).await.status, 404, "{name}");
    }
    // By the form without a script, which gives the words back.
    let refused = sent(&rosa, "my words", &[("a.txt", "text/plain", PNG)]).await;
    assert!(refused.status == 422 && refused.has("my words") && refused.has("(png)"), "{}", refused.body);
    assert!(!sent(&rosa, "fine", &[("a.txt", "text/plain", b"words")]).await.has("can’t be sent here"));

    admin.post("/admin/installation/files", &[("denied", "")]).await;
    assert_eq!(announced(&rosa, GENERAL_ID, "setup.exe", 10).await.status, 201, "all may be sent again");
}
