//! One statement at the database, as a span and a number. What it is called is read from its own words: there are as many
//! names as there are statements in the code. Its values are never looked at.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};
use std::time::Instant;

use tracing::Span;

use super::{metrics, spans};

/// The longest name, in words.
const WORDS: usize = 8;

/// A statement under way.
#[derive(Debug)]
pub struct Statement {
    summary: &'static str,
    span: Span,
    since: Instant,
}

impl Statement {
    /// It goes to the database.
    pub fn begin(sql: &'static str) -> Self {
        let summary = summary(sql);
        Self { summary, span: spans::sql(summary), since: Instant::now() }
    }

    /// It came back: well, or with an SQLSTATE or a word for why there is none.
    pub fn done(self, error: Option<&str>) {
        metrics::sql_done(self.summary, self.since.elapsed(), error);
        if let Some(error) = error {
            spans::sql_failed(&self.span, error);
        }
    }
}

/// The one statement whose span belongs to many has come back.
pub fn append_done(span: &Span, since: Instant, error: Option<&str>) {
    metrics::sql_done(spans::APPEND, since.elapsed(), error);
    if let Some(error) = error {
        spans::sql_failed(span, error);
    }
}

/// `select chat.room chat.member`: verbs, and what they are about, in the order in which they stand there.
fn summary(sql: &'static str) -> &'static str {
    static KNOWN: RwLock<Option<HashMap<(usize, usize), &'static str>>> = RwLock::new(None);
    let key = (sql.as_ptr().addr(), sql.len());
    let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(summary) = known.as_ref().and_then(|known| known.get(&key)) {
        return summary;
    }
    drop(known);
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    // Kept for ever: there are no more than there are statements in the code.
    known.get_or_insert_default().entry(key).or_insert_with(|| String::leak(words_of(sql)))
}

fn words_of(sql: &str) -> String {
    let is_verb = |word: &&str| matches!(*word, "select" | "insert" | "update" | "delete");
    let is_ours = |word: &&str| word.starts_with("chat.") || word.starts_with("auth.");
    let words = sql.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.');
    let mut summary: Vec<&str> = Vec::new();
    for word in words.filter(|word| is_verb(word) || is_ours(word)) {
        // A verb without an object says nothing, and twice the same says it once.
        if is_verb(&word) && summary.last().is_some_and(is_verb) {
            summary.pop();
        }
        if is_verb(&word) || !summary.contains(&word) {
            summary.push(word);
        }
    }
    summary.truncate(WORDS);
    if summary.len() > 1 && summary.last().is_some_and(is_verb) {
        summary.pop();
    }
    summary.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_called_by_its_verbs_and_tables() {
        let sql = "
            with moved as (
                update auth.session set last_seen = now() where token = $1 returning user_id
            ), seen as (insert into auth.seen (user_id) select user_id from moved)
            select s.id from auth.session s join auth.account a on a.id = s.user_id";
        assert_eq!(words_of(sql), "update auth.session insert auth.seen select auth.account");
        assert_eq!(words_of("select * from chat.create_room($1, $2)"), "select chat.create_room");
        assert_eq!(words_of("select"), "select");
        assert_eq!(summary("select log_id from chat.installation"), "select chat.installation");
    }
}
