//! The links of a message that are worth a look: those in its own words. Not in code, not in what it quotes, not in what it hides.

use proto::room::LinkPreview;

use super::dialect::{self, Block, Mark, Piece};

/// The first few addresses that a message links to, each once, in their order.
pub fn links(body: &str) -> Vec<String> {
    let mut links = Vec::new();
    if may_have_any(body) {
        in_blocks(&dialect::parse(body), &mut links);
    }
    links
}

/// Nearly no message has any.
fn may_have_any(body: &str) -> bool {
    body.contains("://") || body.contains("www.") || body.to_ascii_lowercase().contains("www.")
}

fn in_blocks(blocks: &[Block<'_>], links: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(text) => in_text(text, links),
            Block::Heading(text) => in_text(text, links),
            Block::List(items) => items.iter().for_each(|item| in_blocks(&item.blocks, links)),
            Block::Table(table) => {
                let cells = table.head.iter().chain(table.rows.iter().flatten());
                cells.for_each(|cell| in_text(cell, links));
            }
            Block::Quote(_) | Block::Code(_) | Block::Rule => {}
        }
    }
}

fn in_text(text: &str, links: &mut Vec<String>) {
    let mut hidden = 0_usize;
    for piece in dialect::pieces(text) {
        match piece {
            Piece::Open(Mark::Spoiler) => hidden += 1,
            Piece::Close(Mark::Spoiler) => hidden = hidden.saturating_sub(1),
            Piece::Address(_, href) if hidden == 0 => add(&href, links),
            Piece::Link { href, .. } if hidden == 0 => add(href, links),
            _ => {}
        }
    }
}

fn add(href: &str, links: &mut Vec<String>) {
    let preview = LinkPreview { href: href.to_owned(), ..LinkPreview::default() };
    if links.len() < LinkPreview::MAX && preview.is_bounded() && !links.contains(&preview.href) {
        links.push(preview.href);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_three_addresses_of_a_message_are_its_links() {
        let body = "see https://a.example/1, www.b.example and [tea](https://c.example/x#y); again https://a.example/1, https://d.example";
        assert_eq!(links(body), ["https://a.example/1", "https://www.b.example", "https://c.example/x#y"]);
        assert_eq!(
            links("- https://a.example\n- **https://b.example**"),
            ["https://a.example", "https://b.example"]
        );
        assert_eq!(links("# https://a.example"), ["https://a.example"]);
    }

    #[test]
    fn what_is_code_quoted_hidden_or_no_page_is_no_link() {
        for body in [
            "no link",
            "`https://a.example`",
            "```\nhttps://a.example\n```",
            "> https://a.example",
            "> > - https://a.example",
            "||look at https://a.example there||",
            "rosa@example.org",
            "[mail](mailto:rosa@example.org)",
            "[x](javascript:alert(1))",
            "ftp://a.example",
            "https://",
            "",
        ] {
            assert_eq!(links(body), Vec::<String>::new(), "{body}");
        }
        assert_eq!(links("> quoted https://a.example\n\nhttps://b.example"), ["https://b.example"]);
        assert!(links(&format!("https://a.example/{}", "x".repeat(3_000))).is_empty());
    }
}
