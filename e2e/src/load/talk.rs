//! `team` and `hall`: people talk, here and at the bare server, rate by rate.

use std::time::Instant;

use tokio_util::sync::CancellationToken;

use super::accounts::Accounts;
use super::crowd::Crowd;
use super::error::LoadError;
use super::phase::{self, Idle, Pace};
use super::process::Processes;
use super::raw::RawServer;
use super::report::{Rate, Report, Side};
use super::scenario::Plan;
use super::sql;
use super::target::Target;

/// Everything that is needed to measure, connected.
struct Setup {
    target: Target,
    ours: Crowd,
    raw_server: RawServer,
    raw: Crowd,
    idle: Idle,
}

/// Fills the report, as far as it gets.
pub(super) async fn measure(
    plan: &Plan,
    stop: &CancellationToken,
    report: &mut Report,
) -> Result<(), LoadError> {
    let setting_up = set_up(plan, report);
    let setup = stop.run_until_cancelled(setting_up).await.ok_or(LoadError::Interrupted)??;
    for &rate in &plan.rates {
        let pace = Pace { rate, warm_up: plan.warm_up, seconds: plan.seconds };
        let measured = setup.rate(pace, stop).await?;
        if measured.hubbub.messages > 0 {
            report.rate(measured);
        }
        if stop.is_cancelled() {
            report.interrupted = true;
            break;
        }
    }
    let Setup { target, ours, .. } = setup;
    drop(ours);
    target.end().await;
    Ok(())
}

async fn set_up(plan: &Plan, report: &mut Report) -> Result<Setup, LoadError> {
    let begun = Instant::now();
    let target = Target::provide(plan).await?;
    let accounts = Accounts::provide(plan, &target.endpoints).await?;
    let (people, rooms) = (plan.people, plan.rooms);
    eprintln!("load: {people} people in {rooms} rooms after {:.0} s", begun.elapsed().as_secs_f64());
    let ours = Crowd::connect(plan, &target.endpoints, &accounts.cookies, &accounts.rooms).await?;
    let raw_server = RawServer::start().await?;
    let nobody = vec![String::new(); people];
    let raw =
        Crowd::connect(plan, std::slice::from_ref(&raw_server.endpoint), &nobody, &accounts.rooms).await?;
    let mut idle = Idle::default();
    if let Some(cluster) = &target.cluster {
        report.commit = sql::bare_commit(cluster).await?;
        idle = phase::idle(cluster, plan.seconds).await?;
    }
    Ok(Setup { target, ours, raw_server, raw, idle })
}

impl Setup {
    async fn rate(&self, pace: Pace, stop: &CancellationToken) -> Result<Rate, LoadError> {
        eprintln!("load: {} messages a second", pace.rate);
        let measured = phase::measure(&self.ours, pace, &with_us(self.target.processes()), stop).await;
        let mut hubbub = Side::of(measured);
        if let (Some(cluster), false) = (&self.target.cluster, stop.is_cancelled()) {
            let (counted, faults) = phase::count(&self.ours, pace, cluster, &self.idle, stop).await?;
            hubbub.counted = Some(counted);
            hubbub.faults.add(faults);
        }
        let mut server = Processes::default();
        server.add("raw", self.raw_server.process.pid());
        let raw = Side::of(phase::measure(&self.raw, pace, &with_us(server), stop).await);
        Ok(Rate::new(pace.rate, hubbub, raw))
    }
}

fn with_us(mut processes: Processes) -> Processes {
    processes.add(super::report::GENERATOR, std::process::id());
    processes
}
