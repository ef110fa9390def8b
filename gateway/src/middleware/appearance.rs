//! How the browser that asks wants its pages: read from its cookies once, at hand for whatever draws within the request.
//!
//! It is a fact of the request and not of any page: error pages, sign-in pages and rooms look the same way.

use axum::extract::Request;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

use crate::catalogue::Language;
use crate::draw::{Appearance, Density, Theme};

const THEME: &str = "hubbub_theme";
const DENSITY: &str = "hubbub_density";
const LANGUAGE: &str = "hubbub_language";
/// As long as browsers allow.
const KEPT: time::Duration = time::Duration::days(400);

tokio::task_local! {
    static APPEARANCE: Appearance;
}

/// Puts it at hand.
pub(crate) async fn note(request: Request, next: Next) -> Response {
    let appearance = read(request.headers());
    APPEARANCE.scope(appearance, next.run(request)).await
}

/// How the browser that is being answered wants it.
pub(crate) fn current() -> Appearance {
    APPEARANCE.try_with(|appearance| *appearance).unwrap_or_default()
}

/// The cookies that keep it. Nothing secret, and nothing scripts need.
pub(crate) fn kept(appearance: Appearance, https: bool) -> [Cookie<'static>; 3] {
    let language = if appearance.language_chosen { appearance.language.tag() } else { "auto" };
    let words =
        [(THEME, appearance.theme.as_str()), (DENSITY, appearance.density.as_str()), (LANGUAGE, language)];
    words.map(|(name, word)| {
        Cookie::build((name, word))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(https)
            .max_age(KEPT)
            .build()
    })
}

fn read(headers: &HeaderMap) -> Appearance {
    let jar = CookieJar::from_headers(headers);
    let word = |name| jar.get(name).map(Cookie::value).unwrap_or_default();
    let chosen = Language::parse(word(LANGUAGE));
    let asked_for = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Appearance {
        theme: Theme::read(word(THEME)),
        density: Density::read(word(DENSITY)),
        language: chosen.or_else(|| Language::accepted(asked_for?)).unwrap_or_default(),
        language_chosen: chosen.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_that_say_nothing_known_change_nothing() {
        let appearance = |cookie: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("cookie", cookie.parse().expect("a header"));
            read(&headers)
        };
        assert_eq!(appearance("hubbub_theme=\"><script>; hubbub_density=7"), Appearance::default());
        let set = Appearance { theme: Theme::Dark, density: Density::Compact, ..Appearance::default() };
        assert_eq!(appearance("hubbub_theme=dark; hubbub_density=compact"), set);
        assert_eq!(read(&HeaderMap::new()), Appearance::default());
    }

    #[test]
    fn the_language_is_the_one_chosen_here_or_else_the_browsers() {
        let language = |cookie: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("accept-language", "fr-CA,de;q=0.9".parse().expect("a header"));
            headers.insert("cookie", cookie.parse().expect("a header"));
            let Appearance { language, language_chosen, .. } = read(&headers);
            (language, language_chosen)
        };
        assert_eq!(language("hubbub_language=de"), (Language::German, true));
        assert_eq!(language("hubbub_language=auto"), (Language::French, false));
        assert_eq!(language("hubbub_language=tlh"), (Language::French, false));
    }
}
