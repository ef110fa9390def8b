//! Whatever happens in somebody's rooms, and whatever they do about it: what their inbox lists, what the numbers of their rooms say,
//! what a page of theirs makes of the hints it hears, and what the decision says of each message in the log are the same.

mod page;
mod rebuilt;

use std::collections::BTreeMap;

use page::Page;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use proto::room::notification::Why;
use proto::room::{
    Action, Answer, Command, Conversation, InboxPart, InboxQuery, Level, MarkerQuery, Message, Named, Query,
    Reply, ThreadQuery,
};
use proto::text::{Body, Username};
use proto::{At, RoomId, Seq};
use rebuilt::Away;
use time::Duration;

use crate::direct::{known, pair};
use crate::fixture::{Fixture, Node, Person};

/// What waits, each conversation with the most personal reason.
type Waiting = BTreeMap<(RoomId, Option<Seq>), Why>;

/// Something that happens. `pick` is one of the messages there are, `room` one of three.
#[derive(Clone, Debug)]
enum Step {
    Post { room: usize, who: usize, words: usize },
    Reply { pick: usize, who: usize, words: usize, also_in_room: bool },
    Edit { pick: usize, words: usize },
    Delete { pick: usize },
    Read { pick: usize },
    Unread { pick: usize },
    Level { room: usize, level: Level },
    Follow { pick: usize, follow: bool },
    Done { pick: usize },
    Snooze { pick: usize },
    Back { pick: usize },
    TimeComes,
    Block { blocks: bool },
    Mute,
    Come { inside: bool },
}

/// What is said.
const WORDS: [&str; 3] = ["tea?", "@bob tea?", "@room tea?"];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let pick = || 0..40_usize;
    let levels = prop::sample::select(Level::all().collect::<Vec<_>>());
    let step = prop_oneof![
        5 => (0..3_usize, 0..3_usize, 0..3_usize).prop_map(|(room, who, words)| Step::Post { room, who, words }),
        5 => (pick(), 0..3_usize, 0..2_usize, any::<bool>())
            .prop_map(|(pick, who, words, also_in_room)| Step::Reply { pick, who, words, also_in_room }),
        2 => (pick(), 0..3_usize).prop_map(|(pick, words)| Step::Edit { pick, words }),
        2 => pick().prop_map(|pick| Step::Delete { pick }),
        3 => pick().prop_map(|pick| Step::Read { pick }),
        1 => pick().prop_map(|pick| Step::Unread { pick }),
        2 => (0..3_usize, levels).prop_map(|(room, level)| Step::Level { room, level }),
        1 => (pick(), any::<bool>()).prop_map(|(pick, follow)| Step::Follow { pick, follow }),
        3 => pick().prop_map(|pick| Step::Done { pick }),
        3 => pick().prop_map(|pick| Step::Snooze { pick }),
        1 => pick().prop_map(|pick| Step::Back { pick }),
        1 => Just(Step::TimeComes),
        1 => any::<bool>().prop_map(|blocks| Step::Block { blocks }),
        1 => Just(Step::Mute),
        1 => any::<bool>().prop_map(|inside| Step::Come { inside }),
    ];
    prop::collection::vec(step, 1..30)
}

/// Bob, whose inbox it is, and what happened to him so far.
struct History<'a> {
    fixture: &'a Fixture,
    node: &'a Node,
    people: [Person; 3],
    rooms: [RoomId; 3],
    messages: Vec<(RoomId, Seq)>,
    away: BTreeMap<(RoomId, Option<Seq>), Away>,
    /// Where rooms stood when Bob marked something unread there.
    held: BTreeMap<RoomId, Seq>,
    blocks: bool,
    /// Bob's clock: it is set forward when the time of what is snoozed comes.
    now: At,
}

impl<'a> History<'a> {
    async fn new(fixture: &'a Fixture, node: &'a Node) -> Self {
        let people = ["bob", "olga", "eve"].map(Person::new);
        let [bob, olga, eve] = &people;
        known(fixture, &[(bob, "member"), (olga, "member"), (eve, "member")]).await;
        let name = || format!("r{}", RoomId::new().0.simple());
        let rooms = [
            fixture.room(node, olga, &name()).await,
            fixture.room(node, eve, &name()).await,
            pair(fixture, node, olga, bob).await,
        ];
        let history = Self {
            fixture,
            node,
            rooms,
            messages: Vec::new(),
            away: BTreeMap::new(),
            held: BTreeMap::new(),
            blocks: false,
            now: At::now_utc(),
            people,
        };
        for room in &history.rooms[..2] {
            for who in &history.people {
                history.send(&who.wants(*room, Action::Join)).await;
            }
        }
        history
    }

