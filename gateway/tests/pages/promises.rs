//! What the documents promise is there: every test that `docs/coming_from_django.md` names, and every query to the database
//! that the manual gives to operators.

use std::path::Path;

use crate::fixture::Fixture;

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the project");
    std::fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
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
