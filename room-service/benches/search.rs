//! What a search costs, and the index: `cargo bench -p room-service --bench search [messages]`. A million messages in a thousand
//! rooms, made up of words as common and as rare as they are in what people write, written by COPY; then questions as somebody asks
//! them who is in a hundred of those rooms. Postgres does the work: a debug build gives the same figures.

use std::collections::HashMap;
use std::fmt::Write;
use std::time::{Duration, Instant};

use chassis::postgres::{Pool, Settings};
use futures_util::SinkExt;
use proto::UserId;
use proto::room::search::{Search, SearchOrder, Typed};
use proto::room::{OrgRole, Viewer};
use room_service::store::search::block::{self, Words};
use room_service::store::search::{find, index};
use tokio_postgres::{Client, NoTls};
use uuid::Uuid;

/// Messages, unless told otherwise.
const MESSAGES: u64 = 1_000_000;
/// Rooms they are in.
const ROOMS: u64 = 1_000;
/// Rooms that whoever asks is in.
const MINE: u64 = 100;
/// Different words; the most common stands first.
const WORDS: u64 = 50_000;
/// Times that each question is asked.
const ASKED: usize = 40;

#[expect(clippy::print_stdout, reason = "figures are what it is for")]
#[tokio::main(flavor = "current_thread")]
async fn main() {
    let messages = std::env::args().filter_map(|word| word.parse().ok()).next().unwrap_or(MESSAGES);
    let url = services::testbed::postgres().await;
    let mut db = connect(&url).await;
    room_service::migrate(&mut db).await.expect("migrated");
    let me = UserId(Uuid::from_u128(1));
    let began = Instant::now();
    let text = fill(&db, messages, me).await;
    println!(
        "{messages} messages in {ROOMS} rooms, {} MiB of text, made in {:.0?}",
        text >> 20,
        began.elapsed()
    );
    for table in ["search", "message", "event", "room", "member"] {
        db.execute(&format!("vacuum analyze chat.{table}"), &[]).await.expect("analysed");
    }
    sizes(&db, text).await;
    let settings = Settings::new(&url, "bench", Duration::from_secs(30)).expect("an address");
    let pool = Pool::new(&settings, 1);
    println!("{:<34} {:>8} {:>8} {:>6}", "question", "p50 ms", "p95 ms", "hits");
    for (name, questions) in questions() {
        for order in [SearchOrder::Newest, SearchOrder::Relevance] {
            let (p50, p95, hits) = ask(&pool, me, &questions, order).await;
            let order = if order == SearchOrder::Newest { "newest" } else { "relevance" };
            println!("{:<34} {p50:>8.1} {p95:>8.1} {hits:>6}", format!("{name}, {order}"));
        }
    }
    append(&pool, &db).await;
}

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("Postgres");
    tokio::spawn(connection);
    client
}

/// Made-up numbers, the same in every run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// A place in a list by Zipf's law: the second is half as common as the first.
    fn ranked(&mut self, bound: u64) -> u64 {
        let share = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((bound as f64).powf(share) as u64).saturating_sub(1).min(bound - 1)
    }
}

/// A word by its rank: short where it is common, as words are.
fn word(rank: u64) -> String {
    const SYLLABLES: [&str; 24] = [
        "ka", "lo", "mi", "ten", "ra", "su", "vel", "no", "di", "par", "hu", "go", "shi", "bel", "ze", "tor",
        "wa", "ly", "qui", "fen", "jo", "cha", "ri", "xu",
    ];
    let mut word = String::new();
    let mut rest = rank + 1;
    while rest > 0 {
        word.push_str(SYLLABLES[(rest % 24) as usize]);
        rest /= 24;
    }
    word
}

/// So many characters of a script without spaces.
fn unspaced(dice: &mut Dice, length: u64) -> String {
    (0..length).filter_map(|_| char::from_u32(0x4e00 + dice.ranked(3_000) as u32)).collect()
}

fn message(dice: &mut Dice) -> String {
    if dice.below(10) == 0 {
        let length = 8 + dice.below(40);
        return unspaced(dice, length);
    }
    let length = 3 + dice.ranked(60);
    let words: Vec<String> = (0..length).map(|_| word(dice.ranked(WORDS))).collect();
    words.join(" ")
}

