//! What a page says of itself: its title, and what it is about. Read from its beginning, as browsers read HTML.
//!
//! Nothing of it is trusted: what comes out is bounded text on one line, which is escaped like all that is drawn.

use std::cell::RefCell;

use html5ever::Attribute;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::words::one_line;

/// So much of a page is handed over at once.
const PIECE: usize = 4 * 1024;
/// A tag or a remark longer than so many pieces is read no further: what the parser does with a tag grows with the square of it.
const LONGEST: usize = 4;
/// Characters of what is kept of one value, before it is tidied.
const KEPT: usize = 4_096;

/// What a page says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    /// What it is called; empty: it does not say.
    pub(super) title: String,
    /// What it is about; empty: it does not say.
    pub(super) description: String,
    /// Where it is from, by its own words; empty: it does not say.
    pub(super) site: String,
    /// Where what it looks like is, by its own words; empty: it does not say.
    pub(super) picture: String,
}

/// Reads the beginning of a page.
pub(super) fn read(html: &str) -> Page {
    let tokenizer = Tokenizer::new(Head::default(), TokenizerOpts::default());
    let (queue, mut rest, mut silent) = (BufferQueue::default(), html, 0);
    while !rest.is_empty() && silent < LONGEST && !tokenizer.sink.is_over() {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE.min(rest.len())));
        rest = after;
        let before = tokenizer.sink.count();
        queue.push_back(StrTendril::from_slice(piece));
        // Nothing here runs scripts: where one ends, the rest follows.
        while !queue.is_empty() {
            let _ = tokenizer.feed(&queue);
        }
        silent = if tokenizer.sink.count() == before { silent + 1 } else { 0 };
    }
    tokenizer.sink.0.into_inner().page()
}

/// What is found before the words of the page begin.
#[derive(Default)]
struct Head(RefCell<Found>);

#[derive(Default)]
struct Found {
    tokens: usize,
    is_over: bool,
    in_title: bool,
    title: Option<String>,
    /// What `meta` says, by what it is about: the first word counts.
    said: Vec<(Key, String)>,
}

/// What is looked for, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    OgTitle,
    TwitterTitle,
    OgDescription,
    TwitterDescription,
    Description,
    OgSite,
    OgPicture,
    TwitterPicture,
}

impl Key {
    fn named(name: &str) -> Option<Self> {
        Some(match name.trim().to_ascii_lowercase().as_str() {
            "og:title" => Self::OgTitle,
            "twitter:title" => Self::TwitterTitle,
            "og:description" => Self::OgDescription,
            "twitter:description" => Self::TwitterDescription,
            "description" => Self::Description,
            "og:site_name" => Self::OgSite,
            "og:image" | "og:image:url" | "og:image:secure_url" => Self::OgPicture,
            "twitter:image" | "twitter:image:src" => Self::TwitterPicture,
            _ => return None,
        })
    }
}

impl Head {
    fn is_over(&self) -> bool {
        self.0.borrow().is_over
    }

    fn count(&self) -> usize {
        self.0.borrow().tokens
    }
}

