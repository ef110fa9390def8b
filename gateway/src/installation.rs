//! Learning what installation this is: asked of auth until it answers, and again now and then: admins change who may join.

use std::time::Duration;

use chassis::Lifecycle;
use proto::auth::{Installation, Query, Reply};
use proto::node::NodeKind;
use tokio::sync::watch;
use uuid::Uuid;

use crate::cluster::Cluster;

/// Between two attempts.
const PAUSE: Duration = Duration::from_millis(250);
/// While nobody owns the installation, how old the answer may be.
const UNCLAIMED: Duration = Duration::from_secs(1);
/// The same once somebody does.
const CLAIMED: Duration = Duration::from_secs(2);

/// Asks in the background; the receiver holds nothing until there is an answer.
pub(crate) fn watch(cluster: Cluster, life: &Lifecycle) -> watch::Receiver<Option<Installation>> {
    let (sender, receiver) = watch::channel(None);
    life.run_until_stopped(async move {
        loop {
            cluster.peers().ready(NodeKind::Auth, Duration::from_secs(3)).await;
            let pause = match cluster.ask_auth(Uuid::nil(), &Query::Installation).await {
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
            };
            tokio::time::sleep(pause).await;
        }
    });
    receiver
}