/// Rooms, members, and messages in their order with the index of them. Says how many bytes of text that is.
async fn fill(db: &Client, messages: u64, me: UserId) -> usize {
    let rooms: Vec<Uuid> = (0..ROOMS).map(|n| Uuid::new_v5(&Uuid::NAMESPACE_OID, &n.to_be_bytes())).collect();
    let make = "insert into chat.room (id, kind, name, name_key, slug, head)
        select id, 'private', id::text, id::text, id::text, $2 from unnest($1::uuid[]) id";
    let head = i64::try_from(messages / ROOMS + 2).expect("a seq");
    db.execute(make, &[&rooms, &head]).await.expect("rooms");
    let join = "insert into chat.member (room_id, user_id, role, since_seq, since_msg) select id, $2, 'member', 1, 0 from unnest($1::uuid[]) id";
    // Every tenth: old and new ones.
    let mine: Vec<Uuid> = rooms.iter().step_by((ROOMS / MINE) as usize).copied().collect();
    db.execute(join, &[&mine, &me.0]).await.expect("joined");
    let (mut dice, mut text, mut seqs) = (Dice(7), 0, HashMap::new());
    let mut open: HashMap<Uuid, Block> = HashMap::new();
    for batch in 0..messages.div_ceil(20_000) {
        let (mut of_messages, mut of_events, mut of_search) = (String::new(), String::new(), String::new());
        for n in batch * 20_000..((batch + 1) * 20_000).min(messages) {
            let room = rooms[dice.below(ROOMS) as usize];
            let seq = *seqs.entry(room).and_modify(|seq| *seq += 1).or_insert(2);
            let author = Uuid::from_u128(u128::from(dice.below(500)) + 1);
            let body = message(&mut dice);
            text += body.len();
            // Three hundred days of them.
            let seconds = i64::try_from(n * 300 * 86_400 / messages).expect("a time");
            let at = time::macros::datetime!(2026-01-01 0:00 UTC) + time::Duration::seconds(seconds);
            let at = at.format(&time::format_description::well_known::Rfc3339).expect("a time");
            let nonce = Uuid::from_u128(u128::from(n));
            let _ = writeln!(
                of_messages,
                "{room}\t{seq}\t{seq}\t{seq}\t{seq}\t{author}\t{body}\t<p>{body}</p>\t1"
            );
            let _ = writeln!(of_events, "{room}\t{seq}\tposted\t{author}\tAnn\t{nonce}\t0\t{at}");
            let block = open.entry(room).or_default();
            if block::of(block.last) != block::of(seq) {
                std::mem::take(block).end(room, &mut of_search);
            }
            block.add(seq, UserId(author), at, &body);
        }
        copy(
            db,
            "chat.message (room_id, seq, msg_no, rev, text_rev, author_id, body, html, renderer)",
            of_messages,
        )
        .await;
        copy(db, "chat.event (room_id, seq, kind, actor_id, name, nonce, fingerprint, at)", of_events).await;
        copy(db, "chat.search (room_id, block, first_at, last_at, rev, words)", of_search).await;
    }
    // The last block of each room is not in the index yet.
    let (ids, heads): (Vec<Uuid>, Vec<i64>) = seqs.into_iter().map(|(room, seq)| (room, seq + 1)).unzip();
    let stand = "update chat.room r set head = h.head, head_at = '2026-10-28' from unnest($1::uuid[], $2::bigint[]) h (id, head) where r.id = h.id";
    db.execute(stand, &[&ids, &heads]).await.expect("heads");
    text
}

/// A block on its way into the index.
#[derive(Default)]
struct Block {
    last: i64,
    first_at: String,
    last_at: String,
    words: Words,
}

impl Block {
    fn add(&mut self, seq: i64, author: UserId, at: String, text: &str) {
        if self.first_at.is_empty() {
            self.first_at.clone_from(&at);
        }
        (self.last, self.last_at) = (seq, at);
        self.words.author(author);
        self.words.text(text);
    }

