//! Reads a process's settings from its environment. Every problem is collected, none stops the reading, so that an
//! operator mends them all at once.

pub(crate) mod file;
mod folder;
mod problem;
mod secret;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fmt;
use std::ops::RangeInclusive;
use std::path::Path;
use std::str::FromStr;

pub use folder::Folder;
pub use problem::{Problem, Problems};
pub use secret::Secret;

/// The environment while it is being read.
#[derive(Debug)]
pub struct Vars {
    vars: HashMap<String, String>,
    problems: Vec<Problem>,
    read: Vec<Setting>,
}

/// One variable that was asked for, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name.
    pub variable: String,
    /// Its value, for people to read: a secret's is not shown.
    pub value: String,
    /// Where that came from.
    pub source: String,
}

const ENVIRONMENT: &str = "from the environment";
const UNSET: &str = "not set";
/// A file, for settings' examples.
const FILE: &str = "/run/secrets/a-file";
/// Stands for a value of white space: no trimmed value is one.
const BLANK: &str = " ";
/// What is shown of a secret.
const SECRET: &str = "(secret)";
const DEFAULT: &str = "the default";
/// Characters that are shown of a value that will not do.
const SHOWN: usize = 60;

impl Vars {
    /// The environment of this process.
    pub fn from_env() -> Self {
        // Values that are not UTF-8 cannot be any of ours: replaced characters make them fail their own parse.
        let vars = std::env::vars_os()
            .map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned()));
        Self::from_map(vars.collect())
    }

    /// An environment made by hand. White space at the end of a value is nobody's intention: files and their editors add it.
    pub fn from_map(vars: HashMap<String, String>) -> Self {
        let trimmed = vars.into_iter().map(|(name, value)| {
            let blank = !value.is_empty() && trimmed(&value).is_empty();
            (name, if blank { BLANK.to_owned() } else { trimmed(&value).to_owned() })
        });
        Self { vars: trimmed.collect(), problems: Vec::new(), read: Vec::new() }
    }

    /// A text with a default.
    pub fn text(&mut self, name: &str, default: &str, example: &str) -> String {
        let given = self.set(name, example);
        let source = if given.is_some() { ENVIRONMENT } else { DEFAULT };
        let value = given.unwrap_or_else(|| default.to_owned());
        self.note(name, &value, source);
        value
    }

    /// A value with a default, which is given as text.
    ///
    /// # Panics
    /// The default itself does not parse: a mistake in this program.
    pub fn parsed<T: FromStr<Err: fmt::Display>>(&mut self, name: &str, default: &str, what: &str) -> T {
        let value = match self.set(name, default) {
            Some(text) => self.parse(name, &text, default, what),
            None => {
                self.note(name, default, DEFAULT);
                None
            }
        };
        value.unwrap_or_else(|| {
            default.parse().unwrap_or_else(|_| panic!("the default of {name} does not parse: {default}"))
        })
    }

    /// A whole number within bounds, with a default.
    pub fn number<T>(&mut self, name: &str, default: T, bounds: RangeInclusive<T>, what: &str) -> T
    where
        T: FromStr + fmt::Display + PartialOrd + Copy,
    {
        let example = default.to_string();
        let Some(text) = self.set(name, &example) else {
            self.note(name, &example, DEFAULT);
            return default;
        };
        self.note(name, &text, ENVIRONMENT);
        let number = text.parse().ok().filter(|number| bounds.contains(number));
        number.unwrap_or_else(|| {
            let (text, least, most) = (shown(&text), bounds.start(), bounds.end());
            let wrong = format!("`{text}` is not {what}: a whole number from {least} to {most}");
            self.problem(name, ENVIRONMENT, wrong, &example);
            default
        })
    }

    /// A value that may be missing.
    pub fn optional<T: FromStr<Err: fmt::Display>>(
        &mut self,
        name: &str,
        example: &str,
        what: &str,
    ) -> Option<T> {
        let Some(text) = self.set(name, example) else {
            self.note(name, "", UNSET);
            return None;
        };
        self.parse(name, &text, example, what)
    }

    fn parse<T: FromStr<Err: fmt::Display>>(
        &mut self,
        name: &str,
        text: &str,
        example: &str,
        what: &str,
    ) -> Option<T> {
        self.note(name, text, ENVIRONMENT);
        match text.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                let why = cut(&T::Err::to_string(&error), SHOWN * 2);
                self.problem(name, ENVIRONMENT, format!("`{}` is not {what}: {why}", shown(text)), example);
                None
            }
        }
    }

    /// A secret that must be there, in the variable or in the file that `<name>_FILE` names.
    pub fn required_secret(&mut self, name: &str, example: &str, what: &str) -> Secret {
        let before = self.problems.len();
        self.optional_secret(name, example, what).unwrap_or_else(|| {
            if self.problems.len() == before {
                let needed = format!("is needed: {what}; or name a file in {name}_FILE");
                self.problem(name, UNSET, needed, example);
            }
            Secret::new("")
        })
    }

    /// A secret that may be missing.
    pub fn optional_secret(&mut self, name: &str, example: &str, _what: &str) -> Option<Secret> {
        let file = format!("{name}_FILE");
        match (self.set(name, example), self.set(&file, FILE)) {
            (Some(_), Some(path)) => {
                let both = format!("is set together with {file}; keep one of them");
                self.problem(name, &format!("from the environment and from {path}"), both, example);
                None
            }
            (Some(value), None) => {
                self.note(name, SECRET, ENVIRONMENT);
                self.of_one_line(name, value, example)
            }
            (None, Some(path)) => {
                self.note(name, SECRET, &format!("from {path}"));
                self.secret_in(&file, &path)
            }
            (None, None) => {
                self.note(name, "", UNSET);
                None
            }
        }
    }

    fn secret_in(&mut self, variable: &str, path: &str) -> Option<Secret> {
        let what = match file::read(Path::new(path)) {
            // Some editors begin a file with a mark that nobody sees.
            Ok(text) => match trimmed(text.strip_prefix('\u{feff}').unwrap_or(&text)) {
                "" => format!("{path} is empty"),
                secret => return self.of_one_line(variable, secret.to_owned(), FILE),
            },
            Err(why) => format!("{path} {why}"),
        };
        self.problem(variable, ENVIRONMENT, what, FILE);
        None
    }

    /// Nobody could type or show a secret that goes on in a second line.
    fn of_one_line(&mut self, variable: &str, secret: String, example: &str) -> Option<Secret> {
        if secret.contains(char::is_control) {
            self.problem(
                variable,
                ENVIRONMENT,
                "has a line break or another control character in it",
                example,
            );
            return None;
        }
        Some(Secret::new(secret))
    }

    /// Notes a problem that only the reader of a value can see, such as two settings that do not go together.
    pub fn problem(&mut self, variable: &str, source: &str, what: impl Into<String>, example: &str) {
        let (variable, source, example) = (variable.to_owned(), source.to_owned(), example.to_owned());
        let what = what.into().chars().flat_map(escaped).collect();
        self.problems.push(Problem { variable, source, what, example });
    }

    /// What has been asked for until now, in that order.
    pub fn read(&self) -> &[Setting] {
        &self.read
    }

    fn note(&mut self, variable: &str, value: &str, source: &str) {
        let (variable, value, source) = (variable.to_owned(), value.to_owned(), source.to_owned());
        self.read.push(Setting { variable, value, source });
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// Everything that was wrong.
    pub fn finish(self) -> Result<(), Problems> {
        if self.problems.is_empty() { Ok(()) } else { Err(Problems(self.problems)) }
    }

    /// A variable that is set to nothing counts as not set, as compose files do it; one set to white space is a slip.
    fn set(&mut self, name: &str, example: &str) -> Option<String> {
        let value = self.vars.get(name).filter(|value| !value.is_empty()).cloned()?;
        if value == BLANK {
            self.problem(name, ENVIRONMENT, "is empty: there is nothing in it but white space", example);
            return None;
        }
        Some(value)
    }
}

/// So much of a value as fits into a sentence.
pub(crate) fn shown(value: &str) -> String {
    cut(value, SHOWN)
}

fn cut(text: &str, most: usize) -> String {
    let mut letters = text.chars();
    let start: String = letters.by_ref().take(most).collect();
    if letters.next().is_some() { format!("{start}…") } else { start }
}

/// Sentences stand in one line each.
fn escaped(letter: char) -> impl Iterator<Item = char> {
    let (plain, escaped) = if letter.is_control() { (None, Some(letter)) } else { (Some(letter), None) };
    plain.into_iter().chain(escaped.into_iter().flat_map(char::escape_default))
}

/// Without what nobody sees at its end.
fn trimmed(value: &str) -> &str {
    value.trim_end_matches(|letter: char| letter.is_whitespace() || letter.is_control())
}
