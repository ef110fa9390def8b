//! Blocks and pieces as HTML. Every word is escaped here; the cleaner behind it trusts nothing all the same.

use proto::UserId;
use proto::room::Named;

use super::dialect::{self, Block, Item, Mark, Piece};
use super::mention;

/// Draws a message; whom it mentions is added to `named`.
pub(super) fn draw(body: &str, known: &[Named], named: &mut Vec<UserId>) -> String {
    let mut drawing = Drawing { html: String::with_capacity(body.len() * 2), known, named };
    drawing.blocks(&dialect::parse(body));
    drawing.html
}

/// Words as they are shown.
pub(super) fn escape(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\n' => html.push_str("<br>"),
            c => html.push(c),
        }
    }
}

struct Drawing<'a> {
    html: String,
    known: &'a [Named],
    named: &'a mut Vec<UserId>,
}

impl Drawing<'_> {
    fn blocks(&mut self, blocks: &[Block<'_>]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block<'_>) {
        match block {
            Block::Paragraph(text) => self.within("<p>", "</p>", |this| this.text(text)),
            // Nobody's message is a chapter of the page.
            Block::Heading(text) => self.within("<p><strong>", "</strong></p>", |this| this.text(text)),
            Block::Quote(inner) => self.within("<blockquote>", "</blockquote>", |this| this.blocks(inner)),
            Block::List(items) => self.list(items),
            Block::Code(code) => self.within("<pre><code>", "</code></pre>", |this| this.code(code)),
            Block::Rule => self.html.push_str("<hr>"),
        }
    }

    fn list(&mut self, items: &[Item<'_>]) {
        let numbered = items.first().is_some_and(|item| item.number.is_some());
        let (open, close) = if numbered { ("<ol>", "</ol>") } else { ("<ul>", "</ul>") };
        self.within(open, close, |this| items.iter().for_each(|item| this.item(item)));
    }

    fn item(&mut self, item: &Item<'_>) {
        self.html.push_str("<li>");
        if let Some(number) = item.number {
            // As it was typed: a browser would count for itself.
            self.within("<span class=\"number\">", "</span> ", |this| escape(&mut this.html, number));
        }
        let mut rest = item.blocks.as_slice();
        if let [Block::Paragraph(text), others @ ..] = rest {
            self.text(text);
            rest = others;
        }
        self.blocks(rest);
        self.html.push_str("</li>");
    }

    fn code(&mut self, code: &str) {
        for (n, line) in code.split('\n').enumerate() {
            if n > 0 {
                self.html.push('\n');
            }
            escape(&mut self.html, line);
        }
    }

    fn text(&mut self, text: &str) {
        self.pieces(&dialect::pieces(text), true);
    }

    fn pieces(&mut self, pieces: &[Piece<'_>], names: bool) {
        for piece in pieces {
            match piece {
                Piece::Text(text) if names => mention::draw(&mut self.html, text, self.known, self.named),
                Piece::Text(text) => escape(&mut self.html, text),
                Piece::Open(mark) => self.html.push_str(tags(*mark).0),
                Piece::Close(mark) => self.html.push_str(tags(*mark).1),
                Piece::Code(code) => self.within("<code>", "</code>", |this| this.code(code)),
                Piece::Address(text, href) => {
                    self.anchor(href);
                    escape(&mut self.html, text);
                    self.html.push_str("</a>");
                }
                Piece::Link { label, href, host } => {
                    self.anchor(href);
                    self.pieces(label, false);
                    self.html.push_str("</a>");
                    if let Some(host) = host {
                        self.within(" <span class=\"host\">(", ")</span>", |this| {
                            escape(&mut this.html, host);
                        });
                    }
                }
            }
        }
    }

    fn anchor(&mut self, href: &str) {
        self.html.push_str("<a href=\"");
        escape(&mut self.html, href);
        self.html.push_str("\">");
    }

    fn within(&mut self, open: &str, close: &str, draw: impl FnOnce(&mut Self)) {
        self.html.push_str(open);
        draw(self);
        self.html.push_str(close);
    }
}

fn tags(mark: Mark) -> (&'static str, &'static str) {
    match mark {
        Mark::Emphasis => ("<em>", "</em>"),
        Mark::Strong => ("<strong>", "</strong>"),
        Mark::Struck => ("<del>", "</del>"),
    }
}
