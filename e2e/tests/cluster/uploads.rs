//! Gateways and room-services are killed in the middle of a hundred uploads: every file that is posted is whole, and of all others
//! nothing is left.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use e2e::{Cluster, DEADLINE, Person, Who};
use futures_util::future::join_all;
use hyper::body::{Body, Bytes, Frame};
use reqwest::Method;
use tokio::sync::{Semaphore, watch};

use crate::PROGRAM;

const FILES: usize = 100;
const PEOPLE: usize = 10;
/// So many does a gateway take at a time, less some room.
const AT_ONCE: usize = 12;
/// Between two tries to reach a gateway.
const PAUSE: Duration = Duration::from_millis(150);
const BOUNDARY: &str = "a-line-that-no-file-has";

/// Large enough that some are two pieces in the store.
fn content(n: usize) -> Vec<u8> {
    let size = 1_000 + n * 53_000;
    (0..size).map(|at| u8::try_from((at * 7 + n) % 251).unwrap_or(0)).collect()
}

/// How far the uploads have come, and whether they may go on.
struct Progress {
    halfway: watch::Sender<usize>,
    done: watch::Sender<usize>,
    may_go_on: watch::Receiver<bool>,
}

/// The form of a message with a file, of which the second half waits until it may go on.
fn form(n: usize, progress: &Arc<Progress>) -> reqwest::Body {
    let nonce = uuid::Uuid::new_v4();
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"nonce\"\r\n\r\n{nonce}\r\n\
         --{BOUNDARY}\r\nContent-Disposition: form-data; name=\"body\"\r\n\r\nfile {n}\r\n\
         --{BOUNDARY}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{n}.bin\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    let mut first = head.into_bytes();
    let mut second = content(n);
    first.extend(second.drain(..second.len() / 2));
    second.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
    let progress = progress.clone();
    let pause = Box::pin(async move {
        progress.halfway.send_modify(|count| *count += 1);
        let _ = progress.may_go_on.clone().wait_for(|may| *may).await;
    });
    reqwest::Body::wrap(Halves { first: Some(first.into()), pause, second: Some(second.into()) })
}

/// A body that stands still in its middle.
struct Halves {
    first: Option<Bytes>,
    pause: Pin<Box<dyn Future<Output = ()> + Send + Sync>>,
    second: Option<Bytes>,
}

impl Body for Halves {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        if self.second.is_some() {
            std::task::ready!(self.pause.as_mut().poll(cx));
        }
        Poll::Ready(self.second.take().map(|second| Ok(Frame::data(second))))
    }
}

/// Sends a file until some gateway says that it is posted.
async fn send(n: usize, at: [Person; 2], progress: Arc<Progress>) {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    for attempt in 0.. {
        let request = at[(n + attempt) % 2].request(Method::POST, "/r/general/upload");
        let answer = request.header("content-type", &kind).body(form(n, &progress)).send().await;
        if answer.is_ok_and(|answer| answer.status().is_success()) {
            return progress.done.send_modify(|count| *count += 1);
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn until(count: &mut watch::Receiver<usize>, least: usize) {
    let reached = tokio::time::timeout(4 * DEADLINE, count.wait_for(|count| *count >= least)).await;
    reached.expect("in time").expect("somebody counts");
}

async fn people(gateways: [SocketAddr; 2]) -> Vec<Person> {
    let names: Vec<_> = (0..PEOPLE).map(|n| format!("sender{n}")).collect();
    join_all(names.iter().map(|name| Person::register(gateways[0], name))).await
}

/// What is in the store below the ids of files.
fn stored(folder: &Path) -> BTreeSet<String> {
    let below =
        |folder: PathBuf| std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let parts = below(folder.to_owned()).filter(|path| path.is_dir() && !path.ends_with("check"));
    parts.flat_map(below).filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_hundred_uploads_in_which_processes_are_killed_each_posted_file_is_whole_and_the_rest_is_swept()
{
    let mut cluster = Cluster::start(PROGRAM, 2, 2, 1).await;
    let gateways = [cluster.address(0), cluster.address(1)];
    let people = people(gateways).await;
    let (go, may_go_on) = watch::channel(false);
    let (halfway, mut at_half) = watch::channel(0);
    let (done, mut all_done) = watch::channel(0);
    let progress = Arc::new(Progress { halfway, done, may_go_on });
    let places = Arc::new(Semaphore::new(2 * AT_ONCE));
    let sending = (0..FILES).map(|n| {
        let at = gateways.map(|gateway| people[n % PEOPLE].at(gateway));
        let (progress, places) = (progress.clone(), places.clone());
        tokio::spawn(async move {
            let _place = places.acquire().await.expect("open");
            send(n, at, progress).await;
        })
    });
    let sending: Vec<_> = sending.collect();

    // A gateway in the middle of those it takes, a room-service while the others go on; then each of the others.
    until(&mut at_half, 2 * AT_ONCE).await;
    cluster.kill(Who::Gateway(0)).await;
    cluster.kill(Who::Room(0)).await;
    go.send(true).expect("they wait");
    until(&mut all_done, FILES / 5).await;
    cluster.restart(Who::Gateway(0)).await;
    cluster.restart(Who::Room(0)).await;
    cluster.kill(Who::Room(1)).await;
    until(&mut all_done, FILES / 2).await;
    cluster.kill(Who::Gateway(1)).await;
    cluster.restart(Who::Room(1)).await;
    cluster.restart(Who::Gateway(1)).await;
    until(&mut all_done, FILES).await;
    for sent in join_all(sending).await {
        sent.expect("it ended");
    }

    // An answer may have been lost, so that a file was sent twice; but never a part of it.
    let database = cluster.database().await;
    let rows = database.query("select id, name from chat.attachment where seq is not null", &[]).await;
    let posted: Vec<(uuid::Uuid, String)> =
        rows.expect("rows").iter().map(|row| (row.get(0), row.get(1))).collect();
    let names: BTreeSet<_> = posted.iter().map(|(_, name)| name.clone()).collect();
    assert_eq!(names.len(), FILES, "each is posted");
    for (id, name) in &posted {
        let n: usize = name.trim_end_matches(".bin").parse().expect("a number");
        let got = people[0].request(Method::GET, &format!("/f/{id}/{name}")).send().await.expect("an answer");
        assert_eq!(got.status().as_u16(), 200, "{name}");
        assert!(got.bytes().await.expect("bytes") == content(n), "{name} is not what was sent");
    }
    let age = "update chat.attachment set created_at = now() - interval '2 days' where seq is null";
    database.execute(age, &[]).await.expect("older");
    let posted: BTreeSet<_> = posted.iter().map(|(id, _)| id.to_string()).collect();
    let swept = async {
        loop {
            let left =
                database.query_one("select count(*) from chat.attachment where seq is null", &[]).await;
            if left.expect("a count").get::<_, i64>(0) == 0 && stored(&cluster.files()) == posted {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
    };
    if tokio::time::timeout(2 * DEADLINE, swept).await.is_err() {
        let left: Vec<_> = stored(&cluster.files()).difference(&posted).cloned().collect();
        panic!("these are left: {left:?}");
    }
}
