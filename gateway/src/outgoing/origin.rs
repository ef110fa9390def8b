//! Whom a request goes to: scheme, host and port.

use std::str::FromStr;

use axum::http::Uri;

/// Scheme, host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    pub(super) is_https: bool,
    /// A name, or an address without brackets; in small letters.
    pub(super) host: String,
    pub(super) port: u16,
}

impl Origin {
    /// That of an address of a page; none if it has none, or names a user.
    pub(super) fn of(uri: &Uri) -> Option<Self> {
        let is_https = match uri.scheme_str()? {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let authority = uri.authority()?;
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        if host.is_empty() || authority.as_str().contains('@') {
            return None;
        }
        let port = match authority.port() {
            Some(port) => port.as_str().parse().ok()?,
            None if is_https => 443,
            None => 80,
        };
        Some(Self { is_https, host, port })
    }

    /// Anybody may name such a one: https, where it is found by itself.
    pub(super) fn is_ordinary(&self) -> bool {
        self.is_https && self.port == 443
    }

    /// http, where it is found by itself.
    pub(super) fn is_plain(&self) -> bool {
        !self.is_https && self.port == 80
    }

    /// As it stands in `Host`.
    pub(super) fn authority(&self) -> String {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        let ordinary = if self.is_https { 443 } else { 80 };
        if self.port == ordinary { host } else { format!("{host}:{}", self.port) }
    }
}

/// Those that an operator lets be asked, wherever they are: separated by commas, as `https://push.example.org:8443`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins(Vec<Origin>);

impl Origins {
    pub(super) fn contain(&self, origin: &Origin) -> bool {
        self.0.contains(origin)
    }
}

impl FromStr for Origins {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let origin = |one: &str| {
            let uri: Option<Uri> = one.trim().parse().ok();
            let uri = uri.filter(|uri| matches!(uri.path(), "" | "/") && uri.query().is_none());
            uri.as_ref().and_then(Origin::of).ok_or_else(|| format!("{} is none", shortened(one.trim())))
        };
        text.split(',').map(origin).collect::<Result<_, _>>().map(Self)
    }
}

/// The beginning of what was typed, to be repeated in a sentence.
fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Origin> {
        Origin::of(&text.parse().ok()?)
    }

    #[test]
    fn only_https_at_its_own_port_is_ordinary() {
        let ordinary = |text: &str| of(text).is_some_and(|origin| origin.is_ordinary());
        assert!(ordinary("https://push.example.org/a?b=c") && ordinary("https://PUSH.example.org:443/"));
        for other in [
            "http://push.example.org/",
            "https://push.example.org:8443/",
            "ftp://push.example.org/",
            "/a",
            "https://",
        ] {
            assert!(!ordinary(other), "{other}");
        }
        assert_eq!(of("https://rosa:secret@push.example.org/"), None);
        assert_eq!(of("https://[::1]:80/").map(|origin| origin.authority()).as_deref(), Some("[::1]:80"));
    }

    #[test]
    fn exceptions_are_whole_origins() {
        let allowed: Origins = "http://127.0.0.1:9000, https://Push.intranet".parse().expect("origins");
        let may = |text: &str| of(text).is_some_and(|origin| allowed.contain(&origin));
        assert!(may("http://127.0.0.1:9000/p/1") && may("https://push.intranet:443/"));
        assert!(
            !may("http://127.0.0.1:9001/p/1")
                && !may("https://127.0.0.1:9000/")
                && !may("http://push.intranet/")
        );
        for wrong in ["", "127.0.0.1:9000", "https://push.example.org/path", "https://a,,https://b"] {
            assert!(wrong.parse::<Origins>().is_err(), "{wrong}");
        }
    }
}
