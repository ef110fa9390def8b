//! People use the cluster: what its tests are written with.
//!
//! [`Cluster`] is the real processes on a real database and bus, to be killed, stopped and started again. [`Person`] is
//! somebody with a cookie and a socket, [`Browser`] somebody with a real browser, [`Collector`] whoever
//! the processes tell what they did. The tests are in `tests/`; [`load`] is a thousand people at once, for figures.

mod browser;
mod cluster;
mod collector;
pub mod flood;
mod links;
pub mod load;
pub mod long_list;
mod node;
mod person;
mod tap;

pub use browser::{Browser, quoted};
pub use cluster::Cluster;
pub use collector::{Collector, Span};
pub use links::{End, Link};
pub use node::{Node, Who};
pub use person::{Diary, Heard, PASSWORD, Page, Participant, Person, SILENCE, Socket};
pub use tap::{Tap, Tapped};

use std::time::Duration;

/// How long anybody waits for anything before a test fails. Generous: nothing is measured here, and machines are busy.
pub const DEADLINE: Duration = Duration::from_secs(60);
