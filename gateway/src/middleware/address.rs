//! Notes beside each request from where it comes.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::app::Desk;
use crate::session::{ClientAddress, client_address};

/// Reads `X-Forwarded-For` as far as the operator's own proxies wrote it.
pub(crate) async fn note(State(desk): State<Desk>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
    let forwarded: Vec<&str> = request
        .headers()
        .get_all("x-forwarded-for")
        .iter()
        .map(|value| value.to_str().unwrap_or_default())
        .collect();
    let address = client_address(peer, forwarded.into_iter(), &desk.config().trusted_proxies);
    request.extensions_mut().insert(ClientAddress(address));
    next.run(request).await
}
