//! `/r/{slug}/t/{seq}`: the thread that begins with a message; `/threads`: those of one's own with something new.

use axum::Form;
use axum::extract::{Path, Query as UrlQuery, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use proto::auth::{Person, Session};
use proto::room::{
    Action, Around, Conversation, Message, MyThread, Query, Reply, RoomView, ThreadPage as Thread,
    ThreadQuery,
};
use proto::{At, Reason, Refusal, Seq, UserId};
use serde::Deserialize;

use super::inbox;
use super::messages::one::number;
use super::messages::sign_in_first;
use super::room::{RoomQuery, is_at, page_of};
use super::{form_nonce, queries, redirect, render, render_refused, retry_nonce};
use crate::actions::messages;
use crate::actions::slash::{self, Typed};
use crate::catalogue::Text;
use crate::draw::{Composer, MyThreadsPage, ThreadPage};
use crate::error::AppError;
use crate::session::{MaybeSession, SignedIn, encoded};
use crate::state::AppState;

type Address = Path<(String, String)>;

/// Messages on a page.
const PAGE: u16 = 50;

/// `GET /r/{slug}/t/{seq}`, perhaps about one of its messages (`?m=`). Where the message is said in a thread, that one.
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
    UrlQuery(part): UrlQuery<RoomQuery>,
    uri: Uri,
) -> Result<Response, AppError> {
    let root = number(&seq)?;
    if let Some(address) = part.edits_at(&slug) {
        return Ok(redirect(&address));
    }
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    if !is_at(&uri, &address(&view, root)) {
        return Ok(Redirect::permanent(&encoded(&address(&view, root))).into_response());
    }
    let around = part.m.map_or_else(|| part.read(), Around::Around);
    let page = page(&state, &session, view, root, around, Composer::fresh()).await?;
    render(&state, &page.chosen(part.m))
}

/// `GET /r/{slug}/m/{seq}/thread`: the thread of a message, wherever it is said.
pub(crate) async fn of_message(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
) -> Result<Response, AppError> {
    let seq = number(&seq)?;
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    let message = queries::message(&state, &session, view.room, seq).await?;
    Ok(redirect(&address(&view, message.root().unwrap_or(seq))))
}

/// What is typed.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct ReplyInput {
    body: String,
    nonce: String,
    also_in_room: String,
    /// Up to where a row of the inbox goes, where it was written there.
    inbox: Seq,
    /// Which part of the inbox was shown then.
    show: String,
}

/// `POST /r/{slug}/t/{seq}` (`body`, `nonce`, `also_in_room`; from the inbox `inbox`, `show`). Refused, it is drawn again with the words.
pub(crate) async fn post(
    State(state): State<AppState>,
    session: Result<MaybeSession, AppError>,
    Path((slug, seq)): Address,
    Form(typed): Form<ReplyInput>,
) -> Result<Response, AppError> {
    let giving_back = |refusal: Refusal| AppError::from(refusal).giving_back(&typed.body);
    let MaybeSession(session) = session.map_err(|error| error.giving_back(&typed.body))?;
    let Some(session) = session else {
        return sign_in_first(&state, format!("{}/t/{seq}", page_of(&slug)), &typed.body);
    };
    let root = number(&seq).map_err(giving_back)?;
    let view = queries::room_by_slug(&state, &session, &slug).await.map_err(giving_back)?;
    let also_in_room = !typed.also_in_room.is_empty();
    let body = match in_thread(&typed.body).map_err(giving_back)? {
        Ok(body) => body,
        Err(why) => {
            let composer = Composer { body: typed.body.clone(), error: Some(why), ..Composer::fresh() };
            let page = page(&state, &session, view, root, Around::Latest, composer).await;
            let mut page = page.map_err(giving_back)?;
            page.also_in_room = also_in_room;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&state, &page)?).into_response());
        }
    };
    let posting = async {
        let action = messages::post_in_thread(root, &body, also_in_room, &[])?;
        state.actions().command(&session, view.room, form_nonce(&typed.nonce)?, action).await
    };
    let Err(refusal) = posting.await else {
        let conversation = Conversation { room: view.room, root: Some(root) };
        let list = inbox::answered(&state, &session, conversation, typed.inbox, &typed.show).await;
        return Ok(redirect(&list.unwrap_or_else(|| format!("{}#latest", address(&view, root)))));
    };
    let composer = Composer::refused(&typed.body, retry_nonce(&refusal, &typed.nonce), &refusal);
    let page = page(&state, &session, view, root, Around::Latest, composer).await;
    let mut page = page.map_err(|_| giving_back(refusal.clone()))?;
    page.also_in_room = also_in_room;
    render_refused(&state, &page, &refusal)
}

