//! Uploads beside people who talk: how long a message takes without them and with them, in turn.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use proto::RoomId;
use serde::Serialize;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::super::error::LoadError;
use super::super::figures::Faults;
use super::super::phase::{self, Pace};
use super::transfer::{Made, forget, upload};
use super::{Must, Row, Setting, median};
use crate::Person;

/// Bytes of each of them: two pieces in the store and a little.
const BYTES: u64 = 8 * 1024 * 1024 + 4_096;
/// Before somebody who found no place tries it again.
const PAUSE: Duration = Duration::from_millis(200);
/// Until the uploads are well under way.
const WARM_UP: u32 = 2;
/// What messages may take beside uploads, of what they take without.
const MOST: f64 = 1.2;

/// How many there are at once, and how fast each comes.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Uploads {
    pub(super) count: usize,
    pub(super) mib_a_second: u32,
}

/// Times from due to acknowledged, in ms: the run in the middle.
#[derive(Debug, Serialize)]
pub(super) struct Beside {
    uploads: Uploads,
    rate: u32,
    ack_p50: [Option<f64>; 2],
    ack_p99: [Option<f64>; 2],
    /// Files that were sent whole meanwhile.
    sent: u64,
    /// Tries that found no place, or failed.
    tried_again: u64,
    pub(super) faults: Faults,
}

#[derive(Debug, Default)]
struct Count {
    sent: Cell<u64>,
    tried_again: Cell<u64>,
}

pub(super) async fn measure(
    setting: &Setting,
    uploads: Uploads,
    (rate, seconds, runs): (u32, u32, u32),
    stop: &CancellationToken,
) -> Result<Beside, LoadError> {
    let room = setting.general().await?;
    let crowd = setting.ours.connect("hubbub", &setting.ours.accounts.rooms()).await?;
    let processes = setting.ours.target.processes();
    let (mut p50, mut p99) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    let (mut faults, count) = (Faults::default(), Rc::new(Count::default()));
    for _ in 0..runs {
        for with in [false, true] {
            let enough = stop.child_token();
            let sending = if with { start(setting, uploads, room, &enough, &count) } else { Vec::new() };
            let pace = Pace { rate, warm_up: WARM_UP, seconds };
            let measured = phase::measure(&crowd, pace, &processes, stop).await;
            enough.cancel();
            for one in sending {
                one.await.map_err(LoadError::doing("an upload"))?;
            }
            if let Some(ack) = measured.figures.ack.percentiles() {
                p50[usize::from(with)].push(ack.p50);
                p99[usize::from(with)].push(ack.p99);
            }
            faults.add(measured.figures.faults);
        }
    }
    let (ack_p50, ack_p99) = (p50.map(median), p99.map(median));
    let (sent, tried_again) = (count.sent.get(), count.tried_again.get());
    Ok(Beside { uploads, rate, ack_p50, ack_p99, sent, tried_again, faults })
}

/// So many upload one file after the other until it is enough.
fn start(
    setting: &Setting,
    uploads: Uploads,
    room: RoomId,
    enough: &CancellationToken,
    count: &Rc<Count>,
) -> Vec<JoinHandle<()>> {
    let one = |n: usize| {
        let (person, count) = (setting.senders[n % setting.senders.len()].clone(), count.clone());
        let sending = keep_sending(person, room, uploads.mib_a_second, count);
        let enough = enough.clone();
        tokio::task::spawn_local(async move {
            enough.run_until_cancelled(sending).await;
        })
    };
    (0..uploads.count).map(one).collect()
}

async fn keep_sending(person: Person, room: RoomId, mib_a_second: u32, count: Rc<Count>) {
    loop {
        let body = reqwest::Body::wrap(Made::new(BYTES, mib_a_second));
        let sent = match upload(&person, room, ("beside.bin", BYTES), body).await {
            Ok(file) => forget(&person, file).await,
            Err(why) => Err(why),
        };
        match sent {
            Ok(()) => count.sent.set(count.sent.get() + 1),
            Err(_) => {
                count.tried_again.set(count.tried_again.get() + 1);
                sleep(PAUSE).await;
            }
        }
    }
}

impl Beside {
    pub(super) fn rows(&self) -> Vec<Row> {
        let [[p50, p50_with], [p99, p99_with]] = [self.ack_p50, self.ack_p99];
        let ratio = p99.zip(p99_with).map(|(without, with)| with / without);
        vec![
            Row::new("a message until acknowledged, p50, ms", 2, p50),
            Row::new("the same beside uploads", 2, p50_with),
            Row::new("a message until acknowledged, p99, ms", 2, p99),
            Row::new("the same beside uploads ", 2, p99_with),
            Row::new("times as long, p99", 2, ratio).must(Must::AtMost(MOST)),
        ]
    }

    /// How much of it there was.
    pub(super) fn note(&self) -> String {
        let Self { uploads: Uploads { count, mib_a_second }, rate, sent, tried_again, faults, .. } = self;
        let pace = match mib_a_second {
            0 => "as fast as it goes".to_owned(),
            mib => format!("{mib} MiB a second each"),
        };
        format!(
            "{rate} messages a second, {count} uploads at once, {pace}: {sent} sent, {tried_again} tried again; {faults}"
        )
    }
}
