//! What messages show of their links.

use proto::id::SYSTEM;
use proto::room::{LinkPreview, Message, Previews, RoomSetting};

use super::*;

const TEA: &str = "https://tea.example/";
const CUPS: &str = "https://cups.example/#blue";

/// A link, looked at.
pub(super) fn found(href: &str) -> LinkPreview {
    LinkPreview { href: href.into(), site: "Shop".into(), title: "Tea".into(), ..LinkPreview::default() }
}

fn remove(target: Seq) -> Action {
    Action::RemovePreviews { target }
}

impl Fixture {
    fn preview(&self, target: Seq, text_rev: Seq, hrefs: &[&str]) -> Command {
        let links = hrefs.iter().map(|href| found(href)).collect();
        self.command(SYSTEM, Action::Preview { target, text_rev, links }).by(Authority::System)
    }

    /// The message as it stands, as far as deciding needs it.
    fn standing(&self, target: Seq) -> Message {
        let asked = Asked::new(self.command(ANN, remove(target)), String::new());
        self.log.load(self.id, &round::needs(&[asked])).expect("the room").targets.remove(0)
    }

    fn shown(&self, target: Seq) -> Vec<String> {
        self.standing(target).previews.links.into_iter().map(|link| link.href).collect()
    }
}

fn edit(target: Seq, text: &str) -> Action {
    Action::Edit { target, body: body(text), text_rev: None, without: Vec::new() }
}

#[test]
fn a_message_shows_what_was_found_of_the_words_it_has() {
    let mut fixture = Fixture::new(Kind::Public);
    let target = fixture.does(ANN, post(&format!("{TEA} {CUPS}")));
    let late = fixture.preview(target, target - 1, &[TEA]);
    assert!(
        matches!(fixture.decide(&late), Decision::Refused(refusal) if refusal.reason == Reason::EditedMeanwhile)
    );
    let command = fixture.preview(target, target, &[TEA, CUPS]);
    let answers = fixture.round(vec![command.clone()]);
    let rev = seq(&answers[0]);
    assert_eq!(fixture.shown(target), [TEA, CUPS]);
    let message = fixture.standing(target);
    assert_eq!((message.rev, message.text_rev), (rev, target), "its words are the same");
    assert_eq!(
        fixture.decide(&Command { nonce: Nonce::new(), ..command }),
        Decision::Unchanged,
        "found once more"
    );
}

#[test]
fn what_is_edited_shows_the_links_that_are_left() {
    let mut fixture = Fixture::new(Kind::Public);
    let target = fixture.does(ANN, post(&format!("{TEA} {CUPS}")));
    fixture.round(vec![fixture.preview(target, target, &[TEA, CUPS])]);
    fixture.does(ANN, edit(target, &format!("only {CUPS}, and `{TEA}`")));
    assert_eq!(fixture.shown(target), [CUPS]);
    fixture.does(ANN, edit(target, "none"));
    assert_eq!(fixture.shown(target), Vec::<String>::new());
    // What is found and changed in one round is as the order has it.
    let other = fixture.does(ANN, post(TEA));
    let (found, changed) =
        (fixture.preview(other, other, &[TEA]), fixture.command(ANN, edit(other, "no tea")));
    fixture.round(vec![found, changed]);
    assert_eq!(fixture.shown(other), Vec::<String>::new());
}

#[test]
fn its_author_or_a_moderator_lets_a_message_show_nothing_for_good() {
    let mut fixture = Fixture::new(Kind::Public);
    let target = fixture.does(ANN, post(TEA));
    fixture.round(vec![fixture.preview(target, target, &[TEA])]);
    assert_eq!(fixture.refused(BOB, remove(target)), Code::Forbidden);
    let removed = Previews { links: Vec::new(), removed: true };
    assert_eq!(
        fixture.happens(ANN, remove(target)),
        Fact::Previewed { target, previews: Box::new(removed.clone()) }
    );
    fixture.does(OLGA, remove(target));
    assert_eq!(fixture.standing(target).previews, removed);
    assert_eq!(fixture.decide(&fixture.command(ANN, remove(target))), Decision::Unchanged);
    assert_eq!(fixture.decide(&fixture.preview(target, target, &[TEA])), Decision::Unchanged);
    let edited = fixture.does(ANN, edit(target, CUPS));
    assert_eq!(fixture.decide(&fixture.preview(target, edited, &[CUPS])), Decision::Unchanged);
}

#[test]
fn what_is_deleted_or_said_in_a_room_without_previews_shows_none() {
    let mut fixture = Fixture::new(Kind::Public);
    let target = fixture.does(ANN, post(TEA));
    fixture.round(vec![fixture.preview(target, target, &[TEA])]);
    fixture.does(ANN, Action::Delete { target, reason: None });
    assert_eq!(fixture.shown(target), Vec::<String>::new());
    assert_eq!(fixture.decide(&fixture.preview(target, target, &[TEA])), Decision::Unchanged);
    assert_eq!(fixture.refused(ANN, remove(target)), Code::NotFound);
    let other = fixture.does(ANN, post(TEA));
    fixture.does(OLGA, Action::Configure { setting: RoomSetting::Previews(false) });
    assert_eq!(fixture.decide(&fixture.preview(other, other, &[TEA])), Decision::Unchanged);
    fixture.does(OLGA, Action::Configure { setting: RoomSetting::Previews(true) });
    assert!(matches!(fixture.decide(&fixture.preview(other, other, &[TEA])), Decision::Happens(_)));
}

#[test]
fn nobody_but_hubbub_says_what_links_lead_to_nor_does_it_say_too_much() {
    let mut fixture = Fixture::new(Kind::Public);
    let target = fixture.does(ANN, post(TEA));
    for who in [ANN, OLGA] {
        let action = fixture.preview(target, target, &[TEA]).action;
        assert_eq!(fixture.refused(who, action), Code::NotFound);
    }
    for hrefs in [vec!["javascript:alert(1)"], vec![TEA; LinkPreview::MAX + 1]] {
        assert!(matches!(fixture.decide(&fixture.preview(target, target, &hrefs)), Decision::Refused(_)));
    }
}
