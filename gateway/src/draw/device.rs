//! What a browser calls itself, in words a person knows.

use crate::catalogue::Text;

/// "Firefox on Linux"; what is not known stays as it was sent, cut short.
pub(crate) fn device(agent: &str) -> Text {
    let browser = first(
        agent,
        &[
            ("Edg", "Edge"),
            ("OPR/", "Opera"),
            ("SamsungBrowser", "Samsung Internet"),
            ("Firefox", "Firefox"),
            ("FxiOS", "Firefox"),
            ("CriOS", "Chrome"),
            ("Chrome", "Chrome"),
            ("Safari", "Safari"),
            ("curl", "curl"),
        ],
    );
    let system = first(
        agent,
        &[
            ("Android", "Android"),
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Windows", "Windows"),
            ("Macintosh", "Mac"),
            ("CrOS", "ChromeOS"),
            ("Linux", "Linux"),
        ],
    );
    let text = |words: &str| Text::new("verbatim").with("text", words);
    match (browser, system) {
        (Some(browser), Some(system)) => Text::new("device").with("browser", browser).with("system", system),
        (Some(name), None) | (None, Some(name)) => text(name),
        (None, None) if agent.trim().is_empty() => Text::new("device-unknown"),
        (None, None) => text(&agent.chars().take(60).collect::<String>()),
    }
}

/// The name of the first sign that is there: browsers claim to be their elders too, so the younger come first.
fn first(agent: &str, signs: &[(&str, &'static str)]) -> Option<&'static str> {
    signs.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Language;

    #[test]
    fn browsers_are_told_from_those_they_claim_to_be() {
        for (agent, words) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
                "Safari on Mac",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36",
                "Chrome on Android",
            ),
            ("Lynx/2.9", "Lynx/2.9"),
            (" ", "Unknown browser"),
        ] {
            assert_eq!(Language::English.catalogue().say(&device(agent)), words);
        }
    }
}
