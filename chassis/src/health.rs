//! How a process is: whether it lives, and whether it is to be given work.
//!
//! * [`Liveness`]: each long-running part reports its progress; a part that makes none in its time means that only a new
//!   process will do. It asks nobody: a process must not be killed because its database is away.
//! * [`Readiness`]: [`Checks`] are asked all the time, in the background, and their last [`Report`] is what `/readyz`, the
//!   metrics, the heartbeat and the admin overview show.
//!
//! Plugging in: `checks.add("postgres", || async { Err("a sentence".into()) })` for what must hold before work is given,
//! `checks.add_soft(…)` for what people should know and work can go on with.

mod checks;
mod liveness;
mod readiness;
mod verdict;
mod watchdog;

pub use checks::Checks;
pub use liveness::{BEAT, Liveness, MAILBOX, Part};
pub use readiness::{CheckReport, Readiness, Report};
pub use verdict::State;
pub(crate) use watchdog::{TURN, Watchdog};
