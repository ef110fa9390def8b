//! Requests of the web and sockets.

use std::time::Duration;

use opentelemetry::KeyValue;

use super::with;

/// The method of a request as it is counted: anything can stand there, so what is not known is one.
pub(in crate::telemetry) fn known_method(method: &str) -> &'static str {
    const METHODS: [&str; 7] = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"];
    METHODS.into_iter().find(|known| *known == method).unwrap_or("_OTHER")
}

/// A request of the web has been answered.
pub fn http_answered(method: &str, route: Option<&str>, status: u16, took: Duration) {
    let method = known_method(method);
    with(|meters| {
        let mut labels = vec![
            KeyValue::new("http.request.method", method),
            KeyValue::new("http.response.status_code", i64::from(status)),
        ];
        labels.extend(route.map(|route| KeyValue::new("http.route", route.to_owned())));
        meters.http.record(took.as_secs_f64(), &labels);
    });
}

/// A socket was opened.
pub fn socket_opened(form: &'static str) {
    with(|meters| meters.sockets.add(1, &[KeyValue::new("hubbub.ws.form", form)]));
}

/// A socket is gone, with a word or without (0).
pub fn socket_closed(form: &'static str, code: u16, lived: Duration) {
    with(|meters| {
        meters.sockets.add(-1, &[KeyValue::new("hubbub.ws.form", form)]);
        let code = KeyValue::new("hubbub.ws.close_code", i64::from(code));
        meters.lives.record(lived.as_secs_f64(), &[code]);
    });
}

/// A browser sent a frame.
pub fn frame_received(kind: &'static str) {
    with(|meters| meters.frames_in.add(1, &[KeyValue::new("hubbub.ws.frame", kind)]));
}

/// So many sockets did not get an event.
pub fn events_dropped(count: usize) {
    if count > 0 {
        with(|meters| meters.dropped.add(count as u64, &[]));
    }
}

/// A socket cannot hear a room yet that it has asked for.
pub fn open_delayed() {
    with(|meters| meters.opens_delayed.add(1, &[]));
}

/// A command that came in a frame has its answer.
pub fn accepted(result: &'static str, took: Duration) {
    with(|meters| meters.accepted.record(took.as_secs_f64(), &[KeyValue::new("hubbub.result", result)]));
}

/// A message that came in a frame is on its way to everyone here.
pub fn echoed(took: Duration) {
    with(|meters| meters.echoed.record(took.as_secs_f64(), &[]));
}
