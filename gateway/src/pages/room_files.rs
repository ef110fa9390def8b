//! `/r/{slug}/files`: the files of a room, found by name, kind, person and day.

use axum::extract::{Path, Query as UrlQuery, State};
use axum::response::Response;
use proto::room::{FileKind, FileSearch};
use proto::{Seq, UserId};
use serde::Deserialize;
use time::Duration;

use super::date;
use super::{queries, render};
use crate::actions::files;
use crate::draw::{RoomFilesPage, WantedFiles};
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// What is looked for, as the form has it; what cannot be read is as if it was not there.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    q: String,
    kind: String,
    by: String,
    from: String,
    to: String,
    /// `seq.place` of the last file of the page before.
    after: String,
}

/// `GET /r/{slug}/files` (`q`, `kind`, `by`, `from`, `to`, `after`), the latest first.
pub(crate) async fn files(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
    UrlQuery(wanted): UrlQuery<Wanted>,
) -> Result<Response, AppError> {
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    let (search, room) = (wanted.search(), view.room);
    let (found, sidebar) = tokio::try_join!(
        files::search(state.cluster(), &session, room, search.clone()),
        queries::sidebar(&state, &session, Some(room))
    )?;
    let people =
        found.authors.iter().copied().chain(found.files.iter().map(|one| one.author)).collect::<Vec<_>>();
    let people = queries::people(&state, &people).await;
    let shown = WantedFiles { name: wanted.q, from: wanted.from, to: wanted.to, search };
    render(&state, &RoomFilesPage::new(sidebar, view, shown, &found, &people))
}

impl Wanted {
    fn search(&self) -> FileSearch {
        let kind = FileKind::ALL.into_iter().find(|kind| kind.name() == self.kind);
        let after = self
            .after
            .split_once('.')
            .and_then(|(seq, place)| Some((seq.parse::<Seq>().ok()?, place.parse::<i32>().ok()?)));
        FileSearch {
            name: self.q.trim().chars().take(120).collect(),
            kind,
            author: self.by.parse::<UserId>().ok(),
            from: date::read(&self.from),
            // The day itself, too.
            before: date::read(&self.to).and_then(|day| day.checked_add(Duration::DAY)),
            after,
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_day_to_search_up_to_is_searched_too_and_nonsense_is_nothing() {
        let wanted = Wanted {
            q: " plan ".into(),
            kind: "picture".into(),
            by: "nobody".into(),
            from: "2026-11-22".into(),
            to: "2026-11-23".into(),
            after: "17.3".into(),
        };
        let search = wanted.search();
        assert_eq!((&*search.name, search.kind, search.author), ("plan", Some(FileKind::Picture), None));
        assert_eq!(search.from, Some(datetime!(2026-11-22 0:00 UTC)));
        assert_eq!(search.before, Some(datetime!(2026-11-24 0:00 UTC)));
        assert_eq!(search.after, Some((17, 3)));
        let nonsense = Wanted { after: "x.3".into(), from: "then".into(), ..Wanted::default() };
        assert_eq!(nonsense.search(), FileSearch::default());
    }
}
