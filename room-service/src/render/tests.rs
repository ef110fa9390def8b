mod worst;

use proptest::prelude::*;
use proto::UserId;
use proto::room::Named;
use proto::text::Username;

use super::{CLEANER, draw, html, is_mere_text, words};

/// The examples of `docs/markdown.md`: what is typed, and what it becomes.
fn examples() -> Vec<(String, String)> {
    let rows = include_str!("../../../docs/markdown.md").split_once("## Examples").expect("examples").1;
    let cells = |row: &str| -> Vec<String> {
        let code = |cell: &str| {
            let fence = cell.len() - cell.trim_start_matches('`').len();
            let inner = &cell[fence..cell.len() - fence];
            let inner = if fence > 1 {
                inner.strip_prefix(' ').and_then(|inner| inner.strip_suffix(' '))
            } else {
                Some(inner)
            };
            inner.expect("padded").replace("\\|", "|").replace('⏎', "\n").replace('␣', " ")
        };
        row.trim_matches('|').split(" | ").map(|cell| code(cell.trim())).collect()
    };
    let rows = rows.lines().filter(|line| line.starts_with("| `")).map(cells);
    rows.map(|cells| <[String; 2]>::try_from(cells).expect("two cells").into()).collect()
}

#[test]
fn the_table_of_examples_is_true() {
    let examples = examples();
    assert!(examples.len() > 50, "{}", examples.len());
    for (typed, becomes) in examples {
        let drawn = html(&typed).replace(" rel=\"nofollow noopener noreferrer\"", "");
        assert_eq!(drawn, becomes, "{typed:?}");
    }
}

#[test]
fn raw_html_is_shown_as_it_was_typed() {
    for (typed, shown) in [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("a <b onclick=x()>b</b>", "&lt;b onclick=x()&gt;b&lt;/b&gt;"),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("<!-- hidden -->", "&lt;!-- hidden --&gt;"),
        ("<iframe srcdoc=\"<p>\">", "&lt;iframe srcdoc=\"&lt;p&gt;\"&gt;"),
        ("```\n</code></pre><script>\n```", "&lt;/code&gt;&lt;/pre&gt;&lt;script&gt;"),
    ] {
        let html = html(typed);
        assert!(html.contains(shown), "{typed} became {html}");
        for tag in ["<script", "<img", "<iframe", "<b ", "<!--"] {
            assert!(!html.contains(tag), "{typed} became {html}");
        }
    }
}

#[test]
fn the_cleaner_lets_nothing_through_that_is_not_drawn() {
    let clean = |typed: &str| CLEANER.clean(typed).to_string();
    let link = "<a href=\"https://example.org\" rel=\"nofollow noopener noreferrer\">x</a>";
    for attribute in ["title=t", "style=color:red", "onclick=x()", "id=i", "target=_blank", "class=button"] {
        let cleaned = clean(&format!("<a href=\"https://example.org\" {attribute}>x</a>"));
        assert_eq!(cleaned.replace(" class=\"\"", ""), link, "{attribute}");
        let cleaned = clean(&format!("<p {attribute}>x</p>"));
        assert_eq!(cleaned.replace(" class=\"\"", ""), "<p>x</p>", "{attribute}");
    }
    let boxed = clean("<input type=text name=n value=v onclick=x()>");
    assert_eq!(boxed, "<input type=\"checkbox\">", "a box, whatever it was");
    let classes = clean(
        "<span class=\"keyword button\">x</span><p class=\"large sheet\">x</p><table class=\"t\"></table>",
    );
    assert_eq!(
        classes.replace(" class=\"\"", ""),
        "<span class=\"keyword\">x</span><p class=\"large\">x</p><table></table>"
    );
    for tag in ["<img src=x>", "<script>x</script>", "<iframe></iframe>", "<style>p{}</style>", "<!-- x -->"]
    {
        assert_eq!(clean(tag), "", "{tag}");
    }
}

#[test]
fn links_lead_only_where_links_may_lead() {
    let link = "<a href=\"https://example.org\" rel=\"nofollow noopener noreferrer\">x</a>";
    assert_eq!(html("[x](https://example.org)"), format!("<p>{link}</p>"));
    assert_eq!(
        html("[x](https://example.org \"a title\")"),
        format!("<p>{link}</p>"),
        "no words but those one sees"
    );
    for typed in [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](data:text/html,<script>)",
        "[x](vbscript:x)",
        "[x](//evil.example)",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
    ] {
        assert!(!html(typed).contains("href"), "{typed} became {}", html(typed));
    }
}

#[test]
fn a_picture_becomes_a_link_to_it() {
    let html = html("![cat](https://example.org/cat.png \"t\" )");
    assert!(html.contains(">cat</a>") && !html.contains("<img"), "{html}");
    assert!(!super::html("![x](javascript:1)").contains("href"));
}

