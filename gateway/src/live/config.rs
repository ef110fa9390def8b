//! What the operator may set of the live half.

use std::time::Duration;

use chassis::Liveness;
use proto::NodeId;

/// The rhythms of sockets.
#[derive(Clone, Debug)]
pub struct LiveConfig {
    /// This process.
    pub node: NodeId,
    /// A client pings at least this often.
    pub heartbeat: Duration,
    /// How long a client has for its hello.
    pub hello: Duration,
    /// How long it has to take a frame.
    pub taken: Duration,
    /// Commands of all its sockets that wait or are under way; further ones are answered `busy`.
    pub commands: usize,
    /// Over how long a stop spreads its telling everyone to go elsewhere. Zero: there is no elsewhere, they are closed.
    pub goaway: Duration,
    /// Where its loops report that they make progress.
    pub liveness: Liveness,
}

impl LiveConfig {
    /// The defaults, for this process.
    pub fn new(node: NodeId) -> Self {
        Self {
            node,
            heartbeat: Duration::from_secs(25),
            hello: Duration::from_secs(10),
            taken: Duration::from_secs(10),
            commands: 4_096,
            goaway: Duration::from_secs(5),
            liveness: Liveness::new(),
        }
    }
}
