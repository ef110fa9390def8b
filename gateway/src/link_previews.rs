//! What links look like: a gateway asks where they lead, and keeps of a page what it says of itself. Which links, room-services decide.

mod fetch;
mod fetcher;
mod page;
mod text;
mod words;

pub(crate) use fetcher::run;