#[test]
fn an_address_in_running_text_becomes_a_link() {
    let html = html("see https://example.org/a_(b)?c=1&d=2, or (http://x.y). `https://code.example`");
    assert!(html.contains("href=\"https://example.org/a_(b)?c=1&amp;d=2\""), "{html}");
    assert!(html.contains("href=\"http://x.y\""), "{html}");
    assert_eq!(html.matches("<a ").count(), 2, "{html}");
    assert_eq!(super::html("[https://a.b](https://c.d)").matches("<a ").count(), 1);
}

#[test]
fn thousands_of_nested_quotes_are_drawn_shallow_and_soon() {
    for typed in
        [">".repeat(16_000), "- ".repeat(8_000), "*".repeat(16_000), "[".repeat(16_000), "`".repeat(16_000)]
    {
        let html = html(&typed);
        assert!(html.matches("<blockquote>").count() <= 16 && html.matches("<li>").count() <= 16);
        assert!(html.len() <= super::LONGEST);
    }
}

#[test]
fn text_that_would_swell_too_much_is_shown_plain() {
    let typed = "*\"* ".repeat(4_000);
    assert!(html(&typed).len() <= super::LONGEST);
    assert_eq!(super::plain("a<b\nc"), "<p>a&lt;b<br>c</p>");
}

proptest! {
    #[test]
    fn nothing_typed_makes_a_tag_that_is_not_ours(body in "([<>&\"'`*_\\[\\]()!#~|:@\n -]|\n- \\[x\\] |\\|-\\|\n|```js\n|:tada:|script|a href=|javascript:|img|on|=|[a-z]){0,60}") {
        let html = html(&body);
        let ours = [
            "a", "blockquote", "br", "code", "del", "div", "em", "figcaption", "figure", "hr", "input", "label", "li", "ol", "p", "pre",
            "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
        ];
        for tag in html.split('<').skip(1) {
            let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
            prop_assert!(ours.contains(&name.as_str()), "{:?} became {}", body, html);
        }
        // As text anyone may say so; no tag may.
        let bad = html.split('<').skip(1).any(|tag| tag.split('>').next().unwrap_or_default().contains("href=\"javascript"));
        prop_assert!(!bad, "{:?} became {}", body, html);
    }
}

fn rosa() -> (Vec<Named>, UserId) {
    let user = UserId(uuid::Uuid::from_u128(7));
    (vec![Named { name: Username::parse("rosa").expect("a name"), user }], user)
}

#[test]
fn a_name_leads_to_its_card_and_is_counted_once() {
    let (known, user) = rosa();
    let link = |typed: &str| {
        format!(
            "<a class=\"mention\" href=\"/u/rosa\" data-user=\"{user}\" rel=\"nofollow noopener noreferrer\">{typed}</a>"
        )
    };
    let drawn = words("Ask @Rosa. *Or* **@rosa**, not @tomas.", &known);
    let expected =
        format!("<p>Ask {}. <em>Or</em> <strong>{}</strong>, not @tomas.</p>", link("@Rosa"), link("@rosa"));
    assert_eq!((drawn.html, drawn.named), (expected, vec![user]));
}

#[test]
fn in_code_links_and_addresses_nobody_is_meant() {
    let (known, _) = rosa();
    for typed in
        ["`@rosa`", "```\n@rosa\n```", "[@rosa](https://a.b)", "https://a.b/@rosa", "rosa@rosa", "@rosa@a.b"]
    {
        let drawn = words(typed, &known);
        assert!(drawn.named.is_empty() && !drawn.html.contains("mention"), "{typed} became {}", drawn.html);
    }
}

#[test]
fn nobody_is_made_to_look_mentioned_and_no_other_address_of_this_installation_is_a_link() {
    for typed in [
        "<a class=\"mention\" data-user=\"x\">@rosa</a>",
        "[@rosa](/logout)",
        "[@rosa](/u/../logout)",
        "[@rosa](/u/rosa/x)",
        "[@rosa](u/rosa)",
    ] {
        let html = html(typed);
        assert!(!html.contains("<a class") && !html.contains("href"), "{typed} became {html}");
    }
}

#[test]
fn at_most_fifty_are_mentioned() {
    let name = |n: u128| Username::parse(&format!("p{n}")).expect("a name");
    let known: Vec<Named> =
        (0..60).map(|n| Named { name: name(n), user: UserId(uuid::Uuid::from_u128(n)) }).collect();
    let typed: Vec<String> = (0..60).map(|n| format!("@p{n}")).collect();
    let drawn = words(&format!("{} @p3", typed.join(" ")), &known);
    assert_eq!((drawn.named.len(), drawn.html.matches("class=\"mention\"").count()), (50, 51));
}

