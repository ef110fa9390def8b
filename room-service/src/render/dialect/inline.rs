//! The text of a paragraph, taken apart from left to right: code and links first, then addresses, then marks.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::address;
use super::brackets::Brackets;
use super::code_spans::CodeSpans;
use super::emphasis::{self, Effect, Run};
use super::escapes::{Backslash, Paths};
use super::{mail, offset, shortcode};

/// How words are set off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Mark {
    Emphasis,
    Strong,
    Struck,
    /// Not seen until it is asked for.
    Spoiler,
}

/// A part of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::render) enum Piece<'a> {
    /// Words.
    Text(&'a str),
    Open(Mark),
    Close(Mark),
    Code(&'a str),
    /// What was called by its name.
    Emoji(&'static str),
    /// What may be the name of an emoji of the installation.
    Named(&'a str),
    /// An address in running text, and where it leads.
    Address(&'a str, Cow<'a, str>),
    /// A link. `host`, if its label looks as if it led to another one.
    Link {
        label: Vec<Piece<'a>>,
        href: &'a str,
        host: Option<&'a str>,
    },
}

/// How often marks are looked for anew because a backslash has taken one away.
const PASSES: usize = 8;

enum Token<'a> {
    Piece(Piece<'a>),
    Run(Run),
}

/// Takes a paragraph's text apart.
pub(in crate::render) fn pieces(text: &str) -> Vec<Piece<'_>> {
    Scanner::new(text, true).pieces()
}

struct Scanner<'a> {
    text: &'a str,
    code: CodeSpans,
    brackets: Brackets,
    paths: Paths,
    links: bool,
    /// An `@` stands somewhere: only then is an address of mail looked for.
    has_mail: bool,
    tokens: Vec<Token<'a>>,
    /// A backslash that is not shown.
    dropped: Option<usize>,
    /// Where the words begin that are not yet a token.
    words: usize,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, links: bool) -> Self {
        let code = CodeSpans::of(text);
        let brackets = if links { Brackets::of(text, |at| code.end(at)) } else { Brackets::default() };
        Self {
            text,
            code,
            brackets,
            paths: Paths::of(text),
            links,
            has_mail: text.contains('@'),
            tokens: Vec::new(),
            dropped: None,
            words: 0,
        }
    }

    fn pieces(mut self) -> Vec<Piece<'a>> {
        let mut at = 0;
        while at < self.text.len() {
            at = self.token(at);
        }
        self.flush(self.text.len());
        self.resolve()
    }

    /// Takes what begins at `at`; where the next begins.
    fn token(&mut self, at: usize) -> usize {
        if self.paths.backslash(self.text, at) == Backslash::InPath {
            return at + width(self.text.as_bytes()[at]);
        }
        match self.text.as_bytes()[at] {
            b'\\' if self.dropped == Some(at) => {
                self.flush(at);
                self.words = at + 1;
                at + 1
            }
            b'`' => self.span(at),
            b'[' if self.links => self.link(at, at),
            b'!' if self.links && self.text[at + 1..].starts_with('[') => self.link(at, at + 1),
            b':' => self.emoji(at),
            b'*' | b'_' | b'~' | b'|' => {
                let run = Run::at(self.text, at);
                self.take(at, at + run.len, Token::Run(run));
                at + run.len
            }
            byte if self.links && byte.is_ascii_alphanumeric() => self.address(at),
            byte => at + width(byte),
        }
    }

    fn span(&mut self, at: usize) -> usize {
        let len = self.text.bytes().skip(at).take_while(|byte| *byte == b'`').count();
        let Some(end) = self.code.end(at) else { return at + len };
        if self.is_escaped(at) {
            self.flush(at - 1);
            self.words = at;
            // Whoever escapes the one escapes the other: it would have had an effect as well.
            self.dropped = Some(end - len - 1).filter(|_| self.is_escaped(end - len));
            return at + len;
        }
        let code = &self.text[at + len..end - len];
        let code = code.strip_prefix(" `").and_then(|_| code[1..].strip_suffix(' ')).unwrap_or(code);
        self.take(at, end, Token::Piece(Piece::Code(code)));
        end
    }

    /// `from` is where it begins, the `!` of a picture included, `bracket` where its `[` is.
    fn link(&mut self, from: usize, bracket: usize) -> usize {
        let Some(link) = self.brackets.link(self.text, bracket) else { return from + 1 };
        if self.is_escaped(from) {
            self.flush(from - 1);
            self.words = from;
            return bracket + 1;
        }
        let host = address::host(link.label)
            .and_then(|shown| address::host(link.href).filter(|real| !real.eq_ignore_ascii_case(shown)));
        let label = Scanner::new(link.label, false).pieces();
        self.take(from, link.end, Token::Piece(Piece::Link { label, href: link.href, host }));
        link.end
    }

    fn address(&mut self, at: usize) -> usize {
        let mail = || self.has_mail.then(|| mail::at(self.text, at)).flatten();
        let Some(found) = address::at(self.text, at).or_else(mail) else { return at + 1 };
        let end = at + found.text.len();
        self.take(at, end, Token::Piece(Piece::Address(found.text, found.href)));
        end
    }

    fn emoji(&mut self, at: usize) -> usize {
        let follows_another = at > 0 && self.words == at;
        let Some((emoji, len)) = shortcode::at(self.text, at, follows_another) else { return at + 1 };
        if self.is_escaped(at) {
            self.flush(at - 1);
            self.words = at;
        } else {
            self.take(at, at + len, Token::Piece(emoji));
        }
        at + len
    }

    fn is_escaped(&self, at: usize) -> bool {
        self.paths.backslash(self.text, at) == Backslash::Escapes
    }

    fn take(&mut self, start: usize, end: usize, token: Token<'a>) {
        self.flush(start);
        self.tokens.push(token);
        self.words = end;
    }

    fn flush(&mut self, end: usize) {
        if self.words < end {
            self.tokens.push(Token::Piece(Piece::Text(&self.text[self.words..end])));
        }
        self.words = end;
    }

    /// Finds out which runs have an effect. Those that a backslash escapes lose it, and then the others are looked at anew.
    fn resolve(self) -> Vec<Piece<'a>> {
        let all: Vec<Run> = self
            .tokens
            .iter()
            .filter_map(|token| if let Token::Run(run) = token { Some(*run) } else { None })
            .collect();
        let mut escaped: HashSet<usize> = HashSet::new();
        let mut effects: HashMap<usize, Vec<Effect>> = HashMap::new();
        for _ in 0..PASSES {
            let runs: Vec<Run> = all.iter().filter(|run| !escaped.contains(&run.start)).copied().collect();
            effects = runs.iter().map(|run| run.start).zip(emphasis::resolve(&runs)).collect();
            effects.retain(|_, effect| !effect.is_empty());
            let taken: Vec<usize> = effects.keys().copied().filter(|start| self.is_escaped(*start)).collect();
            if taken.is_empty() {
                break;
            }
            escaped.extend(taken);
        }
        effects.retain(|start, _| !escaped.contains(start));
        self.assemble(&escaped, &effects)
    }

    fn assemble(self, escaped: &HashSet<usize>, effects: &HashMap<usize, Vec<Effect>>) -> Vec<Piece<'a>> {
        let mut pieces: Vec<Piece<'a>> = Vec::with_capacity(self.tokens.len());
        for token in self.tokens {
            let run = match token {
                Token::Piece(Piece::Text(words)) => {
                    push_words(&mut pieces, self.text, words);
                    continue;
                }
                Token::Piece(piece) => {
                    pieces.push(piece);
                    continue;
                }
                Token::Run(run) => run,
            };
            if escaped.contains(&run.start) {
                drop_backslash(&mut pieces);
            }
            let text = &self.text[run.start..run.start + run.len];
            match effects.get(&run.start) {
                None => push_words(&mut pieces, self.text, text),
                Some(effects) => put(&mut pieces, run, text, effects),
            }
        }
        pieces
    }
}

