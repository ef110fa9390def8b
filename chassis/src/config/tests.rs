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

#[test]
fn a_secret_is_read_from_an_ordinary_file_that_has_an_end() {
    let folder = std::env::temp_dir().join(format!("hubbub-secrets-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("made");
    let large = folder.join("large");
    std::fs::write(&large, vec![b'x'; 2 * 1024 * 1024]).expect("written");
    let large = large.to_str().expect("utf-8");
    let mut vars =
        vars(&[("A_FILE", "/dev/zero"), ("B_FILE", folder.to_str().expect("utf-8")), ("C_FILE", large)]);
    for name in ["A", "B", "C"] {
        assert!(vars.optional_secret(name, "x", "a secret").is_none(), "{name}");
    }
    let words = vars.finish().expect_err("three problems").to_string();
    std::fs::remove_dir_all(&folder).expect("removed");
    assert!(words.contains("/dev/zero is no ordinary file"), "{words}");
    assert!(words.contains("is larger than 1 MiB") && words.contains("B_FILE: "), "{words}");
}
