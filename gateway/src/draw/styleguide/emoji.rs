//! The screens of the installation's own emoji. Their pictures are in no store: it is their names and places that are looked at.

use proto::text::EmojiName;
use proto::{PictureId, Reason};

use super::people::wrong;
use super::rooms::mine;
use super::{Screen, admin, inside};
use crate::draw::{AnyEmojiPage, CustomEmojiPage, CustomEmojiRow, Errors};

pub(super) const SCREENS: [Screen; 3] = [
    ("emoji", |renderer| renderer.page(&page("/emoji/custom"))),
    ("admin_emoji", |renderer| renderer.page(&AnyEmojiPage(page("/admin/emoji")))),
    ("admin_emoji_refused", |renderer| {
        let errors = wrong("name", Reason::EmojiNameTaken).and("picture", Reason::NotAPicture);
        let page = CustomEmojiPage { emoji: Vec::new(), name: "tada".into(), errors, ..page("/admin/emoji") };
        renderer.page(&AnyEmojiPage(page))
    }),
];

fn page(at: &'static str) -> CustomEmojiPage {
    let row = |(n, name): (usize, String)| CustomEmojiRow {
        name,
        picture: PictureId(uuid::Uuid::from_u128(n as u128)),
        by: "Ingrid Moe".into(),
        removable: n % 2 == 0,
    };
    let names = ["anchor".to_owned(), "party_cat".to_owned(), "w".repeat(EmojiName::MAX)];
    CustomEmojiPage {
        sidebar: if at == "/admin/emoji" { admin::state() } else { inside(&mine()) },
        at,
        adds: true,
        members_emoji: true,
        emoji: names.into_iter().enumerate().map(row).collect(),
        name: String::new(),
        notice: None,
        errors: Errors::none(),
    }
}