/// Bytes of the character that begins with this one.
fn width(first: u8) -> usize {
    match first {
        0..0xc0 => 1,
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    }
}

/// The backslash before a mark that it has escaped.
fn drop_backslash(pieces: &mut Vec<Piece<'_>>) {
    if let Some(Piece::Text(before)) = pieces.last_mut() {
        *before = before.strip_suffix('\\').unwrap_or(before);
        if before.is_empty() {
            pieces.pop();
        }
    }
}

/// Words that stand side by side in the text are one piece: marks without effect may be part of a name.
fn push_words<'a>(pieces: &mut Vec<Piece<'a>>, text: &'a str, words: &'a str) {
    let start = offset(text, words);
    match pieces.last_mut() {
        Some(Piece::Text(before)) if offset(text, before) + before.len() == start => {
            *before = &text[start - before.len()..start + words.len()];
        }
        _ => pieces.push(Piece::Text(words)),
    }
}

/// A run that has an effect, and the marks of it that have none.
fn put<'a>(pieces: &mut Vec<Piece<'a>>, run: Run, text: &'a str, effects: &[Effect]) {
    let used: usize = effects.iter().map(|(Effect::Open(n) | Effect::Close(n))| *n).sum();
    let rest = &text[used..];
    if matches!(effects.first(), Some(Effect::Open(_))) && !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    for effect in effects {
        let of = |n: usize| -> &[Mark] {
            match (run.mark, n) {
                (b'~', _) => &[Mark::Struck],
                (b'|', _) => &[Mark::Spoiler],
                (_, 1) => &[Mark::Emphasis],
                (_, 2) => &[Mark::Strong],
                _ => &[Mark::Emphasis, Mark::Strong],
            }
        };
        match effect {
            Effect::Open(n) => pieces.extend(of(*n).iter().map(|mark| Piece::Open(*mark))),
            Effect::Close(n) => pieces.extend(of(*n).iter().rev().map(|mark| Piece::Close(*mark))),
        }
    }
    if matches!(effects.first(), Some(Effect::Close(_))) && !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
}
