//! The `OTEL_…` variables that the library does not read by itself: which signals are sent at all. The others
//! (endpoints, headers, time-outs, samplers, batches, limits, resource) it reads where it is built.

/// What is to be sent.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Settings {
    pub(super) traces: bool,
    pub(super) metrics: bool,
    /// What was asked for and cannot be done, in words for the log.
    pub(super) complaints: Vec<String>,
}

impl Settings {
    pub(super) fn from_env() -> Self {
        Self::read(|name| std::env::var(name).ok())
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
        Self { traces, metrics, complaints }
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
    fn what_cannot_be_done_is_said_once() {
        assert_eq!(read(&[ENDPOINT, ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")]).complaints.len(), 1);
        assert_eq!(read(&[("OTEL_TRACES_EXPORTER", "zipkin")]).complaints.len(), 1);
        assert_eq!(read(&[("OTEL_EXPORTER_OTLP_ENDPOINT", "https://c:4318")]).complaints.len(), 1);
        assert!(read(&[ENDPOINT]).complaints.is_empty());
    }
}
