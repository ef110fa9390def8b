//! Every sentence people read, in every language they can read it in: one Fluent file a language below `locales/`, compiled in.
//!
//! A page, an error frame and the command line hold a [`Text`] or a [`Refusal`], and no words; those are found here, once it is
//! known for whom. The build refuses a file that cannot be read, and the tests a message that is missing, unused, or given other
//! arguments than it takes.

mod dates;
mod language;
mod numbers;
mod scripts;
mod text;

pub use language::Language;
pub use text::Text;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::ast::{Entry, Pattern, PatternElement};
use proto::Refusal;

/// A message that cannot be worded: a fault of this release, and never seen once the tests have passed.
#[derive(Debug, thiserror::Error)]
#[error("the message `{key}` cannot be worded: {why}")]
pub struct Unworded {
    key: String,
    why: String,
}

/// The messages of one language.
pub struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    for_scripts: String,
    for_uploads: String,
    /// The keys of messages that are always the same words.
    constant: Vec<String>,
}

impl Catalogue {
    fn new(language: Language) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![language.locale()]);
        // Names are isolated by the page (`dir`, `<bdi>`); in titles and attributes the marks would be seen.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(numbers::write));
        let source = language.source().to_owned();
        let (Ok(messages) | Err((messages, _))) = FluentResource::try_new(source);
        let parts = [scripts::PAGES, scripts::UPLOADS].map(|part| (part, scripts::keys(&messages, part)));
        let constant = constant(&messages);
        let added = bundle.add_resource(messages).is_ok() && dates::add(&mut bundle, &language.locale());
        debug_assert!(added, "a message is there twice");
        let [for_scripts, for_uploads] = parts.map(|(part, keys)| scripts::words(&bundle, &keys, part));
        Self { bundle, for_scripts, for_uploads, constant }
    }

    /// The messages into which nothing goes, with their words.
    pub fn constant(&self) -> impl Iterator<Item = (&str, String)> {
        let nothing = FluentArgs::new();
        self.constant.iter().filter_map(move |key| Some((key.as_str(), self.format(key, &nothing).ok()?)))
    }

    /// What scripts say, as JSON: the forms of each message, by its key without `script-`.
    pub fn for_scripts(&self) -> &str {
        &self.for_scripts
    }

    /// What scripts say of files on their way, likewise without `tray-`.
    pub fn for_uploads(&self) -> &str {
        &self.for_uploads
    }

    /// The message `key` with these arguments.
    ///
    /// # Errors
    /// There is no such message, or it needs other arguments.
    pub fn format(&self, key: &str, arguments: &FluentArgs<'_>) -> Result<String, Unworded> {
        let fail = |why: String| Unworded { key: key.to_owned(), why };
        let message = self.bundle.get_message(key).and_then(|message| message.value());
        let mut errors = Vec::new();
        let pattern = message.ok_or_else(|| fail("it is not there".to_owned()))?;
        let words = self.bundle.format_pattern(pattern, Some(arguments), &mut errors).into_owned();
        match errors.first() {
            None => Ok(words),
            Some(error) => Err(fail(error.to_string())),
        }
    }

    /// A sentence, for a person. What cannot be worded is logged and shown as its key.
    pub fn say(&self, text: &Text) -> String {
        self.format(text.key(), &text.arguments()).unwrap_or_else(|error| {
            tracing::error!(%error, "a sentence is missing");
            text.key().to_owned()
        })
    }

    /// Why something was refused, for a person.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        self.say(&Text::from(refusal))
    }
}

/// The keys of messages that are plain text.
fn constant(messages: &FluentResource) -> Vec<String> {
    let is_text = |pattern: &Pattern<&str>| {
        pattern.elements.iter().all(|element| matches!(element, PatternElement::TextElement { .. }))
    };
    let keys = messages.entries().filter_map(|entry| match entry {
        Entry::Message(message) => {
            message.value.as_ref().filter(|value| is_text(value)).map(|_| message.id.name)
        }
        _ => None,
    });
    keys.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