impl TokenSink for Head {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut found = self.0.borrow_mut();
        if !matches!(token, Token::ParseError(_)) {
            found.tokens += 1;
        }
        match token {
            _ if found.is_over => TokenSinkResult::Continue,
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => found.opened(&tag),
            Token::TagToken(tag) => {
                found.closed(&tag);
                TokenSinkResult::Continue
            }
            Token::CharacterTokens(text) => {
                found.text(&text);
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

impl Found {
    fn opened(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        match &*tag.name {
            "meta" => self.meta(&tag.attrs),
            "body" => self.is_over = true,
            // Of several titles, such as those of drawings, the first is the page's.
            "title" if !tag.self_closing => {
                self.in_title = self.title.is_none();
                return TokenSinkResult::RawData(RawKind::Rcdata);
            }
            "textarea" => return TokenSinkResult::RawData(RawKind::Rcdata),
            "script" => return TokenSinkResult::RawData(RawKind::ScriptData),
            "style" | "noscript" | "iframe" | "noembed" | "noframes" | "xmp" => {
                return TokenSinkResult::RawData(RawKind::Rawtext);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }

    fn closed(&mut self, tag: &Tag) {
        match &*tag.name {
            "title" => self.in_title = false,
            "head" => self.is_over = true,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_title {
            let title = self.title.get_or_insert_default();
            let room = KEPT.saturating_sub(title.chars().count());
            title.extend(text.chars().take(room));
        }
    }

    fn meta(&mut self, attributes: &[Attribute]) {
        let value =
            |name: &str| attributes.iter().find(|one| &*one.name.local == name).map(|one| &*one.value);
        let key = value("property").and_then(Key::named).or_else(|| value("name").and_then(Key::named));
        if let (Some(key), Some(content)) = (key, value("content"))
            && !content.trim().is_empty()
            && self.said.iter().all(|(known, _)| *known != key)
        {
            self.said.push((key, content.chars().take(KEPT).collect()));
        }
    }

    fn said(&self, keys: &[Key]) -> Option<&str> {
        let said = |key: &Key| self.said.iter().find(|(known, _)| known == key);
        keys.iter().find_map(said).map(|(_, content)| content.as_str())
    }

    fn page(self) -> Page {
        use Key::{Description, OgDescription, OgPicture, OgSite, OgTitle};
        use Key::{TwitterDescription, TwitterPicture, TwitterTitle};
        let title = self.said(&[OgTitle, TwitterTitle]).or(self.title.as_deref());
        let description = self.said(&[OgDescription, TwitterDescription, Description]);
        Page {
            title: one_line(title.unwrap_or_default(), proto::room::LinkPreview::TITLE),
            description: one_line(description.unwrap_or_default(), proto::room::LinkPreview::DESCRIPTION),
            site: one_line(self.said(&[OgSite]).unwrap_or_default(), proto::room::LinkPreview::SITE),
            picture: self.said(&[OgPicture, TwitterPicture]).unwrap_or_default().trim().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_called_what_it_wants_to_be_called_where_it_is_shown_elsewhere() {
        let page = read(concat!(
            "<!doctype html><html><head><title>Tea | The &amp; Shop</title>",
            "<meta name=description content='All about tea'>",
            "<meta property=og:title content=\"Tea &lt;b&gt;\"><meta property='og:site_name' content='The Shop'>",
            "<meta property=og:image content=' /tea.jpg '><meta name='twitter:description' content='Short'>",
            "</head><body><meta property=og:title content=Late>"
        ));
        assert_eq!(page.title, "Tea <b>");
        assert_eq!((page.description.as_str(), page.site.as_str()), ("Short", "The Shop"));
        assert_eq!(page.picture, "/tea.jpg");
        let other = read(
            "<meta name=twitter:image content=b.png><meta property=og:image content=''><title>Tea</title>",
        );
        assert_eq!(other.picture, "b.png");
        let plain = read("<TITLE>\n Tea &amp; more\n  of it </TITLE><META NAME=Description CONTENT=About>");
        assert_eq!((plain.title.as_str(), plain.description.as_str()), ("Tea & more of it", "About"));
        assert_eq!(plain.picture, "");
    }

    #[test]
    fn what_looks_like_a_head_and_is_none_says_nothing() {
        let inside = "<meta property=og:title content=No><title>No</title>";
        for html in [
            format!("<script>{inside}</script>"),
            format!("<style>{inside}</style>"),
            format!("<!-- {inside} -->"),
            format!("<noscript>{inside}</noscript>"),
            format!("<textarea>{inside}</textarea>"),
            format!("<body>{inside}"),
            "no html at all".to_owned(),
            String::new(),
            "<meta property=og:title content='   '>".to_owned(),
            "\u{0}<\u{0}".to_owned(),
        ] {
            assert_eq!(read(&html), Page::default(), "{html}");
        }
        assert_eq!(read("<title>A<svg><title>B</title>").title, "A<svg><title>B", "as browsers read it");
        assert_eq!(read("<title>Yes</title><svg><title>No</title></svg>").title, "Yes");
        assert_eq!(read("<title>never closed").title, "never closed");
    }

    #[test]
    fn words_of_a_page_are_one_bounded_line_without_marks_that_turn_it_round() {
        let page = read(&format!(
            "<title>{}</title><meta name=description content='a\u{202e}b\u{7}c\n\n d\u{200b}'>",
            "ö".repeat(100_000)
        ));
        assert_eq!(page.title.chars().count(), proto::room::LinkPreview::TITLE);
        assert!(page.title.ends_with('…'));
        assert_eq!(page.description, "abc d");
    }

    #[test]
    fn a_page_made_to_take_long_is_read_no_further_than_its_first_endless_tag() {
        let many: String = (0..200_000).map(|n| format!(" a{n}")).collect();
        let begun = std::time::Instant::now();
        let page = read(&format!("<title>Tea</title><meta{many}><meta property=og:title content=No>"));
        assert_eq!(page.title, "Tea");
        let page = read(&format!(
            "<title>Tea</title><!--{}--><meta property=og:title content=No>",
            "x".repeat(1 << 20)
        ));
        assert_eq!(page.title, "Tea");
        let tags = format!("<p{}>", (0..2_000).map(|n| format!(" a{n}")).collect::<String>()).repeat(80);
        assert_eq!(read(&format!("{tags}<title>Tea</title>")).title, "Tea");
        assert!(begun.elapsed() < std::time::Duration::from_secs(60), "{:?}", begun.elapsed());
    }
}
