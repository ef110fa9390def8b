//! Each requirement by plain values.

use super::facts::Facts;
use super::schema::{ExpectedSchema, FoundFile, FoundSchema, Step};
use super::{Requirement, Wanted};
use crate::postgres::Release;

fn step(version: i32) -> Step {
    Step { version, name: "rooms".to_owned(), checksum: format!("sum {version}") }
}

fn expected() -> ExpectedSchema {
    let release = Release::parse("1.2.0").expect("a release");
    ExpectedSchema::new("chat", release, vec![step(1), step(2)], vec![("append", "hash".to_owned())])
}

fn found() -> FoundSchema {
    let append = FoundFile { name: "append".to_owned(), hash: "hash".to_owned(), release: vec![1, 2, 0] };
    FoundSchema { exists: true, steps: vec![step(1), step(2)], files: vec![append], forbidden: None }
}

fn facts() -> Facts {
    Facts {
        version: 170_002,
        encoding: "UTF8".to_owned(),
        standby: false,
        read_only: false,
        may_create: true,
        leaves: 14,
        schemas: vec![found()],
    }
}

fn wanted() -> Wanted {
    Wanted::to_use(expected()).connections(14, "mark")
}

/// The one thing that does not hold when the facts are like that.
fn problem(wanted: &Wanted, change: impl FnOnce(&mut Facts)) -> (Requirement, String) {
    let mut facts = facts();
    change(&mut facts);
    let mut problems = wanted.unmet(&facts);
    assert_eq!(problems.len(), 1, "{problems:?}");
    let problem = problems.remove(0);
    (problem.requirement, problem.sentence)
}

#[test]
fn a_database_that_is_as_it_should_be_has_no_problem() {
    assert_eq!(wanted().unmet(&facts()), []);
    assert_eq!(Wanted::to_migrate().unmet(&Facts { schemas: Vec::new(), ..facts() }), []);
}

#[test]
fn what_is_wrong_with_a_server_is_said_in_one_sentence() {
    let of = |change: fn(&mut Facts)| problem(&wanted(), change);
    assert_eq!(
        of(|facts| facts.version = 130_022),
        (Requirement::Version, "the server is Postgres 13; Hubbub needs 14 or newer".to_owned())
    );
    assert_eq!(
        of(|facts| facts.encoding = "LATIN1".to_owned()),
        (Requirement::Encoding, "the database's encoding is LATIN1; Hubbub needs UTF8".to_owned())
    );
    assert_eq!(
        of(|facts| (facts.standby, facts.read_only) = (true, true)),
        (
            Requirement::Writable,
            "the server is a standby and only reads; Hubbub needs the primary".to_owned()
        )
    );
    assert_eq!(of(|facts| facts.read_only = true).0, Requirement::Writable);
    assert_eq!(
        of(|facts| facts.leaves = 6),
        (Requirement::Connections, "this process needs 14 connections, the server leaves 6".to_owned())
    );
}

#[test]
fn a_schema_must_be_that_of_this_release() {
    let of = |change: fn(&mut FoundSchema)| {
        let (requirement, sentence) = problem(&wanted(), |facts| change(&mut facts.schemas[0]));
        assert_eq!(requirement, Requirement::Migrated);
        sentence
    };
    assert_eq!(
        of(|chat| *chat = FoundSchema::default()),
        "schema chat is not there yet; run `hubbub migrate`"
    );
    assert_eq!(
        of(|chat| drop(chat.steps.remove(1))),
        "schema chat lacks step V2__rooms; run `hubbub migrate`"
    );
    assert_eq!(
        of(|chat| chat.steps[0].checksum = "other".to_owned()),
        "step V1__rooms of schema chat was applied with different contents; restore a backup"
    );
    assert_eq!(
        of(|chat| chat.steps.push(step(3))),
        "schema chat belongs to a newer release, which knows V3__rooms; run that release"
    );
    let outdated = "chat.append is not that of this release; run `hubbub migrate`";
    assert_eq!(of(|chat| chat.files[0].hash = "older".to_owned()), outdated);
    assert_eq!(of(|chat| chat.files.clear()), outdated);
}

#[test]
fn a_release_that_runs_goes_on_while_the_next_one_migrates() {
    let mut newer = facts();
    newer.schemas[0].steps.push(step(3));
    newer.schemas[0].files[0] =
        FoundFile { name: "append".to_owned(), hash: "newer".to_owned(), release: vec![1, 3, 0] };
    assert_eq!(wanted().while_running().unmet(&newer), []);
    assert_eq!(wanted().unmet(&newer).len(), 1, "at its start it is named");
}

#[test]
fn a_role_must_be_allowed_what_is_done() {
    let forbidden = |facts: &mut Facts| {
        facts.schemas[0].forbidden = Some("the role may not insert into chat.event".to_owned());
    };
    assert_eq!(problem(&wanted(), forbidden).0, Requirement::Rights);
    let locked_out = |facts: &mut Facts| {
        facts.schemas[0] = FoundSchema {
            exists: true,
            forbidden: Some("the role may not use schema chat".to_owned()),
            ..FoundSchema::default()
        };
    };
    assert_eq!(problem(&wanted(), locked_out).0, Requirement::Rights);
    let (requirement, _) = problem(&Wanted::to_migrate(), |facts| facts.may_create = false);
    assert_eq!(requirement, Requirement::Rights);
}
