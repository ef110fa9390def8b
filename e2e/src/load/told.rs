//! `told`: people with settings of all kinds are told on their devices of thousands of messages while gateways and room-services are
//! killed at random. In the end everyone was told of all that calls them, of nothing else, and of nothing twice unless a process was
//! killed before it could note that it had been sent.

mod device;
mod judge;
mod people;
mod push_service;
mod settings;

use std::collections::BTreeMap;
use std::time::Duration;

use proto::{RoomId, Seq};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::cli::ToldOptions;
use super::dice::Dice;
use super::error::LoadError;
use crate::{Cluster, Who};
use people::{Place, Setting};
use push_service::{PushService, Received};

/// Until all is said, acknowledged and told, once nothing is killed any more: what a killed gateway had taken is another's a minute
/// later, and what its push service could not take is tried again after half a minute.
const CALM: Duration = Duration::from_secs(300);
/// Between two looks.
const PACE: Duration = Duration::from_millis(250);

/// Runs it, and says how it went.
pub(super) async fn run(options: ToldOptions) -> Result<(), LoadError> {
    let program = std::env::current_exe().map_err(LoadError::doing("we do not know our own program"))?;
    let program = program.to_string_lossy().into_owned();
    let service = PushService::start().await.map_err(LoadError::doing("no push service"))?;
    let told = [
        ("HUBBUB_PUSH_SECRET", "a secret of the proof that is long enough"),
        ("HUBBUB_GATEWAY_OUTGOING_ALLOWED", &service.origin),
        ("HUBBUB_ROOM_PUSH_SECONDS", "1"),
        ("HUBBUB_GATEWAY_DRAIN_SECONDS", "0"),
    ];
    let mut cluster = Cluster::start_with(&program, 2, 2, 1, &told).await;
    let setting = Setting::make(&cluster, &service.origin, options.people as usize).await?;
    eprintln!("load: {} people with a device each in {} rooms", setting.people.len(), setting.places.len());

    setting.talk(options.messages as usize, options.seed);
    let done = CancellationToken::new();
    let (kills, gone) = tokio::join!(kill(&mut cluster, options.seed, &done), async {
        let gone = setting.leave_halfway().await;
        setting.until_said(CALM + Duration::from_secs(u64::from(options.messages) / 50)).await;
        done.cancel();
        gone
    });
    let said = setting.said();
    settle(&cluster, &said).await?;
    let heard = service.heard();
    let left = setting.left(&cluster, &gone?).await?;
    show(&said, &heard, &kills);
    cluster.end().await;
    judge::judge(&setting, &said, &left, &heard, &kills)
}

/// What was said in each room, and when it was acknowledged.
type Said = BTreeMap<RoomId, BTreeMap<Seq, String>>;

/// Kills one process after the other and starts it again, until all is said. When, and until when it was away.
async fn kill(cluster: &mut Cluster, seed: u64, done: &CancellationToken) -> Vec<(Instant, Instant)> {
    let all = [Who::Gateway(0), Who::Room(0), Who::Gateway(1), Who::Room(1)];
    let (mut dice, mut kills) = (Dice::new(seed), Vec::new());
    loop {
        let pause = sleep(Duration::from_millis(2_000 + dice.below(5_000)));
        if done.run_until_cancelled(pause).await.is_none() {
            return kills;
        }
        let Some(who) = dice.one_of(&all) else { return kills };
        let killed = Instant::now();
        cluster.kill(*who).await;
        sleep(Duration::from_millis(dice.below(1_500))).await;
        cluster.restart(*who).await;
        kills.push((killed, Instant::now()));
    }
}

/// Waits until the notifier has seen all of it, and nothing waits to be sent.
async fn settle(cluster: &Cluster, said: &Said) -> Result<(), LoadError> {
    let database = cluster.database().await;
    let (rooms, last): (Vec<uuid::Uuid>, Vec<Seq>) =
        said.iter().filter_map(|(room, said)| Some((room.0, *said.keys().next_back()?))).unzip();
    let waits = "select (select count(*) from chat.push_order where waiting <> '{}') + (
            select count(*) from unnest($1::uuid[], $2::bigint[]) r (id, last)
            left join chat.cursor c on c.follower = 'notifier' and c.room_id = r.id where coalesce(c.seq, 0) < r.last)";
    let settling = async {
        loop {
            let row = database.query_one(waits, &[&rooms, &last]).await?;
            if row.try_get::<_, i64>(0)? == 0 {
                return Ok::<_, tokio_postgres::Error>(());
            }
            sleep(PACE).await;
        }
    };
    let settled = timeout(CALM, settling).await;
    let settled = settled.map_err(|_| LoadError::Failed("somebody still waits to be told".into()))?;
    settled.map_err(LoadError::doing("the database does not answer"))
}

#[allow(clippy::print_stdout, reason = "figures are for people")]
fn show(said: &Said, heard: &[Received], kills: &[(Instant, Instant)]) {
    println!("messages: {}", said.values().map(BTreeMap::len).sum::<usize>());
    println!("processes killed: {}", kills.len());
    println!("notifications: {}", heard.len());
}

/// Where somebody was before they left it for good: their number, and the room.
type Gone = Vec<(usize, Place)>;
