//! How much is logged, and the `OTEL_…` variables that the library does not read by itself: which signals are sent at all. The
//! others (endpoints, headers, time-outs, samplers, batches, limits, resource) it reads where it is built; what it would
//! ignore in silence is refused here.

use std::str::FromStr;

use super::filter::{LogFilter, USUAL};
use super::numbers;
use crate::Vars;

/// What is logged and sent.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Settings {
    pub(super) log: LogFilter,
    pub(super) traces: bool,
    pub(super) metrics: bool,
}

impl Settings {
    /// Reads the environment; what is wrong is collected in `vars`.
    pub fn from_vars(vars: &mut Vars) -> Self {
        let log = vars.optional("HUBBUB_LOG", USUAL, "how much is logged");
        let log: Option<LogFilter> = log.or_else(|| vars.optional("RUST_LOG", USUAL, "how much is logged"));
        let sampler: Option<Sampler> =
            vars.optional("OTEL_TRACES_SAMPLER", "parentbased_traceidratio", "a sampler");
        if sampler.is_some_and(|sampler| sampler.takes_a_ratio) {
            let _: Option<Ratio> = vars.optional("OTEL_TRACES_SAMPLER_ARG", "0.1", "a share of all traces");
        }
        let (traces, metrics) = sent(vars);
        Self { log: log.unwrap_or_default(), traces, metrics }
    }
}

/// Whether traces and metrics are sent.
fn sent(vars: &mut Vars) -> (bool, bool) {
    let disabled = vars.text("OTEL_SDK_DISABLED", "false", "true");
    if disabled.eq_ignore_ascii_case("true") {
        return (false, false);
    }
    let all: Option<Endpoint> =
        vars.optional("OTEL_EXPORTER_OTLP_ENDPOINT", COLLECTOR, "where a collector is");
    let traces = is_sent(vars, "TRACES", &["none", "otlp"], all.as_ref());
    let metrics = is_sent(vars, "METRICS", &["none", "otlp", "prometheus"], all.as_ref());
    if traces || metrics {
        let _: Option<Protocol> =
            vars.optional("OTEL_EXPORTER_OTLP_PROTOCOL", Protocol::SPOKEN, "how it is sent");
        refuse_tls(vars, "OTEL_EXPORTER_OTLP_ENDPOINT", all.as_ref());
        numbers::check(vars);
    }
    (traces, metrics)
}

fn is_sent(vars: &mut Vars, signal: &str, known: &[&str], all: Option<&Endpoint>) -> bool {
    let (exporter, example) = (format!("OTEL_{signal}_EXPORTER"), known.last().copied().unwrap_or_default());
    let names = vars.text(&exporter, "", example);
    let names: Vec<&str> = names.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    for name in names.iter().filter(|name| !known.contains(name)) {
        let what = format!("`{name}` is not known here; known are {}", known.join(", "));
        vars.problem(&exporter, "from the environment", what, example);
    }
    let own = format!("OTEL_EXPORTER_OTLP_{signal}_ENDPOINT");
    let endpoint: Option<Endpoint> = vars.optional(&own, COLLECTOR, "where a collector is");
    // Named, it is wanted even without an endpoint: the standard says that it is then on this machine.
    let is_sent = match names.is_empty() {
        true => endpoint.as_ref().or(all).is_some(),
        false => names.contains(&"otlp"),
    };
    if is_sent {
        let protocol = format!("OTEL_EXPORTER_OTLP_{signal}_PROTOCOL");
        let _: Option<Protocol> = vars.optional(&protocol, Protocol::SPOKEN, "how it is sent");
        refuse_tls(vars, &own, endpoint.as_ref());
    }
    is_sent
}

/// A collector, for settings' examples.
const COLLECTOR: &str = "http://collector:4318";

fn refuse_tls(vars: &mut Vars, variable: &str, endpoint: Option<&Endpoint>) {
    if endpoint.is_some_and(|endpoint| endpoint.is_tls) {
        let what = "begins with https://, and Hubbub sends traces and metrics by plain http only; name a collector \
                    beside this process, which sends them on";
        vars.problem(variable, "from the environment", what, COLLECTOR);
    }
}

/// How traces and metrics are sent.
struct Protocol;

impl Protocol {
    const SPOKEN: &str = "http/protobuf";
}

impl FromStr for Protocol {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        (text == Self::SPOKEN)
            .then_some(Self)
            .ok_or_else(|| format!("{} is spoken, and nothing else", Self::SPOKEN))
    }
}

/// An address of a collector. Only its form is looked at.
struct Endpoint {
    is_tls: bool,
}

impl FromStr for Endpoint {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
        let rest = rest.ok_or("it begins with neither http:// nor https://")?;
        let host = rest.split(['/', '?']).next().unwrap_or_default();
        let is_host = !host.is_empty() && !host.starts_with(':') && !rest.contains(char::is_whitespace);
        is_host.then_some(Self { is_tls: text.starts_with("https") }).ok_or("it names no host")
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

    fn read(given: &[(&str, &str)]) -> (Settings, String) {
        let given = given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let mut vars = Vars::from_map(given.collect());
        let settings = Settings::from_vars(&mut vars);
        (settings, vars.finish().err().map(|problems| problems.to_string()).unwrap_or_default())
    }

    fn sent(vars: &[(&str, &str)]) -> (bool, bool) {
        let (settings, wrong) = read(vars);
        assert_eq!(wrong, "");
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
            read(&[RATIO[0], ENDPOINT, (name, value)]).1.contains(&format!("{name}: "))
        };
        for (name, bad) in [
            ("HUBBUB_LOG", "inof"),
            ("RUST_LOG", "foo=bar=baz"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"),
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://"),
            ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "grpc://collector:4317"),
            ("OTEL_TRACES_SAMPLER", "ratio"),
            ("OTEL_TRACES_SAMPLER_ARG", "10%"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector:4318"),
            ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "https://collector:4318/v1/metrics"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/json"),
            ("OTEL_TRACES_EXPORTER", "zipkin"),
            ("OTEL_BSP_MAX_QUEUE_SIZE", "many"),
            ("OTEL_BSP_SCHEDULE_DELAY", "5s"),
            ("OTEL_BSP_EXPORT_TIMEOUT", "-1"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "0"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "99999999999999999999"),
        ] {
            assert!(refused(name, bad), "{name}={bad}");
        }
        for (name, good) in [
            ("HUBBUB_LOG", "info,gateway=debug"),
            ENDPOINT,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://[::1]:4318/"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_TRACES_SAMPLER_ARG", "0.25"),
            ("OTEL_BSP_MAX_QUEUE_SIZE", "16"),
        ] {
            assert!(!refused(name, good), "{name}={good}");
        }
    }

    #[test]
    fn what_is_not_sent_may_be_set_as_anybody_likes() {
        let tls = ("OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector:4317");
        let grpc = ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
        assert_eq!(sent(&[tls, grpc, ("OTEL_SDK_DISABLED", "true")]), (false, false));
        let none = [("OTEL_TRACES_EXPORTER", "none"), ("OTEL_METRICS_EXPORTER", "none")];
        assert_eq!(sent(&[tls, grpc, none[0], none[1]]), (false, false));
        let (_, wrong) = read(&[tls]);
        assert!(wrong.contains("plain http only") && wrong.starts_with("One setting"), "{wrong}");
    }
}
