//! Slow mode: how long somebody waits until their next message.

use std::time::Duration;

use proto::room::Role;
use proto::room::permissions::Asker;
use proto::{Reason, Refusal, UserId};

use crate::room::state::Room;

impl Room {
    /// Whether it is long enough ago that they said something, by the database's clock. Moderators need not wait.
    pub(super) fn check_pace(&self, asker: &Asker, user: UserId) -> Result<(), Refusal> {
        let slow = self.settings.slow_mode;
        if slow.is_off() || asker.power() >= Role::Moderator {
            return Ok(());
        }
        let Some(spoke) = self.member(user).and_then(|row| row.spoke_at) else { return Ok(()) };
        let next = spoke + Duration::from_secs(slow.seconds().into());
        let Ok(left) = Duration::try_from(next - self.now) else { return Ok(()) };
        if left.is_zero() {
            return Ok(());
        }
        let ms = u64::try_from(left.as_micros().div_ceil(1_000)).unwrap_or(u64::MAX);
        Err(Refusal::new(Reason::SlowMode { seconds: ms.div_ceil(1_000) }).after_ms(ms))
    }
}
