//! What messages show of their links.

use proto::FileId;
use proto::room::{Fact, LinkPicture, LinkPreview};
use uuid::Uuid;

use super::{ENGLISH, NOON, ROSA, draw, event, message};

#[test]
fn what_a_message_shows_of_its_links_is_drawn_alike_on_a_page_and_when_it_becomes_known() {
    let draw = draw();
    let link = LinkPreview {
        href: "https://tea.example/?a=\"b\"".into(),
        site: "Shop".into(),
        title: "<b>Tea</b>".into(),
        description: "About it".into(),
        picture: Some(LinkPicture { id: FileId(Uuid::nil()), width: 452, height: 237 }),
    };
    let mut said = message(4, ROSA, 0);
    said.previews.links = vec![link];
    let fact = Fact::Previewed { target: 4, previews: Box::new(said.previews.clone()) };
    let known = draw.event(&event(fact), ENGLISH).expect("drawn").expect("previews");
    assert!(known.contains("&lt;b&gt;Tea&lt;/b&gt;") && known.contains("a=&quot;b&quot;"), "{known}");
    let place =
        "src=\"/link-picture/00000000-0000-0000-0000-000000000000\" width=\"452\" height=\"237\" alt=\"\"";
    assert!(known.contains(place), "{known}");
    let drawn = draw.message(&said, ENGLISH).expect("drawn");
    assert!(drawn.contains(&known), "{drawn}");
    said.deleted_at = Some(NOON);
    assert!(!draw.message(&said, ENGLISH).expect("drawn").contains("tea.example"));
    let fact = Fact::Previewed { target: 4, previews: Box::default() };
    assert_eq!(draw.event(&event(fact), ENGLISH).expect("drawn").as_deref(), Some(""));
}
