//! A file on its way in: taken from a request as it comes, handed to the store piece by piece, and looked at once it is whole.

use std::time::Duration;

use bytes::Bytes;
use chassis::telemetry::metrics;
use futures_util::{Stream, StreamExt, TryStreamExt};
use proto::room::File;
use proto::{FileId, Reason, Refusal};
use sha2::{Digest, Sha256};
use tokio::time::{Instant, timeout_at};

use super::store::{Edition, PIECE, StoreError};
use super::{FileStore, HEAD, of_content};

/// How long is waited for the next bytes of a file.
const SILENCE: Duration = Duration::from_secs(30);
/// Bytes a second that whoever sends a file sends at least, once this time is over.
const SLOWEST: u64 = 4 * 1024;

/// What came of receiving.
#[derive(Debug)]
pub(crate) struct Incoming {
    /// Bytes of the file that are in the store.
    pub(crate) stored: u64,
    /// The request ended where the file ends, or may end.
    pub(crate) whole: bool,
}

/// Receives one file.
#[derive(Debug)]
pub(crate) struct Receiver<'a> {
    store: &'a FileStore,
    file: FileId,
    /// Bytes that were handed to the store.
    stored: u64,
    waiting: Vec<Bytes>,
    waiting_bytes: u64,
    /// How long is waited for the next of them.
    silence: Duration,
}

impl<'a> Receiver<'a> {
    /// After so many bytes that are in the store.
    pub(crate) fn new(store: &'a FileStore, file: FileId, stored: u64) -> Self {
        Self { store, file, stored, waiting: Vec::new(), waiting_bytes: 0, silence: SILENCE }
    }

    /// Takes what is sent, up to `most` bytes of the file. `more`: the file goes on after this request, so that what is no whole
    /// piece is left out, to be sent again.
    ///
    /// # Errors
    /// There is more than `most`; it does not come in time; the store does not do as it should. Whole pieces stay.
    pub(crate) async fn take<S, E>(mut self, body: S, most: u64, more: bool) -> Result<Incoming, Refusal>
    where
        S: Stream<Item = Result<Bytes, E>>,
    {
        let (began, from) = (Instant::now(), self.stored);
        let mut body = std::pin::pin!(body);
        loop {
            let earned = Duration::from_secs((self.stored + self.waiting_bytes - from) / SLOWEST);
            let deadline = (began + self.silence + earned).min(Instant::now() + self.silence);
            let Ok(next) = timeout_at(deadline, body.next()).await else {
                metrics::deadline_passed("http_upload");
                return Err(Reason::RequestSlow.into());
            };
            match next {
                None => break,
                Some(Err(_)) => return Ok(Incoming { stored: self.stored, whole: false }),
                Some(Ok(bytes)) if self.stored + self.waiting_bytes + bytes.len() as u64 > most => {
                    return Err(Reason::UploadDiffers.into());
                }
                Some(Ok(bytes)) => self.push(bytes).await?,
            }
        }
        if !more && self.waiting_bytes > 0 {
            self.flush().await?;
        }
        Ok(Incoming { stored: self.stored, whole: !more })
    }

    async fn push(&mut self, mut bytes: Bytes) -> Result<(), Refusal> {
        while self.waiting_bytes + bytes.len() as u64 >= PIECE {
            let missing = usize::try_from(PIECE - self.waiting_bytes).unwrap_or(usize::MAX);
            let rest = bytes.split_off(missing);
            self.wait_with(bytes);
            self.flush().await?;
            bytes = rest;
        }
        if !bytes.is_empty() {
            self.wait_with(bytes);
        }
        Ok(())
    }

    fn wait_with(&mut self, bytes: Bytes) {
        self.waiting_bytes += bytes.len() as u64;
        self.waiting.push(bytes);
    }

    async fn flush(&mut self) -> Result<(), Refusal> {
        let (bytes, size) = (std::mem::take(&mut self.waiting), std::mem::take(&mut self.waiting_bytes));
        self.store.put(self.file, self.stored / PIECE, bytes).await.map_err(|error| refused(&error))?;
        self.stored += size;
        Ok(())
    }
}

/// What a file turned out to be.
#[derive(Debug)]
pub(crate) struct Inspected {
    /// The file, with the type of its content.
    pub(crate) file: File,
    /// The SHA-256 of its bytes as they are read back.
    pub(crate) sha256: Vec<u8>,
    /// Its first bytes.
    pub(crate) head: Vec<u8>,
}

