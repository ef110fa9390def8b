//! Which store it is and whether it will do: opened, named once by whoever is first, and tried from time to time.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path as Folder;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutPayload};
use tokio::time::timeout;
use uuid::Uuid;

use super::{FileStore, StoreError, bucket};
use crate::config::{FilePlace, S3Settings};

/// Which store it is.
const NAME: &str = "store_id";
/// Nobody but the gateways looks into the folder.
const PRIVATE: u32 = 0o700;
/// How long a trial may take.
const TRIAL: Duration = Duration::from_secs(20);
/// Letters of what a store says that are repeated.
const SAID: usize = 600;

/// Whether files can be kept in a place that is there: writes, reads and removes one.
///
/// # Errors
/// They cannot, and why.
pub async fn check_place(place: &FilePlace) -> Result<(), String> {
    let store = match place {
        FilePlace::Folder(folder) if !folder.is_dir() => {
            return Err(format!("{} is no folder", folder.display()));
        }
        FilePlace::Folder(folder) => objects(folder).map(FileStore::of_folder),
        FilePlace::Bucket(settings) => FileStore::of_bucket(settings),
    };
    let store = store.map_err(|error| said(&error))?;
    let named = timeout(TRIAL, store.named()).await.map_err(|_| late())?;
    named.map_err(|error| said(&error))?;
    store.try_out().await
}

fn objects(folder: &Folder) -> Result<LocalFileSystem, StoreError> {
    let objects = LocalFileSystem::new_with_prefix(folder)?;
    Ok(objects.with_fsync(true).with_automatic_cleanup(true))
}

impl FileStore {
    /// The store in a place. A folder is made where it is missing; a bucket that does not answer may do so later, see [`Self::check`].
    ///
    /// # Errors
    /// The folder cannot be made or written to.
    pub(in crate::files) async fn open(place: &FilePlace) -> Result<Self, StoreError> {
        match place {
            FilePlace::Folder(folder) => Self::open_folder(folder).await,
            FilePlace::Bucket(settings) => Self::of_bucket(settings),
        }
    }

    /// The store in a folder, which is made where it is missing.
    ///
    /// # Errors
    /// The folder cannot be made or written to.
    pub(in crate::files) async fn open_folder(folder: &Folder) -> Result<Self, StoreError> {
        let broken = |error| StoreError::Folder(folder.display().to_string(), error);
        if !folder.exists() {
            fs::create_dir_all(folder).map_err(broken)?;
            fs::set_permissions(folder, fs::Permissions::from_mode(PRIVATE)).map_err(broken)?;
        }
        let store = Self::of_folder(objects(folder)?);
        store.identify().await?;
        Ok(store)
    }

    fn of_folder(folder: LocalFileSystem) -> Self {
        let folder = Arc::new(folder);
        Self::of(folder.clone(), Some(folder))
    }

    fn of_bucket(settings: &S3Settings) -> Result<Self, StoreError> {
        Ok(Self::of(Arc::new(bucket::open(settings)?), None))
    }

    fn of(objects: Arc<dyn ObjectStore>, folder: Option<Arc<LocalFileSystem>>) -> Self {
        let trial = Path::from(format!("check/{}", Uuid::new_v4()));
        Self { objects, folder, trial, id: Arc::new(OnceLock::new()) }
    }

    /// Which store it is: the same to all gateways that share it. None: it has not been found out yet.
    pub(in crate::files) fn id(&self) -> Option<Uuid> {
        self.id.get().copied()
    }

    /// Finds out which store it is; the first one names it.
    async fn identify(&self) -> Result<Uuid, StoreError> {
        if let Some(id) = self.id() {
            return Ok(id);
        }
        let (name, fresh) = (Path::from(NAME), Uuid::new_v4());
        let written = self.objects.put_opts(&name, fresh.to_string().into(), PutMode::Create.into()).await;
        let id = match written.map_err(StoreError::from) {
            Ok(_) => fresh,
            // Gone in between.
            Err(StoreError::Taken) => self.named().await?.ok_or(StoreError::Missing)?,
            Err(error) => return Err(error),
        };
        Ok(*self.id.get_or_init(|| id))
    }

    /// What it is named, if it is.
    async fn named(&self) -> Result<Option<Uuid>, StoreError> {
        let named = match self.objects.get(&Path::from(NAME)).await.map_err(StoreError::from) {
            Ok(found) => found.bytes().await?,
            Err(StoreError::Missing) => return Ok(None),
            Err(error) => return Err(error),
        };
        let id = std::str::from_utf8(&named).ok().and_then(|text| text.trim().parse().ok());
        id.map(Some).ok_or(StoreError::Nameless)
    }

    /// Whether it will do.
    ///
    /// # Errors
    /// Why it will not.
    pub(in crate::files) async fn check(&self) -> Result<(), String> {
        let identified = timeout(TRIAL, self.identify()).await.map_err(|_| late())?;
        identified.map_err(|error| said(&error))?;
        self.try_out().await
    }

    /// Writes, reads and removes something.
    async fn try_out(&self) -> Result<(), String> {
        let trying = async {
            let (path, payload) = (&self.trial, PutPayload::from_static(b"check"));
            self.objects.put(path, payload.clone()).await?;
            let twice = self.objects.put_opts(path, payload, PutMode::Create.into()).await;
            let read = self.objects.get(path).await?.bytes().await?;
            self.objects.delete(path).await?;
            match twice.map_err(StoreError::from) {
                Err(StoreError::Taken) => Ok(Ok(read)),
                Ok(_) => Ok(Err("it writes over what is there: it does not know If-None-Match".to_owned())),
                Err(error) => Err(error),
            }
        };
        match timeout(TRIAL, trying).await.map_err(|_| late())? {
            Ok(Ok(read)) if &*read == b"check" => Ok(()),
            Ok(Ok(_)) => Err("what was written is not what is read".to_owned()),
            Ok(Err(why)) => Err(why),
            Err(error) => Err(said(&error)),
        }
    }
}

fn late() -> String {
    format!("the file store did not answer within {} s", TRIAL.as_secs())
}

/// What a store says of itself, in one line of bounded length.
fn said(error: &StoreError) -> String {
    let text = error.to_string();
    let mut letters = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let start: String = letters.by_ref().take(SAID).collect();
    if letters.next().is_some() { format!("{start}…") } else { start }
}
