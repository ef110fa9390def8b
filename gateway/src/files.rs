//! Files that people upload: the store that keeps their bytes, and how much may be under way at once. What is known of a file, and
//! who may have it, room-services say; here is only what to do with the bytes.

mod blank;
mod link_picture;
mod make_picture;
mod media_type;
mod picture;
mod prepare;
mod receive;
mod store;
mod sweep;
mod text;

pub(crate) use make_picture::Shape;
pub(crate) use media_type::{of_content, program};
pub(crate) use picture::{Side, Size, fitted};
pub(crate) use receive::Receiver;
pub use store::check_place;
pub(crate) use store::{Edition, FileStore, HEAD, StoreError};
pub(crate) use sweep::run as sweep;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use proto::{FileId, Reason, Refusal, UserId};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::config::FilePlace;
use crate::places::{Place, Places};

/// How it is with a store before its first trial.
const UNTRIED: &str = "the file store has not been tried yet";
/// Uploads that send at once: each holds a piece in memory.
const UPLOADS: usize = 16;
/// Of one person.
const UPLOADS_OF_ONE: usize = 4;

/// The files of one gateway. Clones share them.
#[derive(Clone, Debug)]
pub(crate) struct Files {
    store: Option<FileStore>,
    /// Why the store cannot be used at the moment.
    trouble: Arc<Mutex<Option<String>>>,
    /// Files in the store that nobody knows, as it was gone through last.
    orphans: Arc<AtomicUsize>,
    permits: Arc<Semaphore>,
    pictures: picture::Pool,
    uploads: Places<FileId>,
    people: Places<UserId>,
}

/// Held by a request that sends a file.
#[derive(Debug)]
pub(crate) struct Sending {
    _permit: OwnedSemaphorePermit,
    _person: Place<UserId>,
    _upload: Place<FileId>,
}

impl Files {
    /// With the store in this place; without one there are no files.
    ///
    /// # Errors
    /// The folder cannot be made or written to.
    pub(crate) async fn open(place: Option<&FilePlace>) -> Result<Self, StoreError> {
        let store = match place {
            Some(place) => Some(FileStore::open(place).await?),
            None => None,
        };
        // A bucket may be away while we start: the first trial tells.
        let untried = store.as_ref().filter(|store| store.id().is_none());
        let trouble = untried.map(|_| UNTRIED.to_owned());
        Ok(Self {
            store,
            trouble: Arc::new(Mutex::new(trouble)),
            orphans: Arc::default(),
            permits: Arc::new(Semaphore::new(UPLOADS)),
            pictures: picture::Pool::new(),
            uploads: Places::new(1),
            people: Places::new(UPLOADS_OF_ONE),
        })
    }

    /// How many files were in the store that nobody knows, when it was gone through last.
    pub(crate) fn orphans(&self) -> usize {
        self.orphans.load(Ordering::Relaxed)
    }

    /// Whether files can be sent at all.
    pub(crate) fn are_kept(&self) -> bool {
        self.store.is_some()
    }

    /// The store, to read from.
    ///
    /// # Errors
    /// There is none.
    pub(crate) fn store(&self) -> Result<&FileStore, Refusal> {
        self.store.as_ref().ok_or_else(|| Reason::NoFiles.into())
    }

    /// The store, to write to.
    ///
    /// # Errors
    /// There is none, or it will not do.
    pub(crate) fn writable(&self) -> Result<&FileStore, Refusal> {
        if self.state().is_err() { Err(Refusal::unavailable()) } else { self.store() }
    }

    /// Whether the store will do; if not, why.
    pub(crate) fn state(&self) -> Result<(), String> {
        let trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        trouble.clone().map_or(Ok(()), Err)
    }

    fn note(&self, found: Result<(), String>) {
        let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        match (&found, trouble.as_deref()) {
            (Err(why), None | Some(UNTRIED)) => tracing::error!(why, "files cannot be kept"),
            (Ok(()), Some(_)) => tracing::info!("files can be kept again"),
            _ => {}
        }
        *trouble = found.err();
    }

    /// Lets a request send a file: no other at the same time.
    ///
    /// # Errors
    /// Another one does, or too many send at once.
    pub(crate) fn send(&self, user: UserId, file: FileId) -> Result<Sending, Refusal> {
        let upload = self.uploads.take(file).ok_or(Reason::UploadUnderWay)?;
        let person = self.people.take(user).ok_or_else(Refusal::busy)?;
        let permit = self.permits.clone().try_acquire_owned().map_err(|_| Refusal::busy())?;
        Ok(Sending { _permit: permit, _person: person, _upload: upload })
    }
}

#[cfg(test)]
mod tests {
    use proto::Code;

    use super::*;

    #[tokio::test]
    async fn a_file_is_sent_by_one_request_at_a_time_and_a_person_sends_a_few() {
        let files = Files::open(None).await.expect("none");
        let (rosa, file) = (UserId::new(), FileId::new());
        let sending = files.send(rosa, file).expect("the first");
        let twice = files.send(rosa, file).expect_err("the second");
        assert_eq!(twice.reason, Reason::UploadUnderWay);
        let others: Vec<_> = (1..UPLOADS_OF_ONE).map(|_| files.send(rosa, FileId::new())).collect();
        assert!(others.iter().all(Result::is_ok));
        assert_eq!(files.send(rosa, FileId::new()).expect_err("one too many").code, Code::Busy);
        drop(sending);
        files.send(rosa, file).expect("once the first has ended");
        let crowd: Vec<_> = (0..2 * UPLOADS).map(|_| files.send(UserId::new(), FileId::new())).collect();
        let admitted = crowd.iter().filter(|sending| sending.is_ok()).count();
        assert_eq!(admitted, UPLOADS - others.len());
    }
}
