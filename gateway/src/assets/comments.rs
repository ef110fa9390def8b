//! Scripts as they are served: their comments, which are for those who work on them, stay at home. A third of the bytes, and
//! more of them for every type that is written down. Lines keep their numbers, so that one that cannot be joined can be named.

/// What begins the type of an expression, within a line of code.
const TYPE: &str = "/** @type ";

/// A script or a stylesheet without the lines that are nothing but comment, and without types within lines. What else stands behind
/// code on its line stays.
pub(super) fn without_comments(script: &str) -> String {
    let mut within = false;
    let mut kept = String::with_capacity(script.len());
    for line in script.lines() {
        let text = line.trim_start();
        within |= text.starts_with("/*");
        if within {
            within = !text.contains("*/");
        } else if !text.starts_with("//") {
            keep_untyped(line, &mut kept);
        }
        kept.push('\n');
    }
    kept
}

fn keep_untyped(mut line: &str, kept: &mut String) {
    while let Some((before, (_, behind))) =
        line.split_once(TYPE).and_then(|(before, rest)| Some((before, rest.split_once("*/ ")?)))
    {
        kept.push_str(before);
        line = behind;
    }
    kept.push_str(line);
}

/// The same without what its lines are indented by, and without empty ones.
pub(super) fn without_indents(source: &str) -> String {
    let lines = source.lines().map(str::trim_start).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Files;
    use super::*;

    #[test]
    fn comments_stay_at_home_and_lines_keep_their_numbers() {
        let script = "// What it is.\n/** How many. */\n/**\n * @param {string} url\n */\n  // And why.\nconst a = \"//\"; // b\n";
        assert_eq!(without_comments(script), "\n\n\n\n\n\nconst a = \"//\"; // b\n");
    }

    #[test]
    fn types_within_a_line_stay_at_home() {
        let script = "const a = /** @type {A} */ (b), c = /** @type {C} */ (d); // */ e\n";
        assert_eq!(without_comments(script), "const a = (b), c = (d); // */ e\n");
        assert_eq!(without_comments("a /** @type b\n"), "a /** @type b\n");
    }

    #[test]
    fn what_is_served_is_not_indented() {
        assert_eq!(without_indents("a {\n  b: c;\n\n}\n"), "a {\nb: c;\n}\n");
    }

    /// Where text runs over several lines, one of them may look like a comment; and code behind a comment would go with it.
    #[test]
    fn nothing_has_text_over_several_lines_or_code_behind_a_comment() {
        for name in Files::iter().filter(|name| name.ends_with(".js") || name.ends_with(".css")) {
            let file = Files::get(&name).expect("listed, so embedded");
            let script = std::str::from_utf8(&file.data).expect("text");
            for (n, line) in without_comments(script).lines().enumerate() {
                assert!(line.matches('`').count() % 2 == 0, "{name}:{}: {line}", n + 1);
            }
            for (n, line) in
                script.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with("/*"))
            {
                let behind = line.split_once("*/").map_or("", |(_, behind)| behind.trim());
                assert!(behind.is_empty(), "{name}:{}: {line}", n + 1);
            }
        }
    }
}
