//! Who may do what, in full. `rights.rs` tries every line; an address or a frame without a line here fails the test.
//!
//! A letter each for those of [`super::people::EVERYONE`]: stranger, outsider, member, removed, banned, deactivated, moderator,
//! owner, admin of the organisation; guests follow from these. First in a public room, then in a private one, then in an archived one.
//!
//! `+` it is shown or done · `/` sign in first · `-` not there, or not yours to know of · `!` not yours to do ·
//! `=` not as things stand: the room is archived · `.` nothing is answered and nothing happens

use super::people::{Kind, Who};

/// What `{seq}` and `{user}` are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// Another member, and a message of theirs.
    Another,
    /// A message of one's own.
    Own,
    /// Somebody banned.
    Banned,
}

/// A line about rooms: `GET /r/{slug}`, or the name of a frame.
#[derive(Clone, Copy)]
pub(super) struct RoomRights {
    pub(super) name: &'static str,
    pub(super) about: About,
    /// What `{action}` or `{list}` is, or which action a frame carries.
    pub(super) action: &'static str,
    expected: &'static str,
}

impl RoomRights {
    /// A letter for everyone in a room of this kind. To a guest who is not in it every room is private; one who is in it is a
    /// member.
    pub(super) fn expected(&self, kind: Kind) -> String {
        let of = |kind: Kind| self.expected.split_whitespace().nth(kind as usize).expect("three columns");
        let letter = |kind, who: Who| of(kind).chars().nth(who as usize).expect("nine letters");
        format!("{}{}{}", of(kind), letter(Kind::Private, Who::Outsider), letter(kind, Who::Member))
    }
}

/// A line about the installation: stranger, member, deactivated, admin.
pub(super) struct RouteRights {
    pub(super) name: &'static str,
    expected: &'static str,
}

impl RouteRights {
    /// A letter for each of them, and one for a guest.
    pub(super) fn expected(&self) -> String {
        let guest = GUESTS.iter().find(|(name, _)| *name == self.name).map(|(_, letter)| *letter);
        let guest = guest.or_else(|| self.expected.chars().nth(1)).expect("four letters");
        format!("{}{guest}", self.expected)
    }
}

/// What guests get that members do not get, of the installation: they make no rooms. The one whose card is looked at here is in a
/// room with them.
const GUESTS: &[(&str, char)] = &[("POST /rooms", '!')];

const fn act(name: &'static str, expected: &'static str) -> RoomRights {
    RoomRights { name, about: About::Another, action: "", expected }
}

const fn on(about: About, name: &'static str, expected: &'static str) -> RoomRights {
    RoomRights { name, about, action: "", expected }
}

/// The same, of an action or a list that the name has a place for.
const fn of(action: &'static str, rights: RoomRights) -> RoomRights {
    RoomRights { action, ..rights }
}

const fn route(name: &'static str, expected: &'static str) -> RouteRights {
    RouteRights { name, expected }
}

use About::{Banned, Own};

