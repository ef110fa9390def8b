//! What the database is asked, as the services count it themselves, and how long the least takes that it can be asked.

use std::time::Instant;

use super::bus::Counts;
use super::error::LoadError;
use super::histogram::{Percentiles, Times};
use crate::Cluster;

/// The counter of statements at `/metrics`, and its label.
const STATEMENTS: &str = "db_client_operation_duration_seconds_count{";
const SUMMARY: &str = "db_query_summary=\"";
/// So many bare commits are timed.
const COMMITS: usize = 200;

/// How many statements there have been, by what they are about.
pub(super) async fn statements(cluster: &Cluster) -> Counts {
    let mut counts = Counts::new();
    for node in cluster.nodes() {
        read(&node.ops("/metrics").await, &mut counts);
    }
    counts
}

/// How many bytes the database has written ahead of its tables, all in all.
pub(super) async fn log_bytes(cluster: &Cluster) -> Result<u64, LoadError> {
    const WRITTEN: &str = "select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint";
    let wrong =
        |error| LoadError::Failed(format!("no length of the database's log: {}", services::said(&error)));
    let row = cluster.database().await.query_one(WRITTEN, &[]).await.map_err(wrong)?;
    Ok(row.get::<_, i64>(0).try_into().unwrap_or_default())
}

fn read(metrics: &str, counts: &mut Counts) {
    for line in metrics.lines().filter_map(|line| line.strip_prefix(STATEMENTS)) {
        let summary = line.split_once(SUMMARY).and_then(|(_, rest)| rest.split_once('"'));
        let value = line.rsplit_once(' ').and_then(|(_, value)| value.parse::<f64>().ok());
        if let (Some((summary, _)), Some(value)) = (summary, value) {
            *counts.entry(summary.to_owned()).or_default() += value as u64;
        }
    }
}

/// The time of an insert of one row that is committed by itself: no message can be in the log sooner.
pub(super) async fn bare_commit(cluster: &Cluster) -> Result<Option<Percentiles>, LoadError> {
    let database = cluster.database().await;
    let wrong = |error| LoadError::Failed(format!("no bare commit: {}", services::said(&error)));
    database.batch_execute("create table load_commit (n int not null)").await.map_err(wrong)?;
    let insert = database.prepare("insert into load_commit values ($1)").await.map_err(wrong)?;
    let mut times = Times::default();
    for n in 0..COMMITS {
        let begun = Instant::now();
        database.execute(&insert, &[&(n as i32)]).await.map_err(wrong)?;
        times.record(u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX));
    }
    database.batch_execute("drop table load_commit").await.map_err(wrong)?;
    Ok(times.percentiles())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_of_all_processes_are_added_by_what_they_are_about() {
        let metrics = "# HELP db_client_operation_duration_seconds_count x\n\
            db_client_operation_duration_seconds_count{db_query_summary=\"select chat.append\",db_system_name=\"postgresql\"} 7\n\
            db_client_operation_duration_seconds_sum{db_query_summary=\"select chat.append\"} 1.5\n\
            db_client_operation_duration_seconds_count{db_system_name=\"postgresql\",db_query_summary=\"select chat.room\"} 2\n";
        let mut counts = Counts::new();
        read(metrics, &mut counts);
        read(metrics, &mut counts);
        let wanted = [("select chat.append", 14), ("select chat.room", 4)]
            .map(|(name, count)| (name.to_owned(), count));
        assert_eq!(counts, Counts::from(wanted));
    }
}
