//! Who may do what, in full. `rights.rs` tries every line; an address or a frame without a line here fails the test.
//!
//! A letter each for those of [`super::people::EVERYONE`]: stranger, outsider, member, removed, banned, deactivated, moderator,
//! owner, admin of the place. First in a public room, then in a private one, then in an archived one.
//!
//! `+` it is shown or done · `/` to the door: sign in first · `-` not there, or not yours to know of · `!` not yours to do ·
//! `=` not as things stand: the room is archived · `.` nothing is answered and nothing happens

use super::people::Kind;

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
pub(super) struct Act {
    pub(super) name: &'static str,
    pub(super) about: About,
    expected: &'static str,
}

impl Act {
    /// A letter for everyone in a room of this kind.
    pub(super) fn expected(&self, kind: Kind) -> &'static str {
        self.expected.split_whitespace().nth(kind as usize).expect("three columns")
    }
}

/// A line about the place: stranger, member, deactivated, admin.
pub(super) struct Errand {
    pub(super) name: &'static str,
    pub(super) expected: &'static str,
}

const fn act(name: &'static str, expected: &'static str) -> Act {
    Act { name, about: About::Another, expected }
}

const fn on(about: About, name: &'static str, expected: &'static str) -> Act {
    Act { name, about, expected }
}

const fn errand(name: &'static str, expected: &'static str) -> Errand {
    Errand { name, expected }
}

use About::{Banned, Own};

