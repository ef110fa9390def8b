//! Files on their way. What is sent is made as it goes, and what is received is counted and forgotten.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use proto::{FileId, RoomId};
use reqwest::{Method, RequestBuilder, StatusCode};
use tokio::time::{Interval, MissedTickBehavior, interval};

use crate::Person;

/// Bytes that are handed over at once.
const CHUNK: u64 = 64 * 1024;
/// How long one file may take.
const LONGEST: Duration = Duration::from_secs(900);

/// So many bytes that nobody keeps.
pub(super) struct Made {
    chunk: Bytes,
    left: u64,
    /// When the next of them may go.
    pace: Option<Interval>,
}

impl Made {
    /// As fast as it goes, or so many MiB a second.
    pub(super) fn new(bytes: u64, mib_a_second: u32) -> Self {
        let chunk: Vec<u8> = (0..CHUNK).map(|n| (n * 7 % 251) as u8).collect();
        let pace = (mib_a_second > 0).then(|| {
            let mut pace = interval(Duration::from_secs(1) / (mib_a_second * 16));
            pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
            pace
        });
        Self { chunk: chunk.into(), left: bytes, pace }
    }
}

impl Body for Made {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        if let Some(pace) = &mut self.pace {
            ready!(pace.poll_tick(cx));
        }
        let length = self.left.min(CHUNK);
        self.left -= length;
        // It is no longer than the chunk.
        let bytes = self.chunk.slice(..usize::try_from(length).unwrap_or(self.chunk.len()));
        Poll::Ready(Some(Ok(Frame::data(bytes))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

/// Announces a file and sends it.
pub(super) async fn upload(
    person: &Person,
    room: RoomId,
    (name, size): (&str, u64),
    body: impl Into<reqwest::Body>,
) -> Result<FileId, String> {
    let (room, size) = (room.to_string(), size.to_string());
    let fields = [("room", room.as_str()), ("name", name), ("size", &size), ("type", "")];
    let announced = said(person.request(Method::POST, "/upload").form(&fields)).await?;
    let announced: serde_json::Value = serde_json::from_str(&announced).unwrap_or_default();
    let file = announced["id"].as_str().and_then(|id| id.parse().ok()).ok_or("it has no id")?;
    let sent =
        said(person.request(Method::PUT, &format!("/upload/{file}")).timeout(LONGEST).body(body)).await;
    if sent.is_err() {
        forget(person, file).await?;
    }
    sent.map(|_| file)
}

/// It will not be posted.
pub(super) async fn forget(person: &Person, file: FileId) -> Result<(), String> {
    said(person.request(Method::DELETE, &format!("/upload/{file}"))).await.map(drop)
}

async fn said(request: RequestBuilder) -> Result<String, String> {
    let answer = request.header("accept", "application/json").send().await;
    let answer = answer.map_err(|error| error.to_string())?;
    let status = answer.status();
    let text = answer.text().await.map_err(|error| error.to_string())?;
    if status.is_success() { Ok(text) } else { Err(format!("{status}: {text}")) }
}

/// How many bytes come.
pub(super) async fn download(request: RequestBuilder) -> Result<u64, String> {
    let answer = request.timeout(LONGEST).send().await.map_err(|error| error.to_string())?;
    if answer.status() != StatusCode::OK {
        return Err(format!("status {}", answer.status()));
    }
    let (mut answer, mut bytes) = (answer, 0);
    while let Some(chunk) = answer.chunk().await.map_err(|error| error.to_string())? {
        bytes += chunk.len() as u64;
    }
    Ok(bytes)
}
