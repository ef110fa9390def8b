//! Rooms that messages name, as ways to them. The drawing that all share holds what was typed (`<span class="room-ref"
//! data-slug="harbour">`); for who may see the room it is a link.

use proto::room::RoomView;
use serde::Serialize;

use super::Page;

const OPEN: &str = "<span class=\"room-ref\" data-slug=\"";

/// `GET /r/{slug}/ref`: a way to this room.
#[derive(Clone, Debug, Serialize)]
pub struct RoomRef {
    /// The room.
    pub room: RoomView,
}

impl Page for RoomRef {
    const TEMPLATE: &'static str = "rooms/ref.html";
}

/// Rendered words in which the rooms whose slug is `mine` are links. In rendered HTML a `<` of the text is escaped, so each that is
/// found is a tag.
pub(super) fn linked(html: &str, mine: impl Fn(&str) -> bool) -> String {
    let mut parts = html.split(OPEN);
    let mut linked = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once("\">").and_then(|(slug, rest)| Some((slug, rest.split_once("</span>")?))) {
            Some((slug, (words, rest))) if mine(slug) => {
                linked += &format!("<a class=\"room-ref\" href=\"/r/{slug}\">{words}</a>{rest}");
            }
            _ => {
                linked += OPEN;
                linked += part;
            }
        }
    }
    linked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_of_ones_own_are_links_and_others_what_was_typed() {
        let html = "<p>In <span class=\"room-ref\" data-slug=\"harbour\">#Harbour</span> or <span class=\"room-ref\" \
            data-slug=\"board\">#board</span>: &lt;span class=\"room-ref\" data-slug=\"harbour\"&gt;</p>";
        let seen = linked(html, |slug| slug == "harbour");
        assert_eq!(
            seen,
            html.replacen(
                "<span class=\"room-ref\" data-slug=\"harbour\">#Harbour</span>",
                "<a class=\"room-ref\" href=\"/r/harbour\">#Harbour</a>",
                1
            )
        );
        assert_eq!(linked("<p>x</p>", |_| true), "<p>x</p>");
        let cut = "<span class=\"room-ref\" data-slug=\"harbour";
        assert_eq!(linked(cut, |_| true), cut);
    }
}
