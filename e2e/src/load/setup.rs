//! What scenarios begin with: a cluster with its people signed in, and where both sides are compared the bare server with as
//! many sockets.

use std::time::Instant;

use proto::RoomId;
use tokio_util::sync::CancellationToken;

use super::accounts::Accounts;
use super::crowd::Crowd;
use super::error::LoadError;
use super::histogram::Percentiles;
use super::layout::Layout;
use super::options::ClusterOptions;
use super::phase::{self, Idle, Pace};
use super::process::Processes;
use super::rates::{Rate, Side};
use super::raw::RawServer;
use super::sql;
use super::target::Target;

/// A cluster, and people who have signed in and joined their rooms.
pub(super) struct SignedIn {
    pub(super) layout: Layout,
    pub(super) target: Target,
    pub(super) accounts: Accounts,
}

impl SignedIn {
    /// Starts the cluster, or finds it, and has everybody sign in there.
    pub(super) async fn provide(layout: Layout, cluster: &ClusterOptions) -> Result<Self, LoadError> {
        let target = Target::provide(cluster).await?;
        let accounts = Accounts::provide(layout, &target.endpoints).await?;
        Ok(Self { layout, target, accounts })
    }

    /// Everybody connected, each with the room of theirs open among these.
    pub(super) async fn connect(&self, name: &'static str, rooms: &[RoomId]) -> Result<Crowd, LoadError> {
        Crowd::connect(name, self.layout, &self.target.endpoints, &self.accounts.cookies, rooms).await
    }
}

/// A cluster and a bare server with everybody connected to both.
pub(super) struct Setup {
    pub(super) cluster: SignedIn,
    pub(super) ours: Crowd,
    raw_server: RawServer,
    pub(super) raw: Crowd,
    idle: Idle,
}

impl Setup {
    /// Starts, registers and connects all of it; what an idle cluster does is watched for so many seconds.
    pub(super) async fn new(
        layout: Layout,
        cluster: &ClusterOptions,
        seconds: u32,
    ) -> Result<Self, LoadError> {
        let begun = Instant::now();
        let cluster = SignedIn::provide(layout, cluster).await?;
        let Layout { people, rooms, .. } = layout;
        eprintln!("load: {people} people in {rooms} rooms after {:.0} s", begun.elapsed().as_secs_f64());
        let rooms = cluster.accounts.rooms();
        let ours = cluster.connect("hubbub", &rooms).await?;
        let raw_server = RawServer::start().await?;
        let raw = raw_server.connect("the bare server", layout, people, &rooms).await?;
        let idle = match &cluster.target.cluster {
            Some(cluster) => phase::idle(cluster, seconds).await?,
            None => Idle::default(),
        };
        Ok(Self { cluster, ours, raw_server, raw, idle })
    }

    /// One rate at both, first here, then there.
    pub(super) async fn rate(&self, pace: Pace, stop: &CancellationToken) -> Result<Rate, LoadError> {
        let measured = phase::measure(&self.ours, pace, &self.our_processes(), stop).await;
        let mut hubbub = Side::of(measured);
        if let (Some(cluster), false) = (&self.cluster.target.cluster, stop.is_cancelled()) {
            let (counted, faults) = phase::count(&self.ours, pace, cluster, &self.idle, stop).await?;
            hubbub.counted = Some(counted);
            hubbub.faults.add(faults);
        }
        let raw = Side::of(phase::measure(&self.raw, pace, &self.raw_processes(), stop).await);
        Ok(Rate::new(pace.rate, hubbub, raw))
    }

    /// A bare commit at the cluster's database, if that is ours.
    pub(super) async fn bare_commit(&self) -> Result<Option<Percentiles>, LoadError> {
        match &self.cluster.target.cluster {
            Some(cluster) => sql::bare_commit(cluster).await,
            None => Ok(None),
        }
    }

    /// The cluster's, and ourselves.
    pub(super) fn our_processes(&self) -> Processes {
        self.cluster.target.processes().with_generator()
    }

    /// The bare server, and ourselves.
    pub(super) fn raw_processes(&self) -> Processes {
        self.raw_server.processes().with_generator()
    }

    /// Disconnects everybody and stops what was started.
    pub(super) async fn end(self) {
        drop((self.ours, self.raw));
        self.cluster.target.end().await;
    }
}
