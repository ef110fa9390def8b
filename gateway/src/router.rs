//! Every address of the gateway on one screen. The layers around them are in `middleware.rs`.

mod table;

use axum::Router;
use axum::extract::DefaultBodyLimit;

pub use table::Address;
use table::{Table, get, post};

use crate::middleware;
use crate::pages::admin::{
    audit, default_level, installation, messages as all_messages, overview, people as all_people, previews,
    rooms as all_rooms,
};
use crate::pages::messages::{
    delete, edit, edits, list, one, preview, quote, react, reply, report, save, tick, why,
};
use crate::pages::{
    blocks, commands, confirm, custom_emoji, direct, emoji, file, files, forgot, formatting, home, inbox,
    invite, invites, jump, keys, lightbox, link_picture, membership, messages, names, not_found, offline,
    own_invites, people, picker, picture, profile, register, reports, reset, room, room_files, room_ref,
    rooms, saved, search, settings, setup, sidebar, sign_in, sign_out, socket, status, styleguide, threads,
    unread, unsubscribe, uploads, welcome, well_known,
};
use crate::pages::{level, members, room_settings, star};
use crate::state::AppState;

/// What rooms with a name and direct conversations have in common.
macro_rules! conversation {
    ($room:literal) => {
        Table::new()
            .route($room, get(room::room))
            .route(concat!($room, "/m/{seq}"), get(one::show))
            .route(
                concat!($room, "/m/{seq}/edit"),
                get(edit::form).post(edit::edit).layer(DefaultBodyLimit::max(messages::FORM_MAX)),
            )
            .route(concat!($room, "/m/{seq}/delete"), get(delete::form).post(delete::delete))
            .route(
                concat!($room, "/m/{seq}/reply"),
                get(reply::form).post(reply::reply).layer(DefaultBodyLimit::max(messages::FORM_MAX)),
            )
            .route(concat!($room, "/m/{seq}/thread"), get(threads::of_message))
            .route(
                concat!($room, "/t/{seq}"),
                get(threads::show).post(threads::post).layer(DefaultBodyLimit::max(messages::FORM_MAX)),
            )
            .route(concat!($room, "/t/{seq}/follow"), get(threads::to_page).post(threads::follow))
            .route(concat!($room, "/t/{seq}/read"), get(threads::to_page).post(threads::read))
            .route(concat!($room, "/m/{seq}/quote"), get(quote::quote))
            .route(concat!($room, "/m/{seq}/react"), get(react::form).post(react::react))
            .route(concat!($room, "/m/{seq}/reactions"), get(react::reactors))
            .route(concat!($room, "/reactions"), get(room::to_page).post(react::press))
            .route(concat!($room, "/m/{seq}/tick"), get(one::to_page).post(tick::tick))
            .route(concat!($room, "/m/{seq}/unread"), get(one::to_page).post(one::unread))
            .route(concat!($room, "/m/{seq}/save"), get(save::form).post(save::save))
            .route(concat!($room, "/m/{seq}/report"), get(report::form).post(report::report))
            .route(concat!($room, "/m/{seq}/why"), get(why::why))
            .route(concat!($room, "/m/{seq}/{action}"), get(one::act_to_page).post(one::act))
            .route(concat!($room, "/files"), get(room_files::files))
            .route(concat!($room, "/{list}"), get(list::list))
            .route(
                concat!($room, "/messages"),
                get(room::to_page).post(messages::post).layer(DefaultBodyLimit::max(messages::FORM_MAX)),
            )
            .route(
                concat!($room, "/preview"),
                get(room::to_page).post(preview::preview).layer(DefaultBodyLimit::max(messages::FORM_MAX)),
            )
            .route(concat!($room, "/read"), get(room::to_page).post(room::read))
            .route(concat!($room, "/star"), get(room::to_page).post(star::star))
            .route(concat!($room, "/notifications"), get(level::form).post(level::choose))
            .route(concat!($room, "/names"), get(names::names))
    };
}

/// All addresses, with everything around them.
pub(crate) fn router(state: &AppState) -> Router {
    let routes = table().into_routes().fallback(not_found::not_found);
    middleware::around(routes, streams().into_routes(), state)
}

