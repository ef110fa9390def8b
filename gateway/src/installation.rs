//! Learning what installation this is: asked of auth until it answers, and again now and then: admins change what it is called
//! and who may join.

use std::sync::Arc;
use std::time::Duration;

use chassis::Lifecycle;
use proto::Refusal;
use proto::auth::{Installation, Query, Reply};
use proto::node::NodeKind;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::timeout;
use uuid::Uuid;

use crate::cluster::Cluster;

/// Between two attempts.
const PAUSE: Duration = Duration::from_millis(250);
/// While nobody owns the installation, how old the answer may be.
const UNCLAIMED: Duration = Duration::from_secs(1);
/// The same once somebody does.
const CLAIMED: Duration = Duration::from_secs(2);
/// How long whoever has just changed something waits until it is seen here.
const SEEN: Duration = Duration::from_secs(1);

/// What this gateway knows of its installation. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct KnownInstallation {
    known: watch::Receiver<Option<Installation>>,
    again: mpsc::Sender<oneshot::Sender<()>>,
}

/// What the installation is called: by its admins, else by its configuration.
#[derive(Clone, Debug)]
pub struct InstallationTitle {
    configured: Arc<str>,
    known: watch::Receiver<Option<Installation>>,
}

impl KnownInstallation {
    /// Asks in the background.
    pub(crate) fn watch(cluster: Cluster, life: &Lifecycle) -> Self {
        let (sender, known) = watch::channel(None);
        let (again, asked) = mpsc::channel(16);
        life.run_until_stopped(follow(cluster, sender, asked));
        Self { known, again }
    }

    /// All that is heard of it.
    pub(crate) fn changes(&self) -> watch::Receiver<Option<Installation>> {
        self.known.clone()
    }

    /// As it was when last heard of.
    ///
    /// # Errors
    /// Auth has not been heard of yet.
    pub(crate) fn get(&self) -> Result<Installation, Refusal> {
        self.known.borrow().clone().ok_or_else(|| Refusal::unavailable().after_ms(1_000))
    }

    /// Asks anew, and waits a moment for the answer: for whoever has just changed something.
    pub(crate) async fn refresh(&self) {
        let (done, heard) = oneshot::channel();
        let asking = async {
            if self.again.send(done).await.is_ok() {
                let _ = heard.await;
            }
        };
        if timeout(SEEN, asking).await.is_err() {
            tracing::debug!("the installation was not heard of again in time");
        }
    }

    /// What it is called, where its admins have not said.
    pub(crate) fn title(&self, configured: &str) -> InstallationTitle {
        InstallationTitle { configured: configured.into(), known: self.known.clone() }
    }
}

impl InstallationTitle {
    /// As it is called now.
    pub fn get(&self) -> String {
        let known = self.known.borrow();
        let name = known.as_ref().and_then(|installation| installation.name.as_ref());
        name.map_or(&*self.configured, |name| name.as_str()).to_owned()
    }
}

impl From<&str> for InstallationTitle {
    /// One that never changes.
    fn from(name: &str) -> Self {
        Self { configured: name.into(), known: watch::channel(None).1 }
    }
}

/// One question after the other, so that an older answer never replaces a newer one.
async fn follow(
    cluster: Cluster,
    sender: watch::Sender<Option<Installation>>,
    mut asked: mpsc::Receiver<oneshot::Sender<()>>,
) {
    loop {
        let pause = ask(&cluster, &sender).await;
        let Ok(waiting) = timeout(pause, asked.recv()).await else { continue };
        // Nobody is left to ask for it; the answer is still wanted at its times.
        let Some(waiting) = waiting else {
            tokio::time::sleep(pause).await;
            continue;
        };
        ask(&cluster, &sender).await;
        let _ = waiting.send(());
    }
}

/// Asks once; says when to ask again.
async fn ask(cluster: &Cluster, sender: &watch::Sender<Option<Installation>>) -> Duration {
    cluster.peers().ready(NodeKind::Auth, Duration::from_secs(3)).await;
    match cluster.ask_auth(Uuid::nil(), &Query::Installation).await {
        Ok(Reply::Installation(found)) => {
            let pause = if found.claimed { CLAIMED } else { UNCLAIMED };
            sender.send_replace(Some(found));
            pause
        }
        other => {
            tracing::debug!(
                refusal = other.err().map(tracing::field::display),
                "what this installation is, is not known yet"
            );
            PAUSE
        }
    }
}

#[cfg(test)]
mod tests {
    use proto::auth::SignUp;
    use proto::text::InstallationName;

    use super::*;

    #[test]
    fn what_admins_call_it_comes_before_what_is_configured() {
        let (sender, known) = watch::channel(None);
        let title = InstallationTitle { configured: "Hubbub".into(), known };
        assert_eq!(title.get(), "Hubbub", "nothing is known yet");
        let unnamed = Installation {
            id: Uuid::nil(),
            claimed: true,
            claim_needed: false,
            sign_up: SignUp::Open,
            name: None,
            greeting: None,
            members_invite: false,
            members_emoji: false,
            emoji_version: 0,
            denied_files: None,
            set_up: true,
            sends_mail: false,
        };
        sender.send_replace(Some(unnamed.clone()));
        assert_eq!(title.get(), "Hubbub");
        let name = InstallationName::parse("Harbour").ok();
        sender.send_replace(Some(Installation { name, ..unnamed }));
        assert_eq!(title.get(), "Harbour");
    }
}
