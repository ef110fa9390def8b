//! Files in a bucket of an S3 service: over two gateways, and while the service fails.

use std::time::{Duration, Instant};

use reqwest::Method;

use crate::browser::Page;
use crate::files::{GENERAL, GENERAL_ID, PIECE, announced, begun, id_of, last_files, put, sent};
use crate::fixture::Fixture;
use crate::s3_server::{BUCKET, Fault, KEY, S3Server, SECRET};

/// Until something becomes so, on a busy machine.
const DEADLINE: Duration = Duration::from_secs(60);
const COUNT: &str = "select count(*)::text from chat.message";

fn settings(endpoint: &str) -> [(&str, &str); 4] {
    [
        ("HUBBUB_FILES_ENDPOINT", endpoint),
        ("HUBBUB_FILES_BUCKET", BUCKET),
        ("HUBBUB_FILES_ACCESS_KEY", KEY),
        ("HUBBUB_FILES_SECRET", SECRET),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_to_a_bucket_goes_on_at_another_gateway_and_is_swept_when_nobody_posts_it() {
    let server = S3Server::start().await;
    let endpoint = server.endpoint();
    let fixture = Fixture::open_with(&settings(&endpoint)).await;
    let rosa = fixture.person("rosa").await;
    let other = rosa.moved_to(fixture.second_gateway(&settings(&endpoint)).await);
    for gateway in [&rosa, &other] {
        gateway.until("/r/general/upload", 200, DEADLINE).await;
    }
    let bytes: Vec<u8> = (0..PIECE + 1_000).map(|n| (n % 251) as u8).collect();
    let address = begun(&rosa, "large.bin", bytes.len()).await;
    let part = put(&rosa, &address, &[("upload-complete", "?0")], bytes[..PIECE].to_vec()).await;
    assert_eq!((part.status, part.header("upload-offset")), (202, &*PIECE.to_string()), "{}", part.body);
    let offset = PIECE.to_string();
    let rest = put(&other, &address, &[("upload-offset", &offset)], bytes[PIECE..].to_vec()).await;
    assert_eq!(rest.status, 201, "{}", rest.body);
    let file = format!("/f/{}/large.bin", id_of(&address));
    let got = rosa.request(Method::GET, &file).header("range", format!("bytes={}-{}", PIECE - 2, PIECE + 1));
    let got = got.send().await.expect("an answer");
    assert_eq!(got.status().as_u16(), 206);
    assert_eq!(got.bytes().await.expect("bytes"), bytes[PIECE - 2..PIECE + 2]);
    let all = rosa.request(Method::GET, &file).send().await.expect("an answer");
    assert!(all.bytes().await.expect("bytes") == bytes, "it is the same");
    let id = id_of(&address);
    let folder = server.bucket().join(&id[..2]).join(id);
    assert!(folder.join("000001").is_file(), "it is in the bucket");
    assert_eq!(std::fs::read_dir(fixture.files()).expect("a folder").count(), 0, "and in no folder");
    fixture.sql("update chat.attachment set created_at = now() - interval '2 days'").await;
    let began = Instant::now();
    while folder.join("000000").exists() || folder.join("000001").exists() {
        assert!(began.elapsed() < DEADLINE, "it is still there");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_bucket_fails_nothing_is_posted_by_halves_and_people_talk_on() {
    let server = S3Server::start().await;
    let endpoint = server.endpoint();
    let fixture = Fixture::open_with(&settings(&endpoint)).await;
    let rosa = fixture.person("rosa").await;
    rosa.until("/r/general/upload", 200, DEADLINE).await;
    let page = sent(&rosa, "before", &[("a.txt", "text/plain", b"0123456789")]).await;
    assert_eq!(page.status, 303, "{}", page.body);
    let files = last_files(&rosa).await;
    let form = rosa.get("/r/general/upload").await;
    let (nonce, person) = (form.nonce(), form.value("person"));
    let said = fixture.sql_lines(COUNT).await;
    let bytes = vec![7; 1_000];
    let address = begun(&rosa, "b.bin", bytes.len()).await;
    for fault in [Fault::Forbidden, Fault::Broken] {
        server.fail(Some(fault));
        let refused = put(&rosa, &address, &[], bytes.clone()).await;
        assert_eq!(refused.status, 503, "{fault:?}: {}", refused.body);
        let fields = [("person", &*person), ("nonce", &*nonce), ("body", "halves")];
        let file = [("c.txt", "text/plain", b"c".as_slice())];
        let page = rosa.post_files("/r/general/upload", &fields, &file).await;
        assert_ne!(page.status, 303, "{fault:?}: it was posted");
        assert!(!refused.body.contains(SECRET) && !refused.body.contains(BUCKET), "{}", refused.body);
    }
    server.fail(Some(Fault::Half));
    // The head is gone when it shows: what is cut is no whole answer.
    let half = rosa.request(Method::GET, &files[0]).send().await;
    let is_whole = match half {
        Ok(half) => half.status().is_success() && half.bytes().await.is_ok(),
        Err(_) => false,
    };
    assert!(!is_whole, "half a file is not given for a whole one");
    server.fail(Some(Fault::Broken));
    // A gateway that starts now is there for everything else.
    let late = rosa.moved_to(fixture.second_gateway(&settings(&endpoint)).await);
    assert_eq!(late.get(GENERAL).await.status, 200);
    assert_eq!(announced(&late, GENERAL_ID, "c.txt", 3).await.status, 503);
    server.fail(None);
    late.until("/r/general/upload", 200, DEADLINE).await;
    rosa.until("/r/general/upload", 200, DEADLINE).await;
    assert_eq!(fixture.sql_lines(COUNT).await, said, "what failed was not posted");
    let whole = put(&rosa, &address, &[], bytes).await;
    assert_eq!(whole.status, 201, "the upload goes on: {}", whole.body);
    assert_eq!(Page::of(rosa.request(Method::GET, &files[0])).await.body, "0123456789");
}
