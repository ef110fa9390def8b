//! Notes beside each request from where it comes, and lets no address behind a proxy have more of them under way than is fair.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chassis::telemetry::metrics;
use proto::auth::network;
use proto::{Reason, Refusal};

use crate::error::AppError;
use crate::places::Place;
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

/// The place of a request's address, where a proxy brought it: a socket keeps it for its life.
#[derive(Clone, Debug)]
pub(crate) struct AddressPlace(#[allow(dead_code, reason = "held, not read")] Arc<Place<IpAddr>>);

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
    if address == peer.to_canonical() {
        // Its connection has a place.
        return next.run(request).await;
    }
    let Some(place) = state.limits().addresses.take(network(address)) else {
        metrics::held_back("connections");
        return AppError::from(Refusal::from(Reason::TooManyConnections).after_ms(5_000)).into_response();
    };
    let place = AddressPlace(Arc::new(place));
    request.extensions_mut().insert(place.clone());
    next.run(request).await
}
