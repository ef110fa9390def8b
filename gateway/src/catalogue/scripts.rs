//! What scripts say. They choose the form and fill the gaps themselves (`static/js/models/phrases.js`), so they are given each
//! message with its gaps: `{"suggestions": {"other": "{$count} people", "one": "{$count} person"}}`.

use std::collections::BTreeMap;

use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
use fluent_syntax::ast::{Entry, Pattern};

/// What every page brings along.
pub(super) const PAGES: &str = "script-";
/// What the page brings along that files are sent from: scripts fetch it with the first file.
pub(super) const UPLOADS: &str = "tray-";

/// The keys of the messages that are for scripts.
pub(super) fn keys(messages: &FluentResource, prefix: &str) -> Vec<String> {
    let keys = messages.entries().filter_map(|entry| match entry {
        Entry::Message(message) => Some(message.id.name).filter(|key| key.starts_with(prefix)),
        _ => None,
    });
    keys.map(str::to_owned).collect()
}

/// Their forms, as JSON: the value is `other`, and an attribute is the form of the plural category it is called by.
pub(super) fn words(bundle: &FluentBundle<FluentResource>, keys: &[String], prefix: &str) -> String {
    let mut all: BTreeMap<&str, BTreeMap<&str, String>> = BTreeMap::new();
    for key in keys {
        let Some(message) = bundle.get_message(key) else { continue };
        let value = message.value().map(|value| ("other", value));
        let attributes = message.attributes().map(|form| (form.id(), form.value())).collect::<Vec<_>>();
        let forms = value.into_iter().chain(attributes).map(|(form, words)| (form, with_gaps(bundle, words)));
        all.insert(&key[prefix.len()..], forms.collect());
    }
    serde_json::to_string(&all).unwrap_or_default()
}

/// What is missing is written as its name: `{$count}`. That is what a script looks for.
fn with_gaps(bundle: &FluentBundle<FluentResource>, words: &Pattern<&str>) -> String {
    bundle.format_pattern(words, None, &mut Vec::new()).into_owned()
}
