//! How much is logged, and the `OTEL_…` variables that the library does not read by itself: which signals are sent at all. The
//! others (endpoints, headers, time-outs, samplers, batches, limits, resource) it reads where it is built; what it would
//! ignore in silence is refused here.

use std::str::FromStr;

use super::filter::{LogFilter, USUAL};
use crate::Vars;

/// What is logged and sent.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Settings {
    pub(super) log: LogFilter,
    pub(super) traces: bool,
    pub(super) metrics: bool,
    /// What was asked for and cannot be done, in words for the log.
    pub(super) complaints: Vec<String>,
}

impl Settings {
    /// Reads the environment; what is wrong is collected in `vars`.
    pub fn from_vars(vars: &mut Vars) -> Self {
        let log = vars.optional("HUBBUB_LOG", USUAL, "how much is logged");
        let log: Option<LogFilter> = log.or_else(|| vars.optional("RUST_LOG", USUAL, "how much is logged"));
        for signal in ["", "TRACES_", "METRICS_"] {
            let name = format!("OTEL_EXPORTER_OTLP_{signal}ENDPOINT");
            let _: Option<Endpoint> = vars.optional(&name, "http://collector:4318", "where a collector is");
        }
        let sampler: Option<Sampler> =
            vars.optional("OTEL_TRACES_SAMPLER", "parentbased_traceidratio", "a sampler");
        if sampler.is_some_and(|sampler| sampler.takes_a_ratio) {
            let _: Option<Ratio> = vars.optional("OTEL_TRACES_SAMPLER_ARG", "0.1", "a share of all traces");
        }
        Self { log: log.unwrap_or_default(), ..Self::read(|name| std::env::var(name).ok()) }
    }

    fn read(var: impl Fn(&str) -> Option<String>) -> Self {
        let var =
            |name: &str| var(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let mut complaints = Vec::new();
        if var("OTEL_SDK_DISABLED").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            return Self::default();
        }
        let mut wanted = |signal: &str, known: &[&str]| {
            let endpoint = var(&format!("OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"))
                .or_else(|| var("OTEL_EXPORTER_OTLP_ENDPOINT"));
            let exporters = var(&format!("OTEL_{signal}_EXPORTER"));
            for name in exporters.iter().flat_map(|names| names.split(',')).map(str::trim) {
                if !known.contains(&name) {
                    complaints.push(format!(
                        "OTEL_{signal}_EXPORTER: `{name}` is not known here; known are {}",
                        known.join(", ")
                    ));
                }
            }
            // Named, it is wanted even without an endpoint: the standard says that it is then on this machine.
            let wanted = match &exporters {
                Some(names) => names.split(',').any(|name| name.trim() == "otlp"),
                None => endpoint.is_some(),
            };
            if wanted {
                let protocol = var(&format!("OTEL_EXPORTER_OTLP_{signal}_PROTOCOL"))
                    .or_else(|| var("OTEL_EXPORTER_OTLP_PROTOCOL"));
                if protocol.is_some_and(|protocol| protocol != "http/protobuf") {
                    complaints.push(
                        "OTEL_EXPORTER_OTLP_PROTOCOL: http/protobuf is spoken, and nothing else".to_owned(),
                    );
                }
                if endpoint.is_some_and(|endpoint| endpoint.starts_with("https:")) {
                    complaints.push("OTEL_EXPORTER_OTLP_ENDPOINT: a collector is spoken to by plain http; put one beside this process".to_owned());
                }
            }
            wanted
        };
        let traces = wanted("TRACES", &["none", "otlp"]);
        let metrics = wanted("METRICS", &["none", "otlp", "prometheus"]);
        complaints.dedup();
        Self { traces, metrics, complaints, ..Self::default() }
    }
}

/// An address of a collector. Only its form is looked at.
struct Endpoint;

impl FromStr for Endpoint {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
        let rest = rest.ok_or("it begins with neither http:// nor https://")?;
        let host = rest.split(['/', '?']).next().unwrap_or_default();
        let is_host = !host.is_empty() && !host.starts_with(':') && !rest.contains(char::is_whitespace);
        is_host.then_some(Self).ok_or("it names no host")
    }
}

