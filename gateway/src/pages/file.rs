//! `GET /f/{file}/{name}`: a file, to whoever may read the message that has it. Asked at every request; sent in chunks, or a part of it.
//! With `?size=` a picture drawn small.

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, TryStreamExt, stream};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use proto::room::File;
use proto::text::MediaType;
use proto::{FileId, Refusal};
use serde::Deserialize;

use super::uploads::id;
use crate::actions::files;
use crate::error::AppError;
use crate::files::{Edition, FileStore, Size, StoreError, of_content};
use crate::session::SignedIn;
use crate::state::AppState;

/// Nothing in a file runs, and nothing of ours is reached from it.
const POLICY: &str = "default-src 'none'; sandbox";
/// Kept by this browser alone, and asked about each time: whoever is removed from the room is refused from then on.
const CACHING: &str = "private, no-cache";
/// What RFC 8187 lets stand as it is.
const NAME: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Which drawing of a picture; none: the file itself.
#[derive(Deserialize)]
pub(crate) struct Wanted {
    size: Option<Size>,
}

/// The name is for people; the id says which.
pub(crate) async fn file(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((file, _name)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let store = state.files().store()?;
    let file = files::get(state.cluster(), &session, id(&file)?).await?;
    if let Some(size) = wanted.size {
        if file.picture.is_none() {
            return Err(AppError::not_found());
        }
        return drawing(store, file.id, size, &headers).await;
    }
    let tag = format!("\"{}\"", file.id.0.simple());
    let mut response = if matches(&headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        match part(&headers, &tag, file.size) {
            Part::Whole => send(store, &file, 0..file.size, StatusCode::OK).await?,
            Part::Some(from, to) => {
                let mut response = send(store, &file, from..to, StatusCode::PARTIAL_CONTENT).await?;
                let range = format!("bytes {from}-{}/{}", to - 1, file.size);
                insert(&mut response, header::CONTENT_RANGE, &range);
                response
            }
            Part::Outside => {
                let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
                insert(&mut response, header::CONTENT_RANGE, &format!("bytes */{}", file.size));
                // Drawn already: there is nothing to say to people.
                insert(&mut response, header::CONTENT_TYPE, "text/html");
                response
            }
        }
    };
    insert(&mut response, header::ACCEPT_RANGES, "bytes");
    Ok(protected(response, &tag))
}

/// A picture drawn small.
pub(super) async fn drawing(
    store: &FileStore,
    file: FileId,
    size: Size,
    headers: &HeaderMap,
) -> Result<Response, AppError> {
    let tag = format!("\"{}-{}\"", file.0.simple(), size.name());
    if matches(headers, &tag) {
        return Ok(protected(StatusCode::NOT_MODIFIED.into_response(), &tag));
    }
    let (length, mut rest) = store.drawing(file, size).await.map_err(|error| lost(file, &error))?;
    let first = rest.try_next().await.map_err(|error| lost(file, &error))?.unwrap_or_default();
    let media_type = of_content(&first, &MediaType::unknown());
    let mut response = Body::from_stream(stream::iter([Ok(first)]).chain(rest)).into_response();
    insert(&mut response, header::CONTENT_LENGTH, &length.to_string());
    insert(&mut response, header::CONTENT_TYPE, media_type.as_str());
    insert(&mut response, header::CONTENT_DISPOSITION, "inline");
    Ok(protected(response, &tag))
}

fn protected(mut response: Response, tag: &str) -> Response {
    insert(&mut response, header::ETAG, tag);
    insert(&mut response, header::CACHE_CONTROL, CACHING);
    insert(&mut response, header::CONTENT_SECURITY_POLICY, POLICY);
    response
}

/// The first chunk is read before anything is answered: what is not there is said to be not there.
async fn send(
    store: &FileStore,
    file: &File,
    range: std::ops::Range<u64>,
    status: StatusCode,
) -> Result<Response, Refusal> {
    let edition = Edition::of(file);
    let first = store.chunk(file.id, edition, range.start, range.end).await;
    let first = first.map_err(|error| lost(file.id, &error))?;
    let rest = store.read(file.id, edition, range.start + first.len() as u64..range.end);
    let mut response = Body::from_stream(stream::iter([Ok(first)]).chain(rest)).into_response();
    *response.status_mut() = status;
    insert(&mut response, header::CONTENT_LENGTH, &(range.end - range.start).to_string());
    insert(&mut response, header::CONTENT_TYPE, file.media_type.as_str());
    // What was written anew here is a picture and nothing else; whatever else there is may be more than it seems.
    let how = if edition == Edition::Picture { "inline" } else { "attachment" };
    insert(&mut response, header::CONTENT_DISPOSITION, &disposition(how, file.name.as_str()));
    Ok(response)
}

fn lost(file: FileId, error: &StoreError) -> Refusal {
    tracing::error!(%error, file.id = %file, "a file that should be in the store cannot be read");
    if matches!(error, StoreError::Missing) { Refusal::not_found() } else { Refusal::unavailable() }
}

/// Which part is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Whole,
    /// From this byte on, up to before this one.
    Some(u64, u64),
    /// None that there is.
    Outside,
}

