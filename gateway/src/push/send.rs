//! One notification on its way to one device, and what its push service made of it.

use std::time::Duration;

use axum::http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proto::At;
use proto::room::notification::Why;
use proto::room::{PushOrder, PushTopic, Sent};
use sha2::{Digest, Sha256};

use super::notification::{Names, Notification};
use super::seal::seal;
use super::target::browser;
use super::vapid::Vapid;
use crate::outgoing::{Asked, Outgoing, OutgoingError, Reads, retry_after};

/// Seconds that a push service keeps what it cannot deliver: a day.
const TTL: &str = "86400";
/// How often it is tried before it is given up: over about an hour.
const TRIES: u16 = 8;
/// The first pause; each is twice as long as the one before.
const PAUSE: Duration = Duration::from_secs(30);
/// The longest pause, whatever a service asks for.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// Hands it to its push service.
pub(super) async fn send(
    outgoing: &Outgoing,
    vapid: &Vapid,
    order: &PushOrder,
    names: &Names,
    words: bool,
) -> Sent {
    let Some(browser) = browser(&order.target.key, &order.target.auth) else { return Sent::Gone };
    let notification = Notification::of(order, names, words);
    let text = serde_json::to_vec(&notification).unwrap_or_default();
    let Some((uri, sealed)) = order.target.endpoint.parse::<Uri>().ok().zip(seal(&text, &browser)) else {
        return Sent::Refused;
    };
    let Some(headers) = headers(vapid, &uri, order) else { return Sent::Refused };
    let asked = Asked { method: Method::POST, uri, headers, body: sealed.into(), reads: Reads::Nothing };
    let outcome = outgoing.ask(asked).await;
    match &outcome {
        Ok(answer) => tracing::debug!(status = answer.status().as_u16(), "a push service has answered"),
        Err(error) => tracing::debug!(%error, "a push service was not asked, or said nothing"),
    }
    judge(outcome.map(|answer| (answer.status(), retry_after(&answer))), order.tries)
}

fn headers(vapid: &Vapid, uri: &Uri, order: &PushOrder) -> Option<HeaderMap> {
    let origin = format!("{}://{}", uri.scheme_str()?, uri.authority()?);
    let urgency = if matches!(order.why, Why::Mentioned | Why::Direct) { "high" } else { "normal" };
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, vapid.authorization(&origin, At::now_utc()).parse().ok()?);
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static("aes128gcm"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(HeaderName::from_static("ttl"), HeaderValue::from_static(TTL));
    headers.insert(HeaderName::from_static("urgency"), HeaderValue::from_static(urgency));
    headers.insert(HeaderName::from_static("topic"), topic(&order.topic).parse().ok()?);
    Some(headers)
}

/// By which a service knows that what it still has is out of date: 32 characters that say nothing of the room.
fn topic(topic: &PushTopic) -> String {
    let hash = Sha256::digest(format!("{} {} {}", topic.device, topic.room, topic.root));
    URL_SAFE_NO_PAD.encode(&hash[..24])
}

/// What an answer means, after so many tries, this one included.
fn judge(outcome: Result<(StatusCode, Option<Duration>), OutgoingError>, tries: u16) -> Sent {
    match outcome {
        Ok((status, _)) if status.is_success() => Sent::Delivered,
        Ok((StatusCode::NOT_FOUND | StatusCode::GONE, _)) => Sent::Gone,
        Ok((status, after)) if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() => {
            again(tries, after)
        }
        // A redirect is followed nowhere.
        Ok(_) | Err(OutgoingError::NotAllowed | OutgoingError::Inside) => Sent::Refused,
        Err(_) => again(tries, None),
    }
}

fn again(tries: u16, after: Option<Duration>) -> Sent {
    if tries >= TRIES {
        return Sent::Refused;
    }
    let pause = PAUSE * 2u32.pow(u32::from(tries.saturating_sub(1)));
    let pause = pause.max(after.unwrap_or_default()).min(LONGEST);
    Sent::Later { seconds: u32::try_from(pause.as_secs()).unwrap_or(u32::MAX) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn later(seconds: u32) -> Sent {
        Sent::Later { seconds }
    }

    #[test]
    fn what_a_push_service_answers_decides_what_becomes_of_message_and_device() {
        let minute = Some(Duration::from_secs(60));
        let day = Some(Duration::from_secs(86_400));
        for (status, after, tries, sent) in [
            (201, None, 1, Sent::Delivered),
            (200, minute, 1, Sent::Delivered),
            (404, None, 1, Sent::Gone),
            (410, None, 1, Sent::Gone),
            (400, None, 1, Sent::Refused),
            (403, None, 1, Sent::Refused),
            (413, None, 1, Sent::Refused),
            (301, None, 1, Sent::Refused),
            (307, None, 1, Sent::Refused),
            (429, None, 1, later(30)),
            (429, minute, 1, later(60)),
            (503, Some(Duration::from_secs(1)), 3, later(120)),
            (500, day, 1, later(3_600)),
            (500, None, 7, later(1_920)),
            (500, None, 8, Sent::Refused),
            (429, minute, 9, Sent::Refused),
        ] {
            let status = StatusCode::from_u16(status).expect("a status");
            assert_eq!(judge(Ok((status, after)), tries), sent, "{status} {after:?} {tries}");
        }
    }

    #[test]
    fn who_cannot_be_reached_is_tried_again_and_who_is_inside_never() {
        use OutgoingError::{Broken, Inside, NotAllowed, TooSlow, Unknown, Unreachable};
        for error in [Unknown, Unreachable, TooSlow, Broken] {
            assert_eq!(judge(Err(error), 1), later(30), "{error}");
        }
        for error in [NotAllowed, Inside] {
            assert_eq!(judge(Err(error), 1), Sent::Refused, "{error}");
        }
    }
}
