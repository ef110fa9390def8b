//! Every screen in the states worth looking at, with the words people really use: long, mixed, right to left.
//! `HUBBUB_GALLERY=<folder> cargo test -p gateway gallery` writes them there, one file a screen, to be looked at.

use proto::SessionId;
use proto::auth::{InviteLine, Link, Profile, SessionLine, SignUp};

use super::*;

const HARBOUR: RoomId = RoomId(Uuid::from_u128(0x10));

fn person(n: u128, name: &str) -> Person {
    Person {
        id: UserId(Uuid::from_u128(n)),
        username: name.to_lowercase().replace(' ', "."),
        display_name: name.into(),
    }
}

fn ingrid() -> Person {
    person(6, "Ingrid Moe")
}

fn listing(slug: &str, name: &str, topic: &str, members: i64, mine: bool) -> Listing {
    Listing {
        room: RoomId(Uuid::new_v5(&HARBOUR.0, slug.as_bytes())),
        slug: Slug::parse(slug).expect("a slug"),
        name: name.into(),
        topic: topic.into(),
        members,
        mine,
        active_at: NOON,
    }
}

fn my_room(n: u128, slug: &str, name: &str, unread: i64) -> MyRoom {
    MyRoom {
        room: RoomId(Uuid::from_u128(n)),
        slug: Slug::parse(slug).expect("a slug"),
        name: name.into(),
        kind: if name == "board" { Kind::Private } else { Kind::Public },
        role: Role::Member,
        head: 400,
        last_msg: 300,
        acl: 1,
        read_seq: if n == 0x10 { 7 } else { 300 },
        read_msg: 300 - unread,
        turn: 0,
        mentions: 0,
    }
}

fn rooms(many: bool) -> Vec<MyRoom> {
    let mut rooms = vec![
        my_room(0x0f, "announcements", "announcements", 0),
        my_room(0x10, "harbour-festival", "harbour festival", 3),
        my_room(0x11, "kitchen", "kitchen", 4),
        my_room(0x12, "日本語クラブ", "日本語クラブ", 0),
        my_room(0x13, "board", "board", 128),
        my_room(0x14, "نادي-القراءة", "نادي القراءة", 2),
        my_room(0x15, "long", "the room about everything that did not fit into any other room we have", 0),
        my_room(0x16, "random", "random", 0),
    ];
    if many {
        rooms.extend(
            (0..40)
                .map(|n| my_room(0x100 + n, &format!("team-{n}"), &format!("team {n}"), (n % 7) as i64 / 5)),
        );
    }
    rooms
}

fn said(seq: i64, by: &Person, minutes: i64, html: &str) -> Message {
    let mut message = message(seq, by.id, minutes);
    message.name = by.display_name.clone();
    message.html = html.into();
    message
}

fn conversation() -> Vec<Message> {
    let (ingrid, rosa, tomas, nadia) =
        (ingrid(), person(0, "Rosa Silva"), person(8, "Tomas Krejčí"), person(10, "نادية العمراني"));
    let long = person(3, "Maximiliane von Hohenstaufen-Oberschlesien zu Wasserburg");
    vec![
        said(
            1,
            &rosa,
            -1200,
            "<p>The jetty is booked from Thursday. Here is what we still need:</p><ul><li>a second set of <strong>lights</strong></li><li>somebody with a van</li><li>two more people for the <em>late</em> shift</li></ul>",
        ),
        said(
            2,
            &tomas,
            -1192,
            "<p>Perfect. I can bring the lights on Wednesday evening if someone lets me in.</p>",
        ),
        said(3, &tomas, -1191, "<p>And the long cable.</p>"),
        said(
            4,
            &long,
            -1100,
            "<blockquote><p>somebody with a van</p></blockquote><p>Here. It is small, but it has been to three festivals and a wedding, and it has never let anybody down except that one time in the rain when the back door would not close and we drove all the way home with a rope around it.</p>",
        ),
        said(5, &nadia, -1090, "<p>أستطيع المساعدة في المساء، بعد الساعة السادسة.</p>"),
        said(
            6,
            &nadia,
            -1089,
            "<p>Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsversammlungsprotokoll https://example.org/a/very/long/address/that/has/no/good/place/to/break?and=a-query</p>",
        ),
        said(
            7,
            &person(7, "山田 太郎"),
            -20,
            "<p>照明は水曜日の夕方に届きます。よろしくお願いします。🎉</p>",
        ),
        said(
            8,
            &rosa,
            -9,
            "<p>Could you check the timer? I think it should count from the gate, not from the first song:</p><pre><code class=\"language-rust\">let opens = gate.opened_at.unwrap_or(show.starts_at); // local time, as printed on the tickets, for everybody\nassert!(opens &lt;= show.starts_at);\n</code></pre>",
        ),
        said(9, &rosa, -8, "<p>And please keep <code>festival.toml</code> out of the shared folder.</p>"),
        said(
            10,
            &ingrid,
            -4,
            "<p>Yes, on it. The short version is in the <a href=\"/r/kitchen\">notes from Friday</a>.</p>",
        ),
    ]
}

