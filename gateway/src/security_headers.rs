//! Headers that tell browsers what no page of ours needs: no foreign scripts, no frames, no sniffing. `middleware` adds them
//! to every answer.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::config::PublicUrl;

const FIXED: [(HeaderName, &str); 7] = [
    // What a file is, we say.
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Room names are in addresses: no other site learns them. `no-referrer` would also take away the `Origin` of our own forms.
    (header::REFERRER_POLICY, "same-origin"),
    // What is said here is not for search engines, whatever links to it.
    (HeaderName::from_static("x-robots-tag"), "noindex"),
    // For browsers that do not know `frame-ancestors`.
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// The headers of every answer, put together once at the start.
pub(crate) struct SecurityHeaders(HeaderMap);

impl SecurityHeaders {
    /// For an installation with this public address.
    pub(crate) fn new(public_url: Option<&PublicUrl>, subdomains: bool) -> Self {
        let mut headers = HeaderMap::new();
        for (name, value) in FIXED {
            headers.insert(name, HeaderValue::from_static(value));
        }
        if let Ok(policy) = HeaderValue::from_str(&content_policy(public_url)) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        if public_url.is_some_and(PublicUrl::is_https) {
            // Other hosts below ours are not ours to bind, unless the operator says so.
            let a_year = if subdomains { "max-age=31536000; includeSubDomains" } else { "max-age=31536000" };
            headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(a_year));
        }
        Self(headers)
    }

    /// Adds them to an answer. What does not say that it may be kept is not kept: pages are personal.
    pub(crate) fn add_to(&self, answer: &mut HeaderMap) {
        // A file brings a stricter policy of its own.
        let policy = answer.get(header::CONTENT_SECURITY_POLICY).cloned();
        for (name, value) in &self.0 {
            answer.insert(name, value.clone());
        }
        if let Some(policy) = policy {
            answer.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        answer.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
}

/// Everything from here, nothing inline, nothing from elsewhere. Older browsers do not count a socket to the same host as
/// `'self'`, so it is named where the address is known. `data:` is for the small pictures inside our stylesheet, and
/// for what is shown until a picture is there.
fn content_policy(public_url: Option<&PublicUrl>) -> String {
    // http becomes ws, https becomes wss.
    let socket =
        public_url.map(|url| format!(" {}", url.origin().replacen("http", "ws", 1))).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; \
         connect-src 'self'{socket}; manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_socket_is_allowed_by_name_where_the_address_is_known() {
        let url = "https://chat.example.org".parse().expect("a URL");
        assert!(content_policy(Some(&url)).contains("connect-src 'self' wss://chat.example.org;"));
        assert!(content_policy(None).contains("connect-src 'self';"));
    }

    #[test]
    fn https_is_insisted_on_only_where_there_is_https() {
        let told = |text: &str, subdomains| {
            let url: PublicUrl = text.parse().expect("a URL");
            let headers = SecurityHeaders::new(Some(&url), subdomains).0;
            headers
                .get(header::STRICT_TRANSPORT_SECURITY)
                .map(|value| value.to_str().expect("text").to_owned())
        };
        assert_eq!(told("https://chat.example.org", false).as_deref(), Some("max-age=31536000"));
        let all = told("https://chat.example.org", true);
        assert_eq!(all.as_deref(), Some("max-age=31536000; includeSubDomains"));
        assert_eq!(told("http://192.0.2.1:8080", true), None);
    }
}
