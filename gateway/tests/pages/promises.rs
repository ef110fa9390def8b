//! What the documents promise is there: every test that `docs/coming_from_django.md` and `docs/features.md` name, every address
//! and frame in the list of features, and every query to the database that the manual gives to operators.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proto::frame::ClientFrame;
use serde_json::json;

use crate::fixture::Fixture;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the project").to_owned()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn every_row_of_the_django_app_names_tests_that_are_there() {
    let page = read("docs/coming_from_django.md");
    for row in 1..=38 {
        let begins = format!("| S{row} |");
        let line =
            page.lines().find(|line| line.starts_with(&begins)).unwrap_or_else(|| panic!("no row S{row}"));
        let shown = line.trim_end_matches('|').rsplit('|').next().expect("the last column");
        let named: Vec<&str> = shown.split('`').skip(1).step_by(2).collect();
        assert!(!named.is_empty(), "S{row} names no test");
        for test in named {
            let Some((file, name)) = test.split_once("::") else {
                read(test);
                continue;
            };
            let there = read(file).contains(&format!("fn {name}("));
            assert!(there, "S{row}: {file} has no test {name}");
        }
    }
}

#[test]
fn every_feature_names_tests_that_are_there() {
    let page = read("docs/features.md");
    let tests = tests();
    let rows: Vec<_> =
        page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| feature")).collect();
    assert!(rows.len() > 50, "{} rows", rows.len());
    for row in rows {
        let shown = row.trim_end_matches('|').rsplit('|').next().expect("the last column");
        let named: Vec<_> = coded(shown).collect();
        assert!(!named.is_empty(), "no test: {row}");
        for test in named {
            assert!(tests.contains(test), "no test is called {test}");
        }
    }
}

#[test]
fn every_wait_names_tests_that_are_there() {
    let page = read("docs/architecture.md");
    let (_, waits) = page.split_once("## Who waits for whom").expect("the section");
    let (waits, _) = waits.split_once("\n## ").expect("its end");
    let tests = tests();
    let head = |row: &&str| !row.starts_with("| who waits") && !row.starts_with("| what happens");
    let rows: Vec<_> = waits.lines().filter(|line| line.starts_with("| ")).filter(head).collect();
    assert!(rows.len() > 30, "{} rows", rows.len());
    for row in rows {
        let shown = row.trim_end_matches('|').rsplit('|').next().expect("the last column");
        let named: Vec<_> = coded(shown).collect();
        assert!(!named.is_empty(), "no test: {row}");
        for test in named {
            assert!(tests.contains(test) || caught(test), "no test is called {test}");
        }
    }
}

#[test]
fn every_bound_of_memory_names_tests_that_are_there() {
    let page = read("docs/security.md");
    let (_, table) = page.split_once("## Memory one can take").expect("the section");
    let (table, _) = table.split_once("\n## ").unwrap_or((table, ""));
    let tests = tests();
    let rows: Vec<_> =
        table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| input")).collect();
    assert!(rows.len() > 15, "{} rows", rows.len());
    for row in rows {
        let shown = row.trim_end_matches('|').rsplit('|').next().expect("the last column");
        let named: Vec<_> = coded(shown).collect();
        assert!(!named.is_empty(), "no test: {row}");
        for test in named {
            assert!(tests.contains(test), "no test is called {test}");
        }
    }
}

/// Whether a planted fault of the simulation has this name: its macro makes the test.
fn caught(test: &str) -> bool {
    read("e2e/tests/simulation.rs").contains(&format!("{test}: "))
}

#[test]
fn every_address_and_every_frame_is_a_feature() {
    let page = read("docs/features.md");
    let named: BTreeSet<_> = page.lines().filter(|line| line.starts_with("| ")).flat_map(coded).collect();
    for address in gateway::addresses() {
        assert!(named.contains(address.path), "docs/features.md: {} is missing", address.path);
    }
    // The wire itself knows its frames, and says so to whoever sends another one.
    let refused = serde_json::from_value::<ClientFrame>(json!({"t": "no such frame"})).expect_err("refused");
    let refused = refused.to_string();
    let (_, frames) = refused.split_once("expected one of ").expect("a list");
    for frame in coded(frames) {
        assert!(named.contains(frame), "docs/features.md: the frame {frame} is missing");
    }
}

/// What stands between backticks.
fn coded(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The names of all tests in Rust.
fn tests() -> BTreeSet<String> {
    let (mut names, mut folders) = (BTreeSet::new(), vec![root()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            if path.is_dir()
                && !path.is_symlink()
                && !name.starts_with('.')
                && name != "target"
                && name != "node_modules"
            {
                folders.push(path);
            } else if name.ends_with(".rs") {
                let text = std::fs::read_to_string(&path).expect("text");
                names.extend(test_names(&text).map(str::to_owned));
            }
        }
    }
    names
}

/// The functions below `#[test]` or `#[tokio::test…]`.
fn test_names(text: &str) -> impl Iterator<Item = &str> {
    let attributes = ["#[test]", "#[tokio::test"];
    let tests = text.lines().scan(false, move |is_test, line| {
        let line = line.trim_start();
        *is_test |= attributes.iter().any(|attribute| line.starts_with(attribute));
        let name = line.split_once("fn ").filter(|_| *is_test).and_then(|(_, rest)| rest.split('(').next());
        *is_test &= name.is_none();
        Some(name)
    });
    tests.flatten()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_who_looks_into_the_database_sees_what_the_manual_says() {
    let fixture = Fixture::open().await;
    let rosa = fixture.person("rosa").await;
    rosa.say("/r/general", "The oven is fixed.").await;
    let manual = read("docs/operating.md");
    let (_, section) = manual.split_once("## Looking into the database").expect("a section");
    let (_, queries) = section.split_once("```sql\n").expect("queries");
    let (queries, _) = queries.split_once("```").expect("their end");
    let queries: Vec<_> = queries.split(";\n").filter(|query| !query.trim().is_empty()).collect();
    assert!(queries.len() > 4, "{queries:?}");
    for query in queries {
        let asked = format!("select row_to_json(asked)::text from ({}) asked", uncommented(query));
        let lines = fixture.sql_lines(&asked).await;
        assert!(!lines.is_empty() || query.contains("audit"), "{query}");
    }
}

fn uncommented(query: &str) -> String {
    query.lines().map(|line| line.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}