/// Which traces are recorded.
struct Sampler {
    takes_a_ratio: bool,
}

impl FromStr for Sampler {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        const KNOWN: [&str; 6] = [
            "always_on",
            "always_off",
            "traceidratio",
            "parentbased_always_on",
            "parentbased_always_off",
            "parentbased_traceidratio",
        ];
        let known = KNOWN.contains(&text).then(|| Self { takes_a_ratio: text.ends_with("traceidratio") });
        known.ok_or_else(|| format!("known are {}", KNOWN.join(", ")))
    }
}

/// A share, from 0 to 1.
struct Ratio;

impl FromStr for Ratio {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let share: f64 = text.parse().map_err(|_| "it is no number")?;
        (0.0..=1.0).contains(&share).then_some(Self).ok_or("it is not between 0 and 1")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(vars: &[(&str, &str)]) -> Settings {
        Settings::read(|name| {
            vars.iter().find(|(other, _)| *other == name).map(|(_, value)| (*value).to_owned())
        })
    }

    fn sent(vars: &[(&str, &str)]) -> (bool, bool) {
        let settings = read(vars);
        (settings.traces, settings.metrics)
    }

    const RATIO: [(&str, &str); 1] = [("OTEL_TRACES_SAMPLER", "traceidratio")];
    const ENDPOINT: (&str, &str) = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318");

    #[test]
    fn nothing_is_sent_where_nobody_asked_for_it() {
        assert_eq!(sent(&[]), (false, false));
        assert_eq!(sent(&[("OTEL_EXPORTER_OTLP_ENDPOINT", "")]), (false, false));
    }

    #[test]
    fn an_endpoint_turns_a_signal_on_and_an_exporter_of_none_turns_it_off() {
        assert_eq!(sent(&[ENDPOINT]), (true, true));
        assert_eq!(sent(&[ENDPOINT, ("OTEL_TRACES_EXPORTER", "none")]), (false, true));
        assert_eq!(sent(&[ENDPOINT, ("OTEL_METRICS_EXPORTER", "prometheus")]), (true, false));
        assert_eq!(sent(&[("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://c:4318/v1/traces")]), (true, false));
        assert_eq!(sent(&[("OTEL_TRACES_EXPORTER", "otlp")]), (true, false));
        assert_eq!(sent(&[ENDPOINT, ("OTEL_SDK_DISABLED", "TRUE")]), (false, false));
    }

    #[test]
    fn what_the_library_would_ignore_in_silence_is_refused_by_name() {
        let refused = |name: &str, value: &str| {
            let given = RATIO.into_iter().chain([(name, value)]);
            let given = given.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let mut vars = Vars::from_map(given.collect());
            Settings::from_vars(&mut vars);
            vars.finish().is_err_and(|problems| problems.to_string().contains(name))
        };
        for (name, bad) in [
            ("HUBBUB_LOG", "inof"),
            ("RUST_LOG", "foo=bar=baz"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"),
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://"),
            ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "grpc://collector:4317"),
            ("OTEL_TRACES_SAMPLER", "ratio"),
            ("OTEL_TRACES_SAMPLER_ARG", "10%"),
        ] {
            assert!(refused(name, bad), "{name}={bad}");
        }
        for (name, good) in [
            ("HUBBUB_LOG", "info,gateway=debug"),
            ENDPOINT,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://[::1]:4318/"),
            ("OTEL_TRACES_SAMPLER_ARG", "0.25"),
        ] {
            assert!(!refused(name, good), "{name}={good}");
        }
    }

    #[test]
    fn what_cannot_be_done_is_said_once() {
        assert_eq!(read(&[ENDPOINT, ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")]).complaints.len(), 1);
        assert_eq!(read(&[("OTEL_TRACES_EXPORTER", "zipkin")]).complaints.len(), 1);
        assert_eq!(read(&[("OTEL_EXPORTER_OTLP_ENDPOINT", "https://c:4318")]).complaints.len(), 1);
        assert!(read(&[ENDPOINT]).complaints.is_empty());
    }
}