impl FileStore {
    /// What a file in the store is.
    ///
    /// # Errors
    /// It cannot be read.
    pub(crate) async fn inspect(&self, file: File) -> Result<Inspected, Refusal> {
        let (mut digest, mut head) = (Sha256::new(), Vec::new());
        let mut bytes = std::pin::pin!(self.read(file.id, Edition::Sent, 0..file.size));
        while let Some(chunk) = bytes.try_next().await.map_err(|error| refused(&error))? {
            let missing = usize::try_from(HEAD).unwrap_or_default().saturating_sub(head.len());
            head.extend_from_slice(&chunk[..chunk.len().min(missing)]);
            digest.update(&chunk);
        }
        let media_type = of_content(&head, &file.media_type);
        Ok(Inspected { file: File { media_type, ..file }, sha256: digest.finalize().to_vec(), head })
    }

    /// Whether this is the SHA-256 of what was sent: of what is here, or of what was here before a place was taken out of it.
    ///
    /// # Errors
    /// The store does not answer.
    pub(crate) async fn was_sent(&self, inspected: &Inspected, sha256: &[u8]) -> Result<bool, Refusal> {
        if inspected.sha256 == sha256 {
            return Ok(true);
        }
        let noted = self.noted(inspected.file.id).await.map_err(|error| refused(&error))?;
        Ok(noted.is_some_and(|noted| noted == sha256))
    }
}

/// What whoever sends or wants a file is told.
pub(crate) fn refused(error: &StoreError) -> Refusal {
    match error {
        StoreError::Taken => Reason::UploadUnderWay.into(),
        error => {
            tracing::error!(%error, "the file store failed");
            Refusal::unavailable()
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::stream;
    use proto::text::{FileName, MediaType};

    use super::*;

    fn sent(bytes: &[u8], chunk: usize) -> impl Stream<Item = Result<Bytes, ()>> + use<> {
        let chunks: Vec<_> = bytes.chunks(chunk).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
        stream::iter(chunks)
    }

    async fn store() -> (tempfile::TempDir, FileStore) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = FileStore::open_folder(folder.path()).await.expect("a store");
        (folder, store)
    }

    #[tokio::test]
    async fn a_file_goes_on_after_what_is_there_and_is_the_same_in_the_end() {
        let (_folder, store) = store().await;
        let file = FileId::new();
        let bytes: Vec<u8> = (0..PIECE + PIECE / 2).map(|n| (n % 251) as u8).collect();
        let size = bytes.len() as u64;
        let broken = sent(&bytes, 70_000).take(90).chain(stream::iter([Err(())]));
        let first = Receiver::new(&store, file, 0).take(broken, size, false).await.expect("a part");
        assert_eq!((first.stored, first.whole), (PIECE, false));
        assert_eq!(store.stored(file).await.expect("an answer"), PIECE);
        let rest = sent(&bytes[usize::try_from(PIECE).expect("small")..], 1_000_000);
        let all = Receiver::new(&store, file, PIECE).take(rest, size, false).await.expect("the rest");
        assert_eq!((all.stored, all.whole), (size, true));
        let name = FileName::parse("a.bin").expect("a name");
        let said = File::new(file, name, size, MediaType::unknown());
        let Inspected { sha256, .. } = store.inspect(said).await.expect("it is there");
        assert_eq!(sha256, Sha256::digest(&bytes).to_vec());
    }

    #[tokio::test]
    async fn more_than_was_said_is_refused_and_of_a_part_only_whole_pieces_stay() {
        let (_folder, store) = store().await;
        let file = FileId::new();
        let more = Receiver::new(&store, file, 0).take(sent(&[0; 11], 4), 10, false).await;
        assert_eq!(more.expect_err("too much").reason, Reason::UploadDiffers);
        assert_eq!(store.stored(file).await.expect("an answer"), 0);
        let part = Receiver::new(&store, file, 0).take(sent(&[0; 9], 4), 10, true).await.expect("a part");
        assert_eq!((part.stored, part.whole), (0, false));
    }

    #[tokio::test]
    async fn a_file_that_does_not_come_is_not_waited_for() {
        let (_folder, store) = store().await;
        let silent = sent(&[0; 4], 4).chain(stream::pending());
        let receiver = Receiver::new(&store, FileId::new(), 0);
        let receiver = Receiver { silence: Duration::from_millis(50), ..receiver };
        let late = receiver.take(silent, 10, false).await;
        assert_eq!(late.expect_err("too late").reason, Reason::RequestSlow);
    }
}
