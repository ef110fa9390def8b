//! The list of rooms: all public ones, those one is in, those one is not in.

use proto::At;
use proto::room::{Listing, RoomCounts, RoomFilter, RoomOrder};
use serde::Serialize;

use super::when::ago;
use super::{Page, Sidebar};
use crate::catalogue::Text;

/// Which part of the list an address means.
#[derive(Clone, Debug, Default)]
pub struct RoomsPart {
    /// Which rooms (`?show=`).
    pub show: RoomFilter,
    /// In which order (`?sort=`).
    pub order: RoomOrder,
    /// What is looked for (`?q=`); empty: everything.
    pub search: String,
    /// How many rooms come before this page (`?offset=`).
    pub offset: u32,
}

/// `GET /rooms`
#[derive(Clone, Debug, Serialize)]
pub struct BrowsePage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// This page of the list.
    pub rooms: Vec<ListingRow>,
    /// What is looked for; empty: everything.
    pub search: String,
    /// Which rooms are shown: `public`, `joined`, `others`.
    pub show: &'static str,
    /// In which order: one of `orders`.
    pub order: &'static str,
    /// The orders to choose from.
    pub orders: [&'static str; 4],
    /// Which rooms can be shown, each with how many match.
    pub tabs: Vec<Tab>,
    /// How many match of those that are shown.
    pub total: i64,
    /// The page before this one.
    pub previous: Option<String>,
    /// The page after this one.
    pub next: Option<String>,
}

/// Rooms that can be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tab {
    /// Which.
    pub show: &'static str,
    /// How many match.
    pub count: i64,
    /// Their address.
    pub address: String,
}

/// One room of the list.
#[derive(Clone, Debug, Serialize)]
pub struct ListingRow {
    /// As it was found.
    #[serde(flatten)]
    pub room: Listing,
    /// "12 minutes ago": when something last happened there.
    pub active: Text,
}

impl ListingRow {
    /// A room as it is listed now.
    pub fn of(room: Listing, now: At) -> Self {
        Self { active: ago(room.active_at, now), room }
    }
}

impl BrowsePage {
    /// A page of at most `per_page` rooms.
    pub fn new(
        sidebar: Sidebar,
        part: &RoomsPart,
        (rooms, more): (Vec<ListingRow>, bool),
        counts: RoomCounts,
        per_page: u32,
    ) -> Self {
        let of = |show| match show {
            RoomFilter::Public => counts.public,
            RoomFilter::Joined => counts.joined,
            RoomFilter::Others => counts.others,
        };
        let tab = |show: RoomFilter| {
            let there = RoomsPart { show, offset: 0, ..part.clone() };
            Tab { show: show.as_str(), count: of(show), address: there.address() }
        };
        let shown = if sidebar.creates { &SHOWN[..] } else { &[] };
        let at = |offset| RoomsPart { offset, ..part.clone() }.address();
        Self {
            rooms,
            search: part.search.clone(),
            show: part.show.as_str(),
            order: part.order.as_str(),
            orders: ORDERS.map(RoomOrder::as_str),
            tabs: shown.iter().copied().map(tab).collect(),
            total: of(part.show),
            previous: (part.offset > 0).then(|| at(part.offset.saturating_sub(per_page))),
            next: more.then(|| at(part.offset.saturating_add(per_page))),
            sidebar,
        }
    }
}

const SHOWN: [RoomFilter; 3] = [RoomFilter::Public, RoomFilter::Joined, RoomFilter::Others];
const ORDERS: [RoomOrder; 4] = [RoomOrder::Active, RoomOrder::Name, RoomOrder::Members, RoomOrder::Newest];

impl RoomsPart {
    /// Where it is found.
    fn address(&self) -> String {
        let mut query = Vec::new();
        if self.show != RoomFilter::default() {
            query.push(format!("show={}", self.show.as_str()));
        }
        if !self.search.is_empty() {
            query.push(format!("q={}", in_query(&self.search)));
        }
        if self.order != RoomOrder::default() {
            query.push(format!("sort={}", self.order.as_str()));
        }
        if self.offset > 0 {
            query.push(format!("offset={}", self.offset));
        }
        if query.is_empty() { "/rooms".to_owned() } else { format!("/rooms?{}", query.join("&")) }
    }
}

/// Anything, as the value in a query holds it.
pub(crate) fn in_query(text: &str) -> String {
    text.bytes().fold(String::new(), |mut query, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => query.push(byte.into()),
            _ => query.extend(['%', hex(byte >> 4), hex(byte & 15)]),
        }
        query
    })
}

fn hex(digit: u8) -> char {
    char::from_digit(digit.into(), 16).unwrap_or('0')
}

impl Page for BrowsePage {
    const TEMPLATE: &'static str = "rooms/browse.html";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_the_list_has_an_address_and_the_plain_one_is_the_shortest() {
        assert_eq!(RoomsPart::default().address(), "/rooms");
        let part = RoomsPart {
            show: RoomFilter::Joined,
            order: RoomOrder::Newest,
            search: "a&b 日".into(),
            offset: 30,
        };
        assert_eq!(part.address(), "/rooms?show=joined&q=a%26b%20%e6%97%a5&sort=newest&offset=30");
    }
}
