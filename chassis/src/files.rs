//! Open files: each connection is one, and a login shell's limit is soon reached.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Raises the soft limit of this process, and of what it starts, to the hard one.
pub fn raise_limit() {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    // Refused, it stays as it was; whoever needs more says so.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
}

/// Says in the log if fewer files may be open than `needed` for what the settings allow.
pub fn say_if_fewer_than(needed: usize, what: &str) {
    let limit = getrlimit(Resource::Nofile).current;
    if let Some(limit) = limit.filter(|limit| *limit < needed as u64) {
        tracing::warn!(
            limit,
            needed,
            "this process may open too few files for {what}: raise the limit (ulimit -n, LimitNOFILE, ulimits)"
        );
    }
}