    fn bob(&self) -> &Person {
        &self.people[0]
    }

    /// Where it was done; none where it may not be.
    async fn send(&self, command: &Command) -> Option<Seq> {
        match self.fixture.send(self.node, command).await {
            Answer::Done(done) => Some(done.seq),
            _ => None,
        }
    }

    async fn ask(&self, query: Query) -> Reply {
        self.fixture.ask(self.node, &query).await
    }

    fn says(&self, who: &Person, room: RoomId, action: Action) -> Command {
        let name = Username::parse("bob").expect("a name");
        Command { named: vec![Named { name, user: self.bob().id() }], ..who.wants(room, action) }
    }

    async fn message(&self, pick: usize) -> Option<(RoomId, Message)> {
        let (room, seq) = *self.messages.get(pick.checked_rem(self.messages.len())?)?;
        let part = proto::room::Around::These(vec![seq]);
        let query = Query::Page { room, viewer: self.people[1].viewer(), part, limit: 1 };
        let Reply::Page(page) = self.ask(query).await else { return None };
        Some((room, page.messages.into_iter().next()?))
    }

    /// The conversation that a message is in, and where that stands.
    async fn conversation(&self, pick: usize) -> Option<(Conversation, Seq)> {
        let (room, message) = self.message(pick).await?;
        let root = message.root().filter(|_| message.msg_no.is_none());
        Some((Conversation { room, root }, message.seq))
    }

    async fn take(&mut self, step: &Step, page: &mut Page) -> Option<()> {
        let body = |words: usize| Body::parse(WORDS[words]).expect("a body");
        match *step {
            Step::Post { room, who, words } => {
                let (room, who) = (self.rooms[room], self.people[who].clone());
                let post = Action::Post { body: body(words), reply_to: None, files: Vec::new() };
                let seq = self.send(&self.says(&who, room, post)).await?;
                self.said(room, &who, seq, true).await;
            }
            Step::Reply { pick, who, words, also_in_room } => {
                let (room, message) = self.message(pick).await?;
                let (root, who) = (message.root().unwrap_or(message.seq), self.people[who].clone());
                let reply = Action::PostInThread { root, body: body(words), also_in_room, files: Vec::new() };
                let seq = self.send(&self.says(&who, room, reply)).await?;
                self.said(room, &who, seq, also_in_room).await;
            }
            Step::Edit { pick, words } => {
                let (room, message) = self.message(pick).await?;
                let who = self.people.iter().find(|who| who.id() == message.author)?;
                let (target, body) = (message.seq, body(words));
                let edit = Action::Edit { target, body, text_rev: None, without: Vec::new() };
                self.send(&self.says(who, room, edit)).await?;
            }
            Step::Delete { pick } => {
                let (room, message) = self.message(pick).await?;
                let who = self.people.iter().find(|who| who.id() == message.author)?;
                self.send(&who.wants(room, Action::Delete { target: message.seq, reason: None })).await?;
            }
            Step::Mute => {
                let minutes = proto::room::Minutes::new(60).expect("an hour");
                let mute =
                    Action::Mute { user: self.people[2].id(), minutes, reason: None, whom: "eve".into() };
                self.send(&self.people[1].wants(self.rooms[0], mute)).await?;
            }
            Step::Block { blocks } => {
                let action = if blocks { Action::Block } else { Action::Unblock };
                self.send(&self.bob().wants(self.rooms[2], action)).await?;
                self.blocks = blocks;
            }
            Step::Come { inside } => {
                let action = if inside { Action::Join } else { Action::Leave };
                self.send(&self.bob().wants(self.rooms[1], action)).await?;
            }
            _ => self.chooses(step, page).await?,
        }
        Some(())
    }

