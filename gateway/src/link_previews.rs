//! What links look like: a gateway asks where they lead, and keeps of a page what it says of itself. Which links, room-services decide.

mod fetch;
mod fetcher;
mod hosts;
mod page;
mod picture;
mod text;
mod words;

pub(crate) use fetcher::run;
pub(crate) use picture::Means;
