//! Where a browser is told, as its page hands it over: taken apart before anything is kept.

use axum::http::Uri;
use base64::Engine;
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::{GeneralPurposeConfig, URL_SAFE_NO_PAD};
use base64::{alphabet, engine::DecodePaddingMode};
use p256::PublicKey;
use p256::elliptic_curve::sec1::ToSec1Point;
use proto::room::PushTarget;
use proto::{Reason, Refusal};

use super::seal::Browser;
use crate::outgoing::Outgoing;

/// Characters of the address of a browser at its push service.
const ENDPOINT_MAX: usize = 1_024;
/// Some browsers fill up with `=`.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A browser to be told.
///
/// # Errors
/// It is none, or its push service may not be asked.
pub(crate) fn parse(
    outgoing: &Outgoing,
    endpoint: &str,
    key: &str,
    auth: &str,
) -> Result<PushTarget, Refusal> {
    let malformed = || Refusal::new(Reason::Malformed);
    let uri: Uri = endpoint.parse().map_err(|_| malformed())?;
    if endpoint.len() > ENDPOINT_MAX || !outgoing.may_ask(&uri) {
        return Err(malformed());
    }
    let browser = browser(key, auth).ok_or_else(malformed)?;
    Ok(PushTarget {
        endpoint: endpoint.to_owned(),
        key: URL_SAFE_NO_PAD.encode(browser.key.to_sec1_point(false).as_bytes()),
        auth: URL_SAFE_NO_PAD.encode(browser.auth),
    })
}

/// What messages for it are sealed by.
pub(super) fn browser(key: &str, auth: &str) -> Option<Browser> {
    let key = PublicKey::from_sec1_bytes(&LENIENT.decode(key).ok()?).ok()?;
    let auth = LENIENT.decode(auth).ok()?.try_into().ok()?;
    Some(Browser { key, auth })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

    #[test]
    fn a_browser_has_a_push_service_that_may_be_asked_a_point_and_a_secret() {
        let outgoing = Outgoing::new(crate::outgoing::Origins::default());
        let takes = |endpoint: &str, key: &str, auth: &str| parse(&outgoing, endpoint, key, auth).is_ok();
        let service = "https://push.example.net/p/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV";
        assert!(takes(service, KEY, AUTH) && takes(service, &format!("{KEY}="), &format!("{AUTH}==")));
        let long = format!("https://push.example.net/{}", "p".repeat(ENDPOINT_MAX));
        for endpoint in [
            "",
            "here",
            "http://push.example.net/p",
            "https://push.example.net:8443/p",
            "javascript:1",
            &long,
        ] {
            assert!(!takes(endpoint, KEY, AUTH), "{endpoint}");
        }
        let off_the_curve =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiwA";
        for (key, auth) in
            [("", AUTH), (KEY, ""), (off_the_curve, AUTH), (KEY, "BTBZMqHH6r4Tts7J"), ("AA", AUTH)]
        {
            assert!(!takes(service, key, auth), "{key} {auth}");
        }
    }
}