//                                              public    private   archived
//                                              somrbdMOA somrbdMOA somrbdMOA
pub(super) const ADDRESSES: &[RoomRights] = &[
    act("GET /r/{slug}", "/+++-/+++ /-+--/++- /+++-/+++"),
    act("GET /r/{slug}/m/{seq}", "/+++-/+++ /-+--/++- /+++-/+++"),
    on(Own, "GET /r/{slug}/m/{seq}/edit", "/!+!-/++! /-+--/++- /!=!-/==!"),
    act("GET /r/{slug}/m/{seq}/edit", "/!!!-/!!! /-!--/!!- /!=!-/==!"),
    on(Own, "POST /r/{slug}/m/{seq}/edit", "/!+!-/++! /-+--/++- /!=!-/==!"),
    act("POST /r/{slug}/m/{seq}/edit", "/!!!-/!!! /-!--/!!- /!=!-/==!"),
    on(Own, "GET /r/{slug}/m/{seq}/delete", "/!+!-/++! /-+--/++- /!=!-/==!"),
    act("GET /r/{slug}/m/{seq}/delete", "/!!!-/++! /-!--/++- /!=!-/==!"),
    on(Own, "POST /r/{slug}/m/{seq}/delete", "/!+!-/++! /-+--/++- /!=!-/==!"),
    act("POST /r/{slug}/m/{seq}/delete", "/!!!-/++! /-!--/++- /!=!-/==!"),
    act("GET /r/{slug}/m/{seq}/reply", "/!+!-/++! /-+--/++- /!=!-/==!"),
    act("POST /r/{slug}/m/{seq}/reply", "/!+!-/++! /-+--/++- /!=!-/==!"),
    act("GET /r/{slug}/upload", "/!+!-/++! /-+--/++- /!=!-/==!"),
    act("POST /r/{slug}/upload", "/!+!-/++! /-+--/++- /!=!-/==!"),
    act("GET /r/{slug}/m/{seq}/thread", "/+++-/+++ /-+--/++- /+++-/+++"),
    act("GET /r/{slug}/t/{seq}", "/+++-/+++ /-+--/++- /+++-/+++"),
    act("POST /r/{slug}/t/{seq}", "/!+!-/++! /-+--/++- /!=!-/==!"),
    act("GET /r/{slug}/t/{seq}/follow", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/t/{seq}/follow", "/!+!-/++! /-+--/++- /!+!-/++!"),
    act("GET /r/{slug}/t/{seq}/read", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/t/{seq}/read", "/!+!-/++! /-+--/++- /!+!-/++!"),
    act("GET /r/{slug}/m/{seq}/quote", "/+++-/+++ /-+--/++- /+++-/+++"),
    act("GET /r/{slug}/m/{seq}/tick", "/++++/+++ /++++/+++ /++++/+++"),
    on(Own, "POST /r/{slug}/m/{seq}/tick", "/!+!-/++! /-+--/++- /!=!-/==!"),
    act("POST /r/{slug}/m/{seq}/tick", "/!!!-/!!! /-!--/!!- /!=!-/==!"),
    act("GET /r/{slug}/m/{seq}/react", "/!+!-/++! /-+--/++- /!=!-/==!"),
    act("POST /r/{slug}/m/{seq}/react", "/!+!-/++! /-+--/++- /!=!-/==!"),
    act("GET /r/{slug}/m/{seq}/reactions", "/+++-/+++ /-+--/++- /+++-/+++"),
    act("GET /r/{slug}/reactions", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/reactions", "/!+!-/++! /-+--/++- /!=!-/==!"),
    act("GET /r/{slug}/m/{seq}/save", "/+++-/+++ /-+--/++- /+++-/+++"),
    act("POST /r/{slug}/m/{seq}/save", "/+++-/+++ /-+--/++- /+++-/+++"),
    act("GET /r/{slug}/m/{seq}/report", "/+++-/+++ /-+--/++- /+++-/+++"),
    act("POST /r/{slug}/m/{seq}/report", "/+++-/+++ /-+--/++- /+++-/+++"),
    act("GET /r/{slug}/m/{seq}/why", "/+++-/+++ /-+--/++- /+++-/+++"),
    act("GET /r/{slug}/m/{seq}/unread", "/++++/+++ /++++/+++ /++++/+++"),
    act("GET /r/{slug}/star", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/star", "/-+--/++- /-+--/++- /-+--/++-"),
    act("GET /r/{slug}/notifications", "/-+--/++- /-+--/++- /-+--/++-"),
    act("POST /r/{slug}/notifications", "/-+--/++- /-+--/++- /-+--/++-"),
    act("GET /r/{slug}/names", "/+++-/+++ /-+--/++- /+++-/+++"),
    act("GET /r/{slug}/read", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/read", "/!+!-/++! /-+--/++- /!+!-/++!"),
    act("GET /r/{slug}/messages", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/messages", "/!+!-/++! /-+--/++- /!=!-/==!"),
    act("GET /r/{slug}/preview", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/preview", "/!+!-/++! /-+--/++- /!=!-/==!"),
    act("GET /r/{slug}/join", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/join", "/+++-/+++ /-+--/++- /=+=-/++="),
    act("GET /r/{slug}/leave", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/leave", "/+++-/+++ /-+--/++- /+++-/+++"),
    act("GET /r/{slug}/members", "/+++-/+++ /-+--/++- /+++-/+++"),
    act("POST /r/{slug}/members", "/!!!-/++! /-!--/++- /!=!-/==!"),
    act("GET /r/{slug}/members/{user}/role", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/members/{user}/role", "/!!!-/!+! /-!--/!+- /!=!-/==!"),
    act("GET /r/{slug}/members/{user}/remove", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/members/{user}/remove", "/!!!-/++! /-!--/++- /!=!-/==!"),
    act("GET /r/{slug}/members/{user}/mute", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/members/{user}/mute", "/!!!-/++! /-!--/++- /!=!-/==!"),
    act("GET /r/{slug}/members/{user}/unmute", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/members/{user}/unmute", "/!!!-/++! /-!--/++- /!=!-/==!"),
    act("GET /r/{slug}/members/{user}/unban", "/++++/+++ /++++/+++ /++++/+++"),
    on(Banned, "POST /r/{slug}/members/{user}/unban", "/!!!-/++! /-!--/++- /!=!-/==!"),
    act("POST /r/{slug}/m/{seq}/unread", "/!+!-/++! /-+--/++- /!+!-/++!"),
    act("GET /r/{slug}/m/{seq}/edits", "/!+!-/++! /-+--/++- /!+!-/++!"),
    on(Own, "POST /r/{slug}/m/{seq}/edits", "/!+!-/++! /-+--/++- /!+!-/++!"),
    act("POST /r/{slug}/m/{seq}/edits", "/!!!-/!!! /-!--/!!- /!!!-/!!!"),
    act("GET /r/{slug}/ref", "/+++-/+++ /-+--/++- /+++-/+++"),
    act("GET /r/{slug}/files", "/+++-/+++ /-+--/++- /+++-/+++"),
    of("pins", act("GET /r/{slug}/{list}", "/+++-/+++ /-+--/++- /+++-/+++")),
    of("pin", act("GET /r/{slug}/m/{seq}/{action}", "/++++/+++ /++++/+++ /++++/+++")),
    of("pin", act("POST /r/{slug}/m/{seq}/{action}", "/!!!-/++! /-!--/++- /!=!-/==!")),
    of("unpin", act("POST /r/{slug}/m/{seq}/{action}", "/!!!-/++! /-!--/++- /!=!-/==!")),
    of("remove_previews", on(Own, "POST /r/{slug}/m/{seq}/{action}", "/!+!-/++! /-+--/++- /!=!-/==!")),
    of("remove_previews", act("POST /r/{slug}/m/{seq}/{action}", "/!!!-/++! /-!--/++- /!=!-/==!")),
    act("GET /r/{slug}/settings", "/!!!-/!++ /-!--/!+- /!!!-/!++"),
    act("GET /r/{slug}/settings/name", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/settings/name", "/!!!-/!++ /-!--/!+- /!!!-/!=="),
    act("GET /r/{slug}/settings/topic", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/settings/topic", "/!!!-/!++ /-!--/!+- /!!!-/!=="),
    // No picture is sent here: see `avatars.rs`.
    act("GET /r/{slug}/settings/picture", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/settings/picture", "/!!!-/!?? /-!--/!?- /!!!-/!??"),
    act("GET /r/{slug}/settings/picture/remove", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/settings/picture/remove", "/!!!-/!++ /-!--/!+- /!!!-/!=="),
    act("GET /r/{slug}/settings/posting", "/++++/+++ /++++/+++ /++++/+++"),
    act("GET /r/{slug}/settings/broadcast", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/settings/broadcast", "/!!!-/!++ /-!--/!+- /!!!-/!=="),
    act("GET /r/{slug}/settings/slow", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/settings/posting", "/!!!-/!++ /-!--/!+- /!!!-/!=="),
    act("POST /r/{slug}/settings/slow", "/!!!-/!++ /-!--/!+- /!!!-/!=="),
    act("GET /r/{slug}/settings/history", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/settings/history", "/!!!-/!++ /-!--/!+- /!!!-/!=="),
    act("GET /r/{slug}/settings/previews", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/settings/previews", "/!!!-/!++ /-!--/!+- /!!!-/!=="),
    act("GET /r/{slug}/settings/archive", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/settings/archive", "/!!!-/!++ /-!--/!+- /!!!-/!++"),
    act("GET /r/{slug}/settings/restore", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/settings/restore", "/!!!-/!++ /-!--/!+- /!!!-/!++"),
];

pub(super) const FRAMES: &[RoomRights] = &[
    act("hello", "/-+--/++- /-+--/++- /-+--/++-"),
    act("open", "/-+--/++- /-+--/++- /-+--/++-"),
    act("close", "/..../... /..../... /..../..."),
    of("post", act("command", "/!+!-/++! /-+--/++- /!=!-/==!")),
    of("post_in_thread", act("command", "/!+!-/++! /-+--/++- /!=!-/==!")),
    of("edit", on(Own, "command", "/!+!-/++! /-+--/++- /!=!-/==!")),
    of("edit", act("command", "/!!!-/!!! /-!--/!!- /!=!-/==!")),
    of("delete", on(Own, "command", "/!+!-/++! /-+--/++- /!=!-/==!")),
    of("delete", act("command", "/!!!-/++! /-!--/++- /!=!-/==!")),
    of("pin", act("command", "/!!!-/++! /-!--/++- /!=!-/==!")),
    of("unpin", act("command", "/!!!-/++! /-!--/++- /!=!-/==!")),
    of("remove_previews", on(Own, "command", "/!+!-/++! /-+--/++- /!=!-/==!")),
    of("remove_previews", act("command", "/!!!-/++! /-!--/++- /!=!-/==!")),
    of("react", act("command", "/!+!-/++! /-+--/++- /!=!-/==!")),
    of("unreact", act("command", "/!+!-/++! /-+--/++- /!=!-/==!")),
    of("cancel", act("command", "/++++/+++ /-+++/++- /++++/+++")),
    act("page", "/+++-/+++ /-+--/++- /+++-/+++"),
    act("read", "/.+../++. /.+../++. /.+../++."),
    act("read_thread", "/..../... /..../... /..../..."),
    act("unread", "/.+../++. /.+../++. /.+../++."),
    act("typing", "/.+../++. /.+../++. /.+../++."),
    act("attention", "/..../... /..../... /..../..."),
    act("ping", "/++++/+++ /++++/+++ /++++/+++"),
];

/// What admins do that asks for the password again where it was given too long ago; nothing else does.
pub(crate) const PROVED: &[&str] = &[
    "/admin/people",
    "/admin/people/{user}/role",
    "/admin/people/{user}/email",
    "/admin/people/{user}/reset",
    "/admin/rooms/{room}/delete",
    "/admin/messages/inspect",
];

pub(super) const ROUTES: &[RouteRights] = &[
    route("GET /", "/+/+"),
    route("GET /forgot", "++++"),
    // No mail is sent here: see `mail.rs`.
    route("POST /forgot", "!!!!"),
    route("GET /invite/{code}", "-+-+"),
    route("GET /confirm/{token}", "----"),
    route("POST /confirm/{token}", "----"),
    route("GET /unsubscribe/{link}", "----"),
    route("POST /unsubscribe/{link}", "----"),
    route("GET /reset/{token}", "----"),
    route("POST /reset/{token}", "----"),
    route("GET /rooms", "/+/+"),
    route("POST /rooms", "/+/+"),
    route("GET /rooms/new", "/+/+"),
    route("GET /sidebar", "/+/+"),
    route("POST /sidebar", "/+/+"),
    route("GET /sidebar/places", "/+/+"),
    route("POST /sidebar/places", "/+/+"),
    route("GET /sidebar/fold", "/+/+"),
    route("POST /sidebar/fold", "/+/+"),
    route("GET /sidebar/sections", "/+/+"),
    route("POST /sidebar/sections", "/+/+"),
    route("GET /sidebar/sections/{section}", "/+/+"),
    route("POST /sidebar/sections/{section}", "/+/+"),
    route("GET /sidebar/sections/{section}/remove", "/+/+"),
    route("POST /sidebar/sections/{section}/remove", "/+/+"),
    route("GET /people", "/+/+"),
    route("GET /people/names", "/+/+"),
    // Members do not invite here.
    route("GET /invites", "/!/+"),
    route("POST /invites", "/!/+"),
    route("GET /invites/{id}/revoke", "++++"),
    route("POST /invites/{id}/revoke", "/!/-"),
    route("GET /jump", "/+/+"),
    route("GET /keys", "/+/+"),
    route("GET /commands", "/+/+"),
    route("GET /formatting", "/+/+"),
    route("GET /picker", "/+/+"),
    route("GET /lightbox", "/+/+"),
    route("GET /threads", "/+/+"),
    route("GET /saved", "/+/+"),
    route("GET /inbox", "/+/+"),
    // Of a conversation that is not theirs nothing is put away, and nothing is told; all-done and snooze say no moment.
    route("GET /inbox/done", "/+/+"),
    route("POST /inbox/done", "/+/+"),
    route("GET /inbox/all-done", "/+/+"),
    route("POST /inbox/all-done", "/?/?"),
    route("GET /inbox/snooze", "/+/+"),
    route("POST /inbox/snooze", "/?/?"),
    route("GET /inbox/back", "/+/+"),
    route("POST /inbox/back", "/+/+"),
    route("GET /reports", "/+/+"),
    // Of no message: as of one that is not theirs to deal with, see `reports.rs`.
    route("POST /reports", "/=/="),
    route("GET /search", "/+/+"),
    route("GET /search/offers", "/+/+"),
    route("GET /unread", "/+/+"),
    route("GET /d", "/+/+"),
    route("POST /d", "/+/+"),
    route("GET /d/new", "/+/+"),
    route("GET /emoji", "/+/+"),
    route("GET /emoji/list", "/+/+"),
    route("GET /emoji/custom", "/+/+"),
    // Members may not unless they are let; no picture is sent here, and there is none of this name: see `emoji.rs`.
    route("POST /emoji/custom", "/!/?"),
    route("GET /emoji/custom/{name}/remove", "++++"),
    route("POST /emoji/custom/{name}/remove", "/-/-"),
    route("GET /admin/emoji", "/!/+"),
    route("POST /admin/emoji", "/!/?"),
    route("GET /admin/emoji/members", "++++"),
    route("POST /admin/emoji/members", "/!/+"),
    route("GET /admin/emoji/{name}/remove", "++++"),
    route("POST /admin/emoji/{name}/remove", "/!/-"),
    route("POST /upload", "/+/+"),
    // Of nobody's file: as of somebody else's, see `files.rs`.
    route("GET /upload/{file}", "/-/-"),
    route("PUT /upload/{file}", "/-/-"),
    route("POST /upload/{file}", "/-/-"),
    route("DELETE /upload/{file}", "/-/-"),
    route("GET /f/{file}/{name}", "/-/-"),
    route("GET /u/{username}", "/+/+"),
    route("GET /u/{username}/card", "/+/+"),
    route("GET /u/{username}/block", "/+/+"),
    route("POST /u/{username}/block", "/+/+"),
    route("GET /u/{username}/unblock", "/+/+"),
    route("POST /u/{username}/unblock", "/+/+"),
    route("GET /welcome/hide", "++++"),
    route("POST /welcome/hide", "/+/+"),
    route("GET /status", "/+/+"),
    route("POST /status", "/+/+"),
    route("GET /settings", "/+/+"),
    route("GET /settings/name", "++++"),
    route("POST /settings/name", "/+/+"),
    route("GET /settings/avatar", "++++"),
    // No picture is sent here: see `avatars.rs`.
    route("POST /settings/avatar", "/?/?"),
    route("GET /settings/avatar/remove", "++++"),
    route("POST /settings/avatar/remove", "/+/+"),
    // Of nobody: see there, too.
    route("GET /picture/{picture}/{side}", "/-/-"),
    // That nothing shows: see `link_previews.rs`.
    route("GET /link-picture/{picture}", "/-/-"),
    route("GET /settings/profile", "++++"),
    route("POST /settings/profile", "/+/+"),
    route("GET /settings/email", "++++"),
    route("POST /settings/email", "/?/?"),
    route("GET /settings/email/confirm", "++++"),
    route("POST /settings/email/confirm", "/!/!"),
    route("GET /settings/appearance", "++++"),
    route("POST /settings/appearance", "/+/+"),
    route("GET /settings/sessions", "++++"),
    route("POST /settings/sessions", "/+/+"),
    route("GET /settings/messages", "++++"),
    route("POST /settings/messages", "/+/+"),
    route("GET /settings/notifications", "/+/+"),
    route("GET /settings/notifications/rooms", "++++"),
    route("POST /settings/notifications/rooms", "/+/+"),
    route("GET /settings/notifications/keywords", "++++"),
    route("POST /settings/notifications/keywords", "/+/+"),
    route("GET /settings/notifications/pause", "++++"),
    route("POST /settings/notifications/pause", "/+/+"),
    route("GET /settings/notifications/devices", "++++"),
    route("POST /settings/notifications/devices", "/+/+"),
    route("GET /settings/notifications/mail", "++++"),
    route("POST /settings/notifications/mail", "/?/?"),
    route("GET /settings/notifications/hours", "++++"),
    route("POST /settings/notifications/hours", "/+/+"),
    route("GET /settings/password", "++++"),
    route("POST /settings/password", "/?/?"),
    route("GET /setup", "/!/+"),
    route("GET /setup/name", "++++"),
    route("POST /setup/name", "/!/+"),
    route("GET /setup/invite", "++++"),
    route("POST /setup/invite", "/!/+"),
    route("GET /setup/room", "++++"),
    route("POST /setup/room", "/!/+"),
    route("GET /setup/demo", "++++"),
    route("POST /setup/demo", "/!/+"),
    route("POST /setup", "/!/+"),
    route("GET /admin/installation", "/!/+"),
    route("GET /admin/installation/name", "++++"),
    route("POST /admin/installation/name", "/!/+"),
    route("GET /admin/installation/greeting", "++++"),
    route("POST /admin/installation/greeting", "/!/+"),
    route("GET /admin/installation/previews", "++++"),
    route("POST /admin/installation/previews", "/!/+"),
    route("GET /admin/installation/level", "++++"),
    route("POST /admin/installation/level", "/!/+"),
    route("GET /admin", "/!/+"),
    route("GET /admin/installation/files", "++++"),
    route("POST /admin/installation/files", "/!/+"),
    route("GET /admin/people", "/!/+"),
    route("POST /admin/people", "/!/+"),
    route("GET /admin/people/{user}/role", "/!/+"),
    route("POST /admin/people/{user}/role", "/!/+"),
    route("GET /admin/people/{user}/sessions", "/!/+"),
    route("POST /admin/people/{user}/sessions", "/!/+"),
    route("GET /admin/people/{user}/avatar", "/!/+"),
    route("POST /admin/people/{user}/avatar", "/!/+"),
    route("GET /admin/people/{user}/email", "/!/+"),
    // Of an address that is not theirs.
    route("POST /admin/people/{user}/email", "/!/="),
    route("GET /admin/people/{user}/reset", "/!/+"),
    route("POST /admin/people/{user}/reset", "/!/+"),
    route("GET /admin/rooms", "/!/+"),
    route("GET /admin/rooms/{room}", "/!/+"),
    route("GET /admin/rooms/{room}/name", "/!/+"),
    route("POST /admin/rooms/{room}/name", "/!/+"),
    route("GET /admin/rooms/{room}/topic", "/!/+"),
    route("POST /admin/rooms/{room}/topic", "/!/+"),
    route("GET /admin/rooms/{room}/picture", "/!/+"),
    route("POST /admin/rooms/{room}/picture", "/!/?"),
    route("GET /admin/rooms/{room}/picture/remove", "/!/+"),
    route("POST /admin/rooms/{room}/picture/remove", "/!/+"),
    route("GET /admin/rooms/{room}/archive", "/!/+"),
    route("POST /admin/rooms/{room}/archive", "/!/+"),
    route("GET /admin/rooms/{room}/restore", "/!/+"),
    route("POST /admin/rooms/{room}/restore", "/!/+"),
    route("GET /admin/messages", "/!/+"),
    route("GET /admin/messages/inspect", "/!/+"),
    route("POST /admin/messages/inspect", "/!/+"),
    route("GET /admin/messages/delete", "/!/+"),
    route("POST /admin/messages/delete", "/!/-"),
    route("GET /admin/rooms/{room}/delete", "/!/+"),
    // Under another name: it is not deleted.
    route("POST /admin/rooms/{room}/delete", "/!/?"),
    route("GET /admin/reports", "/!/+"),
    route("POST /admin/reports", "/!/="),
    route("GET /admin/audit", "/!/+"),
    route("GET /admin/audit/undo", "/!/+"),
    route("POST /admin/audit/undo", "/!/-"),
    route("GET /admin/people/invites", "/!/+"),
    route("POST /admin/people/invites", "/!/+"),
    route("GET /admin/people/invites/{id}/revoke", "++++"),
    route("POST /admin/people/invites/{id}/revoke", "/!/-"),
    route("GET /admin/people/members-invite", "++++"),
    route("POST /admin/people/members-invite", "/!/+"),
    route("GET /admin/people/sign-up", "++++"),
    route("POST /admin/people/sign-up", "/!/+"),
    route("GET /static/{hash}/{*path}", "----"),
    route("GET /styleguide", "----"),
    route("GET /styleguide/{screen}", "----"),
    route("GET /offline", "++++"),
    route("GET /sw.js", "++++"),
    route("GET /favicon.ico", "++++"),
    route("GET /apple-touch-icon.png", "++++"),
    route("GET /manifest.webmanifest", "++++"),
    route("GET /robots.txt", "++++"),
    route("GET /.well-known/security.txt", "----"),
    route("GET /.well-known/change-password", "++++"),
    // Opening a socket; what is said over it stands in `FRAMES`.
    route("GET /ws", "/!!!"),
    // Last, because nobody is the same afterwards.
    route("GET /register", "++++"),
    route("POST /register", "++++"),
    route("GET /login", "++++"),
    route("POST /login", "++++"),
    route("POST /logout", "++++"),
];
