//! What is kept of where somebody comes from: their network, and what their browser calls itself.

use std::net::IpAddr;

use proto::auth::{ClientInfo, network};

/// The most characters kept of a browser's name.
const AGENT: usize = 200;

/// The network that counts as one client.
pub(crate) fn net(client: &ClientInfo) -> IpAddr {
    network(client.address)
}

/// What the browser calls itself, fit to be stored.
pub(crate) fn agent(client: &ClientInfo) -> String {
    client.agent.chars().filter(|c| !c.is_control()).take(AGENT).collect()
}

#[cfg(test)]
mod tests {
    use std::net::Ipv6Addr;

    use super::*;

    fn net_of(address: &str) -> String {
        net(&ClientInfo { address: address.parse().expect("an address"), agent: String::new() }).to_string()
    }

    #[test]
    fn neighbours_in_a_64_are_one_client() {
        assert_eq!(net_of("2001:db8:1:2::1"), net_of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assert_ne!(net_of("2001:db8:1:2::1"), net_of("2001:db8:1:3::1"));
        assert_eq!(net_of("::ffff:192.0.2.7"), "192.0.2.7");
        assert_ne!(net_of("192.0.2.7"), net_of("192.0.2.8"));
    }

    #[test]
    fn a_browser_s_name_is_cut_and_cleaned() {
        let client = ClientInfo {
            address: IpAddr::V6(Ipv6Addr::LOCALHOST),
            agent: format!("a\0b\n{}", "é".repeat(300)),
        };
        let agent = agent(&client);
        assert!(agent.starts_with("abé"));
        assert_eq!(agent.chars().count(), 200);
    }
}
