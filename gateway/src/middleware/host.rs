//! Where the operator said under which address people come, requests for any other are refused: links are made from it, and a page that
//! some other name leads to is not ours.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use proto::{Reason, Refusal};

use crate::config::PublicUrl;
use crate::error::AppError;
use crate::state::AppState;

/// Lets requests for the public address pass, all of them where there is none; and none that names two.
pub(crate) async fn check(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if request.headers().get_all(header::HOST).iter().nth(1).is_some() {
        // RFC 9112, 3.2: a proxy may have looked at the other one.
        return AppError::of_status(StatusCode::BAD_REQUEST).into_response();
    }
    let Some(url) = &state.config().public_url else { return next.run(request).await };
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    // A proxy of the operator's may have its own name for a gateway.
    let is_proxy = peer.is_some_and(|peer| state.config().trusted_proxies.contains(peer.0.ip()));
    match refusal(url, is_proxy, request.method(), request.headers()) {
        Some(refusal) => AppError::from(refusal).into_response(),
        None => next.run(request).await,
    }
}

fn refusal(url: &PublicUrl, is_proxy: bool, method: &Method, headers: &HeaderMap) -> Option<Refusal> {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    if !is_proxy && !text(header::HOST).is_some_and(|host| url.is_at(host)) {
        return Some(Reason::ForeignHost { address: url.origin().to_owned() }.into());
    }
    // `Host` alone does not tell http from https.
    let is_foreign = text(header::ORIGIN).is_some_and(|origin| origin != url.origin());
    (is_foreign && !method.is_safe()).then(|| Reason::ForeignForm.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(host: &str, origin: Option<&'static str>, method: &Method, is_proxy: bool) -> Option<Reason> {
        let url = "https://chat.example.org".parse().expect("a URL");
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().expect("a header"));
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().expect("a header"));
        }
        refusal(&url, is_proxy, method, &headers).map(|refusal| refusal.reason)
    }

    #[test]
    fn only_the_public_address_is_ours() {
        for host in ["chat.example.org", "CHAT.example.org", "chat.example.org:443"] {
            assert_eq!(refused(host, None, &Method::GET, false), None, "{host}");
        }
        for host in ["evil.example", "chat.example.org:8443", "chat.example.org.", "127.0.0.1", ""] {
            let reason = refused(host, None, &Method::GET, false);
            assert!(matches!(reason, Some(Reason::ForeignHost { .. })), "{host}");
            assert_eq!(refused(host, None, &Method::GET, true), None, "{host}, by a proxy");
        }
    }

    #[test]
    fn forms_come_from_pages_of_the_public_address() {
        let post = |origin, is_proxy| refused("chat.example.org", Some(origin), &Method::POST, is_proxy);
        assert_eq!(post("https://chat.example.org", false), None);
        for foreign in ["http://chat.example.org", "https://evil.example", "null"] {
            assert_eq!(post(foreign, false), Some(Reason::ForeignForm), "{foreign}");
            assert_eq!(post(foreign, true), Some(Reason::ForeignForm), "{foreign}, by a proxy");
        }
    }
}
