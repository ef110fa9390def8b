//! Words as a message would show them, for whoever is still writing it. Nothing of them is kept.

use proto::Refusal;
use proto::room::{Named, Reply};
use proto::text::Body;

use crate::render;

/// Draws them beside the threads that answer others: a text may take long, however short it is.
pub(crate) async fn preview(body: Body, named: Vec<Named>) -> Reply {
    let drawing = tokio::task::spawn_blocking(move || render::words(body.as_str(), &named));
    drawing.await.map_or_else(|_| Reply::Refused(Refusal::unavailable()), |words| Reply::Preview(words.html))
}
