//! `/settings/notifications`: what one is told, and when one does not want to be disturbed.

use axum::Form;
use axum::extract::{Query as UrlQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use proto::auth::{AccountAction, Session};
use proto::room::{Kind, Level};
use proto::text::ZoneName;
use proto::{At, Refusal};
use serde::Deserialize;

use super::own_account;
use crate::actions::{devices, mail, notification_settings, quiet};
use crate::catalogue::Text;
use crate::draw::{DeviceRow, Errors, HoursForm, LocalTime, MailForm, NotificationsPage, ShownQuiet};
use crate::error::AppError;
use crate::pages::{queries, redirect, render, render_refused};
use crate::session::{SignedIn, token_in};
use crate::state::AppState;

pub(super) const HERE: &str = "/settings/notifications?saved=yes";

/// What was done last.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Saved {
    saved: String,
}

/// The form of a pause.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Pause {
    pause: String,
    day: String,
    /// Not empty: the pause is over.
    resume: String,
}

/// The form of the hours that come again.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Hours {
    /// Not empty: they are kept.
    on: String,
    from: String,
    to: String,
    day0: String,
    day1: String,
    day2: String,
    day3: String,
    day4: String,
    day5: String,
    day6: String,
}

/// `GET /settings/notifications`
pub(crate) async fn settings(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    UrlQuery(saved): UrlQuery<Saved>,
) -> Result<Response, AppError> {
    let (_, mut page) = page(&state, &session).await?;
    page.notice = (!saved.saved.is_empty()).then(|| Text::new("notifications-saved"));
    render(&state, &page)
}

/// Where a refused form was drawn, a reload asks for its address.
pub(crate) async fn to_page() -> Response {
    redirect("/settings/notifications")
}

/// `POST /settings/notifications/pause`
pub(crate) async fn pause(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
    Form(typed): Form<Pause>,
) -> Result<Response, AppError> {
    let (zone, mut page) = page(&state, &session).await?;
    let until = if typed.resume.is_empty() {
        quiet::until(&typed.pause, &typed.day, zone.as_ref(), At::now_utc()).map(Some)
    } else {
        Ok(None)
    };
    let saved =
        async { change(&state, &session, &headers, AccountAction::SetQuietUntil { until: until? }).await };
    let Err(refusal) = saved.await else { return Ok(redirect(HERE)) };
    (page.pause, page.day, page.errors) = (typed.pause, typed.day, Errors::from(&refusal));
    render_refused(&state, &page, &refusal)
}

/// `POST /settings/notifications/hours`
pub(crate) async fn hours(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
    Form(typed): Form<Hours>,
) -> Result<Response, AppError> {
    let hours = if typed.on.is_empty() {
        Ok(None)
    } else {
        quiet::hours(&typed.from, &typed.to, typed.days()).map(Some)
    };
    let saved =
        async { change(&state, &session, &headers, AccountAction::SetQuietHours { hours: hours? }).await };
    let Err(refusal) = saved.await else { return Ok(redirect(HERE)) };
    let (_, mut page) = page(&state, &session).await?;
    let days = typed.days();
    page.hours = HoursForm { on: !typed.on.is_empty(), from: typed.from, to: typed.to, days };
    page.errors = Errors::from(&refusal);
    render_refused(&state, &page, &refusal)
}

impl Hours {
    fn days(&self) -> [bool; 7] {
        let Self { day0, day1, day2, day3, day4, day5, day6, .. } = self;
        [day0, day1, day2, day3, day4, day5, day6].map(|day| !day.is_empty())
    }
}

/// Changes one's own account, as others and oneself see it. The feed tells every gateway; this one need not wait for it.
pub(super) async fn change(
    state: &AppState,
    session: &Session,
    headers: &HeaderMap,
    change: AccountAction,
) -> Result<(), Refusal> {
    state.actions().change_account(session, change).await?;
    state.people().forget(session.person.id);
    if let Ok(Some(token)) = token_in(headers, state) {
        state.live().sessions().forget(&token);
    }
    Ok(())
}

/// The page as things stand, and the zone of whoever looks.
pub(super) async fn page(
    state: &AppState,
    session: &Session,
) -> Result<(Option<ZoneName>, NotificationsPage), AppError> {
    let (own, chosen, devices, mailed, sidebar) = tokio::try_join!(
        own_account(state, session),
        notification_settings::chosen(state.cluster(), session.person.id),
        devices::of(state.cluster(), session.person.id),
        mail::of(state.cluster(), session.person.id),
        queries::sidebar(state, session, None)
    )?;
    let mail = state.mail_origin().map(|_| MailForm::of(mailed, own.email_confirmed));
    let (now, zone) = (At::now_utc(), own.details.zone);
    let quiet = session.person.quiet.as_deref();
    let clock = zone.clone().or_else(|| ZoneName::parse("UTC").ok());
    let page = NotificationsPage {
        sidebar,
        level: chosen.level.map_or("", Level::as_str),
        for_everyone: chosen.for_everyone.unwrap_or(Level::unless_chosen(Kind::Public)),
        keywords: chosen.keywords.into_iter().map(String::from).collect(),
        keyword: String::new(),
        quiet: ShownQuiet::to(&session.person, zone.as_ref(), now),
        paused: quiet.and_then(|quiet| quiet.until).is_some_and(|until| now < until),
        pause: "half_hour".to_owned(),
        day: String::new(),
        hours: HoursForm::of(quiet),
        zone: clock.and_then(|clock| LocalTime::of(&clock, None, now)).ok_or_else(Refusal::unavailable)?,
        push_key: state.push().key(),
        devices: devices.iter().map(|device| DeviceRow::of(device, session.id, now)).collect(),
        mail,
        notice: None,
        errors: Errors::none(),
    };
    Ok((zone, page))
}
