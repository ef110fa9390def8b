//! Free ports for private services, all below the ephemeral range (32768 and up), where an outgoing connection of any
//! program could take a port between our looking and our server's listening.

mod holder;

pub use holder::{Holder, holder};

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::ops::Range;

/// Where private ports come from.
pub const PRIVATE: Range<u16> = 20_000..32_000;

/// A private port nobody listens on right now. The caller still tries again elsewhere if it is taken meanwhile.
pub fn private() -> u16 {
    let width = u32::from(PRIVATE.end - PRIVATE.start);
    let start = getrandom::u32().unwrap_or_else(|_| std::process::id()) % width;
    (0..width)
        .map(|step| PRIVATE.start + ((start + step) % width) as u16)
        .find(|port| is_free(Ipv4Addr::LOCALHOST.into(), *port))
        .unwrap_or(PRIVATE.start)
}

/// Whether one could listen there now.
pub fn is_free(host: IpAddr, port: u16) -> bool {
    TcpListener::bind(SocketAddr::new(host, port)).is_ok()
}

/// The first of `count` neighbouring free ports, looking upwards from `from`.
pub fn neighbours(host: IpAddr, from: u16, count: u16) -> Option<u16> {
    let last = u16::MAX.checked_sub(count)?;
    (from..=last.min(from.saturating_add(1_000)))
        .find(|first| (*first..first + count).all(|port| is_free(host, port)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_port_lies_below_the_ephemeral_range() {
        for _ in 0..50 {
            assert!(PRIVATE.contains(&private()));
        }
    }

    #[test]
    fn a_busy_port_is_passed_over_and_so_is_a_row_with_a_busy_one_in_it() {
        let host = IpAddr::from(Ipv4Addr::LOCALHOST);
        let first = neighbours(host, 15_000, 3).expect("three free ports");
        let _taken = TcpListener::bind((host, first + 1)).expect("the middle one");
        assert!(!is_free(host, first + 1));
        let next = neighbours(host, first, 3).expect("three more");
        assert!(next > first + 1, "{next} overlaps the busy {}", first + 1);
    }
}
