//! Where no address fits. One with a slash too many is sent on to the one that was meant; everything else is not there.

use axum::http::{Method, Uri};
use axum::response::Redirect;

use crate::error::AppError;
use crate::session::encoded;

/// Whatever no other handler answers.
pub(crate) async fn not_found(method: Method, uri: Uri) -> Result<Redirect, AppError> {
    let meant = meant(uri.path()).filter(|_| matches!(method, Method::GET | Method::HEAD));
    let meant = meant.ok_or_else(AppError::not_found)?;
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    Ok(Redirect::permanent(&encoded(&format!("{meant}{query}"))))
}

/// The path without empty parts; none where there are none. It begins with one slash and no `\` follows, which browsers would
/// take for a second one: it leads not found else.
fn meant(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let meant = format!("/{}", parts.join("/"));
    (meant != path && !path.contains('\\')).then_some(meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_too_many_are_left_out_and_lead_to_no_other_site() {
        let cases = [
            ("/rooms/", Some("/rooms")),
            ("//rooms", Some("/rooms")),
            ("/r//general///m/1/", Some("/r/general/m/1")),
            ("//evil.example//", Some("/evil.example")),
            ("///", Some("/")),
            ("/not_found", None),
            ("/\\evil.example/", None),
            ("/", None),
        ];
        for (path, there) in cases {
            assert_eq!(meant(path).as_deref(), there, "{path}");
        }
    }
}