/// One range; several, or what is none, is the whole file.
fn part(headers: &HeaderMap, tag: &str, size: u64) -> Part {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if text(header::IF_RANGE).is_some_and(|wanted| wanted != tag) {
        return Part::Whole;
    }
    let range = text(header::RANGE).and_then(|range| range.strip_prefix("bytes=")?.trim().split_once('-'));
    let Some((from, to)) = range else { return Part::Whole };
    let (from, to) = match (from.parse::<u64>(), to.parse::<u64>()) {
        (Ok(from), Ok(to)) if from <= to => (from, to.saturating_add(1).min(size)),
        (Ok(from), Err(_)) if to.is_empty() => (from, size),
        (Err(_), Ok(last)) if from.is_empty() && last > 0 => (size.saturating_sub(last), size),
        (Err(_), Ok(0)) if from.is_empty() => return Part::Outside,
        _ => return Part::Whole,
    };
    if from < size { Part::Some(from, to) } else { Part::Outside }
}

fn matches(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    known.is_some_and(|known| {
        known == "*" || known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
    })
}

/// In plain letters for what knows no others, and as it is.
fn disposition(how: &str, name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' { c } else { '_' })
        .collect();
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{}", utf8_percent_encode(name, NAME))
}

fn insert(response: &mut Response, name: header::HeaderName, value: &str) {
    // All of them are of our making, in ASCII.
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(range: &str, if_range: Option<&str>) -> Part {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, range.parse().expect("a value"));
        if let Some(tag) = if_range {
            headers.insert(header::IF_RANGE, tag.parse().expect("a value"));
        }
        part(&headers, "\"a\"", 100)
    }

    #[test]
    fn one_range_is_a_part_and_whatever_is_none_is_the_whole() {
        assert_eq!(asked("bytes=0-9", None), Part::Some(0, 10));
        assert_eq!(asked("bytes=90-", None), Part::Some(90, 100));
        assert_eq!(asked("bytes=-10", None), Part::Some(90, 100));
        assert_eq!(asked("bytes=-200", None), Part::Some(0, 100));
        assert_eq!(asked("bytes=50-500", None), Part::Some(50, 100));
        assert_eq!(asked("bytes=0-9", Some("\"a\"")), Part::Some(0, 10));
        for outside in ["bytes=100-", "bytes=100-200", "bytes=-0"] {
            assert_eq!(asked(outside, None), Part::Outside, "{outside}");
        }
        for whole in ["bytes=9-0", "bytes=0-1,5-6", "lines=1-2", "bytes=", "bytes=-", "bytes=a-b"] {
            assert_eq!(asked(whole, None), Part::Whole, "{whole}");
        }
        assert_eq!(asked("bytes=0-9", Some("\"b\"")), Part::Whole);
    }

    #[test]
    fn a_name_of_any_script_is_told_to_every_browser() {
        assert_eq!(
            disposition("attachment", "Plan \"A\" 50%.pdf"),
            "attachment; filename=\"Plan _A_ 50_.pdf\"; filename*=UTF-8''Plan%20%22A%22%2050%25.pdf"
        );
        assert_eq!(
            disposition("inline", "表.txt"),
            "inline; filename=\"_.txt\"; filename*=UTF-8''%E8%A1%A8.txt"
        );
    }
}
