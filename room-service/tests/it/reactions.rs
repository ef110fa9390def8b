//! Reactions: what stands in the database, what readers get of it, and what it leaves alone.

use proto::room::{
    Action, Around, Fact, MarkerQuery, Message, Opened, OwnReactions, Page, Query, Reactions, Reactors, Reply,
};
use proto::text::{Body, Reaction};
use proto::{Code, RoomId, Seq, UserId};

use crate::fixture::{Fixture, Node, Person, done, is_sound, refused};

fn react(target: Seq, text: &str) -> Action {
    Action::React { target, reaction: Reaction::parse(text).expect("a reaction") }
}

fn unreact(target: Seq, text: &str) -> Action {
    Action::Unreact { target, reaction: Reaction::parse(text).expect("a reaction") }
}

/// Two nodes of a room with three people in it, and what one of them has said.
struct Tea {
    fixture: Fixture,
    nodes: [Node; 2],
    room: RoomId,
    people: [Person; 3],
    said: Seq,
}

impl Tea {
    async fn new() -> Self {
        let fixture = Fixture::new().await;
        let nodes = [fixture.node().await, fixture.node().await];
        let people = ["Ann", "Bob", "Eve"].map(Person::new);
        let room = fixture.room(&nodes[0], &people[0], "tea").await;
        for person in &people[1..] {
            done(&fixture.send(&nodes[0], &person.wants(room, Action::Join)).await);
        }
        let said = done(&fixture.send(&nodes[0], &people[0].posts(room, "tea?")).await);
        Self { fixture, nodes, room, people, said }
    }

    /// Does something, by whichever node.
    async fn does(&self, person: usize, action: Action) -> Seq {
        let command = self.people[person].wants(self.room, action);
        done(&self.fixture.send(&self.nodes[person % 2], &command).await)
    }

    async fn ask(&self, query: Query) -> Reply {
        self.fixture.ask(&self.nodes[1], &query).await
    }

    async fn page(&self, person: usize, part: Around) -> Page {
        let viewer = self.people[person].viewer();
        match self.ask(Query::Page { room: self.room, viewer, part, limit: 50 }).await {
            Reply::Page(page) => page,
            other => panic!("a page, not {other:?}"),
        }
    }

    async fn message(&self) -> Message {
        self.page(0, Around::These(vec![self.said])).await.messages.remove(0)
    }

    async fn open(&self, person: usize, after: Seq) -> Opened {
        let user = self.people[person].id();
        match self.ask(Query::Open { room: self.room, user, after: Some(after) }).await {
            Reply::Opened(opened) => opened,
            other => panic!("opened, not {other:?}"),
        }
    }

    /// Rows of reactions and of their counts.
    async fn rows(&self) -> (i64, i64) {
        let rows = "select (select count(*) from chat.reaction where room_id = $1),
            (select count(*) from chat.reaction_count where room_id = $1)";
        let row = self.fixture.db.query_one(rows, &[&self.room.0]).await.expect("counted");
        (row.get(0), row.get(1))
    }
}

