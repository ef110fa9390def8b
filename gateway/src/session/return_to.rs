//! Where to go after signing in. Only paths of this installation are followed: anything else would let a link from here end elsewhere.

use axum::http::Uri;
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

/// Longer ones are none of ours.
const MAX: usize = 2_000;
/// What a `Location` must not hold as it is; percent signs stay, the path may be encoded already.
const UNFIT: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'{').add(b'}').add(b'|').add(b'^');

/// A path of this installation to go to, if one was asked for and is safe.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub(crate) struct ReturnTo(Option<String>);

impl ReturnTo {
    /// Back to where a page was asked for.
    pub(crate) fn to(uri: &Uri) -> Self {
        Self::from(uri.path_and_query().map(ToString::to_string).unwrap_or_default())
    }

    /// What goes into a form's hidden field.
    pub(crate) fn path(&self) -> Option<String> {
        self.0.clone()
    }

    /// The address to go to.
    pub(crate) fn location(&self) -> String {
        self.0.as_deref().map_or_else(|| "/".to_owned(), encoded)
    }

    /// `address`, carrying this along.
    pub(crate) fn along(&self, address: &str) -> String {
        match &self.0 {
            Some(next) => format!("{address}?next={}", utf8_percent_encode(next, NON_ALPHANUMERIC)),
            None => address.to_owned(),
        }
    }
}

impl From<String> for ReturnTo {
    fn from(text: String) -> Self {
        Self(is_safe(&text).then_some(text))
    }
}

/// An address as a `Location` may hold it: letters of every script percent-encoded.
pub(crate) fn encoded(address: &str) -> String {
    utf8_percent_encode(address, UNFIT).to_string()
}

/// One slash, then no second one: neither as `/` nor as `\`, which browsers take for the same, nor behind characters
/// which they drop. Nobody is led back to signing in or out.
fn is_safe(text: &str) -> bool {
    let path = text.split(['?', '#']).next().unwrap_or_default();
    text.len() <= MAX
        && text.starts_with('/')
        && !text.starts_with("//")
        && !text.contains(|c: char| c == '\\' || c.is_control())
        && !matches!(path, "/" | "/login" | "/register" | "/logout" | "/ws")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_this_site_are_followed() {
        for good in ["/r/general", "/r/日本語クラブ", "/rooms?page=2", "/r/x/m/7#m7", "/r/x?u=http://y//z"]
        {
            assert_eq!(ReturnTo::from(good.to_owned()).path().as_deref(), Some(good));
        }
        assert_eq!(ReturnTo::from("/r/日本".to_owned()).location(), "/r/%E6%97%A5%E6%9C%AC");
        assert_eq!(ReturnTo::from("/r/%E6%97%A5".to_owned()).location(), "/r/%E6%97%A5");
        assert_eq!(ReturnTo::from("/r/a?b=c".to_owned()).along("/login"), "/login?next=%2Fr%2Fa%3Fb%3Dc");
    }

    #[test]
    fn everything_else_leads_home() {
        let long = format!("/{}", "x".repeat(MAX));
        let spellings = [
            "",
            "/",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "\\/evil.example",
            "https://evil.example",
            "https:evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\n/evil.example",
            "\t//evil.example",
            " //evil.example",
            "/\u{0}",
            "/a\\b",
            "evil.example",
            "@evil.example",
            ".evil.example",
            "?next=//evil",
            "#",
            "/login",
            "/login?next=/login",
            "/register",
            "/logout",
            "/ws",
            "/\u{85}/evil.example",
            &long,
        ];
        for bad in spellings {
            assert_eq!(ReturnTo::from(bad.to_owned()).location(), "/", "{bad:?}");
        }
    }
}
