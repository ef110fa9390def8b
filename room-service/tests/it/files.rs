//! Files over the real database: one is posted once, by who uploaded it, in the room it was uploaded for, and only once it is there.

use proto::room::{
    Action, Answer, Around, File, FileQuery, FileReply, LeastRole, Message, Minutes, Picture, Query, Reply,
    RoomSetting,
};
use proto::text::{AltText, Body, FileName, MediaType};
use proto::{Code, FileId, Reason, RoomId};

use crate::fixture::{Fixture, Node, Person, again, done, refused};

async fn ask(fixture: &Fixture, node: &Node, query: FileQuery) -> Result<FileReply, Reason> {
    match fixture.ask(node, &Query::Files { query }).await {
        Reply::Files(reply) => Ok(reply),
        Reply::Refused(refusal) => Err(refusal.reason),
        other => panic!("{other:?}"),
    }
}

fn begin(file: FileId, room: RoomId, who: &Person, size: u64) -> FileQuery {
    let name = FileName::parse("plan.pdf").expect("a name");
    let media_type = MediaType::parse("application/pdf").expect("a type");
    FileQuery::Begin {
        file,
        room,
        actor: who.0.clone(),
        name,
        media_type,
        size: Some(size),
        in_thread: false,
    }
}

fn whole(file: FileId, who: &Person, size: u64) -> FileQuery {
    let name = FileName::parse("plan.pdf").expect("a name");
    let file = File::new(file, name, size, MediaType::unknown());
    FileQuery::Stored { user: who.id(), file, sha256: vec![7; 32] }
}

/// A file that may be posted.
async fn uploaded(fixture: &Fixture, node: &Node, room: RoomId, who: &Person) -> FileId {
    let file = FileId::new();
    ask(fixture, node, begin(file, room, who, 5)).await.expect("begun");
    ask(fixture, node, whole(file, who, 5)).await.expect("stored");
    file
}

fn posting(files: &[FileId]) -> Action {
    Action::Post { body: Body::none(), reply_to: None, files: files.to_vec() }
}

