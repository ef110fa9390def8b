//! Filling holes: what the hubs miss, many rooms in one query.

use std::collections::HashMap;
use std::sync::Arc;

use proto::room::{Query, Reply};
use proto::{RoomId, Seq};
use tokio::sync::{Semaphore, mpsc};

use super::hubs::Hubs;

/// Holes that may wait; a hub asks again after a second.
pub(super) const WAITING: usize = 4_096;
/// Rooms in one query.
const ROOMS: usize = 50;
/// Queries under way at once; while they are, the next ones gather.
const UNDER_WAY: usize = 4;

/// Fills holes as they come in, until no hub is left.
pub(super) async fn run(hubs: Hubs, mut holes: mpsc::Receiver<(RoomId, Seq)>) {
    let under_way = Arc::new(Semaphore::new(UNDER_WAY));
    let mut batch = Vec::new();
    while let Ok(permit) = under_way.clone().acquire_owned().await {
        if holes.recv_many(&mut batch, ROOMS).await == 0 {
            return;
        }
        let mut after: HashMap<RoomId, Seq> = HashMap::new();
        for (room, seq) in batch.drain(..) {
            after.entry(room).and_modify(|lowest| *lowest = seq.min(*lowest)).or_insert(seq);
        }
        let hubs = hubs.clone();
        tokio::spawn(async move {
            fill(&hubs, after).await;
            drop(permit);
        });
    }
}

async fn fill(hubs: &Hubs, mut after: HashMap<RoomId, Seq>) {
    let Some(key) = after.keys().next().map(|room| room.0) else { return };
    let query = Query::Fill { after: after.iter().map(|(room, seq)| (*room, *seq)).collect() };
    match hubs.cluster().ask_room(key, &query).await {
        Ok(Reply::Stretches(stretches)) => {
            for stretch in stretches {
                after.remove(&stretch.room);
                hubs.filled(stretch.room, Some(stretch));
            }
        }
        Ok(_) => tracing::warn!("a query for stretches was answered with something else"),
        Err(refusal) => tracing::debug!(code = ?refusal.code, "holes could not be filled"),
    }
    for room in after.into_keys() {
        hubs.filled(room, None);
    }
}