fn counted(reactions: &Reactions) -> Vec<(&str, u32)> {
    reactions.iter().map(|one| (one.reaction.as_str(), one.count)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn reactions_are_counted_whichever_node_decides_and_touch_no_words() {
    let tea = Tea::new().await;
    let before = tea.message().await;
    tea.does(0, react(tea.said, "👍")).await;
    tea.does(1, react(tea.said, "👍🏽")).await;
    tea.does(1, react(tea.said, "👍🏿")).await;
    tea.does(2, react(tea.said, "lgtm")).await;
    let rev = tea.does(2, react(tea.said, "👍")).await;
    let after = tea.message().await;
    assert_eq!(counted(&after.reactions), [("👍", 3), ("lgtm", 1)]);
    assert_eq!(Message { rev, reactions: after.reactions.clone(), ..before }, after, "all else is as it was");
    assert_eq!(tea.rows().await, (4, 2));
    let revised = "select revised from chat.room where id = $1";
    let revised: i64 = tea.fixture.db.query_one(revised, &[&tea.room.0]).await.expect("the room").get(0);
    assert_eq!(revised, 0, "no marker is read anew");

    tea.does(0, unreact(tea.said, "👍")).await;
    tea.does(1, unreact(tea.said, "👍")).await;
    tea.does(2, unreact(tea.said, "👍")).await;
    tea.does(0, react(tea.said, "👍")).await;
    assert_eq!(counted(&tea.message().await.reactions), [("lgtm", 1), ("👍", 1)], "it has come again");
    is_sound(&tea.fixture.log(&tea.nodes[0], tea.room).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reaction_is_no_message_to_read() {
    let tea = Tea::new().await;
    let unread = async |person: usize| {
        let query = Query::Rooms { user: tea.people[person].id(), after: None };
        let Reply::Rooms { rooms, .. } = tea.ask(query).await else { panic!("rooms") };
        rooms[0].last_msg - rooms[0].read_msg
    };
    assert_eq!((unread(1).await, unread(2).await), (1, 1));
    let seq = tea.does(1, react(tea.said, "👍")).await;
    assert_eq!((unread(1).await, unread(2).await), (1, 1), "neither more, nor read by it");
    let marker = Query::Markers {
        query: MarkerQuery::Mark { room: tea.room, user: tea.people[1].id(), seq, generation: None },
    };
    let Reply::Marked(marker) = tea.ask(marker).await else { panic!("a marker") };
    assert_eq!((marker.read_seq, marker.read_msg, unread(1).await), (seq, 1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_says_how_many_react_and_what_the_asker_does() {
    let tea = Tea::new().await;
    let plain = tea
        .does(
            0,
            Action::Post { body: Body::parse("cake?").expect("a body"), reply_to: None, files: Vec::new() },
        )
        .await;
    tea.does(0, react(tea.said, "👍")).await;
    tea.does(1, react(tea.said, "🎉")).await;
    tea.does(1, react(tea.said, "👍🏽")).await;
    for part in [Around::Latest, Around::These(vec![tea.said, plain])] {
        let page = tea.page(1, part).await;
        let counts: Vec<_> = page.messages.iter().map(|one| counted(&one.reactions)).collect();
        assert_eq!(counts, [vec![("👍", 2), ("🎉", 1)], vec![]]);
        assert_eq!(page.mine, [OwnReactions { seq: tea.said, mine: vec!["🎉".into(), "👍".into()] }]);
    }
    assert_eq!(tea.page(2, Around::Latest).await.mine, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_away_gets_the_present_state_and_no_reset_however_many_react() {
    let tea = Tea::new().await;
    let left_at = tea.said;
    for _ in 0..75 {
        tea.does(1, react(tea.said, "👍")).await;
        tea.does(1, unreact(tea.said, "👍")).await;
        tea.does(2, react(tea.said, "🎉")).await;
        tea.does(2, unreact(tea.said, "🎉")).await;
    }
    let posted = tea
        .does(
            0,
            Action::Post { body: Body::parse("cake?").expect("a body"), reply_to: None, files: Vec::new() },
        )
        .await;
    let rev = tea.does(2, react(tea.said, "🎉")).await;

    let opened = tea.open(2, left_at).await;
    assert!(!opened.reset && opened.head == rev);
    assert_eq!(opened.events.iter().map(|event| event.seq).collect::<Vec<_>>(), [posted]);
    let [reacted] = &opened.reacted[..] else { panic!("one message: {:?}", opened.reacted) };
    assert_eq!((reacted.seq, reacted.rev, counted(&reacted.reactions)), (tea.said, rev, vec![("🎉", 1)]));
    assert_eq!(reacted.mine, ["🎉"]);
    assert_eq!(tea.open(1, left_at).await.reacted[0].mine, [] as [&str; 0]);
    assert!(tea.open(1, rev).await.reacted.is_empty());
    let stranger = Person::new("Mallory");
    let query = Query::Open { room: tea.room, user: stranger.id(), after: Some(left_at) };
    assert!(matches!(tea.ask(query).await, Reply::Refused(_)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_is_not_reacted_to_any_more() {
    let tea = Tea::new().await;
    tea.does(0, react(tea.said, "👍")).await;
    tea.does(1, react(tea.said, "👍")).await;
    let edit = Action::Edit {
        target: tea.said,
        body: Body::parse("coffee?").expect("a body"),
        text_rev: None,
        without: Vec::new(),
    };
    tea.does(0, edit).await;
    let log = tea.fixture.log(&tea.nodes[1], tea.room).await;
    let Some(Fact::Edited { message }) = log.last().map(|event| &event.fact) else { panic!("an edit") };
    assert_eq!(counted(&message.reactions), [("👍", 2)], "an edit leaves them");

    tea.does(0, Action::Delete { target: tea.said, reason: None }).await;
    assert!(tea.message().await.reactions.is_empty());
    assert_eq!(tea.rows().await, (0, 0));
    let late = tea.people[2].wants(tea.room, react(tea.said, "👍"));
    assert_eq!(refused(&tea.fixture.send(&tea.nodes[0], &late).await), Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_read_the_room_sees_who_reacted_and_first_themselves() {
    let tea = Tea::new().await;
    tea.does(0, react(tea.said, "👍")).await;
    tea.does(1, react(tea.said, "👍🏽")).await;
    tea.does(2, react(tea.said, "🎉")).await;
    tea.does(2, react(tea.said, "👍🏿")).await;
    let crowd: Vec<Person> = (0..30).map(|n| Person::new(&format!("No. {n}"))).collect();
    for person in &crowd {
        done(&tea.fixture.send(&tea.nodes[0], &person.wants(tea.room, Action::Join)).await);
        done(&tea.fixture.send(&tea.nodes[0], &person.wants(tea.room, react(tea.said, "🎉"))).await);
    }
    let asked = async |viewer| match tea.ask(Query::Reactors { room: tea.room, viewer, seq: tea.said }).await
    {
        Reply::Reactors(reactors) => reactors,
        other => panic!("people, not {other:?}"),
    };
    let [ann, bob, eve] = [0, 1, 2].map(|n: usize| tea.people[n].id());
    let seen = asked(tea.people[2].viewer()).await;
    let chosen = |user: UserId, text: &str| (user, text.to_owned());
    let thumbs = vec![chosen(eve, "👍🏿"), chosen(ann, "👍"), chosen(bob, "👍🏽")];
    assert_eq!(seen[0], Reactors { reaction: "👍".into(), count: 3, people: thumbs });
    assert_eq!((seen[1].count, seen[1].people.len(), seen[1].people[0].0), (31, 20, eve));
    assert_eq!(asked(crowd[29].viewer()).await[1].people[0].0, crowd[29].id());
    assert_eq!(asked(Person::new("Visitor").viewer()).await.len(), 2, "the room is public");
    for (viewer, seq) in [(Person::guest("Guest").viewer(), tea.said), (tea.people[0].viewer(), tea.said + 1)]
    {
        let reply = tea.ask(Query::Reactors { room: tea.room, viewer, seq }).await;
        assert!(matches!(&reply, Reply::Refused(refusal) if refusal.code == Code::NotFound), "{reply:?}");
    }
}
