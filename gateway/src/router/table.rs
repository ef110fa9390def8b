//! How addresses are written down: as for axum, and at the same time as a list that can be read. `router.rs` fills it; what
//! walks every address (who may do what, which headers it has) takes the list, so that no address is forgotten.

use std::convert::Infallible;

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::response::IntoResponse;
use axum::routing::{self, MethodRouter, Route};
use tower::{Layer, Service};

use crate::state::AppState;

/// One thing that can be asked of a gateway: how, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// As it is matched: `/r/{slug}`.
    pub path: &'static str,
    /// `GET`, which answers to `HEAD` too, `POST`, `PUT` or `DELETE`.
    pub method: &'static str,
}

/// Addresses with what answers to them.
#[derive(Default)]
pub(super) struct Table {
    addresses: Vec<Address>,
    routes: Router<AppState>,
}

/// What answers at one path.
pub(super) struct Way {
    methods: Vec<&'static str>,
    to: MethodRouter<AppState>,
}

impl Table {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// One more path.
    pub(super) fn route(mut self, path: &'static str, way: Way) -> Self {
        self.addresses.extend(way.methods.iter().map(|&method| Address { path, method }));
        self.routes = self.routes.route(path, way.to);
        self
    }

    /// These and others.
    pub(super) fn merge(mut self, others: Self) -> Self {
        self.addresses.extend(others.addresses);
        self.routes = self.routes.merge(others.routes);
        self
    }

    pub(super) fn into_addresses(self) -> Vec<Address> {
        self.addresses
    }

    pub(super) fn into_routes(self) -> Router<AppState> {
        self.routes
    }
}

/// Looking at it.
pub(super) fn get<H: Handler<T, AppState>, T: 'static>(handler: H) -> Way {
    Way { methods: vec!["GET"], to: routing::get(handler) }
}

/// Sending a form there.
pub(super) fn post<H: Handler<T, AppState>, T: 'static>(handler: H) -> Way {
    Way { methods: vec!["POST"], to: routing::post(handler) }
}

impl Way {
    /// And sending a form there.
    pub(super) fn post<H: Handler<T, AppState>, T: 'static>(mut self, handler: H) -> Self {
        self.methods.push("POST");
        self.to = self.to.post(handler);
        self
    }

    /// And sending a file there.
    pub(super) fn put<H: Handler<T, AppState>, T: 'static>(mut self, handler: H) -> Self {
        self.methods.push("PUT");
        self.to = self.to.put(handler);
        self
    }

    /// And giving it up.
    pub(super) fn delete<H: Handler<T, AppState>, T: 'static>(mut self, handler: H) -> Self {
        self.methods.push("DELETE");
        self.to = self.to.delete(handler);
        self
    }

    /// With something around it.
    pub(super) fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.to = self.to.layer(layer);
        self
    }
}
