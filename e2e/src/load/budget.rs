//! What one post may cost in messages over the bus and in statements, whatever the machine: looked at by quick runs.

use super::error::LoadError;
use super::phase::PerMessage;

/// The command, its answer and the event; heads of a busy second, and the queries below with their answers.
const BUS_MESSAGES: f64 = 3.4;
/// The append; the markers of a second's authors are moved by one more, and queries need theirs.
const STATEMENTS: f64 = 1.2;
/// Statements a second of what follows the log: some nine for each of the six rooms in which something is said, however much that is.
const FOLLOWERS: f64 = 70.0;
/// Queries of room-services. None where events arrive within a hub's patience; on a machine that is busy with
/// something else a few do not.
const QUERIES: f64 = 0.15;

/// Whether that is all it cost.
///
/// # Errors
/// What cost more.
pub(super) fn check(rate: u32, counted: &PerMessage) -> Result<(), LoadError> {
    let sum = |counts: &std::collections::BTreeMap<String, f64>| counts.values().sum::<f64>();
    let queries = counted.bus.get("room.query.{node}").copied().unwrap_or_default();
    let figures = [
        ("bus messages", sum(&counted.bus), BUS_MESSAGES),
        ("statements", sum(&counted.sql), STATEMENTS + FOLLOWERS / f64::from(rate)),
        ("queries of room-services", queries, QUERIES),
    ];
    match figures.into_iter().find(|(_, cost, most)| cost > most) {
        None => Ok(()),
        Some((what, cost, most)) => Err(LoadError::Failed(format!(
            "a message took {cost:.2} {what} at {rate} a second, more than {most:.2}"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn counted(bus: &[(&str, f64)], sql: f64) -> PerMessage {
        let bus = bus.iter().map(|(name, share)| ((*name).to_owned(), *share)).collect();
        PerMessage {
            bus,
            sql: BTreeMap::from([("select chat.append".to_owned(), sql)]),
            ..PerMessage::default()
        }
    }

    #[test]
    fn a_needless_query_a_marker_of_its_own_and_a_second_statement_are_too_much() {
        let post = [("room.command.{node}", 1.0), ("reply", 1.0), ("room.evt.{room}", 1.0)];
        check(100, &counted(&post, 1.0)).expect("what it takes");
        check(100, &counted(&post, 2.0)).expect_err("a statement more");
        check(100, &counted(&[&post[..], &[("user.evt.{user}", 1.0)]].concat(), 1.0)).expect_err("a marker");
        check(100, &counted(&[&post[..], &[("room.query.{node}", 0.3)]].concat(), 1.0)).expect_err("fills");
    }
}