async fn page(fixture: &Fixture, node: &Node, room: RoomId, who: &Person) -> Vec<Message> {
    let query = Query::Page { room, viewer: who.viewer(), part: Around::Latest, limit: 100 };
    let Reply::Page(page) = fixture.ask(node, &query).await else { panic!("a page") };
    page.messages
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_posted_once_by_its_owner_in_its_room() {
    let fixture = Fixture::new().await;
    let (node, other) = (fixture.node().await, fixture.node().await);
    let (ann, bob) = (Person::new("Ann"), Person::new("Bob"));
    let (tea, cake) = (fixture.room(&node, &ann, "tea").await, fixture.room(&node, &ann, "cake").await);
    done(&fixture.send(&node, &bob.wants(tea, Action::Join)).await);
    let (one, two) = (uploaded(&fixture, &node, tea, &ann).await, uploaded(&fixture, &node, tea, &ann).await);
    let unfinished = FileId::new();
    ask(&fixture, &node, begin(unfinished, tea, &ann, 5)).await.expect("begun");
    for (who, room, files) in [
        (&bob, tea, vec![one]),
        (&ann, cake, vec![one]),
        (&ann, tea, vec![unfinished]),
        (&ann, tea, vec![one, FileId::new()]),
        (&ann, tea, vec![one, one]),
    ] {
        assert_eq!(refused(&fixture.send(&node, &who.wants(room, posting(&files))).await), Code::NotFound);
    }
    assert_eq!(refused(&fixture.send(&node, &ann.wants(tea, posting(&[]))).await), Code::BadRequest);
    let many: Vec<_> = (0..11).map(|_| FileId::new()).collect();
    assert_eq!(refused(&fixture.send(&node, &ann.wants(tea, posting(&many))).await), Code::Limit);

    let command = ann.wants(tea, posting(&[two, one]));
    let seq = done(&fixture.send(&node, &command).await);
    assert_eq!(done(&fixture.send(&other, &again(&command)).await), seq, "sent again it is the same message");
    for node in [&node, &other] {
        let twice = fixture.send(node, &ann.wants(tea, posting(&[one]))).await;
        assert_eq!(refused(&twice), Code::NotFound);
    }
    let messages = page(&fixture, &other, tea, &bob).await;
    let ids: Vec<_> = messages.last().expect("it").files.iter().map(|file| file.id).collect();
    assert_eq!((messages.len(), ids), (1, vec![two, one]), "in their order");
    let log = fixture.log(&node, tea).await;
    let told = log[seq as usize - 1].fact.message().expect("a message");
    assert_eq!(told, messages.last().expect("it"), "page and log say the same");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_post_the_same_file_at_once_one_does() {
    let fixture = Fixture::new().await;
    let (node, other) = (fixture.node().await, fixture.node().await);
    let ann = Person::new("Ann");
    let room = fixture.room(&node, &ann, "tea").await;
    let file = uploaded(&fixture, &node, room, &ann).await;
    let commands: Vec<_> = (0..8).map(|_| ann.wants(room, posting(&[file]))).collect();
    let sends = commands.iter().enumerate().map(|(n, command)| {
        let node = if n % 2 == 0 { &node } else { &other };
        let fixture = &fixture;
        async move {
            let answer = fixture.send(node, command).await;
            // Whoever came in between is told to try again, and then knows.
            match answer {
                Answer::Refused(ref refusal) if refusal.code.is_try_again() => {
                    fixture.send(node, &again(command)).await
                }
                answer => answer,
            }
        }
    });
    let answers = futures_util::future::join_all(sends).await;
    let posted = answers.iter().filter(|answer| matches!(answer, Answer::Done(_))).count();
    assert_eq!(posted, 1, "{answers:?}");
    assert_eq!(page(&fixture, &node, room, &ann).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_read_by_whom_its_message_is_and_goes_with_it() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let (ann, bob, eve) = (Person::new("Ann"), Person::new("Bob"), Person::guest("Eve"));
    let room = fixture.room(&node, &ann, "tea").await;
    let file = uploaded(&fixture, &node, room, &ann).await;
    let get = |who: &Person| ask(&fixture, &node, FileQuery::Get { file, viewer: who.viewer() });
    assert!(get(&ann).await.is_ok(), "one's own before it is posted");
    assert_eq!(get(&bob).await, Err(Reason::NotFound));
    let seq = done(&fixture.send(&node, &ann.wants(room, posting(&[file]))).await);
    assert!(get(&bob).await.is_ok(), "the room is public");
    assert_eq!(get(&eve).await, Err(Reason::NotFound), "to guests no room is");
    let edit = Action::Edit {
        target: seq,
        body: Body::parse("the plan").expect("a body"),
        text_rev: None,
        without: Vec::new(),
    };
    done(&fixture.send(&node, &ann.wants(room, edit)).await);
    let log = fixture.log(&node, room).await;
    let edited = log.last().and_then(|event| event.fact.message()).expect("a message");
    assert_eq!(edited.files.len(), 1, "other words, the same files");
    assert_eq!(ask(&fixture, &node, FileQuery::Unwanted).await, Ok(FileReply::Files(vec![])));

    done(&fixture.send(&node, &ann.wants(room, Action::Delete { target: seq, reason: None })).await);
    assert_eq!(get(&ann).await, Err(Reason::NotFound));
    assert!(page(&fixture, &node, room, &ann).await[0].files.is_empty());
    assert_eq!(ask(&fixture, &node, FileQuery::Unwanted).await, Ok(FileReply::Files(vec![file])));
    ask(&fixture, &node, FileQuery::Removed { files: vec![file] }).await.expect("noted");
    assert_eq!(
        ask(&fixture, &node, FileQuery::Known { files: vec![file] }).await,
        Ok(FileReply::Files(vec![]))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_say_nothing_may_upload_nothing_and_there_is_so_much_room() {
    let fixture = Fixture::new().await;
    let mut config = fixture.config();
    (config.files.person_mib, config.files.unposted) = (1, 10);
    let node = fixture.node_with(config).await;
    let (ann, bob) = (Person::new("Ann"), Person::new("Bob"));
    let room = fixture.room(&node, &ann, "tea").await;
    assert_eq!(ask(&fixture, &node, begin(FileId::new(), room, &bob, 1)).await, Err(Reason::JoinFirst));
    let nowhere = begin(FileId::new(), RoomId::new(), &ann, 1);
    assert_eq!(ask(&fixture, &node, nowhere).await, Err(Reason::NotFound));
    let file = FileId::new();
    for _ in 0..2 {
        let begun = ask(&fixture, &node, begin(file, room, &ann, 1024 * 1024)).await;
        assert_eq!(begun, Ok(FileReply::Begun { at_most: 1024 * 1024 }), "asked again it counts once");
    }
    let full = ask(&fixture, &node, begin(FileId::new(), room, &ann, 1)).await;
    assert_eq!(full, Err(Reason::FilesOfOneFull { max: 1 }));
    ask(&fixture, &node, whole(file, &ann, 10)).await.expect("smaller than was said");
    ask(&fixture, &node, begin(FileId::new(), room, &ann, 1)).await.expect("there is room again");
    assert_eq!(ask(&fixture, &node, whole(file, &bob, 10)).await, Err(Reason::FileMissing), "another's");
    let theirs = begin(file, room, &bob, 1);
    assert!(ask(&fixture, &node, theirs).await.is_err());
    ask(&fixture, &node, FileQuery::Cancel { file, user: bob.id() }).await.expect_err("another's");
    ask(&fixture, &node, FileQuery::Cancel { file, user: ann.id() }).await.expect("her own");
    assert_eq!(refused(&fixture.send(&node, &ann.wants(room, posting(&[file]))).await), Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_is_refused_to_whom_the_message_would_be() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let (ann, bob, eve) = (Person::new("Ann"), Person::new("Bob"), Person::new("Eve"));
    let room = fixture.room(&node, &ann, "news").await;
    for who in [&bob, &eve] {
        done(&fixture.send(&node, &who.wants(room, Action::Join)).await);
    }
    let setting = RoomSetting::Posting(LeastRole::Moderator);
    done(&fixture.send(&node, &ann.wants(room, Action::Configure { setting })).await);
    let begun = async |who: &Person, in_thread: bool| {
        let FileQuery::Begin { file, room, actor, name, media_type, size, .. } =
            begin(FileId::new(), room, who, 5)
        else {
            panic!("it begins")
        };
        let query = FileQuery::Begin { file, room, actor, name, media_type, size, in_thread };
        ask(&fixture, &node, query).await.map(drop)
    };
    assert_eq!(begun(&bob, false).await, Err(Reason::AnnouncementsOnly));
    assert_eq!(begun(&bob, true).await, Ok(()), "threads are for all");
    assert_eq!(begun(&ann, false).await, Ok(()));

    let minutes = Minutes::new(10).expect("minutes");
    let mute = Action::Mute { user: bob.id(), minutes, reason: None, whom: String::new() };
    done(&fixture.send(&node, &ann.wants(room, mute)).await);
    assert!(matches!(begun(&bob, true).await, Err(Reason::Muted { .. })), "{:?}", begun(&bob, true).await);
    let ban = Action::Remove { user: eve.id(), ban: true, minutes: None, reason: None, whom: String::new() };
    done(&fixture.send(&node, &ann.wants(room, ban)).await);
    assert_eq!(begun(&eve, true).await, Err(Reason::NotFound));
    let gone =
        Action::Remove { user: bob.id(), ban: false, minutes: None, reason: None, whom: String::new() };
    done(&fixture.send(&node, &ann.wants(room, gone)).await);
    assert_eq!(begun(&bob, true).await, Err(Reason::JoinFirst));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_file_shows_is_said_by_its_owner_until_it_is_posted() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let (ann, bob) = (Person::new("Ann"), Person::new("Bob"));
    let room = fixture.room(&node, &ann, "tea").await;
    let file = uploaded(&fixture, &node, room, &ann).await;
    let say = async |who: &Person, words: &str| {
        let alt = AltText::optional(words).expect("words");
        ask(&fixture, &node, FileQuery::Describe { file, user: who.id(), alt }).await
    };
    let said = async || -> Option<String> {
        fixture.db.query_one("select alt from chat.attachment", &[]).await.expect("a row").get(0)
    };
    assert_eq!(say(&bob, "not his").await, Err(Reason::FileMissing));
    assert_eq!(say(&ann, "Lanterns at dusk").await, Ok(FileReply::Done));
    assert_eq!(said().await.as_deref(), Some("Lanterns at dusk"));
    assert_eq!(say(&ann, "").await, Ok(FileReply::Done));
    assert_eq!(said().await, None);
    done(&fixture.send(&node, &ann.wants(room, posting(&[file]))).await);
    assert_eq!(say(&ann, "too late").await, Err(Reason::FileMissing));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_known_of_a_picture_goes_into_its_message() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let ann = Person::new("Ann");
    let room = fixture.room(&node, &ann, "tea").await;
    let alt = Some(AltText::parse("A jetty").expect("words"));
    let (picture, text) = (FileId::new(), FileId::new());
    for file in [picture, text] {
        ask(&fixture, &node, begin(file, room, &ann, 5)).await.expect("begun");
    }
    let described = FileQuery::Describe { file: picture, user: ann.id(), alt: alt.clone() };
    ask(&fixture, &node, described).await.expect("described");
    let FileQuery::Stored { file, .. } = whole(picture, &ann, 5) else { panic!("stored") };
    let shown = Picture { width: 4000, height: 3000, blur: Some("iVBO".into()), round_ms: Some(200) };
    // Turned upright it may be larger than what was sent.
    let picture_found = File { size: 9, picture: Some(shown), ..file.clone() };
    let text_found = File { id: text, preview: Some("one\ntwo".into()), ..file };
    let stored = |file| FileQuery::Stored { user: ann.id(), file, sha256: vec![7; 32] };
    let larger = File { size: 6, ..text_found.clone() };
    assert_eq!(ask(&fixture, &node, stored(larger)).await, Err(Reason::FileMissing));
    for found in [picture_found.clone(), text_found.clone()] {
        ask(&fixture, &node, stored(found)).await.expect("stored");
    }
    done(&fixture.send(&node, &ann.wants(room, posting(&[picture, text]))).await);
    let files = page(&fixture, &node, room, &ann).await.pop().expect("a message").files;
    let posted = File { alt, ..picture_found };
    assert_eq!(files, [posted.clone(), text_found]);
    let got = ask(&fixture, &node, FileQuery::Get { file: picture, viewer: ann.viewer() }).await;
    assert_eq!(got, Ok(FileReply::File(posted)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_taken_out_of_a_message_by_its_author_and_the_others_stay() {
    let fixture = Fixture::new().await;
    let (node, other) = (fixture.node().await, fixture.node().await);
    let (ann, bob) = (Person::new("Ann"), Person::new("Bob"));
    let room = fixture.room(&node, &ann, "tea").await;
    done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
    let (one, two) =
        (uploaded(&fixture, &node, room, &ann).await, uploaded(&fixture, &node, room, &ann).await);
    let target = done(&fixture.send(&node, &ann.wants(room, posting(&[one, two]))).await);
    let edit = |without: &[FileId]| Action::Edit {
        target,
        body: Body::none(),
        text_rev: None,
        without: without.to_vec(),
    };
    assert_eq!(refused(&fixture.send(&node, &bob.wants(room, edit(&[one]))).await), Code::Forbidden);
    let nothing_left = fixture.send(&node, &ann.wants(room, edit(&[one, two]))).await;
    assert_eq!(refused(&nothing_left), Code::BadRequest);
    done(&fixture.send(&node, &ann.wants(room, edit(&[one]))).await);
    for node in [&node, &other] {
        let messages = page(&fixture, node, room, &bob).await;
        let ids: Vec<_> = messages.last().expect("it").files.iter().map(|file| file.id).collect();
        assert_eq!(ids, [two]);
    }
    let get = |file: FileId| ask(&fixture, &other, FileQuery::Get { file, viewer: bob.viewer() });
    assert_eq!(get(one).await, Err(Reason::NotFound));
    assert!(get(two).await.is_ok());
    assert_eq!(ask(&fixture, &node, FileQuery::Unwanted).await, Ok(FileReply::Files(vec![one])));
}
