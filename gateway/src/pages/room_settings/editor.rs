//! Who changes the settings of a room: its owner, at `/r/{slug}/settings`, or an admin, at `/admin/rooms/{room}`. All that
//! differs between the two: the right they do it by, how the room is found, and the page around the forms.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::Response;
use proto::auth::Session;
use proto::room::{Action, Authority, Kind, RoomRecord};
use proto::text::RoomName;
use proto::{PictureId, Reason, Refusal, RoomId};
use serde::Deserialize;

use crate::draw::{AnyRoomPage, Page, Rights, RoomSettingsPage, SettingsForms};
use crate::error::AppError;
use crate::pages::admin::{SignedInAdmin, room_record, rooms};
use crate::pages::{queries, render, render_refused};
use crate::session::SignedIn;
use crate::state::AppState;

/// Somebody who wants to change a room. Whether they may is looked at when the room is found, and decided by the room.
pub(crate) struct Editor {
    session: Session,
    subject: Subject,
}

/// The room, by the address it is changed at.
enum Subject {
    Owned { slug: String },
    Any { room: RoomId },
}

/// A room that may be changed.
pub(super) struct Room {
    pub(super) id: RoomId,
    pub(super) name: String,
    pub(super) picture: Option<PictureId>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Address {
    slug: String,
    room: Option<RoomId>,
}

impl FromRequestParts<AppState> for Editor {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let address = Path::<Address>::from_request_parts(parts, state).await;
        let Path(Address { slug, room }) = address.map_err(|error| AppError::of_status(error.status()))?;
        if let Some(room) = room {
            let SignedInAdmin(session) = SignedInAdmin::from_request_parts(parts, state).await?;
            Ok(Self { session, subject: Subject::Any { room } })
        } else {
            let SignedIn(session) = SignedIn::from_request_parts(parts, state).await?;
            Ok(Self { session, subject: Subject::Owned { slug } })
        }
    }
}

impl Editor {
    pub(super) fn session(&self) -> &Session {
        &self.session
    }

    pub(super) fn authority(&self) -> Authority {
        match self.subject {
            Subject::Owned { .. } => Authority::Member,
            Subject::Any { .. } => Authority::Admin,
        }
    }

    /// Where the forms are.
    pub(super) fn address(&self) -> String {
        match &self.subject {
            Subject::Owned { slug } => format!("/r/{slug}/settings"),
            Subject::Any { room } => format!("/admin/rooms/{room}"),
        }
    }

    /// The room, for those who may change it.
    pub(super) async fn room(&self, state: &AppState) -> Result<Room, AppError> {
        match &self.subject {
            Subject::Owned { slug } => {
                let view = self.owned(state, slug).await?;
                Ok(Room { id: view.room, name: view.name, picture: view.settings.picture })
            }
            Subject::Any { room } => {
                let record = self.any(state, *room).await?;
                Ok(Room { id: record.room, name: record.name, picture: record.picture })
            }
        }
    }

    /// The action that calls the room something else, unless it would look like another public room and is not meant.
    pub(super) async fn rename(
        &self,
        state: &AppState,
        name: &str,
        meant: Option<&str>,
    ) -> Result<Action, Refusal> {
        let name = RoomName::parse(name)?;
        let (room, kind) = match &self.subject {
            Subject::Owned { slug } => {
                let view = queries::room_by_slug(state, &self.session, slug).await?;
                (view.room, view.kind)
            }
            Subject::Any { room } => (*room, self.any(state, *room).await?.kind),
        };
        if kind == Kind::Public {
            state.actions().warn_if_alike(&self.session, Some(room), &name, meant).await?;
        }
        Ok(Action::Rename { name })
    }

    /// Goes along to the room's present address.
    pub(super) async fn follow(&mut self, state: &AppState, room: RoomId) -> Result<(), Refusal> {
        if let Subject::Owned { slug } = &mut self.subject {
            *slug = queries::room_by_id(state, &self.session, room).await?.address.last();
        }
        Ok(())
    }

    /// The page with the forms, changed by `fill`; with a refusal, as the answer to a form.
    pub(super) async fn page(
        &self,
        state: &AppState,
        fill: impl FnOnce(&mut SettingsForms),
        refusal: Option<&Refusal>,
    ) -> Result<Response, AppError> {
        match &self.subject {
            Subject::Owned { slug } => {
                let (view, mut sidebar) =
                    tokio::try_join!(self.owned(state, slug), queries::sidebar(state, &self.session, None))?;
                sidebar.show(view.room);
                let mut page = RoomSettingsPage::new(sidebar, view);
                page.forms.pictures = state.files().are_kept();
                fill(&mut page.forms);
                answer(state, &page, refusal)
            }
            Subject::Any { room } => {
                let (record, sidebar) =
                    tokio::try_join!(self.any(state, *room), queries::sidebar(state, &self.session, None))?;
                let row = rooms::rows(state, std::slice::from_ref(&record)).await.remove(0);
                let mut page = AnyRoomPage::new(sidebar, row);
                page.forms.pictures = state.files().are_kept();
                fill(&mut page.forms);
                answer(state, &page, refusal)
            }
        }
    }

    /// A room that admins change. A direct conversation is none: to them it is not there.
    async fn any(&self, state: &AppState, room: RoomId) -> Result<RoomRecord, Refusal> {
        let record = room_record(state, &self.session, room).await?;
        if record.kind == Kind::Direct { Err(Refusal::not_found()) } else { Ok(record) }
    }

    async fn owned(&self, state: &AppState, slug: &str) -> Result<proto::room::RoomView, Refusal> {
        let view = queries::room_by_slug(state, &self.session, slug).await?;
        if Rights::of(&self.session, &view).settings {
            Ok(view)
        } else {
            Err(Refusal::new(Reason::RoomOwnersOnly))
        }
    }
}

fn answer<P: Page>(state: &AppState, page: &P, refusal: Option<&Refusal>) -> Result<Response, AppError> {
    match refusal {
        Some(refusal) => render_refused(state, page, refusal),
        None => render(state, page),
    }
}
