//! Blocks and pieces as HTML. Every word is escaped here; the cleaner behind it trusts nothing all the same.

mod code;
mod large;
mod table;
mod task;

use proto::UserId;
use proto::room::Named;

use super::dialect::{self, Block, Item, Mark, Piece};
use super::escape::escape;
use super::highlight::Highlighter;
use super::mention;

/// Draws a message; whom it mentions is added to `named`.
pub(super) fn draw(body: &str, known: &[Named], named: &mut Vec<UserId>) -> String {
    let html = String::with_capacity(body.len() * 2);
    let mut drawing = Drawing { html, body, known, named, highlighter: Highlighter::default(), spoilers: 0 };
    match dialect::parse(body).as_slice() {
        [Block::Paragraph(text)] => drawing.only(text),
        blocks => drawing.blocks(blocks),
    }
    drawing.html
}

struct Drawing<'a> {
    html: String,
    /// What was typed.
    body: &'a str,
    known: &'a [Named],
    named: &'a mut Vec<UserId>,
    highlighter: Highlighter,
    /// How many are open, one in another.
    spoilers: usize,
}

impl Drawing<'_> {
    fn blocks(&mut self, blocks: &[Block<'_>]) {
        for block in blocks {
            self.block(block);
        }
    }

    /// A paragraph that is the whole message.
    fn only(&mut self, text: &str) {
        let pieces = dialect::pieces(text);
        let open = if large::are_emoji(&pieces) { "<p class=\"large\">" } else { "<p>" };
        self.within(open, "</p>", |this| this.pieces(&pieces, true));
    }

    fn block(&mut self, block: &Block<'_>) {
        match block {
            Block::Paragraph(text) => self.within("<p>", "</p>", |this| this.text(text)),
            // Nobody's message is a chapter of the page.
            Block::Heading(text) => self.within("<p><strong>", "</strong></p>", |this| this.text(text)),
            Block::Quote(inner) => self.within("<blockquote>", "</blockquote>", |this| this.blocks(inner)),
            Block::List(items) => self.list(items),
            Block::Code(code) => self.code_block(code),
            Block::Table(table) => self.table(table),
            Block::Rule => self.html.push_str("<hr>"),
        }
    }

    fn list(&mut self, items: &[Item<'_>]) {
        let numbered = items.first().is_some_and(|item| item.number.is_some());
        let (open, close) = if numbered { ("<ol>", "</ol>") } else { ("<ul>", "</ul>") };
        self.within(open, close, |this| items.iter().for_each(|item| this.item(item)));
    }

    fn item(&mut self, item: &Item<'_>) {
        self.html.push_str(task::opening(item));
        if let Some(number) = item.number {
            // As it was typed: a browser would count for itself.
            self.within("<span class=\"number\">", "</span> ", |this| escape(&mut this.html, number));
        }
        let mut rest = item.blocks.as_slice();
        if let Some(task) = item.task {
            rest = self.task(task, rest);
        } else if let [Block::Paragraph(text), others @ ..] = rest {
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
                Piece::Open(Mark::Spoiler) => self.spoiler(names),
                Piece::Close(Mark::Spoiler) => self.end_spoiler(names),
                Piece::Open(mark) => self.html.push_str(tags(*mark).0),
                Piece::Close(mark) => self.html.push_str(tags(*mark).1),
                Piece::Emoji(emoji) => self.html.push_str(emoji),
                // Gateways know which emoji there are; to whoever does not, it is what was typed.
                Piece::Named(name) => {
                    self.within("<span class=\"emoji-name\">:", ":</span>", |this| this.html.push_str(name));
                }
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

    /// Hidden until its box is ticked, which needs no script. In a link, and in another one, it would be no use: its marks are shown.
    fn spoiler(&mut self, hides: bool) {
        self.spoilers += usize::from(hides);
        let hides = hides && self.spoilers == 1;
        self.html.push_str(if hides {
            "<label class=\"spoiler\"><input type=\"checkbox\"><span>"
        } else {
            "||"
        });
    }

    fn end_spoiler(&mut self, hides: bool) {
        let hid = hides && self.spoilers == 1;
        self.spoilers -= usize::from(hides);
        self.html.push_str(if hid { "</span></label>" } else { "||" });
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
        Mark::Spoiler => ("", ""),
    }
}
