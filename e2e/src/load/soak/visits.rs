//! What people do over HTTP beside their socket: they search and upload files. Like a browser whose person presses the button
//! again, a visitor who waits in vain tries it at the next gateway.

use std::collections::BTreeMap;
use std::time::Duration;

use proto::{FileId, RoomId};
use reqwest::{Method, StatusCode};
use tokio::time::{Instant, sleep, timeout};

use super::waits::{SEARCH, Wait};
use crate::{Person, SILENCE};

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(150);
/// Then it is given up, which is a fault.
const LONGEST: Duration = Duration::from_secs(60);

/// Somebody with a browser at one gateway after the other.
pub(super) struct Visitor {
    at: Vec<Person>,
    room: RoomId,
    /// Files that are there to be posted, or posted; each with the number that its content is made of.
    pub(super) files: BTreeMap<FileId, usize>,
    /// How long everything took.
    pub(super) waits: Vec<Wait>,
    /// What must not happen, as it happened.
    pub(super) faults: Vec<String>,
}

impl Visitor {
    /// The same person at each of these gateways.
    pub(super) fn new(at: Vec<Person>, room: RoomId) -> Self {
        Self { at, room, files: BTreeMap::new(), waits: Vec::new(), faults: Vec::new() }
    }

    /// Whether a message with this word is found.
    pub(super) async fn finds(&mut self, word: &str) -> Option<bool> {
        let path = format!("/search?q={word}");
        let search = async |person: &Person| {
            let page = get(person, &path).await?;
            let hits = page.split_once("class=\"hits\"").map_or("", |(_, hits)| hits);
            Ok(hits.contains(&format!("<mark>{word}</mark>")))
        };
        self.insist(SEARCH, search).await
    }

    /// Uploads a small file, whose content is made of that number.
    pub(super) async fn upload(&mut self, n: usize) -> Option<FileId> {
        let room = self.room.to_string();
        let file =
            self.insist("for an upload", async |person: &Person| upload(person, &room, n).await).await?;
        self.files.insert(file, n);
        Some(file)
    }

    /// What has been uploaded, as it comes back; none if it is not there any more.
    pub(super) async fn download(&mut self, file: FileId, n: usize) -> Option<Option<Vec<u8>>> {
        let path = format!("/f/{file}/{n}.txt");
        let download = async |person: &Person| {
            let answer =
                person.request(Method::GET, &path).send().await.map_err(|error| error.to_string())?;
            match answer.status() {
                StatusCode::OK => Ok(Some(answer.bytes().await.map_err(|error| error.to_string())?.to_vec())),
                StatusCode::NOT_FOUND => Ok(None),
                status => Err(status.to_string()),
            }
        };
        self.insist("for a file", download).await
    }

    /// Tries it until it works. Notes how long it took.
    async fn insist<T>(
        &mut self,
        what: &'static str,
        attempt: impl AsyncFn(&Person) -> Result<T, String>,
    ) -> Option<T> {
        let from = Instant::now();
        loop {
            let why = match timeout(SILENCE, attempt(&self.at[0])).await {
                Ok(Ok(done)) => {
                    self.waits.push(Wait { what, from, took: from.elapsed() });
                    return Some(done);
                }
                Ok(Err(why)) => why,
                Err(_) => "no answer".to_owned(),
            };
            if from.elapsed() > LONGEST {
                self.faults.push(format!("{} gave up waiting {what}: {why}", self.at[0].username));
                return None;
            }
            self.at.rotate_left(1);
            sleep(PAUSE).await;
        }
    }
}

/// The content of the file with that number: up to 32 KiB of text.
pub(super) fn content(n: usize) -> Vec<u8> {
    format!("line of file {n}\n").repeat(1 + n * 37 % 1_500).into_bytes()
}

async fn get(person: &Person, path: &str) -> Result<String, String> {
    let answer = person.request(Method::GET, path).send().await.map_err(|error| error.to_string())?;
    match answer.status() {
        StatusCode::OK => answer.text().await.map_err(|error| error.to_string()),
        status => Err(status.to_string()),
    }
}

/// Announces it and sends it. Whatever fails is begun anew as another file: what is left of it is swept.
async fn upload(person: &Person, room: &str, n: usize) -> Result<FileId, String> {
    let (content, name) = (content(n), format!("{n}.txt"));
    let size = content.len().to_string();
    let fields = [("room", room), ("name", &name), ("size", &size), ("type", "text/plain")];
    let announced = person.request(Method::POST, "/upload").form(&fields).send().await;
    let announced = announced.map_err(|error| error.to_string())?;
    let status = announced.status();
    let text = announced.text().await.map_err(|error| error.to_string())?;
    let said: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let file =
        said["id"].as_str().and_then(|id| id.parse().ok()).ok_or_else(|| format!("{status}: {text}"))?;
    let sent = person.request(Method::PUT, &format!("/upload/{file}")).body(content).send().await;
    match sent.map_err(|error| error.to_string())?.status() {
        StatusCode::CREATED => Ok(file),
        status => Err(format!("{status} for the content")),
    }
}
