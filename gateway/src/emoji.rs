//! The emoji that the installation has of its own, as this gateway knows them: asked for anew whenever the installation says that one
//! has come or gone.

use std::sync::Arc;
use std::time::Duration;

use chassis::Lifecycle;
use proto::PictureId;
use proto::auth::{Emoji, EmojiList, Installation, Query, Reply};
use proto::text::EmojiName;
use tokio::sync::watch;
use tokio::time::timeout;
use uuid::Uuid;

use crate::cluster::Cluster;

/// Between two attempts.
const PAUSE: Duration = Duration::from_millis(250);
/// How long whoever has just changed something waits until it is seen here.
const SEEN: Duration = Duration::from_secs(1);

/// Clones share them.
#[derive(Clone, Debug)]
pub struct KnownEmoji(watch::Receiver<Arc<EmojiList>>);

impl KnownEmoji {
    /// None, for ever.
    pub fn none() -> Self {
        Self(watch::channel(Arc::default()).1)
    }

    /// Asks in the background.
    pub(crate) fn watch(
        cluster: Cluster,
        installation: watch::Receiver<Option<Installation>>,
        life: &Lifecycle,
    ) -> Self {
        let (sender, known) = watch::channel(Arc::default());
        life.run_until_stopped(follow(cluster, installation, sender));
        Self(known)
    }

    /// All there are, as last heard of.
    pub(crate) fn get(&self) -> Arc<EmojiList> {
        self.0.borrow().clone()
    }

    /// Waits a moment until they are at least as new as this.
    pub(crate) async fn seen(&self, version: i64) {
        let mut known = self.0.clone();
        let _ = timeout(SEEN, known.wait_for(|list| list.version >= version)).await;
    }
}

/// The one of this name.
pub(crate) fn called<'a>(list: &'a EmojiList, name: &str) -> Option<&'a Emoji> {
    list.emoji.iter().find(|emoji| emoji.name.as_str() == name)
}

/// How what stands between two colons looks: `:name:`.
pub(crate) fn picture_of(list: &EmojiList, text: &str) -> Option<PictureId> {
    called(list, EmojiName::between_colons(text)?).map(|emoji| emoji.picture)
}

async fn follow(
    cluster: Cluster,
    mut installation: watch::Receiver<Option<Installation>>,
    sender: watch::Sender<Arc<EmojiList>>,
) {
    loop {
        let wanted = installation.borrow_and_update().as_ref().map(|known| known.emoji_version);
        if wanted.is_some_and(|wanted| wanted != sender.borrow().version) {
            match cluster.ask_auth(Uuid::nil(), &Query::Emoji).await {
                Ok(Reply::Emoji(list)) => {
                    sender.send_replace(Arc::new(list));
                }
                _ => {
                    tokio::time::sleep(PAUSE).await;
                    continue;
                }
            }
        }
        // Nobody asks about the installation any more: the gateway ends.
        if installation.changed().await.is_err() {
            return std::future::pending().await;
        }
    }
}
