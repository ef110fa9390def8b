//! How much is logged: what `HUBBUB_LOG` may say. The library takes a word it does not know for the name of a part, and then
//! logs nothing.

use std::str::FromStr;

use tracing_subscriber::EnvFilter;

/// What is logged unless somebody says otherwise.
pub(super) const USUAL: &str = "info,async_nats=warn";

/// A level, or parts with levels: `info,gateway=debug`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LogFilter(String);

impl LogFilter {
    /// As the library takes it.
    pub(super) fn filter(&self) -> EnvFilter {
        EnvFilter::try_new(&self.0).unwrap_or_else(|_| EnvFilter::new(USUAL))
    }
}

impl Default for LogFilter {
    fn default() -> Self {
        Self(USUAL.to_owned())
    }
}

/// The parts of Hubbub, by the first word of what they write under.
pub(super) const OURS: [&str; 7] =
    ["chassis", "gateway", "room_service", "auth_service", "services", "hubbub", "proto"];
/// The libraries that say something, likewise.
const LIBRARIES: [&str; 19] = [
    "async_nats",
    "deadpool_postgres",
    "h2",
    "html5ever",
    "hyper",
    "hyper_util",
    "log",
    "markup5ever",
    "opentelemetry",
    "opentelemetry_otlp",
    "opentelemetry_sdk",
    "ractor",
    "refinery_core",
    "rustls",
    "tokio_postgres",
    "tokio_tungstenite",
    "tower_http",
    "tracing_opentelemetry",
    "tungstenite",
];

impl FromStr for LogFilter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        for part in text.split(',').map(str::trim) {
            // Those for spans, `target[span{field=value}]=level`, are the library's to judge.
            let (target, level) = part.rsplit_once('=').unwrap_or(("", part));
            if !part.contains('[') && (target.contains('=') || !is_level(level)) {
                return Err(format!("`{level}` is none of error, warn, info, debug, trace and off"));
            }
            if part.starts_with('=') {
                return Err(format!("`{part}` names no part"));
            }
            let crate_name = target.split(['[', ':']).next().unwrap_or_default();
            if !crate_name.is_empty() && !OURS.contains(&crate_name) && !LIBRARIES.contains(&crate_name) {
                return Err(format!("no part is called `{crate_name}`; ours are {}", OURS.join(", ")));
            }
        }
        EnvFilter::try_new(text).map_err(|error| error.to_string())?;
        Ok(Self(text.to_owned()))
    }
}

fn is_level(word: &str) -> bool {
    const LEVELS: [&str; 6] = ["error", "warn", "info", "debug", "trace", "off"];
    LEVELS.iter().any(|level| level.eq_ignore_ascii_case(word.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_that_would_silence_everything_or_be_ignored_is_refused() {
        for good in [
            "info",
            "WARN",
            "info,gateway=debug",
            "off",
            "info,async_nats=warn,gateway::live=trace",
            USUAL,
            "gateway[ws]=debug",
        ] {
            assert!(good.parse::<LogFilter>().is_ok(), "{good:?}");
        }
        for bad in ["inof", "=", "foo=bar=baz", "info,gateway=debgu", "", "info,,", "=info", "gateway"] {
            assert!(bad.parse::<LogFilter>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_part_that_does_not_exist_is_refused_by_name_and_those_that_do_are_known() {
        for bad in ["info,gatway=debug", "info,room-service=debug", "gatway::live=trace", "gatway[ws]=debug"]
        {
            let why = bad.parse::<LogFilter>().expect_err("refused");
            assert!(why.contains("no part is called") && why.contains("room_service"), "{bad:?}: {why}");
        }
        let lock = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        let lock = std::fs::read_to_string(lock).expect("there").replace('-', "_");
        for name in OURS.iter().chain(&LIBRARIES) {
            assert!(lock.contains(&format!("name = \"{name}\"")), "{name} is not ours any more");
        }
    }
}
