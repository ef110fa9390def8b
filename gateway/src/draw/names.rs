//! Whom an `@` may mean: the few people of a room who fit what has been typed.

use proto::UserId;
use proto::auth::Person;
use proto::text::{BROADCAST_WARNS_ABOVE, Broadcast};
use serde::Serialize;

use super::{Face, Page};

/// `GET /r/{slug}/names`: options of a list box.
#[derive(Clone, Debug, Serialize)]
pub struct NamesPage {
    /// The likeliest first.
    pub people: Vec<Offered>,
    /// Words that call more than one of them.
    pub broadcasts: Vec<&'static str>,
    /// So many people they call, where that is said before; else 0.
    pub warns_of: i64,
}

/// Somebody who may be meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Offered {
    /// Their face.
    pub face: Face,
    /// What is written after the `@`.
    pub username: String,
}

impl NamesPage {
    /// So many are offered.
    pub const OFFERED: u16 = 8;

    /// The first of those who have been found.
    pub fn found(people: Vec<Person>) -> Self {
        Self {
            people: people.into_iter().take(Self::OFFERED.into()).map(Offered::from).collect(),
            broadcasts: Vec::new(),
            warns_of: 0,
        }
    }

    /// The same, with the words that call everyone and begin so.
    #[must_use]
    pub fn calling(mut self, typed: &str, members: i64) -> Self {
        // Who calls everyone is one of them.
        self.warns_of = if members - 1 > BROADCAST_WARNS_ABOVE { members - 1 } else { 0 };
        let typed = typed.trim().to_lowercase();
        let words = Broadcast::ALL.map(Broadcast::as_str).into_iter();
        self.broadcasts = words.filter(|word| word.starts_with(&typed)).collect();
        self
    }

    /// Of these people those whom `typed` begins to name, by username or by a word of how they are called. Who is here
    /// comes before who is not.
    pub fn new(people: impl Iterator<Item = Person>, present: &[UserId], typed: &str) -> Self {
        let typed = typed.trim().to_lowercase();
        let mut fitting: Vec<(usize, bool, Person)> = people
            .filter_map(|person| Some((fit(&person, &typed)?, !present.contains(&person.id), person)))
            .collect();
        fitting.sort_by(|(fit, away, person), (other_fit, other_away, other)| {
            (fit, away, &person.username).cmp(&(other_fit, other_away, &other.username))
        });
        Self::found(fitting.into_iter().map(|(_, _, person)| person).collect())
    }
}

impl From<Person> for Offered {
    fn from(person: Person) -> Self {
        Self { face: Face::from(&person), username: person.username }
    }
}

/// How well it fits: 0 is best.
fn fit(person: &Person, typed: &str) -> Option<usize> {
    let name = person.display_name.to_lowercase();
    if typed.is_empty() || person.username.starts_with(typed) || name.starts_with(typed) {
        return Some(0);
    }
    let words = name.split_whitespace().chain(person.username.split(['.', '_', '-']));
    words.into_iter().any(|word| word.starts_with(typed)).then_some(1)
}

impl Page for NamesPage {
    const TEMPLATE: &'static str = "rooms/names.html";
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(n: u128, username: &str, name: &str) -> Person {
        Person {
            id: UserId(uuid::Uuid::from_u128(n)),
            username: username.into(),
            display_name: name.into(),
            ambiguous: false,
            status: None,
            invisible: false,
            avatar: None,
            quiet: None,
        }
    }

    fn offered(typed: &str) -> Vec<String> {
        let people = [
            person(1, "rosa", "Rosa Silva"),
            person(2, "tomas", "Tomáš Krejčí"),
            person(3, "li.ro", "Li"),
            person(4, "rory", "Rory"),
        ];
        let present = [people[3].id];
        NamesPage::new(people.into_iter(), &present, typed).people.into_iter().map(|o| o.username).collect()
    }

    #[test]
    fn who_is_here_and_who_begins_so_comes_first() {
        assert_eq!(offered("ro"), ["rory", "rosa", "li.ro"]);
        assert_eq!(offered("Krej"), ["tomas"], "by the second word of a name, in any case");
        assert_eq!(offered("TOMÁ"), ["tomas"]);
        assert_eq!(offered("osa"), [""; 0]);
        assert_eq!(offered(""), ["rory", "li.ro", "rosa", "tomas"]);
    }

    #[test]
    fn at_most_eight_are_offered() {
        let many = (0..30).map(|n| person(n, &format!("p{n}"), "P"));
        assert_eq!(NamesPage::new(many, &[], "p").people.len(), 8);
    }
}
