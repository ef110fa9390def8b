//! Notes beside each request from where it comes, and lets no address behind a proxy have more of them under way than is fair.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chassis::telemetry::metrics;
use proto::auth::network;
use proto::{Reason, Refusal};

use crate::error::AppError;
use crate::places::Place;
use crate::session::{ClientAddress, client_address};
use crate::state::AppState;

/// The numbers that others gave a request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct GivenIds<'a> {
    /// A trusted proxy's: then one number finds the request in the proxy's log too.
    pub(crate) proxy: Option<&'a str>,
    /// The client's own word, which is kept and not believed: a trusted proxy replaces it and hands it on beside.
    pub(crate) client: Option<&'a str>,
}

impl<'a> GivenIds<'a> {
    pub(crate) fn of(state: &AppState, request: &'a Request) -> Self {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let by_proxy = peer.is_some_and(|peer| state.config().trusted_proxies.contains(peer.0.ip()));
        Self::in_headers(by_proxy, request.headers())
    }

    fn in_headers(by_proxy: bool, headers: &'a HeaderMap) -> Self {
        let given = |name| headers.get(name)?.to_str().ok().filter(|given| is_id(given));
        let (own, other) = (given("x-request-id"), given("x-client-request-id"));
        if by_proxy { Self { proxy: own, client: other } } else { Self { proxy: None, client: own } }
    }
}

fn is_id(given: &str) -> bool {
    (8..=64).contains(&given.len())
        && given.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_s_own_number_is_kept_and_never_believed() {
        let headers = |pairs: &[(&'static str, &'static str)]| -> HeaderMap {
            let header = |(name, value): &(&'static str, &'static str)| {
                (name.parse().expect("a name"), value.parse().expect("a value"))
            };
            pairs.iter().map(header).collect()
        };
        let both = headers(&[("x-request-id", "4bf92f3577b34da6"), ("x-client-request-id", "browser-0001")]);
        let by_proxy = GivenIds { proxy: Some("4bf92f3577b34da6"), client: Some("browser-0001") };
        assert_eq!(GivenIds::in_headers(true, &both), by_proxy);
        let by_stranger = GivenIds { proxy: None, client: Some("4bf92f3577b34da6") };
        assert_eq!(GivenIds::in_headers(false, &both), by_stranger);
        let odd = headers(&[("x-request-id", "<b>bold</b>"), ("x-client-request-id", "short")]);
        assert_eq!(GivenIds::in_headers(true, &odd), GivenIds { proxy: None, client: None });
    }
}
