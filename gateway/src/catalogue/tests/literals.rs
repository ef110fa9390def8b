//! Words that stand in templates themselves: between tags, in attributes people read or hear, and in arguments of components.

use super::uses::files;

/// Attributes whose value is read or heard.
const HEARD: [&str; 6] = ["aria-label", "title", "placeholder", "alt", "label", "hint"];
/// The style guide shows components with sample text, to those who work on them.
const SAMPLES: &str = "/styleguide/";

pub(super) fn in_templates() -> Vec<String> {
    let mut found = Vec::new();
    for (file, text) in files("../templates", "html") {
        if file.contains(SAMPLES) {
            continue;
        }
        // The name of a page, for scripts.
        let bare = without(&text, "{% block page %}", "{% endblock %}");
        let bare = without(&without(&bare, "{#", "#}"), "{%", "%}");
        found.extend(arguments(&bare).into_iter().map(|words| format!("{file}: {words}")));
        let bare = without(&bare, "{{", "}}");
        found.extend(in_html(&bare).into_iter().map(|words| format!("{file}: {words}")));
    }
    found
}

/// The text without what stands between these marks, marks included.
fn without(text: &str, opening: &str, closing: &str) -> String {
    let mut parts = text.split(opening);
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        bare += part.split_once(closing).map_or("", |(_, rest)| rest);
    }
    bare
}

fn has_words(text: &str) -> bool {
    text.replace("&amp;", "").chars().any(char::is_alphabetic)
}

/// Literal text given to a component: `<Field label="Words" />`.
fn arguments(text: &str) -> Vec<String> {
    let components = text.split("{{ <").skip(1).filter_map(|part| part.split_once("/>"));
    let words =
        |part: &str| attributes(part).into_iter().filter(|words| has_words(words)).collect::<Vec<_>>();
    components.flat_map(|(part, _)| words(part)).collect()
}

/// Text between tags, and in the attributes that are read or heard.
fn in_html(text: &str) -> Vec<String> {
    let mut parts = text.split('<');
    let before = parts.next().unwrap_or_default().trim().to_owned();
    let mut found: Vec<_> = Some(before).filter(|text| has_words(text)).into_iter().collect();
    for part in parts {
        let (tag, after) = part.split_once('>').unwrap_or((part, ""));
        found.extend(attributes(tag).into_iter().filter(|words| has_words(words)));
        if has_words(after) {
            found.push(after.trim().to_owned());
        }
    }
    found
}

fn attributes(tag: &str) -> Vec<String> {
    let value = |name: &str| {
        let (_, value) = tag.split_once(&format!(" {name}=\""))?;
        Some(value.split_once('"')?.0.to_owned())
    };
    HEARD.into_iter().filter_map(value).collect()
}
