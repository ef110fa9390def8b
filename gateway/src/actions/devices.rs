//! Devices on which somebody is told while no page of theirs is open there.

use proto::auth::Session;
use proto::room::{Device, PushQuery, PushReply, Query, Reply};
use proto::{Refusal, UserId};

use super::Actions;
use crate::cluster::Cluster;

impl Actions {
    /// Changes which devices are told.
    ///
    /// # Errors
    /// It is done too often, or nobody answers.
    pub(crate) async fn change_devices(&self, session: &Session, query: PushQuery) -> Result<(), Refusal> {
        let user = session.person.id;
        self.rate_limiter.durable(user)?;
        ask(&self.cluster, user, query).await.map(drop)
    }
}

/// Somebody's devices, those used last first.
///
/// # Errors
/// Nobody answers.
pub(crate) async fn of(cluster: &Cluster, user: UserId) -> Result<Vec<Device>, Refusal> {
    ask(cluster, user, PushQuery::Devices { user }).await
}

async fn ask(cluster: &Cluster, user: UserId, query: PushQuery) -> Result<Vec<Device>, Refusal> {
    match cluster.ask_room(user.0, &Query::Push { query }).await? {
        Reply::Push(PushReply::Devices(devices)) => Ok(devices),
        _ => Err(Refusal::unavailable()),
    }
}
