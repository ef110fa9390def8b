//! An answer that is longer than NATS takes in one message. Who was refused one asks once more, at a subject of that question's
//! own, and gets it in parts; whatever fits takes the short way and knows nothing of this.

use async_nats::{HeaderMap, Message, StatusCode};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use proto::subject;
use uuid::Uuid;

use super::{Bus, RequestError, payload};

/// An answer has at most so many parts.
const PARTS_MAX: usize = 16;

/// Says of a request that its answer may come in parts.
const WANTED: &str = "Hubbub-In-Parts";
/// Says which part of how many a message is: `2/5`.
const PART: &str = "Hubbub-Part";
/// Bytes of a message that its headers may take: NATS counts them too.
const HEADERS: usize = 256;

/// Whether whoever asks takes the answer in parts.
pub(super) fn are_wanted(request: &Message) -> bool {
    request.headers.as_ref().is_some_and(|headers| headers.get(WANTED).is_some())
}

/// The parts of an answer, each with its headers, for a NATS that takes so many bytes; none if they are too many.
pub(super) fn of(answer: &Bytes, taken: usize) -> Option<Vec<(HeaderMap, Bytes)>> {
    let length = taken.saturating_sub(HEADERS).max(1);
    let count = answer.len().div_ceil(length);
    let part = |n: usize| {
        let mut headers = HeaderMap::new();
        headers.insert(PART, format!("{}/{count}", n + 1));
        (headers, answer.slice(n * length..answer.len().min((n + 1) * length)))
    };
    (count <= PARTS_MAX).then(|| (0..count).map(part).collect())
}

impl Bus {
    /// Asks for an answer in parts and puts them together. Not bounded in time: the caller is.
    pub(super) async fn ask_for_parts(
        &self,
        subject: String,
        mut headers: HeaderMap,
        question: Bytes,
    ) -> Result<Bytes, RequestError> {
        let inbox = self.full(&subject::gateway_answer(Uuid::new_v4()));
        let mut parts = self.client.subscribe(inbox.clone()).await.map_err(|_| RequestError::Down)?;
        headers.insert(WANTED, "1");
        let asked = self.client.publish_with_reply_and_headers(subject, inbox, headers, question).await;
        asked.map_err(|_| RequestError::Down)?;
        let (mut whole, mut received) = (BytesMut::new(), 0);
        while let Some(part) = parts.next().await {
            if part.status == Some(StatusCode::NO_RESPONDERS) {
                return Err(RequestError::NobodyThere);
            }
            payload::refused(&part)?;
            let (n, count) = place(&part);
            if n != received + 1 {
                return Err(RequestError::Garbled(format!(
                    "part {n} of an answer came after part {received}"
                )));
            }
            whole.extend_from_slice(&part.payload);
            received = n;
            if received >= count {
                return Ok(whole.freeze());
            }
        }
        Err(RequestError::Down)
    }
}

/// Which part of how many it is. An answer that is not divided is its own only one.
fn place(message: &Message) -> (usize, usize) {
    let place = message.headers.as_ref().and_then(|headers| headers.get(PART));
    let read = |place: &str| {
        let (n, count) = place.split_once('/')?;
        Some((n.parse().ok()?, count.parse().ok()?))
    };
    place.and_then(|place| read(place.as_str())).unwrap_or((1, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_an_answer_are_the_answer_and_none_is_longer_than_nats_takes() {
        let answer = Bytes::from(vec![b'x'; 100_000]);
        let parts = of(&answer, 64 * 1024).expect("few enough");
        assert_eq!(parts.iter().map(|(_, part)| part.len()).sum::<usize>(), answer.len());
        assert!(parts.iter().all(|(_, part)| part.len() + HEADERS <= 64 * 1024));
        assert_eq!(parts[1].0.get(PART).map(async_nats::HeaderValue::as_str), Some("2/2"));
        assert!(of(&Bytes::from(vec![b'x'; 2 * 1024 * 1024]), 64 * 1024).is_none(), "too many");
    }
}
