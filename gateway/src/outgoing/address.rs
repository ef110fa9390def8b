//! Which addresses are outside: in the open Internet, and nobody's private network, machine or cloud.

use std::net::IpAddr;

use ipnet::{Ipv4Net, Ipv6Net};

/// What is set aside of IPv4 (RFC 6890 and its successors), and what a cloud puts beside its machines.
const INSIDE_V4: [&str; 16] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    // The machine itself asks Azure there.
    "168.63.129.16/32",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
];

/// Of IPv6 only this is given out at all: neither local addresses, nor those that hold one of IPv4, are in it.
const OUTSIDE_V6: &str = "2000::/3";

/// And of that not these: set aside, documentation, and tunnels that hold an address of IPv4.
const INSIDE_V6: [&str; 4] = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

/// Whether an address is outside.
pub(super) fn is_outside(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !INSIDE_V4.iter().any(|net| of::<Ipv4Net>(net).contains(&address)),
        IpAddr::V6(address) => {
            of::<Ipv6Net>(OUTSIDE_V6).contains(&address)
                && !INSIDE_V6.iter().any(|net| of::<Ipv6Net>(net).contains(&address))
        }
    }
}

/// One of the networks above.
fn of<N: std::str::FromStr>(net: &str) -> N {
    net.parse().unwrap_or_else(|_| unreachable!("{net} is a network"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_inside_is_asked_however_their_address_is_written() {
        let inside = [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.100.100.200",
            "127.0.0.1",
            "127.255.255.254",
            "168.63.129.16",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "3fff::1",
            "5f00::1",
        ];
        for address in inside {
            assert!(!is_outside(address.parse().expect("an address")), "{address}");
        }
    }

    #[test]
    fn whoever_is_outside_may_be_asked() {
        for address in [
            "1.1.1.1",
            "8.8.8.8",
            "172.32.0.1",
            "100.128.0.1",
            "2606:4700::1111",
            "2001:4860:4860::8888",
            "2a00:1450::1",
        ] {
            assert!(is_outside(address.parse().expect("an address")), "{address}");
        }
    }
}
