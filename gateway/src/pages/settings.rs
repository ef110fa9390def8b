//! `/settings`: one's own name, appearance, password and sessions. Each has a form of its own; refused, the page is drawn
//! again with what was typed.

use axum::Form;
use axum::extract::{Query as UrlQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use proto::auth::{AccountAction, Query, Reply, Session, SessionLine};
use proto::room::OrgRole;
use proto::text::{DisplayName, Password};
use proto::{At, Reason, Refusal, SessionId};
use serde::Deserialize;

use super::{queries, redirect, render, render_refused};
use crate::catalogue::Text;
use crate::draw::{Appearance, Density, Errors, SessionRow, SettingsPage, Theme};
use crate::error::AppError;
use crate::middleware::appearance::{self, kept};
use crate::session::{SignedIn, token_in};
use crate::state::AppState;

/// What was done last: one of our own words.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Saved {
    saved: String,
}

/// The form of the name.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Name {
    display_name: String,
}

/// The form of the password.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Passwords {
    old: String,
    password: String,
    password_again: String,
}

/// The form of the appearance.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Choice {
    theme: String,
    density: String,
}

/// The form of one session; without one it is about all others.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct End {
    session: String,
}

/// `GET /settings`
pub(crate) async fn settings(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    UrlQuery(saved): UrlQuery<Saved>,
) -> Result<Response, AppError> {
    let mut page = page(&state, &session).await?;
    page.notice = saved.sentence();
    render(&state, &page)
}

/// Where a refused form was drawn, a reload or a link back asks for its address: the page is one further up.
pub(crate) async fn to_page() -> Response {
    redirect("/settings")
}

/// `POST /settings/name`: everyone sees it within a second; what they said before is theirs under the new name too.
pub(crate) async fn rename(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
    Form(typed): Form<Name>,
) -> Result<Response, AppError> {
    let renamed = async {
        let display_name = DisplayName::parse(&typed.display_name)?;
        state.actions().change_account(&session, AccountAction::Rename { display_name }).await
    };
    if let Err(refusal) = renamed.await {
        let mut page = page(&state, &session).await?;
        (page.display_name, page.errors) = (typed.display_name, Errors::from(&refusal));
        return render_refused(&state, &page, &refusal);
    }
    // The feed tells every gateway; this one need not wait for it.
    state.people().forget(session.person.id);
    if let Some(token) = token_in(&headers, &state)? {
        state.live().sessions().forget(&token);
    }
    Ok(redirect("/settings?saved=name"))
}

/// `POST /settings/password`: needs the present one; ends all other sessions.
pub(crate) async fn password(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Form(typed): Form<Passwords>,
) -> Result<Response, AppError> {
    let changed = match typed.read(&session) {
        Ok((old, new)) => {
            let change = AccountAction::ChangePassword { keep: session.id, old, new };
            state
                .actions()
                .change_account(&session, change)
                .await
                .map_err(|refusal| (Errors::from(&refusal), refusal))
        }
        Err(errors) => Err((errors, Refusal::new(Reason::FormInvalid))),
    };
    if let Err((errors, refusal)) = changed {
        let page = SettingsPage { errors, ..page(&state, &session).await? };
        return render_refused(&state, &page, &refusal);
    }
    Ok(redirect("/settings?saved=password"))
}

/// `POST /settings/appearance`: kept by this browser alone.
pub(crate) async fn appearance(
    State(state): State<AppState>,
    SignedIn(_): SignedIn,
    Form(choice): Form<Choice>,
) -> Response {
    let (theme, density) = (Theme::read(&choice.theme), Density::read(&choice.density));
    let appearance = Appearance { theme, density, ..appearance::current() };
    let jar = kept(appearance, state.is_https()).into_iter().fold(CookieJar::new(), CookieJar::add);
    (jar, redirect("/settings?saved=appearance")).into_response()
}

/// `POST /settings/sessions`: ends one, or all others.
pub(crate) async fn end(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Form(form): Form<End>,
) -> Result<Response, AppError> {
    let change = if form.session.is_empty() {
        AccountAction::EndOtherSessions { keep: session.id }
    } else {
        let ending: SessionId = form.session.parse().map_err(|_| Refusal::not_found())?;
        AccountAction::EndSession { session: ending }
    };
    state.actions().change_account(&session, change).await?;
    Ok(redirect("/settings?saved=sessions"))
}

impl Saved {
    fn sentence(&self) -> Option<Text> {
        match self.saved.as_str() {
            "name" => Some(Text::new("settings-did-name")),
            "password" => Some(Text::new("settings-did-password")),
            "appearance" => Some(Text::new("settings-did-appearance")),
            "sessions" => Some(Text::new("settings-did-sessions")),
            _ => None,
        }
    }
}

impl Passwords {
    /// The present and the next password, or all that is wrong.
    fn read(&self, session: &Session) -> Result<(Password, Password), Errors> {
        let mut errors = Errors::none();
        if self.old.is_empty() {
            errors = errors.and("old", Reason::CurrentPasswordMissing);
        }
        if self.password != self.password_again {
            errors = errors.and("password_again", Reason::PasswordsDiffer);
        }
        let new = Password::choose(&self.password, &session.person.username).and_then(|new| {
            new.unlike(&[&session.person.display_name])?;
            Ok(new)
        });
        match new {
            Ok(new) if errors.is_empty() => Ok((Password::try_out(&self.old), new)),
            new => Err(new.err().iter().fold(errors, Errors::and_refusal)),
        }
    }
}

async fn page(state: &AppState, session: &Session) -> Result<SettingsPage, AppError> {
    let (lines, sidebar) =
        tokio::try_join!(sessions(state, session), queries::sidebar(state, session, None))?;
    let now = At::now_utc();
    Ok(SettingsPage {
        sidebar,
        display_name: session.person.display_name.clone(),
        sessions: lines.iter().map(|line| SessionRow::of(line, session.id, now)).collect(),
        admin: matches!(session.org_role, OrgRole::Admin | OrgRole::Owner),
        notice: None,
        errors: Errors::none(),
    })
}

async fn sessions(state: &AppState, session: &Session) -> Result<Vec<SessionLine>, Refusal> {
    let user = session.person.id;
    match state.cluster().ask_auth(user.0, &Query::Sessions { user }).await? {
        Reply::Sessions(lines) => Ok(lines),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}
