//! Sessions, and where they are opened from.

use std::net::{IpAddr, Ipv6Addr};

use serde::{Deserialize, Serialize};

use super::{Person, TokenHash};
use crate::room::OrgRole;
use crate::{At, SessionId};

/// A session about to be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSession {
    /// SHA-256 of its token, which the sender made and puts into the cookie.
    pub token: TokenHash,
    /// Where it is opened from.
    pub from: ClientInfo,
}

/// Where a request comes from, as the gateway sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientInfo {
    /// The address; a header is believed behind configured proxies only.
    pub address: IpAddr,
    /// What the browser calls itself, cut to 200 characters.
    pub agent: String,
}

/// The network that counts as one client: an IPv4 address, or an IPv6 /64, which is what one household gets.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        v4 => v4,
    }
}

/// A session and its person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Its public handle.
    pub id: SessionId,
    /// The person signed in.
    pub person: Person,
    /// Their role in the organisation; never `Inactive`.
    pub org_role: OrgRole,
    /// It ends here unless used: the sooner of idle and absolute expiry.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: At,
    /// When its password was last given.
    #[serde(with = "time::serde::rfc3339")]
    pub proved_at: At,
    /// They are shown where to begin, until they have hidden it.
    #[serde(default)]
    pub newcomer: bool,
    /// The feed stood here when this was read: endings up to this number are already in it.
    pub feed: i64,
}
