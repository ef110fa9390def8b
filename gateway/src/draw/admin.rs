//! The pages of the office.

mod people;

pub use people::{CreateForm, LinkFor, PeoplePage, PersonRow};
