//! Housekeeping, twice a minute.

use std::time::Duration;

use super::hubs::Hubs;
use super::socket::message::SocketMessage;
use crate::rate_limit::RateLimiter;

/// Between two sweeps.
const EVERY: Duration = Duration::from_secs(30);

/// Keeps the tables of limits as small as the crowd, and has the sockets refresh sessions that are due.
pub(super) async fn run(rate_limiter: RateLimiter, hubs: Hubs) {
    let mut pace = tokio::time::interval(EVERY);
    loop {
        pace.tick().await;
        rate_limiter.sweep();
        for connected in hubs.roster().all() {
            let _ = connected.actor.cast(SocketMessage::RefreshSession);
        }
    }
}
