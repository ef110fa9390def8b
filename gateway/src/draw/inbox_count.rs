//! How much waits, as the sidebar, the title and the icons say.

use proto::room::MyRoom;

/// How many conversations wait for somebody: rooms, and threads they follow.
pub fn inbox_count(rooms: &[MyRoom], threads: i64) -> i64 {
    let waiting = rooms.iter().filter(|room| room.waiting() > 0).count();
    i64::try_from(waiting).unwrap_or(i64::MAX).saturating_add(threads)
}
