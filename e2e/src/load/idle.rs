//! `idle`: sockets that do nothing, and what each holds in memory at the server.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::accounts::Accounts;
use super::crowd::Crowd;
use super::error::LoadError;
use super::process::Processes;
use super::raw::RawServer;
use super::report::{IdleSide, Report};
use super::scenario::Plan;
use super::socket::Endpoint;
use super::target::Target;
use crate::Who;

/// Connected before anything is measured: what the first socket brings about is not what a socket costs.
const FIRST: usize = 16;
/// Until memory is what it stays.
const STEADY_AFTER: Duration = Duration::from_secs(2);

/// Fills the report.
pub(super) async fn measure(
    plan: &Plan,
    stop: &CancellationToken,
    report: &mut Report,
) -> Result<(), LoadError> {
    if plan.people <= FIRST {
        return Err(LoadError::Refused(format!(
            "idle needs more than {FIRST} people to tell what one costs"
        )));
    }
    let measuring = async {
        let mut target = Target::provide(plan).await?;
        let accounts = Accounts::provide(plan, &target.endpoints).await?;
        if let Some(cluster) = &mut target.cluster {
            // What registering needed has been given back by nobody: it would hide what sockets take.
            for n in 0..plan.gateways {
                cluster.restart(Who::Gateway(n)).await;
            }
        }
        let hubbub = fill(plan, &target.endpoints, &accounts, "gateway", &target.processes()).await?;
        target.end().await;
        let server = RawServer::start().await?;
        let mut processes = Processes::default();
        processes.add("raw", server.process.pid());
        let nobody = Accounts { cookies: vec![String::new(); plan.people], rooms: accounts.rooms };
        let raw = fill(plan, std::slice::from_ref(&server.endpoint), &nobody, "raw", &processes).await?;
        Ok((hubbub, raw))
    };
    let (hubbub, raw) = stop.run_until_cancelled(measuring).await.ok_or(LoadError::Interrupted)??;
    report.idle(hubbub, raw);
    Ok(())
}

async fn fill(
    plan: &Plan,
    endpoints: &[Endpoint],
    accounts: &Accounts,
    group: &'static str,
    processes: &Processes,
) -> Result<IdleSide, LoadError> {
    let (first, others) = accounts.cookies.split_at(FIRST);
    let first = Crowd::connect(plan, endpoints, first, &accounts.rooms).await?;
    tokio::time::sleep(STEADY_AFTER).await;
    let before = processes.snapshot();
    let others = Crowd::connect(plan, endpoints, others, &accounts.rooms).await?;
    tokio::time::sleep(STEADY_AFTER).await;
    let filled = processes.snapshot();
    tokio::time::sleep(Duration::from_secs(plan.seconds.into())).await;
    let after = processes.snapshot();
    let of = |snapshot: &super::process::Snapshot| snapshot.get(group).copied().unwrap_or_default();
    let grown = of(&filled).memory_kib.saturating_sub(of(&before).memory_kib);
    let busy: u64 = after.values().map(|usage| usage.cpu_ms).sum::<u64>()
        - filled.values().map(|usage| usage.cpu_ms).sum::<u64>();
    Ok(IdleSide {
        sockets: first.len() + others.len(),
        memory_kib: of(&filled).memory_kib,
        memory_kib_per_socket: grown as f64 / others.len() as f64,
        cpu_ms_per_second: busy as f64 / f64::from(plan.seconds),
        closed: first.finish().faults.closed + others.finish().faults.closed,
    })
}