//                                              public    private   archived
//                                              somrbdMOA somrbdMOA somrbdMOA
pub(super) const ADDRESSES: &[Act] = &[
    act("GET /r/{slug}", "/+++-/+++ /-+--/++- /+++-/+++"),
    act("GET /r/{slug}/m/{seq}", "/+++-/+++ /-+--/++- /+++-/+++"),
    on(Own, "GET /r/{slug}/m/{seq}/edit", "/!+!-/++! /-+--/++- /===-/==="),
    act("GET /r/{slug}/m/{seq}/edit", "/!!!-/!!! /-!--/!!- /===-/==="),
    on(Own, "POST /r/{slug}/m/{seq}/edit", "/!+!-/++! /-+--/++- /!=!-/==!"),
    act("POST /r/{slug}/m/{seq}/edit", "/!!!-/!!! /-!--/!!- /!=!-/==!"),
    on(Own, "GET /r/{slug}/m/{seq}/delete", "/!+!-/++! /-+--/++- /===-/==="),
    act("GET /r/{slug}/m/{seq}/delete", "/!!!-/++! /-!--/++- /===-/==="),
    on(Own, "POST /r/{slug}/m/{seq}/delete", "/!+!-/++! /-+--/++- /!=!-/==!"),
    act("POST /r/{slug}/m/{seq}/delete", "/!!!-/++! /-!--/++- /!=!-/==!"),
    act("GET /r/{slug}/m/{seq}/unread", "/++++/+++ /++++/+++ /++++/+++"),
    act("GET /r/{slug}/names", "/+++-/+++ /-+--/++- /+++-/+++"),
    act("GET /r/{slug}/read", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/read", "/!+!-/++! /-+--/++- /!+!-/++!"),
    act("GET /r/{slug}/messages", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/messages", "/!+!-/++! /-+--/++- /!=!-/==!"),
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
    act("GET /r/{slug}/members/{user}/unban", "/++++/+++ /++++/+++ /++++/+++"),
    on(Banned, "POST /r/{slug}/members/{user}/unban", "/!!!-/++! /-!--/++- /!=!-/==!"),
    act("POST /r/{slug}/m/{seq}/unread", "/!+!-/++! /-+--/++- /!+!-/++!"),
    act("GET /r/{slug}/pins", "/+++-/+++ /-+--/++- /+++-/+++"),
    act("GET /r/{slug}/m/{seq}/pin", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/m/{seq}/pin", "/!!!-/++! /-!--/++- /!=!-/==!"),
    act("GET /r/{slug}/m/{seq}/unpin", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/m/{seq}/unpin", "/!!!-/++! /-!--/++- /!=!-/==!"),
    act("GET /r/{slug}/settings", "/!!!-/!++ /-!--/!+- /!!!-/!++"),
    act("GET /r/{slug}/settings/name", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/settings/name", "/!!!-/!++ /-!--/!+- /!!!-/!=="),
    act("GET /r/{slug}/settings/topic", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/settings/topic", "/!!!-/!++ /-!--/!+- /!!!-/!=="),
    act("GET /r/{slug}/settings/archive", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/settings/archive", "/!!!-/!++ /-!--/!+- /!!!-/!++"),
    act("GET /r/{slug}/settings/restore", "/++++/+++ /++++/+++ /++++/+++"),
    act("POST /r/{slug}/settings/restore", "/!!!-/!++ /-!--/!+- /!!!-/!++"),
];

pub(super) const FRAMES: &[Act] = &[
    act("hello", "/-+--/++- /-+--/++- /-+--/++-"),
    act("open", "/-+--/++- /-+--/++- /-+--/++-"),
    act("close", "/..../... /..../... /..../..."),
    act("send", "/!+!-/++! /-+--/++- /!=!-/==!"),
    on(Own, "edit", "/!+!-/++! /-+--/++- /!=!-/==!"),
    act("edit", "/!!!-/!!! /-!--/!!- /!=!-/==!"),
    on(Own, "delete", "/!+!-/++! /-+--/++- /!=!-/==!"),
    act("delete", "/!!!-/++! /-!--/++- /!=!-/==!"),
    act("pin", "/!!!-/++! /-!--/++- /!=!-/==!"),
    act("unpin", "/!!!-/++! /-!--/++- /!=!-/==!"),
    act("cancel", "/++++/+++ /-+++/++- /++++/+++"),
    act("page", "/+++-/+++ /-+--/++- /+++-/+++"),
    act("read", "/.+../++. /.+../++. /.+../++."),
    act("unread", "/.+../++. /.+../++. /.+../++."),
    act("typing", "/.+../++. /.+../++. /.+../++."),
    act("ping", "/++++/+++ /++++/+++ /++++/+++"),
];

pub(super) const ERRANDS: &[Errand] = &[
    errand("GET /", "/+/+"),
    errand("GET /invite/{code}", "-+-+"),
    errand("GET /reset/{token}", "----"),
    errand("POST /reset/{token}", "----"),
    errand("GET /rooms", "/+/+"),
    errand("POST /rooms", "/+/+"),
    errand("GET /u/{username}", "/+/+"),
    errand("GET /settings", "/+/+"),
    errand("GET /settings/name", "++++"),
    errand("POST /settings/name", "/+/+"),
    errand("GET /settings/appearance", "++++"),
    errand("POST /settings/appearance", "/+/+"),
    errand("GET /settings/sessions", "++++"),
    errand("POST /settings/sessions", "/+/+"),
    errand("GET /settings/password", "++++"),
    errand("POST /settings/password", "/?/?"),
    errand("GET /admin", "/!/+"),
    errand("GET /admin/people", "/!/+"),
    errand("POST /admin/people", "/!/+"),
    errand("GET /admin/people/{user}/role", "/!/+"),
    errand("POST /admin/people/{user}/role", "/!/+"),
    errand("GET /admin/people/{user}/sessions", "/!/+"),
    errand("POST /admin/people/{user}/sessions", "/!/+"),
    errand("GET /admin/people/{user}/reset", "/!/+"),
    errand("POST /admin/people/{user}/reset", "/!/+"),
    errand("GET /admin/rooms", "/!/+"),
    errand("GET /admin/rooms/{room}", "/!/+"),
    errand("GET /admin/rooms/{room}/name", "/!/+"),
    errand("POST /admin/rooms/{room}/name", "/!/+"),
    errand("GET /admin/rooms/{room}/topic", "/!/+"),
    errand("POST /admin/rooms/{room}/topic", "/!/+"),
    errand("GET /admin/rooms/{room}/archive", "/!/+"),
    errand("POST /admin/rooms/{room}/archive", "/!/+"),
    errand("GET /admin/rooms/{room}/restore", "/!/+"),
    errand("POST /admin/rooms/{room}/restore", "/!/+"),
    errand("GET /admin/messages", "/!/+"),
    errand("GET /admin/messages/look", "/!/+"),
    errand("POST /admin/messages/look", "/!/+"),
    errand("GET /admin/messages/delete", "/!/+"),
    errand("POST /admin/messages/delete", "/!/-"),
    errand("GET /admin/rooms/{room}/delete", "/!/+"),
    // Under another name: it is not deleted.
    errand("POST /admin/rooms/{room}/delete", "/!/?"),
    errand("GET /admin/audit", "/!/+"),
    errand("GET /admin/people/invites", "/!/+"),
    errand("POST /admin/people/invites", "/!/+"),
    errand("GET /admin/people/invites/{id}/revoke", "++++"),
    errand("POST /admin/people/invites/{id}/revoke", "/!/-"),
    errand("GET /admin/people/sign-up", "++++"),
    errand("POST /admin/people/sign-up", "/!/+"),
    errand("GET /static/{hash}/{*path}", "----"),
    errand("GET /styleguide", "----"),
    errand("GET /styleguide/{screen}", "----"),
    errand("GET /favicon.ico", "++++"),
    errand("GET /apple-touch-icon.png", "++++"),
    errand("GET /manifest.webmanifest", "++++"),
    errand("GET /robots.txt", "++++"),
    errand("GET /.well-known/security.txt", "----"),
    errand("GET /.well-known/change-password", "++++"),
    // The door of the socket; what is said through it stands in `FRAMES`.
    errand("GET /ws", "/!!!"),
    // Last, because nobody is the same afterwards.
    errand("GET /register", "++++"),
    errand("POST /register", "++++"),
    errand("GET /login", "++++"),
    errand("POST /login", "++++"),
    errand("POST /logout", "++++"),
];
