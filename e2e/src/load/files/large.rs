//! One large file up and down, and the most that the gateway holds in memory meanwhile.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use proto::FileId;
use serde::Serialize;
use tokio::time::sleep;

use super::super::error::LoadError;
use super::super::process::Processes;
use super::super::progress::Progress;
use super::transfer::{Made, download, upload};
use super::{Must, Row, Setting};
use crate::Who;

/// How often memory is looked at.
const LOOK: Duration = Duration::from_millis(50);
/// Until memory is what it stays.
const STEADY_AFTER: Duration = Duration::from_secs(2);
/// What everything else takes on the disk: databases, logs, smaller files.
const OTHERS_MIB: u64 = 1_024;
/// What it may grow by.
const MOST_MIB: f64 = 24.0;

/// Memory of the gateway in KiB.
#[derive(Debug, Serialize)]
pub(super) struct Large {
    pub(super) mib: u32,
    up_mib_per_second: f64,
    down_mib_per_second: f64,
    before_kib: u64,
    most_up_kib: u64,
    most_down_kib: u64,
    after_kib: u64,
}

/// The file, which is left for others to be downloaded by its sender, the first.
pub(super) async fn measure(setting: &mut Setting, mib: u32) -> Result<(FileId, Large), LoadError> {
    let _progress = Progress::start(format!("{mib} MiB go up and down"), 6 + mib / 64);
    if let Some(cluster) = &mut setting.ours.target.cluster {
        // What registering needed has been given back by nobody: it would hide what a file takes.
        cluster.restart(Who::Gateway(0)).await;
    }
    let (sender, room) = (&setting.senders[0], setting.general().await?);
    sleep(STEADY_AFTER).await;
    let gateway = setting.ours.target.processes().only("gateway");
    let before_kib = memory(&gateway);
    let size = u64::from(mib) * 1024 * 1024;
    let begun = Instant::now();
    let sending = upload(sender, room, ("large.bin", size), reqwest::Body::wrap(Made::new(size, 0)));
    let (sent, most_up_kib) = watched(&gateway, sending).await;
    let (file, up) = (sent.map_err(LoadError::doing("the large file was not sent"))?, begun.elapsed());
    let begun = Instant::now();
    let receiving = download(sender.request(reqwest::Method::GET, &format!("/f/{file}/large.bin")));
    let (received, most_down_kib) = watched(&gateway, receiving).await;
    let down = begun.elapsed();
    let received = received.map_err(LoadError::doing("the large file did not come"))?;
    if received != size {
        return Err(LoadError::Failed(format!("of {size} bytes {received} came back")));
    }
    sleep(STEADY_AFTER).await;
    let after_kib = memory(&gateway);
    let per_second = |took: Duration| f64::from(mib) / took.as_secs_f64();
    let (up_mib_per_second, down_mib_per_second) = (per_second(up), per_second(down));
    let large = Large {
        mib,
        up_mib_per_second,
        down_mib_per_second,
        before_kib,
        most_up_kib,
        most_down_kib,
        after_kib,
    };
    Ok((file, large))
}

/// Whether the file fits on the disk that temporary files are on, here and beside nginx.
///
/// # Errors
/// When it does not.
pub(super) fn enough_disk(mib: u32) -> Result<(), LoadError> {
    let folder = std::env::temp_dir();
    let free = rustix::fs::statvfs(&folder).map_or(u64::MAX, |of| of.f_bavail * of.f_frsize / (1024 * 1024));
    let needed = 2 * u64::from(mib) + OTHERS_MIB;
    if free >= needed {
        return Ok(());
    }
    let folder = folder.display();
    Err(LoadError::Refused(format!(
        "files of {mib} MiB need {needed} MiB in {folder} and there are {free}: free some, or give fewer --mib"
    )))
}

fn memory(gateway: &Processes) -> u64 {
    gateway.snapshot().values().map(|usage| usage.memory_kib).sum()
}

/// What comes of it, and the most memory meanwhile.
async fn watched<T>(gateway: &Processes, doing: impl Future<Output = T>) -> (T, u64) {
    let most = Rc::new(Cell::new(0));
    let (seen, processes) = (most.clone(), gateway.clone());
    let watching = tokio::task::spawn_local(async move {
        loop {
            let (_, snapshot) = processes.snapshot_aside().await;
            seen.set(snapshot.values().map(|usage| usage.memory_kib).sum::<u64>().max(seen.get()));
            sleep(LOOK).await;
        }
    });
    let done = doing.await;
    watching.abort();
    (done, most.get())
}

impl Large {
    pub(super) fn rows(&self) -> Vec<Row> {
        let mib = |kib: u64| Some(kib as f64 / 1_024.0);
        let grown = |kib: u64| mib(kib.saturating_sub(self.before_kib));
        vec![
            Row::new("upload, MiB a second", 0, Some(self.up_mib_per_second)),
            Row::new("download, MiB a second", 0, Some(self.down_mib_per_second)),
            Row::new("memory of the gateway before, MiB", 1, mib(self.before_kib)),
            Row::new("more of it while it goes up, MiB", 1, grown(self.most_up_kib))
                .must(Must::AtMost(MOST_MIB)),
            Row::new("more of it while it goes down, MiB", 1, grown(self.most_down_kib))
                .must(Must::AtMost(MOST_MIB)),
            Row::new("more of it afterwards, MiB", 1, grown(self.after_kib)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_is_too_small_is_told_with_what_it_takes() {
        enough_disk(u32::MAX).expect_err("4 million GiB, twice");
    }
}
