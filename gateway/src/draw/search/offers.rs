//! What is offered while a search is typed: options of a list box.

use proto::auth::Person;
use proto::room::search::{Has, Is, OPERATORS};
use proto::room::{Kind, MyRoom};
use proto::text::search_key;
use serde::Serialize;

use crate::draw::{Face, Page};

/// So many are offered.
const OFFERED: usize = 8;

/// `GET /search/offers`
#[derive(Clone, Debug, Serialize)]
pub struct OffersPage {
    /// The likeliest first.
    pub offers: Vec<SearchOffer>,
}

/// Something to be put into the field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SearchOffer {
    /// As it is typed.
    text: String,
    /// What it stands before is still to be typed.
    more: bool,
    /// What is said of it; empty: its name says enough.
    about: &'static str,
    /// What it is called.
    name: String,
    face: Option<Face>,
}

/// What a typed piece of a search asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Nothing that has to be asked for: these.
    These(Vec<SearchOffer>),
    /// People of a name.
    People(String),
    /// Rooms of a name.
    Rooms(String),
}

impl Wanted {
    /// What this piece asks for.
    pub fn by(typed: &str) -> Self {
        let typed = typed.to_lowercase();
        let Some((operator, value)) = typed.split_once(':') else {
            let begun = |operator: &&str| !typed.is_empty() && operator.starts_with(&typed);
            return Self::These(OPERATORS.into_iter().filter(begun).map(SearchOffer::operator).collect());
        };
        let value = value.trim_matches('"');
        match operator {
            "from" => Self::People(value.trim_start_matches('@').to_owned()),
            "in" => Self::Rooms(value.trim_start_matches('#').to_owned()),
            "has" => Self::These(values("has", value, Has::names())),
            "is" => Self::These(values("is", value, Is::names())),
            "before" | "after" | "on" | "during" => {
                let days: &[&'static str] = if operator == "during" {
                    &["today", "yesterday", "week"]
                } else {
                    &["today", "yesterday"]
                };
                Self::These(values(operator, value, days.iter().copied()))
            }
            _ => Self::These(Vec::new()),
        }
    }
}

fn values(operator: &str, value: &str, all: impl Iterator<Item = &'static str>) -> Vec<SearchOffer> {
    let fitting = all.filter(|one| one.starts_with(value));
    fitting.map(|one| SearchOffer { text: format!("{operator}:{one}"), ..SearchOffer::plain() }).collect()
}

impl SearchOffer {
    fn plain() -> Self {
        Self { text: String::new(), more: false, about: "", name: String::new(), face: None }
    }

    fn operator(operator: &'static str) -> Self {
        let about = match operator {
            "before" | "after" | "on" | "during" => "date",
            other => other,
        };
        Self { text: format!("{operator}:"), more: true, about, ..Self::plain() }
    }
}

impl OffersPage {
    /// These.
    pub fn of(offers: Vec<SearchOffer>) -> Self {
        Self { offers }
    }

    /// Whoever was found.
    pub fn people(people: &[Person]) -> Self {
        let offer = |person: &Person| SearchOffer {
            text: format!("from:{}", person.username),
            name: person.display_name.clone(),
            face: Some(Face::from(person)),
            ..SearchOffer::plain()
        };
        Self { offers: people.iter().take(OFFERED).map(offer).collect() }
    }

    /// Those of one's rooms that are called so.
    pub fn rooms(rooms: &[MyRoom], name: &str) -> Self {
        let key = search_key(name);
        let fits = |room: &&MyRoom| room.kind != Kind::Direct && search_key(&room.name).contains(&key);
        let text = |room: &MyRoom| {
            let is_word = !room.name.contains([' ', '"']);
            if is_word {
                format!("in:{}", room.name)
            } else {
                format!("in:\"{}\"", room.name.replace('"', ""))
            }
        };
        let offer =
            |room: &MyRoom| SearchOffer { text: text(room), name: room.name.clone(), ..SearchOffer::plain() };
        Self { offers: rooms.iter().filter(fits).take(OFFERED).map(offer).collect() }
    }
}

impl Page for OffersPage {
    const TEMPLATE: &'static str = "search/offers.html";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::styleguide::my_room;

    fn texts(offers: Vec<SearchOffer>) -> Vec<String> {
        offers.into_iter().map(|offer| offer.text).collect()
    }

    #[test]
    fn what_is_offered_goes_on_with_what_is_typed() {
        for (typed, expected) in [
            ("f", &["from:"][..]),
            ("I", &["in:", "is:"]),
            ("has:", &["has:link", "has:file", "has:image", "has:reaction", "has:thread"]),
            ("is:s", &["is:saved"]),
            ("on:t", &["on:today"]),
            ("during:", &["during:today", "during:yesterday", "during:week"]),
            ("", &[]),
            ("x:", &[]),
        ] {
            let Wanted::These(offers) = Wanted::by(typed) else { panic!("{typed}") };
            assert_eq!(texts(offers), expected, "{typed}");
        }
        assert_eq!(Wanted::by("from:@Ro"), Wanted::People("ro".into()));
        assert_eq!(Wanted::by("in:\"tea ti"), Wanted::Rooms("tea ti".into()));
    }

    #[test]
    fn a_room_whose_name_has_spaces_is_offered_in_quotes() {
        let rooms = [my_room("tea-time", "Tea time", 0), my_room("general", "general", 0)];
        assert_eq!(texts(OffersPage::rooms(&rooms, "te").offers), ["in:\"Tea time\""]);
        assert_eq!(texts(OffersPage::rooms(&rooms, "").offers), ["in:\"Tea time\"", "in:general"]);
    }
}
