//! Notes beside each request from where it comes.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::session::{ClientAddress, client_address};
use crate::state::AppState;

/// The number that a trusted proxy gave the request: then one number finds it in the proxy's log too.
pub(crate) fn trusted_request_id(state: &AppState, request: &Request) -> Option<String> {
    let trusted = &state.config().trusted_proxies;
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>()?.0.ip();
    let given = request.headers().get("x-request-id")?.to_str().ok()?;
    let fits = (8..=64).contains(&given.len())
        && given.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    (fits && trusted.contains(peer)).then(|| given.to_owned())
}

/// Reads `X-Forwarded-For` as far as the operator's own proxies wrote it.
pub(crate) async fn note(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
    let forwarded: Vec<&str> = request
        .headers()
        .get_all("x-forwarded-for")
        .iter()
        .map(|value| value.to_str().unwrap_or_default())
        .collect();
    let address = client_address(peer, forwarded.into_iter(), &state.config().trusted_proxies);
    request.extensions_mut().insert(ClientAddress(address));
    next.run(request).await
}
