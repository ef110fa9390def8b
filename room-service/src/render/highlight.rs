//! Code in colours: which parts of it are words of the language, strings, comments and so on.
//!
//! Dear, compared with all else that is drawn: only the beginning of a message's code is looked at, never a very long line, and
//! never on a thread that others wait for. Syntaxes are loaded with the first code that names one of them.

use std::sync::LazyLock;

use syntect::easy::ScopeRegionIterator;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::escape::escape;

/// Bytes of code of one message that are looked at.
const BYTES: usize = 2 * 1024;
/// Longer lines are left as they are. In bytes.
const LINE: usize = 500;
/// Coloured parts of one message.
const PARTS: usize = 1_000;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// What a part is, by how a syntax calls it, the more special first; and the class it is drawn with.
const KINDS: [(&str, &str); 18] = [
    ("comment", "comment"),
    ("string", "string"),
    ("constant.character", "string"),
    ("constant", "constant"),
    ("keyword.operator", ""),
    ("keyword", "keyword"),
    ("storage", "keyword"),
    ("entity.name.tag", "keyword"),
    ("variable.language", "keyword"),
    ("entity.name.function", "function"),
    ("support.function", "function"),
    ("variable.function", "function"),
    ("entity.name", "type"),
    ("entity.other", "type"),
    ("support", "type"),
    ("markup.inserted", "inserted"),
    ("markup.deleted", "deleted"),
    ("markup.heading", "keyword"),
];

static SCOPES: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    KINDS.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect()
});

/// A language that is known.
#[derive(Clone, Copy)]
pub(super) struct Language(&'static SyntaxReference);

impl Language {
    /// What it is called.
    pub(super) fn name(self) -> &'static str {
        &self.0.name
    }
}

/// The language that what stands behind an opening mark begins with: `rust`, `rs,no_run`.
pub(super) fn language(info: &str) -> Option<Language> {
    let name = info.split([' ', ',', '{', '\t']).next().filter(|name| !name.is_empty())?;
    let name = match name.to_ascii_lowercase().as_str() {
        // Near enough.
        "ts" | "tsx" | "jsx" | "typescript" => "js".to_owned(),
        name => name.to_owned(),
    };
    SYNTAXES.find_syntax_by_token(&name).map(Language)
}

/// Draws the code of one message.
pub(super) struct Highlighter {
    bytes: usize,
    parts: usize,
}

impl Default for Highlighter {
    fn default() -> Self {
        Self { bytes: BYTES, parts: PARTS }
    }
}

impl Highlighter {
    /// Draws these lines.
    pub(super) fn draw(&mut self, html: &mut String, code: &str, language: Language) {
        let (mut state, mut scopes) = (ParseState::new(language.0), ScopeStack::new());
        for (n, line) in code.split('\n').enumerate() {
            if n > 0 {
                html.push('\n');
            }
            if line.len() > self.bytes.min(LINE) || self.parts == 0 {
                escape(html, line);
                continue;
            }
            self.bytes -= line.len();
            let line = format!("{line}\n");
            let Ok(changes) = state.parse_line(&line, &SYNTAXES) else {
                escape(html, line.trim_end_matches('\n'));
                continue;
            };
            let mut parts = Parts { html, open: "" };
            for (text, change) in ScopeRegionIterator::new(&changes, &line) {
                if scopes.apply(change).is_ok() && self.parts > 0 {
                    self.parts -= usize::from(parts.push(text.trim_end_matches('\n'), class(&scopes)));
                } else {
                    parts.push(text.trim_end_matches('\n'), "");
                }
            }
            parts.close();
        }
    }
}

/// The parts of a line, those of one class beside each other being one.
struct Parts<'a> {
    html: &'a mut String,
    open: &'static str,
}

impl Parts<'_> {
    /// One more; whether it is the first of another class.
    fn push(&mut self, text: &str, class: &'static str) -> bool {
        let begins = class != self.open && !text.trim().is_empty();
        if begins {
            self.close();
            if !class.is_empty() {
                self.html.push_str(&format!("<span class=\"{class}\">"));
            }
            self.open = class;
        }
        escape(self.html, text);
        begins
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            self.html.push_str("</span>");
        }
        self.open = "";
    }
}

/// The class of what stands in these scopes: the innermost that means something to us.
fn class(scopes: &ScopeStack) -> &'static str {
    let kind = |scope: &Scope| SCOPES.iter().find(|(kind, _)| kind.is_prefix_of(*scope));
    scopes.as_slice().iter().rev().find_map(kind).map_or("", |(_, class)| class)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(code: &str) -> String {
        let mut html = String::new();
        Highlighter::default().draw(&mut html, code, language("rust").expect("known"));
        html
    }

    #[test]
    fn a_language_goes_by_its_names_and_what_stands_behind_them_is_left() {
        for (info, name) in [
            ("rust", "Rust"),
            ("Rust", "Rust"),
            ("rs,no_run", "Rust"),
            ("py title", "Python"),
            ("js{1,2}", "JavaScript"),
            ("ts", "JavaScript"),
            ("c++", "C++"),
            ("json", "JSON"),
            ("sql", "SQL"),
            ("sh", "Bourne Again Shell (bash)"),
        ] {
            assert_eq!(language(info).map(Language::name), Some(name), "{info}");
        }
        assert!(language("").is_none() && language(",rust").is_none() && language("my notes").is_none());
    }

    #[test]
    fn only_the_beginning_is_in_colours_and_never_a_very_long_line() {
        assert_eq!(drawn("let a;\n"), "<span class=\"keyword\">let</span> a;\n");
        let long = format!("let {};", "a".repeat(LINE));
        assert_eq!(
            drawn(&format!("{long}\nlet b;")),
            format!("{long}\n<span class=\"keyword\">let</span> b;")
        );
        let many = drawn(&"let a;\n".repeat(1_000));
        assert_eq!(many.matches("keyword").count(), BYTES / "let a;".len());
        assert!(drawn(&"1;".repeat(200)).matches("<span").count() <= PARTS);
    }

    #[test]
    fn nothing_of_any_language_vanishes() {
        let code = "if (a <b) { return \"x\\\"y\"; } // é\n# include 'c'\n  def f(x): 12.5e3 /* [1] */\n<p class=\"q\">&amp;</p>\n\t@x $y %z\n";
        for syntax in SYNTAXES.syntaxes() {
            let mut html = String::new();
            Highlighter::default().draw(&mut html, code, Language(syntax));
            let shown: String =
                html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
            let shown =
                shown.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
            assert_eq!(shown, code, "{}", syntax.name);
        }
    }

    #[test]
    fn code_is_escaped_in_colours_too() {
        let html = drawn("let a = \"</code><script>\"; // <b>");
        assert!(html.contains("&lt;/code&gt;&lt;script&gt;") && html.contains("// &lt;b&gt;"), "{html}");
    }
}
