//! One link: what is found where it leads. Each step of the way is asked for by `outgoing`, which looks at every address anew.

use std::time::Duration;

use axum::http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, LOCATION, USER_AGENT};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use bytes::Bytes;
use tokio::time::timeout;
use url::Url;

use super::page::{self, Page};
use super::text::{decoded, unpacked};
use crate::outgoing::{Asked, Outgoing, OutgoingError, Reads};

/// How long a link may take, with every redirect.
pub(super) const DEADLINE: Duration = Duration::from_secs(5);
/// Redirects that are followed.
const REDIRECTS: usize = 3;
/// Bytes of a page, packed and unpacked; and of a picture.
const BYTES: usize = 1024 * 1024;
/// Who asks, so that whoever wants no previews of their pages can say so.
const AGENT: &str = concat!("Hubbub/", env!("CARGO_PKG_VERSION"), " (link preview)");

/// What an answer is to be.
struct Wanted {
    types: &'static str,
    encoding: &'static str,
    bytes: usize,
}

const PAGES: Wanted =
    Wanted { types: "text/html, application/xhtml+xml;q=0.9", encoding: "gzip", bytes: BYTES };
/// One byte more tells that a picture is too large: a part of it is none.
const PICTURES: Wanted =
    Wanted { types: "image/jpeg, image/png, image/webp, image/gif", encoding: "identity", bytes: BYTES + 1 };

/// What is found where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A page, and where it is in the end.
    Page(Page, Url),
    /// Nothing that could be shown, and there will not be soon.
    Nothing,
    /// Nobody who answers; they may later.
    Silence,
}

/// Asks where a link leads, by [`Outgoing::for_pages`].
pub(super) async fn fetch(outgoing: &Outgoing, link: &str) -> Found {
    let Ok(url) = Url::parse(link) else { return Found::Nothing };
    match timeout(DEADLINE, follow(outgoing, url, &PAGES)).await.unwrap_or(Err(OutgoingError::TooSlow)) {
        Ok((answer, url)) => found(answer, url).await,
        Err(error) => {
            tracing::debug!(%error, "a link leads to nobody who could be asked");
            if is_lasting(error) { Found::Nothing } else { Found::Silence }
        }
    }
}

/// Asks for the picture of a page, as it is. None: there is none, or it is larger than [`BYTES`].
pub(super) async fn fetch_picture(outgoing: &Outgoing, url: Url) -> Option<Bytes> {
    let answer =
        timeout(DEADLINE, follow(outgoing, url, &PICTURES)).await.unwrap_or(Err(OutgoingError::TooSlow));
    let (answer, _) =
        answer.inspect_err(|error| tracing::debug!(%error, "the picture of a page is nowhere")).ok()?;
    let is_whole = answer.status() == StatusCode::OK && answer.body().len() <= BYTES;
    let is_packed =
        header(&answer, CONTENT_ENCODING).is_some_and(|how| !how.eq_ignore_ascii_case("identity"));
    (is_whole && !is_packed && !answer.body().is_empty()).then(|| answer.into_body())
}

fn is_lasting(error: OutgoingError) -> bool {
    matches!(error, OutgoingError::NotAllowed | OutgoingError::Inside)
}

/// The last answer on the way, and who gave it.
async fn follow(
    outgoing: &Outgoing,
    mut url: Url,
    wanted: &Wanted,
) -> Result<(Response<Bytes>, Url), OutgoingError> {
    for _ in 0..=REDIRECTS {
        url.set_fragment(None);
        let uri = url.as_str().parse().map_err(|_| OutgoingError::NotAllowed)?;
        let (headers, body) = (headers(wanted), Bytes::new());
        let reads = Reads::Beginning(wanted.bytes);
        let asked = Asked { method: Method::GET, uri, headers, body, reads };
        let answer = outgoing.ask(asked).await?;
        let Some(next) = redirect(&answer, &url) else { return Ok((answer, url)) };
        url = next;
    }
    Err(OutgoingError::NotAllowed)
}

fn redirect(answer: &Response<Bytes>, from: &Url) -> Option<Url> {
    let is_one = matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    let location = answer.headers().get(LOCATION).filter(|_| is_one)?;
    from.join(location.to_str().ok()?).ok()
}

fn headers(wanted: &Wanted) -> HeaderMap {
    let fixed = |name: HeaderName, value: &'static str| (name, HeaderValue::from_static(value));
    HeaderMap::from_iter([
        fixed(USER_AGENT, AGENT),
        fixed(ACCEPT, wanted.types),
        fixed(ACCEPT_ENCODING, wanted.encoding),
    ])
}

fn header(answer: &Response<Bytes>, name: HeaderName) -> Option<&str> {
    answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::trim)
}

async fn found(answer: Response<Bytes>, url: Url) -> Found {
    let (status, media_type) =
        (answer.status(), header(&answer, CONTENT_TYPE).unwrap_or_default().to_owned());
    if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() {
        return Found::Silence;
    }
    if !status.is_success() || !is_page(&media_type) {
        return Found::Nothing;
    }
    let is_packed = match header(&answer, CONTENT_ENCODING).unwrap_or_default().to_ascii_lowercase().as_str()
    {
        "" | "identity" => false,
        "gzip" | "x-gzip" => true,
        _ => return Found::Nothing,
    };
    let bytes = answer.into_body();
    // A page that was made for it keeps a thread busy for a while.
    let read = tokio::task::spawn_blocking(move || {
        let bytes = if is_packed { unpacked(&bytes, BYTES).into() } else { bytes };
        page::read(&decoded(&bytes, &media_type))
    });
    match read.await {
        Ok(page) if page != Page::default() => Found::Page(page, url),
        Ok(_) | Err(_) => Found::Nothing,
    }
}

fn is_page(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("text/html") || essence.eq_ignore_ascii_case("application/xhtml+xml")
}

#[cfg(test)]
mod tests;
