//! Words in templates: `{{ t(key="sign-in-lead", installation=installation) }}` says a message of the catalogue, and
//! `{{ notice | text }}` one that a page carries. Both escape what they say, as everything is; an argument that is HTML already (a
//! component, `| bold`, `| isolated`, a captured `{% set %}`) is put in as it is, and the sentence around it is escaped.

use std::collections::HashMap;

use fluent_bundle::{FluentArgs, FluentValue};
use serde::Serialize;
use tera::{Error, Kwargs, State, StringInput, Tera, TeraResult, Value};

use super::room::offers;
use crate::catalogue::{Language, Text};
use crate::slash_commands::COMMANDS;

/// Stands for HTML in a sentence until that is escaped: no character, so nobody types it.
const MARK: char = '\u{fdd0}';

/// A language to choose, called what those who read it call it.
#[derive(Serialize)]
struct LanguageChoice {
    tag: &'static str,
    name: String,
}

impl LanguageChoice {
    fn of(language: Language) -> Self {
        Self { tag: language.tag(), name: language.catalogue().say(&Text::new("language-name")) }
    }
}

/// Gives templates the words of this language.
pub(super) fn register(tera: &mut Tera, language: Language) {
    // Most of what a page says is the same words each time.
    let constant = language.catalogue().constant();
    let constant: HashMap<String, Value> =
        constant.map(|(key, words)| (key.to_owned(), Value::from(words))).collect();
    tera.register_function("t", move |arguments: Kwargs, state: &State| {
        let key = arguments.must_get::<&str>("key")?;
        if let Some(words) = constant.get(key) {
            return Ok(words.clone());
        }
        let named = arguments.iter().filter_map(|(name, value)| Some((name.as_str()?, value)));
        say(language, state, key, named.filter(|(name, _)| *name != "key"))
    });
    tera.register_filter("text", move |text: Value, _: Kwargs, state: &State| {
        // Nothing to say: a field without an error.
        if !text.is_truthy() {
            return Ok(Value::from(""));
        }
        let key = text.get_from_path("key");
        let arguments = text.get_from_path("arguments").and_then(Value::as_map);
        let key = key.and_then(Value::as_str).ok_or_else(|| Error::message("this is no text"))?;
        let named = arguments.into_iter().flatten();
        say(language, state, key, named.filter_map(|(name, value)| Some((name.as_str()?, value))))
    });
    // JSON, for the scripts of the page.
    let script_words = Value::from(language.catalogue().for_scripts());
    tera.register_function("script_words", move |_: Kwargs, _: &State| script_words.clone());
    let tray_words = Value::from(language.catalogue().for_uploads());
    tera.register_function("tray_words", move |_: Kwargs, _: &State| tray_words.clone());
    let commands = Value::from_serializable(&COMMANDS);
    tera.register_function("slash_commands", move |_: Kwargs, _: &State| commands.clone());
    // Made once: pages are many.
    let languages = Value::from_serializable(&Language::ALL.map(LanguageChoice::of));
    tera.register_function("languages", move |_: Kwargs, _: &State| languages.clone());
    let actions = Value::from_serializable(&offers::all().collect::<Vec<_>>());
    tera.register_function("message_actions", move |_: Kwargs, _: &State| actions.clone());
    tera.register_filter("isolated", |text: StringInput, _: Kwargs, state: &State| {
        wrap("bdi", "", &text, state)
    });
    tera.register_filter("bold", |text: StringInput, _: Kwargs, state: &State| {
        wrap("b", " dir=\"auto\"", &text, state)
    });
}

fn say<'a>(
    language: Language,
    state: &State,
    key: &str,
    named: impl Iterator<Item = (&'a str, &'a Value)>,
) -> TeraResult<Value> {
    let (mut arguments, mut html) = (FluentArgs::new(), Vec::new());
    for (name, value) in named {
        if value.is_safe()
            && let Some(text) = value.as_str()
        {
            arguments.set(name.to_owned(), format!("{MARK}{}{MARK}", html.len()));
            html.push(text);
        } else {
            arguments.set(name.to_owned(), argument(value));
        }
    }
    let words = language.catalogue().format(key, &arguments);
    let words = words.map_err(|error| Error::message(error.to_string()))?;
    if html.is_empty() {
        return Ok(Value::from(words));
    }
    let mut words = state.escape(&words)?;
    for (n, part) in html.iter().enumerate() {
        words = words.replace(&format!("{MARK}{n}{MARK}"), part);
    }
    Ok(Value::safe_string(&words))
}

fn argument(value: &Value) -> FluentValue<'_> {
    match (value.as_str(), value.as_bool(), value.as_f64()) {
        (Some(text), ..) => text.into(),
        (_, Some(yes), _) => if yes { "yes" } else { "no" }.into(),
        (.., Some(number)) => number.into(),
        _ => "".into(),
    }
}

fn wrap(tag: &str, attributes: &str, text: &StringInput<'_>, state: &State<'_>) -> TeraResult<Value> {
    Ok(Value::safe_string(&format!("<{tag}{attributes}>{}</{tag}>", text.rendered(state)?)))
}
