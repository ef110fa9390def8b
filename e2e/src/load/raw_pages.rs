//! The yardstick of pages: a bare server that answers every request with the same bytes, in a process of its own.

use std::net::SocketAddr;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use bytes::Bytes;
use tokio::net::TcpListener;

use super::error::LoadError;

/// Is that server, until it is killed.
pub(super) fn serve(listen: SocketAddr, length: usize) -> Result<(), LoadError> {
    let page = Bytes::from(vec![b'a'; length]);
    let answer = move || {
        let page = page.clone();
        async move { ([(CONTENT_TYPE, "text/html")], page) }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(LoadError::doing("cannot start"))?.block_on(async {
        let listener = TcpListener::bind(listen).await;
        let listener = listener.map_err(LoadError::doing(format!("cannot listen at {listen}")))?;
        let served = axum::serve(listener, Router::new().fallback(answer)).await;
        served.map_err(LoadError::doing("cannot serve"))
    })
}