/// What is said of what was typed; of what begins with a slash why not, where it is something to be done in the room.
fn in_thread(body: &str) -> Result<Result<String, Text>, Refusal> {
    if !body.starts_with('/') {
        return Ok(Ok(body.to_owned()));
    }
    Ok(match slash::read(body)? {
        Typed::Act(Action::Post { body, .. }) => Ok(body.as_str().to_owned()),
        Typed::Explain(why) => Err(why),
        _ => Err(Text::new("slash-not-in-thread")),
    })
}

/// Whether one follows it.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FollowInput {
    follow: String,
}

/// `POST /r/{slug}/t/{seq}/follow` (`follow`: `yes` or `no`).
pub(crate) async fn follow(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
    Form(typed): Form<FollowInput>,
) -> Result<Response, AppError> {
    let root = number(&seq)?;
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    if view.mine.is_none() {
        return Err(Refusal::new(Reason::JoinFirst).into());
    }
    let (room, user, follow) = (view.room, session.person.id, typed.follow == "yes");
    match state
        .cluster()
        .ask_room(room.0, &Query::Threads { query: ThreadQuery::Follow { room, user, root, follow } })
        .await?
    {
        Reply::Follow(_) => Ok(redirect(&address(&view, root))),
        other => Err(queries::unexpected(&other).into()),
    }
}

/// `POST /r/{slug}/t/{seq}/read` (`seq`): without a script nothing else tells what was read.
pub(crate) async fn read(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
    Form(seen): Form<super::room::Seen>,
) -> Result<Response, AppError> {
    let root = number(&seq)?;
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    if view.mine.is_none() {
        return Err(Refusal::new(Reason::JoinFirst).into());
    }
    let (room, user) = (view.room, session.person.id);
    let query = Query::Threads { query: ThreadQuery::Read { room, user, root, seq: seen.seq } };
    match state.cluster().ask_room(room.0, &query).await? {
        Reply::Follow(_) => Ok(redirect(&format!("{}#latest", address(&view, root)))),
        other => Err(queries::unexpected(&other).into()),
    }
}

/// Where a form of a thread was sent to, a reload asks for its address: the thread is further up.
pub(crate) async fn to_page(SignedIn(_): SignedIn, Path((slug, seq)): Address) -> Result<Response, AppError> {
    Ok(redirect(&format!("{}/t/{}", page_of(&slug), number(&seq)?)))
}

/// `GET /threads`.
pub(crate) async fn mine(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
) -> Result<Response, AppError> {
    let user = session.person.id;
    let threads = async {
        match state.cluster().ask_room(user.0, &Query::Threads { query: ThreadQuery::Mine { user } }).await? {
            Reply::MyThreads(threads) => Ok(threads),
            other => Err(queries::unexpected(&other)),
        }
    };
    let (threads, sidebar) = tokio::try_join!(threads, queries::sidebar(&state, &session, None))?;
    let people = queries::people(&state, &authors(&threads)).await;
    render(&state, &MyThreadsPage::new(sidebar, &threads, &people, At::now_utc()))
}

fn authors(threads: &[MyThread]) -> Vec<UserId> {
    threads.iter().flat_map(|thread| [thread.root.author, thread.last.author]).collect()
}

fn address(view: &RoomView, root: Seq) -> String {
    format!("{}/t/{root}", view.address)
}

async fn page(
    state: &AppState,
    session: &Session,
    view: RoomView,
    root: Seq,
    part: Around,
    composer: Composer,
) -> Result<ThreadPage, Refusal> {
    let (thread, sidebar) = tokio::try_join!(
        thread(state, session, &view, root, part),
        queries::sidebar(state, session, Some(view.room))
    )?;
    let mut page = ThreadPage::new(session, sidebar, view, &thread, composer);
    page.files = state.files().are_kept();
    Ok(page)
}

/// A thread, everyone called as they are called now.
async fn thread(
    state: &AppState,
    session: &Session,
    view: &RoomView,
    root: Seq,
    part: Around,
) -> Result<Box<Thread>, Refusal> {
    let room = view.room;
    let query =
        Query::Threads { query: ThreadQuery::Page { room, viewer: session.into(), root, part, limit: PAGE } };
    let mut thread = match state.cluster().ask_room(room.0, &query).await? {
        Reply::Thread(thread) => thread,
        other => return Err(queries::unexpected(&other)),
    };
    let all = || std::iter::once(&thread.root).chain(&thread.page.messages);
    let mut authors: Vec<UserId> = all().flat_map(Message::people).collect();
    authors.sort_unstable();
    authors.dedup();
    let people = queries::people(state, &authors).await;
    let Thread { root, page, .. } = &mut *thread;
    for message in std::iter::once(root).chain(&mut page.messages) {
        message.show(|user| people.get(&user).map(Person::shown));
    }
    Ok(thread)
}
