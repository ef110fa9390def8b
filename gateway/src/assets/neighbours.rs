//! The static files of other releases. While two run side by side, a page of one asks a gateway of the other for its files; and a
//! page that was left open asks for them when its own release is gone.
//!
//! Every gateway says in its heartbeat which files it serves. Who hears of files it does not have takes them over, whole, and
//! keeps those of the last two releases. So no request of a browser ever makes another one: what nobody announces is not found.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use chassis::bus::Subscription;
use chassis::peers::Sighting;
use chassis::{Lifecycle, Liveness, RequestError};
use proto::node::{FilesPiece, FilesQuery};
use proto::{NodeId, subject};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::archive::{PACKED_MAX, unpack};
use super::{Assets, HASH, archive};
use crate::cluster::Cluster;

/// Other releases whose files are kept.
const KEPT: usize = 2;
/// How often it is looked whether somebody announces files that are not here.
const EVERY: Duration = Duration::from_millis(250);
/// How soon it is asked again for files that could not be got.
const AGAIN: Duration = Duration::from_secs(2);
/// Bytes of one piece: with what carries them, less than the smallest `max_payload` that anybody sets.
const PIECE: usize = 32 * 1024;
/// How long another gateway may take for one piece.
const DEADLINE: Duration = Duration::from_secs(1);
/// How long a browser waits for files that are not here.
const ON_THE_WAY: Duration = Duration::from_secs(3);

/// Files of this release and of others. Clones share them.
#[derive(Clone)]
pub(crate) struct Neighbours {
    own: Arc<Assets>,
    cluster: Cluster,
    others: Arc<watch::Sender<Vec<Arc<Assets>>>>,
}

impl Neighbours {
    /// Gives our files to others, and takes over theirs, until `life` ends.
    ///
    /// # Errors
    /// The bus is closed for good.
    pub(crate) async fn start(
        own: Arc<Assets>,
        cluster: Cluster,
        node: NodeId,
        life: &Lifecycle,
        liveness: &Liveness,
    ) -> Result<Self, RequestError> {
        let asked = cluster.bus().subscribe(&subject::gateway_files(node)).await?;
        let neighbours = Self { own, cluster, others: Arc::new(watch::Sender::new(Vec::new())) };
        life.run_until_stopped(liveness.keep("files for others", neighbours.clone().give(asked)));
        life.run_until_stopped(liveness.keep("files of others", neighbours.clone().take_over()));
        Ok(neighbours)
    }

    /// The files under this hash. Not here, they may be on their way: a page of a gateway that has just started may be quicker than
    /// its first heartbeat. Waiting costs nobody anything, and asks nobody.
    pub(crate) async fn find(&self, hash: &str) -> Option<Arc<Assets>> {
        if let Some(found) = self.here(hash) {
            return Some(found);
        }
        if !is_hash(hash) {
            return None;
        }
        let mut others = self.others.subscribe();
        let arrives = others.wait_for(|others| others.iter().any(|one| one.hash() == hash));
        let _ = timeout(ON_THE_WAY, arrives).await;
        self.here(hash)
    }

    fn here(&self, hash: &str) -> Option<Arc<Assets>> {
        if self.own.hash() == hash {
            return Some(self.own.clone());
        }
        self.others.borrow().iter().find(|one| one.hash() == hash).cloned()
    }

    /// A gateway that announces such files.
    fn announcer(&self, such: impl Fn(&str) -> bool) -> Option<Sighting> {
        let announces = |seen: &Sighting| seen.beat.files.as_deref().is_some_and(&such);
        self.cluster.peers().all().into_iter().find(announces)
    }

    async fn give(self, mut asked: Subscription) {
        while let Some(heard) = asked.next().await {
            let Ok(query) = heard.read::<FilesQuery>() else { continue };
            let archive = if query.hash == self.own.hash() { self.own.archive() } else { Bytes::new() };
            let from = usize::try_from(query.from).unwrap_or(usize::MAX).min(archive.len());
            let piece = &archive[from..archive.len().min(from.saturating_add(PIECE))];
            let piece = FilesPiece { bytes: archive.len() as u64, piece: STANDARD.encode(piece) };
            self.cluster.bus().answer(&heard, &piece).await;
        }
    }

    async fn take_over(self) {
        loop {
            let mut pause = EVERY;
            if let Some(seen) = self.wanted() {
                let hash = seen.beat.files.unwrap_or_default();
                match self.fetch(seen.beat.node, &hash).await {
                    Some(assets) => self.keep(assets),
                    None => {
                        pause = AGAIN;
                        tracing::debug!(node = %seen.beat.node, hash, "another release's files were not got");
                    }
                }
            }
            sleep(pause).await;
        }
    }

    /// A gateway whose files are not here; none while there are as many announced ones as are kept.
    fn wanted(&self) -> Option<Sighting> {
        let in_use = self.others.borrow().iter().filter(|one| self.is_announced(one)).count();
        (in_use < KEPT).then(|| self.announcer(|hash| self.here(hash).is_none())).flatten()
    }

    fn is_announced(&self, assets: &Assets) -> bool {
        self.announcer(|hash| hash == assets.hash()).is_some()
    }

    fn keep(&self, assets: Assets) {
        tracing::info!(hash = assets.hash(), "another release's files are here");
        self.others.send_modify(|others| {
            others.insert(0, Arc::new(assets));
            if others.len() > KEPT {
                // Those of a release that is gone go first, the oldest of them.
                let least = others.iter().rposition(|one| !self.is_announced(one)).unwrap_or(KEPT);
                others.remove(least);
            }
        });
    }

    async fn fetch(&self, node: NodeId, hash: &str) -> Option<Assets> {
        let (subject, mut packed) = (subject::gateway_files(node), Vec::new());
        loop {
            let query = FilesQuery { hash: hash.to_owned(), from: packed.len() as u64 };
            let piece: FilesPiece = self.cluster.bus().ask(&subject, &query, DEADLINE).await.ok()?;
            let more = STANDARD.decode(&piece.piece).ok()?;
            if more.is_empty() || packed.len() + more.len() > PACKED_MAX {
                return None;
            }
            packed.extend(more);
            if packed.len() as u64 >= piece.bytes {
                break;
            }
        }
        // Compressing again takes its time: not on a thread that others need.
        let unpacked = tokio::task::spawn_blocking(move || unpack(&packed).map(Assets::of)).await.ok()??;
        (unpacked.hash() == hash).then_some(unpacked)
    }
}

impl Assets {
    /// All of them for another gateway; packed when the first one asks.
    fn archive(&self) -> Bytes {
        let pack = || {
            let mut files: Vec<_> = self.files.iter().collect();
            files.sort_unstable_by_key(|(name, _)| *name);
            archive::pack(files.into_iter().map(|(name, asset)| (name.as_str(), &asset.plain)))
        };
        self.archive.get_or_init(|| pack().unwrap_or_default()).clone()
    }
}
/// Whether it could name files at all: what somebody made up need not be waited for.
fn is_hash(text: &str) -> bool {
    text.len() == HASH && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_could_be_a_hash_is_waited_for() {
        assert!(is_hash("0123456789ab"));
        for made_up in ["", "0123456789a", "0123456789abc", "0123456789aB", "0123456789ag", "../../etc/pa"] {
            assert!(!is_hash(made_up), "{made_up}");
        }
    }
}
