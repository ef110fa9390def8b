//! Reads a process's settings from its environment. Every problem is collected, none stops the reading, so that an
//! operator mends them all at once.

use std::collections::HashMap;
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// Something that must not be seen: `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    /// The secret itself, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

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

/// One thing wrong with the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The variable it is about.
    pub variable: String,
    /// Where its value came from: the environment, a file, or nowhere.
    pub source: String,
    /// What is wrong.
    pub what: String,
    /// A value that would do.
    pub example: String,
}

/// Everything wrong with the configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            1 => writeln!(f, "One setting needs your attention:")?,
            n => writeln!(f, "{n} settings need your attention:")?,
        }
        for problem in &self.0 {
            writeln!(f, "  {}: {} ({})", problem.variable, problem.what, problem.source)?;
            writeln!(f, "      for example: {}={}", problem.variable, problem.example)?;
        }
        Ok(())
    }
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
        let what = match std::fs::read_to_string(path) {
            // Some editors begin a file with a mark that nobody sees.
            Ok(text) => match trimmed(text.strip_prefix('\u{feff}').unwrap_or(&text)) {
                "" => format!("{path} is empty"),
                secret => return self.of_one_line(variable, secret.to_owned(), FILE),
            },
            Err(error) => format!("cannot read {path}: {error}"),
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
        Some(Secret(secret))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn vars(pairs: &[(&str, &str)]) -> Vars {
        Vars::from_map(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn all_problems_are_reported_together() {
        let mut vars = vars(&[("HUBBUB_LISTEN", "nowhere"), ("HUBBUB_LIMIT", "-1")]);
        let _: std::net::SocketAddr = vars.parsed("HUBBUB_LISTEN", "127.0.0.1:8080", "an address");
        let _: u32 = vars.parsed("HUBBUB_LIMIT", "10", "a count");
        vars.required_secret("DATABASE_URL", "postgres://localhost/hubbub", "where the database is");
        let problems = vars.finish().expect_err("three problems");
        let names: Vec<&str> = problems.0.iter().map(|problem| problem.variable.as_str()).collect();
        assert_eq!(names, ["HUBBUB_LISTEN", "HUBBUB_LIMIT", "DATABASE_URL"]);
        assert!(problems.to_string().contains("for example: DATABASE_URL=postgres://localhost/hubbub"));
    }

    #[test]
    fn a_secret_comes_from_a_file_without_its_last_newline() {
        let path = std::env::temp_dir().join(format!("hubbub-secret-{}", std::process::id()));
        std::fs::write(&path, "s3cret\n").expect("written");
        let mut vars = vars(&[("NATS_URL_FILE", path.to_str().expect("utf-8"))]);
        let secret = vars.optional_secret("NATS_URL", "nats://localhost", "where NATS is").expect("read");
        std::fs::remove_file(&path).expect("removed");
        assert_eq!(secret.reveal(), "s3cret");
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        vars.finish().expect("no problem");
    }

    #[test]
    fn a_secret_in_two_places_and_an_unreadable_file_are_problems() {
        let mut vars = vars(&[("A", "x"), ("A_FILE", "/nowhere/a"), ("B_FILE", "/nowhere/b")]);
        vars.required_secret("A", "x", "a secret");
        vars.required_secret("B", "x", "a secret");
        assert_eq!(vars.finish().expect_err("two problems").0.len(), 2);
    }

    #[test]
    fn what_was_read_can_be_looked_at_and_no_secret_is_among_it() {
        let mut vars = vars(&[("HUBBUB_LISTEN", "127.0.0.1:1"), ("DATABASE_URL", "postgres://me:deep@h/d")]);
        let _: std::net::SocketAddr = vars.parsed("HUBBUB_LISTEN", "127.0.0.1:8080", "an address");
        let _: u32 = vars.parsed("HUBBUB_LIMIT", "10", "a count");
        let _: Option<u32> = vars.optional("HUBBUB_MORE", "1", "a count");
        vars.required_secret("DATABASE_URL", "postgres://localhost/hubbub", "where the database is");
        let read: Vec<(&str, &str, &str)> =
            vars.read().iter().map(|one| (&*one.variable, &*one.value, &*one.source)).collect();
        let expected = [
            ("HUBBUB_LISTEN", "127.0.0.1:1", "from the environment"),
            ("HUBBUB_LIMIT", "10", "the default"),
            ("HUBBUB_MORE", "", "not set"),
            ("DATABASE_URL", "(secret)", "from the environment"),
        ];
        assert_eq!(read, expected);
    }

    #[test]
    fn a_number_out_of_bounds_is_refused_with_them_and_shown_in_one_short_line() {
        let huge = "9".repeat(1_000);
        let mut vars = vars(&[("A", "-1"), ("B", "1\r\n2"), ("C", &huge), ("D", "5"), ("E", "0x10")]);
        let read = ["A", "B", "C", "D", "E", "F"].map(|name| vars.number(name, 7, 1..=9, "a count"));
        assert_eq!(read, [7, 7, 7, 5, 7, 7]);
        let problems = vars.finish().expect_err("four").0;
        let told: Vec<_> = problems.iter().map(|one| (&*one.variable, &*one.what)).collect();
        let long = format!("`{}…` is not a count: a whole number from 1 to 9", "9".repeat(60));
        let expected = [
            ("A", "`-1` is not a count: a whole number from 1 to 9"),
            ("B", r"`1\r\n2` is not a count: a whole number from 1 to 9"),
            ("C", &*long),
            ("E", "`0x10` is not a count: a whole number from 1 to 9"),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_secret_of_two_lines_is_refused_and_not_shown() {
        let path = std::env::temp_dir().join(format!("hubbub-lines-{}", std::process::id()));
        std::fs::write(&path, "blue-kite-74\r\nred-fox-12\r\n").expect("written");
        let file = path.to_str().expect("utf-8").to_owned();
        let mut vars = vars(&[("CODE_FILE", &file), ("TOKEN", "deep\nsea")]);
        assert!(vars.optional_secret("CODE", "x", "a code").is_none());
        assert!(vars.optional_secret("TOKEN", "x", "a token").is_none());
        std::fs::remove_file(&path).expect("removed");
        let problems = vars.finish().expect_err("two problems");
        let names: Vec<&str> = problems.0.iter().map(|problem| problem.variable.as_str()).collect();
        assert_eq!(names, ["CODE_FILE", "TOKEN"]);
        assert!(!problems.to_string().contains("deep") && !problems.to_string().contains("kite"));
    }

    #[test]
    fn set_to_nothing_is_not_set() {
        let mut vars = vars(&[("HUBBUB_NAME", "")]);
        assert_eq!(vars.text("HUBBUB_NAME", "Hubbub", "Ours"), "Hubbub");
        vars.finish().expect("no problem");
    }

    #[test]
    fn white_space_at_the_end_is_nobodys_intention_wherever_a_value_comes_from() {
        let path = std::env::temp_dir().join(format!("hubbub-crlf-{}", std::process::id()));
        for end in ["\r\n", " \n", "\n\n", "\t", "\u{a0}", "\u{2028}\n", "\0"] {
            std::fs::write(&path, format!("\u{feff}blue-kite-74{end}")).expect("written");
            let environment = format!("postgres://h/d{end}");
            let mut vars = vars(&[
                ("CODE_FILE", &format!("{}{end}", path.display()).replace('\0', "")),
                ("DATABASE_URL", &environment),
                ("LISTEN", &format!("127.0.0.1:1{end}")),
            ]);
            assert_eq!(vars.optional_secret("CODE", "x", "a code").expect("read").reveal(), "blue-kite-74");
            assert_eq!(vars.required_secret("DATABASE_URL", "x", "a URL").reveal(), "postgres://h/d");
            let listen: std::net::SocketAddr = vars.parsed("LISTEN", "127.0.0.1:2", "an address");
            assert_eq!(listen.port(), 1);
            vars.finish().expect("no problem");
        }
        std::fs::remove_file(&path).expect("removed");
    }

    #[test]
    fn what_holds_nothing_but_white_space_is_a_problem_named_with_its_source() {
        let path = std::env::temp_dir().join(format!("hubbub-empty-{}", std::process::id()));
        std::fs::write(&path, " \r\n").expect("written");
        let mut vars = vars(&[("CODE_FILE", path.to_str().expect("utf-8")), ("URL", "\r\n"), ("LIMIT", " ")]);
        assert!(vars.optional_secret("CODE", "x", "a code").is_none());
        vars.required_secret("URL", "x", "a URL");
        let _: u32 = vars.parsed("LIMIT", "10", "a count");
        std::fs::remove_file(&path).expect("removed");
        let problems = vars.finish().expect_err("three problems").0;
        let told: Vec<_> = problems.iter().map(|one| (&*one.variable, &*one.what)).collect();
        let empty = format!("{} is empty", path.display());
        let blank = "is empty: there is nothing in it but white space";
        assert_eq!(told, [("CODE_FILE", &*empty), ("URL", blank), ("LIMIT", blank)]);
    }
}