fn room(mine: bool, archived: bool, empty: bool) -> RoomPage {
    let view = RoomView {
        room: HARBOUR,
        slug: Slug::parse("harbour-festival").expect("a slug"),
        name: "harbour festival".into(),
        topic: "Thursday to Sunday, jetty 4. Budget and rota are pinned.".into(),
        kind: Kind::Public,
        archived,
        members: 18,
        head: 10,
        last_msg: 10,
        mine: mine.then_some(Membership { role: Role::Member, since: 1, read_seq: 7, read_msg: 7 }),
    };
    let messages = if empty { vec![] } else { conversation() };
    let page = Stretch { head: 10, messages, more: Edge { before: false, after: false } };
    let here = [ingrid(), person(0, "Rosa Silva"), person(10, "نادية العمراني"), person(8, "Tomas Krejčí")];
    let here = if empty { vec![] } else { here.iter().map(Face::from).collect() };
    RoomPage::new(Sidebar::new(&ingrid(), &rooms(false), Some(HARBOUR)), view, &page, Composer::fresh(), here)
}

fn browse(rooms: Vec<Listing>, form: NewRoomForm) -> BrowsePage {
    BrowsePage {
        sidebar: Sidebar::new(&ingrid(), &self::rooms(false), None),
        rooms: rooms.into_iter().map(|room| ListingRow::of(room, NOON)).collect(),
        search: String::new(),
        search_encoded: String::new(),
        offset: 0,
        per_page: 50,
        more: true,
        form,
    }
}

fn settings(errors: Errors, notice: Option<&str>) -> SettingsPage {
    let this = SessionId(Uuid::from_u128(1));
    let line = |n: u128, agent: &str, net: &str, minutes: i64| SessionLine {
        id: SessionId(Uuid::from_u128(n)),
        agent: agent.into(),
        net: net.into(),
        since: NOON - time::Duration::days(9),
        last_seen: NOON - time::Duration::minutes(minutes),
    };
    let lines = [
        line(1, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "192.0.2.0/24", 0),
        line(2, "Mozilla/5.0 (iPhone) Version/18.0 Safari/605.1.15", "2001:db8:4711::/48", 75),
        line(
            3,
            "a program with a very long name of its own that somebody wrote one night",
            "198.51.100.0/24",
            9_000,
        ),
    ];
    SettingsPage {
        sidebar: Sidebar::new(&ingrid(), &rooms(false), None),
        display_name: "Ingrid Moe".into(),
        sessions: lines.iter().map(|line| SessionRow::of(line, this, NOON)).collect(),
        admin: notice.is_some(),
        notice: notice.map(str::to_owned),
        errors,
    }
}

fn profile(person: Person) -> ProfilePage {
    let standing =
        if person.id == ingrid().id { proto::room::Standing::Owner } else { proto::room::Standing::Member };
    let sidebar = Sidebar::new(&ingrid(), &rooms(false), None);
    ProfilePage::new(sidebar, &Profile { person, standing, since: NOON })
}

fn invites(some: bool) -> InvitesPage {
    let line = |uses: i32, most: i32, revoked: bool| InviteLine {
        id: Uuid::from_u128(7),
        by: person(10, "نادية العمراني"),
        made_at: NOON,
        expires_at: NOON + time::Duration::days(7),
        uses,
        most,
        revoked,
        good: !revoked && uses < most,
    };
    let lines = [line(3, 10, false), line(1, 1, false), line(0, 5, true)];
    let link = Link { token: "q".repeat(43), person: None, expires_at: NOON + time::Duration::days(7) };
    let address = format!("https://chat.example.org/invite/{}", link.token);
    InvitesPage {
        sidebar: Sidebar::new(&ingrid(), &rooms(false), None),
        sign_up: SignUp::Invite,
        invites: if some { lines.iter().map(InviteRow::from).collect() } else { vec![] },
        made: some.then(|| Made::new(&link, address)),
        uses: "1".into(),
        days: "7".into(),
        nonce: proto::Nonce::new(),
        notice: None,
        errors: if some { Errors::none() } else { Errors::none().and("uses", "Enter a whole number.") },
    }
}