/// All that can be asked of a gateway, for those who have to try each of them.
pub fn addresses() -> Vec<Address> {
    table().merge(streams()).into_addresses()
}

/// What takes as long as it takes: files on their way in and out.
fn streams() -> Table {
    Table::new()
        .route("/upload/{file}", get(uploads::state).put(uploads::put).delete(uploads::cancel))
        .route("/r/{slug}/upload", get(uploads::form::form).post(uploads::form::send))
        .route("/d/{slug}/upload", get(uploads::form::form).post(uploads::form::send))
        .route("/f/{file}/{name}", get(file::file))
        .route("/picture/{picture}/{side}", get(picture::picture))
        .route("/link-picture/{picture}", get(link_picture::link_picture))
        .route("/r/{slug}/settings/picture", get(room_settings::to_page).post(room_settings::picture::send))
        .route("/admin/rooms/{room}/picture", get(room_settings::to_page).post(room_settings::picture::send))
        .route("/emoji/custom", get(custom_emoji::all).post(custom_emoji::add))
        .route("/admin/emoji", get(custom_emoji::any).post(custom_emoji::add_any))
        .route("/settings/avatar", get(settings::to_page).post(settings::avatar::send))
}

fn table() -> Table {
    let strangers = Table::new()
        .route("/register", get(register::form).post(register::register))
        .route("/login", get(sign_in::form).post(sign_in::sign_in))
        .route("/forgot", get(forgot::form).post(forgot::send))
        .route("/invite/{code}", get(invite::invite))
        .route("/reset/{token}", get(reset::form).post(reset::reset))
        .route("/confirm/{token}", get(confirm::form).post(confirm::confirm))
        .route("/unsubscribe/{link}", get(unsubscribe::form).post(unsubscribe::unsubscribe))
        .route("/offline", get(offline::offline));

    let inside = Table::new()
        .route("/", get(home::home))
        .route("/logout", post(sign_out::sign_out))
        .route("/welcome/hide", get(welcome::to_page).post(welcome::hide))
        .route("/rooms", get(rooms::browse).post(rooms::create::create))
        .route("/rooms/new", get(rooms::create::form))
        .route("/sidebar", get(sidebar::form).post(sidebar::sort))
        .route("/sidebar/places", get(sidebar::to_page).post(sidebar::place))
        .route("/sidebar/fold", get(sidebar::to_page).post(sidebar::fold))
        .route("/sidebar/sections", get(sidebar::to_page).post(sidebar::sections::add))
        .route("/sidebar/sections/{section}", get(sidebar::to_page).post(sidebar::sections::rename))
        .route("/sidebar/sections/{section}/remove", get(sidebar::to_page).post(sidebar::sections::remove))
        .route("/people", get(people::everyone))
        .route("/invites", get(own_invites::invites).post(own_invites::make))
        .route("/invites/{id}/revoke", get(own_invites::to_page).post(own_invites::revoke))
        .route("/people/names", get(people::names))
        .route("/jump", get(jump::jump))
        .route("/keys", get(keys::keys))
        .route("/commands", get(commands::commands))
        .route("/formatting", get(formatting::formatting))
        .route("/picker", get(picker::picker))
        .route("/lightbox", get(lightbox::lightbox))
        .route("/threads", get(threads::mine))
        .route("/saved", get(saved::saved))
        .route("/reports", get(reports::moderated).post(reports::close_moderated))
        .route("/search", get(search::search))
        .route("/search/offers", get(search::offers::offers))
        .route("/unread", get(unread::unread))
        .route("/inbox", get(inbox::inbox))
        .route("/inbox/done", get(inbox::to_page).post(inbox::done))
        .route("/inbox/all-done", get(inbox::to_page).post(inbox::all_done))
        .route("/inbox/snooze", get(inbox::to_page).post(inbox::snooze))
        .route("/inbox/back", get(inbox::to_page).post(inbox::back))
        .route("/emoji", get(emoji::emoji))
        .route("/emoji/list", get(custom_emoji::list))
        .route("/emoji/custom/{name}/remove", get(custom_emoji::to_page).post(custom_emoji::remove))
        .route("/upload", post(uploads::begin))
        // A form, and no file.
        .route("/upload/{file}", post(uploads::describe))
        .merge(conversation!("/r/{slug}"))
        .route("/r/{slug}/m/{seq}/edits", get(edits::edits).post(edits::erase))
        .route("/r/{slug}/ref", get(room_ref::room_ref))
        .route("/r/{slug}/join", get(room::to_page).post(membership::join))
        .route("/r/{slug}/leave", get(room::to_page).post(membership::leave))
        .route("/r/{slug}/members", get(members::members).post(members::change::add))
        .route("/r/{slug}/members/{user}/role", get(members::to_page).post(members::change::appoint))
        .route("/r/{slug}/members/{user}/remove", get(members::to_page).post(members::change::remove))
        .route("/r/{slug}/members/{user}/mute", get(members::to_page).post(members::change::mute))
        .route("/r/{slug}/members/{user}/unmute", get(members::to_page).post(members::change::unmute))
        .route("/r/{slug}/members/{user}/unban", get(members::to_page).post(members::change::unban))
        .route("/r/{slug}/settings", get(room_settings::settings))
        .route("/r/{slug}/settings/name", get(room_settings::to_page).post(room_settings::rename))
        .route("/r/{slug}/settings/topic", get(room_settings::to_page).post(room_settings::describe))
        .route(
            "/r/{slug}/settings/picture/remove",
            get(room_settings::to_page).post(room_settings::picture::remove),
        )
        .route("/r/{slug}/settings/posting", get(room_settings::to_page).post(room_settings::posting))
        .route("/r/{slug}/settings/broadcast", get(room_settings::to_page).post(room_settings::broadcast))
        .route("/r/{slug}/settings/slow", get(room_settings::to_page).post(room_settings::slow_mode))
        .route("/r/{slug}/settings/history", get(room_settings::to_page).post(room_settings::edit_history))
        .route("/r/{slug}/settings/previews", get(room_settings::to_page).post(room_settings::previews))
        .route("/r/{slug}/settings/archive", get(room_settings::to_page).post(room_settings::archive))
        .route("/r/{slug}/settings/restore", get(room_settings::to_page).post(room_settings::restore))
        .route("/d", get(direct::to_form).post(direct::open))
        .route("/d/new", get(direct::form))
        .merge(conversation!("/d/{slug}"))
        .route("/d/{slug}/hide", get(room::to_page).post(direct::hide))
        .route("/u/{username}", get(profile::profile))
        .route("/u/{username}/card", get(profile::card))
        .route("/u/{username}/block", get(blocks::to_page).post(blocks::block))
        .route("/u/{username}/unblock", get(blocks::to_page).post(blocks::unblock))
        .route("/status", get(status::form).post(status::set))
        .route("/settings", get(settings::settings))
        .route("/settings/name", get(settings::to_page).post(settings::rename))
        .route("/settings/avatar/remove", get(settings::to_page).post(settings::avatar::remove))
        .route("/settings/profile", get(settings::to_page).post(settings::profile::describe))
        .route("/settings/email", get(settings::to_page).post(settings::email::change))
        .route("/settings/email/confirm", get(settings::to_page).post(settings::email::confirm))
        .route("/settings/appearance", get(settings::to_page).post(settings::appearance::choose))
        .route("/settings/messages", get(settings::to_page).post(settings::messages::choose))
        .route("/settings/notifications", get(settings::notifications::settings))
        .route(
            "/settings/notifications/rooms",
            get(settings::notifications::to_page).post(settings::keywords::choose_level),
        )
        .route(
            "/settings/notifications/keywords",
            get(settings::notifications::to_page).post(settings::keywords::change),
        )
        .route(
            "/settings/notifications/pause",
            get(settings::notifications::to_page).post(settings::notifications::pause),
        )
        .route(
            "/settings/notifications/hours",
            get(settings::notifications::to_page).post(settings::notifications::hours),
        )
        .route(
            "/settings/notifications/devices",
            get(settings::notifications::to_page).post(settings::devices::change),
        )
        .route(
            "/settings/notifications/mail",
            get(settings::notifications::to_page).post(settings::mail::choose),
        )
        .route("/settings/password", get(settings::to_page).post(settings::password::change))
        .route("/settings/sessions", get(settings::to_page).post(settings::end))
        .route("/ws", get(socket::open));

    let admins = Table::new()
        .route("/setup", get(setup::form).post(setup::finish))
        .route("/setup/name", get(setup::to_page).post(setup::name))
        .route("/setup/invite", get(setup::to_page).post(setup::make_invite))
        .route("/setup/room", get(setup::to_page).post(setup::room))
        .route("/setup/demo", get(setup::to_page).post(setup::demo))
        .route("/admin", get(overview::overview))
        .route("/admin/installation", get(installation::installation))
        .route("/admin/installation/name", get(installation::to_page).post(installation::name))
        .route("/admin/installation/greeting", get(installation::to_page).post(installation::greeting))
        .route("/admin/installation/previews", get(installation::to_page).post(previews::set))
        .route("/admin/installation/level", get(installation::to_page).post(default_level::set))
        .route("/admin/installation/files", get(installation::to_page).post(installation::files))
        .route("/admin/people", get(all_people::people).post(all_people::change::create))
        .route("/admin/people/{user}/role", get(all_people::to_page).post(all_people::change::org_role))
        .route(
            "/admin/people/{user}/sessions",
            get(all_people::to_page).post(all_people::change::end_sessions),
        )
        .route(
            "/admin/people/{user}/avatar",
            get(all_people::to_page).post(all_people::change::remove_avatar),
        )
        .route("/admin/people/{user}/email", get(all_people::to_page).post(all_people::change::confirm_email))
        .route("/admin/people/{user}/reset", get(all_people::to_page).post(all_people::change::reset))
        .route("/admin/emoji/members", get(custom_emoji::to_any).post(custom_emoji::members))
        .route("/admin/emoji/{name}/remove", get(custom_emoji::to_any).post(custom_emoji::remove_any))
        .route("/admin/rooms", get(all_rooms::rooms))
        .route("/admin/rooms/{room}", get(room_settings::settings))
        .route("/admin/rooms/{room}/name", get(room_settings::to_page).post(room_settings::rename))
        .route("/admin/rooms/{room}/topic", get(room_settings::to_page).post(room_settings::describe))
        .route(
            "/admin/rooms/{room}/picture/remove",
            get(room_settings::to_page).post(room_settings::picture::remove),
        )
        .route("/admin/rooms/{room}/archive", get(room_settings::to_page).post(room_settings::archive))
        .route("/admin/rooms/{room}/restore", get(room_settings::to_page).post(room_settings::restore))
        .route("/admin/rooms/{room}/delete", get(room_settings::to_page).post(room_settings::delete_room))
        .route("/admin/messages", get(all_messages::messages))
        .route("/admin/messages/inspect", get(all_messages::to_page).post(all_messages::inspect))
        .route("/admin/messages/delete", get(all_messages::to_page).post(all_messages::delete))
        .route("/admin/reports", get(reports::all).post(reports::close_any))
        .route("/admin/audit", get(audit::audit))
        .route("/admin/audit/undo", get(audit::to_page).post(audit::undo))
        .route("/admin/people/invites", get(invites::invites).post(invites::make))
        .route("/admin/people/invites/{id}/revoke", get(invites::to_page).post(invites::revoke))
        .route("/admin/people/members-invite", get(invites::to_page).post(invites::members_invite))
        .route("/admin/people/sign-up", get(invites::to_page).post(invites::sign_up));

    let guide = Table::new()
        .route("/styleguide", get(styleguide::screens))
        .route("/styleguide/{screen}", get(styleguide::screen));

    let files = Table::new()
        .route("/static/{hash}/{*path}", get(files::asset))
        .route("/sw.js", get(files::service_worker))
        .route("/favicon.ico", get(files::favicon))
        .route("/apple-touch-icon.png", get(files::apple_touch_icon))
        .route("/manifest.webmanifest", get(well_known::manifest))
        .route("/robots.txt", get(well_known::robots))
        .route("/.well-known/security.txt", get(well_known::security))
        .route("/.well-known/change-password", get(well_known::change_password));

    strangers.merge(inside).merge(admins).merge(guide).merge(files)
}