#[test]
fn what_calls_everyone_stands_out_and_is_named_by_what_stands_for_them() {
    use proto::id::{EVERYONE, WHOEVER_IS_HERE};
    let drawn = words("@room, tea! *@Here*", &[]);
    let called = |typed: &str| format!("<span class=\"mention\">{typed}</span>");
    let expected = format!("<p>{}, tea! <em>{}</em></p>", called("@room"), called("@Here"));
    assert_eq!((drawn.html, drawn.named), (expected, vec![EVERYONE, WHOEVER_IS_HERE]));
    for typed in
        ["`@room`", "```\n@here\n```", "\\@room", "@rooms", "me@here", "<span class=\"mention\">@x</span>"]
    {
        let drawn = words(typed, &[]);
        assert!(drawn.named.is_empty() && !drawn.html.contains("<span"), "{typed} became {}", drawn.html);
    }
}

/// What a reader sees, line by line.
fn visible(html: &str) -> String {
    let mut text = String::new();
    for (n, part) in html.split('<').enumerate() {
        let shown = if n == 0 { part } else { part.split_once('>').expect("a whole tag").1 };
        if part.starts_with("br>") || part.starts_with("/p>") || part.starts_with("/li>") {
            text.push('\n');
        }
        text.push_str(shown);
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}

/// Marks that may have an effect, and then are not shown.
const MARKS: &str = "*_~`>#-+|\\";

/// What is left of a text without its marks and blanks: its words. A name of an emoji is as good as the emoji.
fn rest(text: &str) -> String {
    let text = text.replace(":tada:", "🎉").replace("[ ] ", "").replace("[x] ", "");
    text.chars().filter(|c| !c.is_whitespace() && !MARKS.contains(*c)).collect()
}

proptest! {
    /// Nothing typed ever vanishes but marks, the blanks beside them, and line ends between blocks; and nothing comes in, or changes places.
    #[test]
    fn what_is_typed_is_what_is_seen(
        body in "([*_~`>#+\\\\ \n-]|\\*\\*|[a-c]|[0-9]{1,3}[.)] |&amp;|<b>|\\|\\|| \\| |\n\\| a \\| b \\|\n|\\|-\\|--\\|\n|\n- \\[ \\] |\n- \\[x\\] |:tada:|b_c@x\\.org|```q q\n|\"|真|，|「|」|é|@rosa|https://x\\.y/_a|\\(|\\)|\\[|\\]!){0,40}"
    ) {
        prop_assert_eq!(rest(&visible(&html(&body))), rest(&body), "{:?} became {}", &body, html(&body));
    }

    /// What is not cleaned is what cleaning leaves as it is.
    #[test]
    fn mere_text_is_left_by_the_cleaner_as_it_is(body in "[\\PC\n\r<>&\u{a0}\u{1}]{0,60}|[ a-zé,.?!'\"日]{0,60}") {
        let drawn = draw(&body, &[]).html;
        if is_mere_text(&drawn) {
            prop_assert_eq!(CLEANER.clean(&drawn).to_string(), drawn);
        }
    }

    /// Where no mark has an effect, every blank and every line stays.
    #[test]
    fn words_without_marks_are_drawn_as_they_were_typed(lines in proptest::collection::vec("[a-c0-9][a-c0-9 &<>\"'()!?.,:;=|%$]{0,20}", 1..6)) {
        let body = lines.join("\n");
        let drawn = html(&body);
        // A list, hidden text, an emoji called by its name.
        prop_assume!(!drawn.contains("<ol>") && !drawn.contains("spoiler") && drawn.is_ascii());
        let seen = visible(&drawn);
        prop_assert_eq!(seen.trim_end_matches('\n'), body.as_str());
    }
}

#[test]
fn one_paragraph_of_text_is_mere_text_and_nothing_with_a_tag_or_an_entity_is() {
    for mere in ["<p>Shall we meet at four? It's \"fine\".</p>", "<p>日本語</p>\n"] {
        assert!(is_mere_text(mere), "{mere}");
    }
    let others = [
        "<p>a<br>b</p>",
        "<p>a</p><p>b</p>",
        "<p>a &amp; b</p>",
        "<p class=\"large\">a</p>",
        "<p>a\u{a0}b</p>",
        "a",
    ];
    for other in others {
        assert!(!is_mere_text(other), "{other}");
    }
}

#[test]
fn a_backslash_before_a_name_mentions_nobody() {
    let (known, _) = rosa();
    let drawn = words("ask \\@rosa, not here", &known);
    assert_eq!((drawn.html.as_str(), drawn.named.len()), ("<p>ask @rosa, not here</p>", 0));
}

#[test]
fn a_name_with_marks_in_it_is_one_name() {
    let person = |n: u128, name: &str| Named {
        name: Username::parse(name).expect("a name"),
        user: UserId(uuid::Uuid::from_u128(n)),
    };
    let known = [person(1, "rosa"), person(2, "rosa_moe")];
    let drawn = words("@rosa_moe, *@rosa*", &known);
    assert_eq!(drawn.named, [known[1].user, known[0].user], "{}", drawn.html);
}