#[test]
fn gallery_of_every_screen() {
    let draw = draw();
    let wrong = |field: &str, sentence: &str| Errors::none().and(field, sentence);
    let listings = vec![
        listing(
            "harbour-festival",
            "harbour festival",
            "Thursday to Sunday, jetty 4. Budget and rota are pinned.",
            18,
            true,
        ),
        listing("kitchen", "kitchen", "", 1, false),
        listing("日本語クラブ", "日本語クラブ", "毎週金曜日", 4, false),
        listing("نادي-القراءة", "نادي القراءة", "كتاب كل شهر", 7, false),
        listing(
            "long",
            "the room about everything that did not fit into any other room we have",
            "A topic which is also far too long to be shown on one line of any list anywhere",
            240,
            false,
        ),
    ];
    let mut failed = room(true, false, false);
    failed.composer.body = "what was typed\nand is kept".into();
    failed.composer.error =
        Some("This is not possible at the moment. Your text is kept; try again in a few seconds.".into());
    let mut older = room(true, false, false);
    older.timeline.more = Edge { before: true, after: true };
    let screens = [
        ("sign_in", draw.page(&SignInPage::default())),
        (
            "sign_in_wrong",
            draw.page(&SignInPage {
                login: "ingrid".into(),
                notice: Some("Your session has ended. Sign in again to go on; your text is kept.".into()),
                errors: wrong("password", "That name and password do not go together. Try again."),
                ..SignInPage::default()
            }),
        ),
        ("register", draw.page(&RegisterPage::default())),
        (
            "register_first",
            draw.page(&RegisterPage {
                ask_claim: true,
                first: true,
                username: "ingrid".into(),
                errors: wrong(
                    "claim",
                    "This is not the code. It stands in the box where this place was started.",
                )
                .and("email", "This is no e-mail address."),
                ..RegisterPage::default()
            }),
        ),
        (
            "register_invited",
            draw.page(&RegisterPage {
                invite: Some("code".into()),
                invited_by: Some("نادية العمراني".into()),
                ..RegisterPage::default()
            }),
        ),
        (
            "closed",
            draw.page(&ClosedPage {
                title: "This invite is not good any more",
                message: "It was used up, taken back or too old. Ask whoever sent it for a new one.",
                open: true,
            }),
        ),
        (
            "reset",
            draw.page(&ResetPage {
                token: "token".into(),
                username: "ingrid".into(),
                name: "Ingrid Moe".into(),
                errors: wrong("password", "Use at least 10 characters; a few words work well."),
            }),
        ),
        ("settings", draw.page(&settings(Errors::none(), Some("Your name is changed.")))),
        (
            "settings_dark_compact",
            draw.page_in(
                &settings(wrong("old", "This is not your present password. Try again."), None),
                Looks { theme: Theme::Dark, density: Density::Compact },
            ),
        ),
        (
            "profile",
            draw.page(&profile(person(3, "Maximiliane von Hohenstaufen-Oberschlesien zu Wasserburg"))),
        ),
        ("profile_mine", draw.page(&profile(ingrid()))),
        ("invites", draw.page(&invites(true))),
        ("invites_empty", draw.page(&invites(false))),
        ("home", draw.page(&HomePage { sidebar: Sidebar::new(&ingrid(), &rooms(false), None) })),
        ("home_many", draw.page(&HomePage { sidebar: Sidebar::new(&ingrid(), &rooms(true), None) })),
        ("home_empty", draw.page(&HomePage { sidebar: Sidebar::new(&ingrid(), &[], None) })),
        ("browse", draw.page(&browse(listings, NewRoomForm::fresh()))),
        (
            "browse_taken",
            draw.page(&browse(
                vec![],
                NewRoomForm {
                    name: "kitchen".into(),
                    errors: wrong(
                        "name",
                        "There is a room of this name already. Choose another, or join it.",
                    ),
                    ..NewRoomForm::fresh()
                },
            )),
        ),
        ("room", draw.page(&room(true, false, false))),
        ("room_older", draw.page(&older)),
        ("room_failed", draw.page(&failed)),
        ("room_empty", draw.page(&room(true, false, true))),
        ("room_visitor", draw.page(&room(false, false, false))),
        ("room_archived", draw.page(&room(true, true, false))),
        ("error_404", draw.page(&ErrorPage::of(404, None, "4bf92f3577b34da6a3ce929d0e0e4736", true))),
        (
            "error_503",
            draw.page(
                &ErrorPage::of(503, None, "4bf92f3577b34da6a3ce929d0e0e4736", true).with_retry("/r/design"),
            ),
        ),
    ];
    let folder = std::env::var_os("HUBBUB_GALLERY").map(std::path::PathBuf::from);
    for (name, screen) in screens {
        let screen = screen.expect(name);
        if let Some(folder) = &folder {
            std::fs::write(folder.join(format!("{name}.html")), screen).expect("written");
        }
    }
}
