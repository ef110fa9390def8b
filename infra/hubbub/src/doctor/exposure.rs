//! What people outside see: the address they type, and whom a gateway believes about where they come from.

use std::net::{IpAddr, SocketAddr};

use gateway::{Networks, PublicUrl};

use super::Finding;

pub(super) fn address(address: Option<&PublicUrl>) -> Finding {
    match address {
        Some(url) => Finding::Good(format!("people come to {}", url.origin())),
        // Wrong only once others can reach it.
        None => Finding::Doubtful(
            "HUBBUB_PUBLIC_URL is not set; links for invites and passwords name whatever host the browser asked for"
                .to_owned(),
        ),
    }
}

/// TLS ends in a proxy. If a gateway does not believe it, everybody has the proxy's address and shares its limits.
pub(super) fn proxies(address: Option<&PublicUrl>, trusted: &Networks, listen: SocketAddr) -> Finding {
    let networks: Vec<String> = trusted.all().iter().map(ToString::to_string).collect();
    let is_https = address.is_some_and(PublicUrl::is_https);
    if networks.is_empty() {
        return if is_https {
            Finding::Doubtful(
                "HUBBUB_TRUSTED_PROXIES is not set; everyone will seem to come from the proxy that ends TLS, and share its limits"
                    .to_owned(),
            )
        } else {
            Finding::Good("none; where people come from is taken from their connections".to_owned())
        };
    }
    let networks = networks.join(", ");
    if let Some(everyone) = trusted.all().iter().find(|network| network.prefix_len() == 0) {
        return Finding::Doubtful(format!(
            "HUBBUB_TRUSTED_PROXIES has {everyone}; whoever connects is believed about where they come from"
        ));
    }
    if is_https && trusted.all().iter().all(|network| network.addr().is_loopback()) && !is_loopback(listen) {
        return Finding::Doubtful(format!(
            "only {networks} is believed, but HUBBUB_LISTEN is {listen}; a proxy outside this machine or container has another \
             address: add it to HUBBUB_TRUSTED_PROXIES"
        ));
    }
    Finding::Good(format!("{networks} are believed about where people come from"))
}

fn is_loopback(listen: SocketAddr) -> bool {
    IpAddr::is_loopback(&listen.ip().to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_that_is_not_believed_and_one_that_anybody_could_be_are_doubtful() {
        let url: PublicUrl = "https://chat.example.org".parse().expect("an address");
        let found = |url: Option<&PublicUrl>, trusted: &str, listen: &str| {
            let trusted =
                if trusted.is_empty() { Networks::default() } else { trusted.parse().expect("networks") };
            proxies(url, &trusted, listen.parse().expect("an address"))
        };
        let doubt = |finding: Finding| match finding {
            Finding::Doubtful(words) => words,
            other => panic!("{other:?} should be doubtful"),
        };
        let (here, everywhere) = ("127.0.0.1:8080", "0.0.0.0:8080");
        assert!(doubt(found(Some(&url), "", here)).contains("HUBBUB_TRUSTED_PROXIES is not set"));
        assert!(doubt(found(Some(&url), "10.0.0.0/8,::/0", here)).contains("::/0"));
        assert!(
            doubt(found(Some(&url), "127.0.0.1,::1", everywhere)).contains("HUBBUB_LISTEN is 0.0.0.0:8080")
        );
        for (url, trusted, listen) in [
            (None, "", everywhere),
            (Some(&url), "127.0.0.1", here),
            (Some(&url), "172.31.254.1", everywhere),
        ] {
            assert!(matches!(found(url, trusted, listen), Finding::Good(_)), "{trusted} {listen}");
        }
    }
}
