//! Keeps the store in order: whether it will do and is the one that all gateways share, what is to be removed from it, and what is
//! in it that nobody knows.

mod small_pictures;

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::atomic::Ordering;
use std::time::Duration;

use proto::room::FileQuery;
use proto::{FileId, Refusal};
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::{FileStore, Files};
use crate::actions::files;
use crate::cluster::Cluster;

/// How often what is unwanted is removed.
const EVERY: Duration = Duration::from_secs(5);
/// How often the store is tried.
const CHECK: Duration = Duration::from_secs(30);
/// How often it is gone through for what nobody knows: the first time a while after the start.
const ORPHANS: Duration = Duration::from_secs(6 * 60 * 60);
/// Files asked about at once.
const AT_ONCE: usize = 500;

/// Goes on until dropped. Several gateways may remove the same: what is gone is no error.
pub(crate) async fn run(files: Files, cluster: Cluster) {
    // Without a store there is never anything to do.
    let Some(store) = files.store.clone() else { return std::future::pending().await };
    let mut tick = interval(EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut check_at, mut orphans_at) = (Instant::now(), Instant::now() + ORPHANS);
    let (mut orphans, mut unused) = (Vec::new(), Vec::new());
    loop {
        tick.tick().await;
        if Instant::now() >= check_at {
            check_at = Instant::now() + CHECK;
            files.note(check(&store, &cluster).await);
        }
        if files.state().is_err() {
            continue;
        }
        if let Err(refusal) = remove_unwanted(&store, &cluster).await {
            tracing::debug!(%refusal, "files were not swept");
        }
        if Instant::now() >= orphans_at {
            orphans_at = Instant::now() + ORPHANS;
            if let Some(found) = go_through(&store, &cluster).await {
                orphans = remove_orphans(&store, &orphans, found).await;
                files.orphans.store(orphans.len(), Ordering::Relaxed);
            }
            if let Some(found) = small_pictures::go_through(&store, &cluster).await {
                unused = small_pictures::remove_unused(&store, &unused, found).await;
            }
        }
    }
}

/// Whether it will do. While no room-service answers it is as it was: nothing can be posted then.
async fn check(store: &FileStore, cluster: &Cluster) -> Result<(), String> {
    store.check().await?;
    let Some(id) = store.id() else { return Err("it is not known which store it is".to_owned()) };
    match files::is_known_store(cluster, id).await {
        Ok(false) => Err("this is another store than the one that the installation's files are in: \
             all gateways must share one folder or bucket (docs/operating.md, Files)"
            .to_owned()),
        Ok(true) | Err(_) => Ok(()),
    }
}

async fn remove_unwanted(store: &FileStore, cluster: &Cluster) -> Result<(), Refusal> {
    loop {
        let unwanted = files::listed(cluster, FileQuery::Unwanted).await?;
        if unwanted.is_empty() {
            return Ok(());
        }
        let removed = remove_all(store, &unwanted).await;
        if removed.is_empty() {
            return Err(Refusal::unavailable());
        }
        tracing::info!(count = removed.len(), "files removed");
        files::done(cluster, FileQuery::Removed { files: removed }).await?;
    }
}

async fn remove_all(store: &FileStore, files: &[FileId]) -> Vec<FileId> {
    let mut removed = Vec::new();
    for file in files {
        match store.remove(*file).await {
            Ok(()) => removed.push(*file),
            Err(error) => tracing::warn!(%error, file.id = %file, "a file could not be removed"),
        }
    }
    removed
}

/// What is in the store and known to nobody was left by a gateway that ended in the middle, or is younger than a backup that was
/// restored. A row comes before the first byte, so nothing that is on its way is meant. None: it could not be found out.
async fn go_through(store: &FileStore, cluster: &Cluster) -> Option<Found<FileId>> {
    let mut found = Found::new();
    for part in 0..=u8::MAX {
        match store.files(part).await {
            Ok(files) => {
                for some in files.chunks(AT_ONCE) {
                    let query = FileQuery::Known { files: some.to_vec() };
                    let known = files::listed(cluster, query).await.ok()?;
                    found.count(some, &known);
                }
            }
            Err(error) => {
                tracing::warn!(%error, "the file store could not be gone through");
                return None;
            }
        }
    }
    Some(found)
}

/// Removes those of `found` that were unknown the time before, too: for [`ORPHANS`] somebody has had time to see what is wrong.
/// Answers those that are left for the next time.
async fn remove_orphans(store: &FileStore, before: &[FileId], found: Found<FileId>) -> Vec<FileId> {
    let (unknown_still, left) = found.unknown_since(before);
    if !unknown_still.is_empty() {
        tracing::warn!(count = unknown_still.len(), "files that nobody knows are removed");
        remove_all(store, &unknown_still).await;
    }
    left
}

/// What the store holds.
#[derive(Debug)]
struct Found<I> {
    known: usize,
    /// At most [`Found::MOST`]: the others the next time.
    orphans: Vec<I>,
}

impl<I: Copy + Eq + Hash> Found<I> {
    const MOST: usize = 100_000;

    fn new() -> Self {
        Self { known: 0, orphans: Vec::new() }
    }

    fn count(&mut self, files: &[I], known: &[I]) {
        self.known += known.len();
        let missing = Self::MOST - self.orphans.len();
        let orphans = files.iter().copied().filter(|file| !known.contains(file));
        self.orphans.extend(orphans.take(missing));
    }

    /// Those that were unknown before, too, and those that are new to it.
    fn unknown_since(self, before: &[I]) -> (Vec<I>, Vec<I>) {
        if self.is_of_another_database() {
            let (orphans, known) = (self.orphans.len(), self.known);
            tracing::error!(orphans, known, "most files are not known to the database: none is removed");
            return (Vec::new(), self.orphans);
        }
        let before: HashSet<&I> = before.iter().collect();
        self.orphans.into_iter().partition(|file| before.contains(file))
    }

    /// A slip of whoever set this up must not cost everyone's files.
    fn is_of_another_database(&self) -> bool {
        self.orphans.len() > self.known.max(Self::FEW)
    }

    /// So many orphans are no sign of anything.
    const FEW: usize = 100;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_nobody_knows_is_removed_when_it_is_found_for_the_second_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = FileStore::open_folder(folder.path()).await.expect("a store");
        let file = FileId::new();
        store.put(file, 0, vec![bytes::Bytes::from_static(b"left")]).await.expect("written");
        let found = || Found { known: 5, orphans: vec![file] };
        let left = remove_orphans(&store, &[], found()).await;
        assert_eq!((left, store.stored(file).await.expect("an answer")), (vec![file], 4), "it has a while");
        assert!(remove_orphans(&store, &[file], found()).await.is_empty());
        assert_eq!(store.stored(file).await.expect("an answer"), 0);
    }

    #[test]
    fn where_most_files_are_unknown_it_is_the_database_that_is_wrong() {
        let files: Vec<_> = (0..300).map(|_| FileId::new()).collect();
        let mut found = Found::new();
        found.count(&files, &files[..200]);
        assert_eq!(found.orphans, files[200..]);
        assert!(!found.is_of_another_database());
        found.count(&files, &[]);
        assert!(found.is_of_another_database());
    }
}