    fn end(self, room: Uuid, rows: &mut String) {
        if self.last > 0 {
            let Self { last, first_at, last_at, words } = self;
            let _ = writeln!(
                rows,
                "{room}\t{}\t{first_at}\t{last_at}\t{last}\t{}",
                block::of(last),
                words.vector()
            );
        }
    }
}

async fn copy(db: &Client, table: &str, rows: String) {
    let sink = db.copy_in(&format!("copy {table} from stdin")).await.expect("COPY begins");
    let mut sink = std::pin::pin!(sink);
    sink.send(bytes::Bytes::from(rows)).await.expect("rows");
    sink.close().await.expect("COPY ends");
}

#[expect(clippy::print_stdout, reason = "figures are what it is for")]
async fn sizes(db: &Client, text: usize) {
    let size = "select c.relname, pg_total_relation_size(c.oid), pg_relation_size(c.oid)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'chat' and c.relname like 'search%' and c.relkind in ('r', 'i') and c.relname not like '%rebuild%' order by 1";
    for row in db.query(size, &[]).await.expect("sizes") {
        let (name, total, alone): (String, i64, i64) = (row.get(0), row.get(1), row.get(2));
        println!(
            "{name:<24} {:>6} MiB, alone {:>6} MiB, {:.2} × the text",
            total >> 20,
            alone >> 20,
            total as f64 / text as f64
        );
    }
}

/// Questions of each kind, different ones, so that no page is warm for all of them.
fn questions() -> Vec<(&'static str, Vec<String>)> {
    let mut dice = Dice(11);
    let mut many =
        |of: &mut dyn FnMut(&mut Dice) -> String| (0..ASKED).map(|_| of(&mut dice)).collect::<Vec<_>>();
    vec![
        ("a common word", many(&mut |dice| word(dice.below(20)))),
        ("a word", many(&mut |dice| word(100 + dice.below(1_000)))),
        ("a rare word", many(&mut |dice| word(20_000 + dice.below(30_000)))),
        ("two common words", many(&mut |dice| format!("{} {}", word(dice.below(20)), word(dice.below(20))))),
        (
            "a phrase of common words",
            many(&mut |dice| format!("\"{} {}\"", word(dice.below(9)), word(dice.below(9)))),
        ),
        (
            "a phrase of words",
            many(&mut |dice| format!("\"{} {}\"", word(dice.below(300)), word(dice.below(300)))),
        ),
        ("two characters without space", many(&mut |dice| unspaced(dice, 2))),
        ("four characters without space", many(&mut |dice| unspaced(dice, 4))),
        (
            "a common word but not another",
            many(&mut |dice| format!("{} -{}", word(dice.below(20)), word(dice.below(20)))),
        ),
    ]
}

/// Half of the answers took at most so long, and all but a twentieth of them, in ms; and how many messages were found.
async fn ask(pool: &Pool, me: UserId, questions: &[String], order: SearchOrder) -> (f64, f64, usize) {
    let viewer = Viewer { user: me, org_role: OrgRole::Member };
    let (mut times, mut hits) = (Vec::new(), 0);
    for question in questions {
        let typed = Typed::parse(question, time::macros::date!(2026 - 11 - 23)).expect("a question");
        let search = Search { terms: typed.terms, order, limit: 20, ..Search::default() };
        let began = Instant::now();
        let found = find::find(pool, viewer, &search, Some("english_stem")).await.expect("an answer");
        times.push(began.elapsed().as_secs_f64() * 1_000.0);
        hits += found.map_or(0, |found| found.hits.len());
    }
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[times.len() * 95 / 100], hits / questions.len())
}

/// How long the follower takes for sixteen blocks, written again.
#[expect(clippy::print_stdout, reason = "figures are what it is for")]
async fn append(pool: &Pool, db: &Client) {
    let rows = db.query("select room_id from chat.message limit 1", &[]).await.expect("a room");
    let room = proto::RoomId(rows[0].get(0));
    let began = Instant::now();
    for _ in 0..10 {
        index::write(pool, room, 0..16).await.expect("written");
    }
    println!("16 blocks are indexed in {:.1?}", began.elapsed() / 10);
}
