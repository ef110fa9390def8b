//! `hubbub admin search`: the index of what was said, written anew.

use super::rooms::{open, refused};
use super::say;
use crate::cli::Search;
use crate::error::CliError;

/// The verb.
pub(super) async fn search(about: Search) -> Result<(), CliError> {
    match about {
        Search::Rebuild(target) => {
            let rooms = open(&target).await?.rebuild_search().await.map_err(refused)?;
            say(&format!("{rooms} rooms are indexed anew; searches go on meanwhile"));
        }
        Search::Status(target) => {
            let left = open(&target).await?.search_left().await.map_err(refused)?;
            say(&if left == 0 {
                "no rebuild is under way".to_owned()
            } else {
                format!("{left} rooms are still to be indexed anew")
            });
        }
    }
    Ok(())
}
