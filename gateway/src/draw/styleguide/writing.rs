//! The screens of what is being written, and of what was written before.

use proto::Reason;
use proto::room::{Revision, Revisions};
use time::Duration;

use super::people::ingrid;
use super::rooms::{mine, view};
use super::talk::{edited, said};
use super::{NOON, Screen, inside};
use crate::draw::{EditsPage, PreviewPage};

pub(super) const SCREENS: [Screen; 4] = [
    ("preview", |renderer| renderer.page(&preview().showing(HTML))),
    ("preview_refused", |renderer| renderer.page(&preview().refused(Reason::Unavailable.into()))),
    ("message_edits", |renderer| renderer.page(&edits(&revisions()))),
    ("message_edits_none", |renderer| renderer.page(&edits(&Revisions::default()))),
];

const BODY: &str = "Load-in starts at **8:00**. Bring gloves and *closed shoes*.\n\n1. Cables first, then lights\n2. Nobody on the stage before ||Tomas|| says so";
const HTML: &str = "<p>Load-in starts at <strong>8:00</strong>. Bring gloves and <em>closed shoes</em>.</p>\
    <ol><li><span class=\"number\">1.</span> Cables first, then lights</li>\
    <li><span class=\"number\">2.</span> Nobody on the stage before <label class=\"spoiler\"><input type=\"checkbox\"><span>Tomas</span></label> says so</li></ol>";

fn preview() -> PreviewPage {
    let at = "/r/harbour-festival";
    PreviewPage::new(inside(&mine()), view(), BODY.into(), Vec::new()).to(
        format!("{at}/messages"),
        format!("{at}/preview"),
        false,
    )
}

fn edits(revisions: &Revisions) -> EditsPage {
    let message = edited(said(9, &ingrid(), -8, "<p>And the long cable, and the two small lamps.</p>"));
    EditsPage::new(inside(&mine()), view(), &message, revisions, false)
}

fn revisions() -> Revisions {
    let revision =
        |rev, minutes, html: &str| Revision { rev, at: NOON - Duration::minutes(minutes), html: html.into() };
    let revisions = vec![
        revision(14, 5, "<p>And the <strong>long</strong> cable.</p>"),
        revision(12, 7, ""),
        revision(
            9,
            8,
            "<p>And the long cable, the one that has never let anybody down except that one time in the rain.</p>",
        ),
    ];
    Revisions { revisions, more: true }
}