    /// What Bob does about it.
    async fn chooses(&mut self, step: &Step, page: &mut Page) -> Option<()> {
        let user = self.bob().id();
        match *step {
            Step::Read { pick } => {
                let (Conversation { room, root }, seq) = self.conversation(pick).await?;
                self.ask(match root {
                    Some(root) => Query::Threads { query: ThreadQuery::Read { room, user, root, seq } },
                    None => Query::Markers { query: MarkerQuery::Mark { room, user, seq, generation: None } },
                })
                .await;
            }
            Step::Unread { pick } => {
                let (room, message) = self.message(pick).await?;
                if let Reply::Marked(_) = self
                    .ask(Query::Markers { query: MarkerQuery::MarkUnread { room, user, seq: message.seq } })
                    .await
                {
                    self.away.remove(&(room, None));
                    let log = self.fixture.log(self.node, room).await;
                    self.held.insert(room, log.last().map_or(0, |event| event.seq));
                }
            }
            Step::Level { room, level } => {
                self.ask(Query::SetLevel { room: self.rooms[room], user, level }).await;
            }
            Step::Follow { pick, follow } => {
                let (room, message) = self.message(pick).await?;
                let root = message.root().unwrap_or(message.seq);
                self.ask(Query::Threads { query: ThreadQuery::Follow { room, user, root, follow } }).await;
            }
            Step::Done { pick } => self.puts_away(pick, None).await?,
            Step::Snooze { pick } => {
                let until = (self.now + Duration::DAY).replace_nanosecond(0).expect("a moment");
                self.puts_away(pick, Some(until)).await?;
            }
            Step::Back { pick } => {
                let (conversation, _) = self.conversation(pick).await?;
                self.ask(Query::Inbox { query: InboxQuery::BringBack { user, conversation } }).await;
                self.away.remove(&(conversation.room, conversation.root));
            }
            Step::TimeComes => {
                self.time_comes().await;
                page.now = self.now;
            }
            _ => return None,
        }
        Some(())
    }

    async fn puts_away(&mut self, pick: usize, until: Option<At>) -> Option<()> {
        let (conversation, seq) = self.conversation(pick).await?;
        let key = (conversation.room, conversation.root);
        let user = self.bob().id();
        let is_inside = matches!(
            self.ask(Query::Markers { query: MarkerQuery::Get { room: key.0, user } }).await,
            Reply::Marked(_)
        );
        let has_thread = match key.1 {
            Some(root) => rebuilt::follow(self, key.0, root).await.is_some(),
            None => true,
        };
        assert_eq!(
            self.ask(Query::Inbox { query: InboxQuery::PutAway { user, conversation, seq, until } }).await,
            Reply::PutAway
        );
        let before = self.away.get(&key).map_or(0, |away| away.seq);
        if is_inside && has_thread && before <= seq {
            self.away.insert(key, Away { seq, until });
        }
        Some(())
    }

    /// Somebody's own words are read by them.
    async fn said(&mut self, room: RoomId, who: &Person, seq: Seq, is_in_room: bool) {
        self.messages.push((room, seq));
        if who.id() == self.bob().id() && is_in_room {
            self.ask(Query::Markers {
                query: MarkerQuery::Mark { room, user: who.id(), seq, generation: None },
            })
            .await;
        }
    }

    /// That of everything that is snoozed.
    async fn time_comes(&mut self) {
        self.now += Duration::days(2);
        for table in ["chat.marker", "chat.thread_follow"] {
            let past = format!(
                "update {table} set away_until = now() - interval '1 second' where user_id = $1 and away_until is not null"
            );
            self.fixture.db.execute(&past, &[&self.bob().id().0]).await.expect("time passes");
        }
    }

    async fn listed(&self) -> Waiting {
        let query = Query::Inbox {
            query: InboxQuery::List { user: self.bob().id(), part: InboxPart::Waiting, why: None, offset: 0 },
        };
        let Reply::Inbox(inbox) = self.ask(query).await else { panic!("an inbox") };
        assert!(!inbox.more, "one page has all of it");
        let of = |item: proto::room::InboxItem| ((item.room, item.root.map(|root| root.seq)), item.why);
        inbox.items.into_iter().map(of).collect()
    }
}

async fn case(fixture: &Fixture, node: &Node, steps: &[Step]) {
    let mut history = History::new(fixture, node).await;
    let user = history.bob().id();
    let mut page = Page::open(fixture, node, user, &history.rooms).await;
    for step in steps {
        history.take(step, &mut page).await;
        let (listed, rebuilt) = (history.listed().await, rebuilt::waiting(&history).await);
        assert_eq!(listed, rebuilt, "after {step:?} the inbox lists what the decision says");
        let counted = page::counted(fixture, node, user).await;
        assert_eq!(counted, listed.len() as i64, "after {step:?} the numbers say how much that is");
    }
    let expected = history.listed().await.len() as i64;
    page.follows(fixture, node, expected).await;
}

fn run(cases: u32) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("threads");
    let (fixture, node) = runtime.block_on(async {
        let fixture = Fixture::new().await;
        let node = fixture.node().await;
        (fixture, node)
    });
    let mut runner = TestRunner::new(Config {
        cases,
        max_shrink_iters: 200,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&steps(), |steps| {
            runtime.block_on(case(&fixture, &node, &steps));
            Ok(())
        })
        .unwrap_or_else(|failed| panic!("{failed}"));
}

#[test]
fn the_inbox_its_numbers_and_an_open_page_say_what_the_decision_says_of_the_log() {
    run(24);
}
