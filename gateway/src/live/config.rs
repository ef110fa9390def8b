//! What the operator may set of the live half.

use std::time::Duration;

use proto::NodeId;

/// Limits and rhythms of sockets.
#[derive(Clone, Debug)]
pub struct LiveConfig {
    /// This process.
    pub node: NodeId,
    /// Durable commands a second, a person.
    pub commands_per_s: u32,
    /// Durable commands at once, a person.
    pub burst: u32,
    /// Anything else a second, a person.
    pub others_per_s: u32,
    /// A client pings at least this often.
    pub heartbeat: Duration,
    /// Over how long a stop spreads its telling everyone to go elsewhere. Zero: there is no elsewhere, they are closed.
    pub goaway: Duration,
}

impl LiveConfig {
    /// The defaults, for this process.
    pub fn new(node: NodeId) -> Self {
        Self {
            node,
            commands_per_s: 10,
            burst: 100,
            others_per_s: 20,
            heartbeat: Duration::from_secs(25),
            goaway: Duration::from_secs(5),
        }
    }
}
