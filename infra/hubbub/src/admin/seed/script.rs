//! What the people of the demo are called, where they are, and what they say. Made up, in the languages people write in; the same
//! every time.

use proto::Seq;
use proto::room::Kind;

/// Usernames and names.
pub(super) const PEOPLE: [(&str, &str); 12] = [
    ("ingrid", "Ingrid Moe"),
    ("nadia", "نادية بن علي"),
    ("taro", "山田 太郎"),
    ("rosa", "Rosa Silva"),
    ("tomas", "Tomáš Novák"),
    ("anton", "Антон Ковальчук"),
    ("leila", "Leïla Haddad"),
    ("mei", "陈美"),
    ("jonas", "Jonas Lindqvist"),
    ("priya", "प्रिया शर्मा"),
    ("maximiliane", "Maximiliane Freifrau von Hohenstein-Wüstenrot"),
    ("sam", "sam"),
];

/// A room and what goes on in it.
pub(super) struct Plan {
    /// None: the room everyone starts in.
    pub(super) name: Option<&'static str>,
    pub(super) topic: &'static str,
    pub(super) kind: Kind,
    pub(super) archived: bool,
    /// Who is inside, the owner first.
    pub(super) people: &'static [usize],
    pub(super) messages: usize,
    lines: &'static [&'static str],
}

pub(super) const ROOMS: [Plan; 6] = [
    Plan {
        name: None,
        topic: "",
        kind: Kind::Public,
        archived: false,
        people: &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
        messages: 620,
        lines: &[
            "Good morning!",
            "Has anyone seen the key to the boat shed?",
            "It hangs behind the door, under the blue coat.",
            "Thanks, found it.",
            "The meeting is at **ten**, not at nine.",
            "I will be ten minutes late. Start without me.",
            "Lunch? There is soup.",
            "صباح الخير، هل نلتقي اليوم؟",
            "نعم، بعد الظهر.",
            "おはようございます。今日は雨ですね。",
            "傘を二本持っています。",
            "Всім привіт! Хто сьогодні в офісі?",
            "I am. Second floor, by the window.",
            "Quem traz o bolo amanhã?",
            "Eu trago. De laranja.",
            "今天的面包很好吃。",
            "नमस्ते! आज कौन आ रहा है?",
            "> Has anyone seen the key?\n\nStill behind the door.",
            "The printer is out of paper again 🖨️",
            "I refilled it. Please, *not* the yellow paper.",
            "The minutes are here: https://example.org/minutes",
            "Happy birthday, Leïla! 🎉",
            "Merci à tous, vous êtes adorables.",
            "See you on Monday.",
        ],
    },
    Plan {
        name: Some("Harbour festival"),
        topic: "Lanterns, boats, and who brings the soup",
        kind: Kind::Public,
        archived: false,
        people: &[3, 0, 4, 5, 8, 9, 1, 11],
        messages: 540,
        lines: &[
            "The jetty is *booked* for the 12th.",
            "How many lanterns do we need?",
            "Last year it was 240, and that was too few.",
            "Then 300. I will ask the school.",
            "Costs so far:\n\n- lanterns: 410\n- permits: 95\n- soup: to be seen",
            "Can we pay the permits this week?",
            "Done this morning.",
            "Who talks to the harbour master?",
            "I do. He likes me since the thing with the anchor.",
            "What thing with the anchor?",
            "A long story. Buy me a coffee.",
            "The weather looks fine from Thursday on.",
            "Knock on wood.",
            "Я можу позичити два човни.",
            "Чудово, тоді вистачить на всіх.",
            "Levo o acordeão?",
            "Claro que sim!",
            "1. lanterns at six\n2. boats at seven\n3. soup whenever you are hungry",
            "Somebody must be at the gate until eight.",
            "I can do the gate with Jonas.",
            "The poster is ready, the fish smiles now.",
        ],
    },
    Plan {
        name: Some("Kitchen"),
        topic: "What is for lunch, and whose turn it is",
        kind: Kind::Public,
        archived: false,
        people: &[6, 10, 3, 7, 11, 2],
        messages: 320,
        lines: &[
            "Whose turn is it to wash up?",
            "Mine. I know. I am on my way.",
            "There is half a cake. There *was* half a cake.",
            "The fridge is full of somebody’s rhubarb.",
            "It is mine, take as much as you like.",
            "Rezept für den Eintopf:\n\n```\n2 Lauch\n4 Kartoffeln\n1 Sellerie\n```",
            "Klingt gut. Mit Brot?",
            "Avec du pain, bien sûr.",
            "昨天的汤还有吗?",
            "还有一碗。",
            "カレーを作りました。どうぞ。",
            "The oven says `E4` and will not say why.",
            "Turn it off and on again.",
            "That worked. I do not want to talk about it.",
        ],
    },
    Plan {
        name: Some("日本語クラブ"),
        topic: "毎週木曜日、七時から",
        kind: Kind::Public,
        archived: false,
        people: &[2, 7, 3, 9, 8],
        messages: 220,
        lines: &[
            "今週のテーマは「夏休み」です。",
            "海に行きました。とても暑かったです。",
            "いいですね。写真はありますか。",
            "あとで送ります。",
            "What is the difference between は and が again?",
            "今日は説明する時間がたくさんあります 😊",
            "宿題を忘れました。",
            "大丈夫です。来週までに。",
            "我可以参加吗?",
            "もちろん!",
            "すみません、遅れます。",
        ],
    },
    Plan {
        name: Some("Board"),
        topic: "Between us",
        kind: Kind::Private,
        archived: false,
        people: &[0, 1, 8, 10],
        messages: 180,
        lines: &[
            "The budget for next year is in the folder.",
            "I have two queries about line 14.",
            "Ask away.",
            "Why is it twice as high as last year?",
            "The roof.",
            "Ah. The roof.",
            "نوافق على الميزانية إذن؟",
            "Yes from me.",
            "Yes.",
            "Then it is decided. I write the minutes.",
            "Please keep this to ourselves until Friday.",
        ],
    },
    Plan {
        name: Some("Old website"),
        topic: "Done; kept for the links",
        kind: Kind::Public,
        archived: true,
        people: &[4, 5, 8],
        messages: 120,
        lines: &[
            "The new pages are online: https://example.org",
            "The old addresses lead there, I tried all 52.",
            "One is missing: `/contact.php`",
            "Fixed.",
            "Dá se to číst na telefonu?",
            "Ano, konečně.",
            "Then we can close this room.",
            "Let us wait a week.",
        ],
    },
];

/// One message.
pub(super) struct Said {
    pub(super) who: usize,
    pub(super) words: String,
    pub(super) reply_to: Option<Seq>,
    pub(super) seq: Seq,
}

/// Who says what next, always the same for a room.
pub(super) struct Script {
    dice: u64,
    /// The last event of the log.
    head: Seq,
    line: usize,
    who: usize,
    earlier: Vec<Seq>,
}

impl Script {
    pub(super) fn new(room: usize, head: Seq) -> Self {
        Self { dice: 0x9e37_79b9_7f4a_7c15 ^ room as u64, head, line: 0, who: 0, earlier: Vec::new() }
    }

    /// The next message. People answer each other, and now and then go on themselves.
    pub(super) fn next(&mut self, plan: &Plan, people: usize) -> Said {
        if self.roll(3) > 0 {
            self.who = (self.who + 1 + self.roll(people - 1)) % people;
        }
        // In order, as a conversation, with a leap now and then.
        self.line =
            if self.roll(9) == 0 { self.roll(plan.lines.len()) } else { (self.line + 1) % plan.lines.len() };
        let reply_to = if self.roll(12) == 0 { self.earlier.last().copied() } else { None };
        self.head += 1;
        self.earlier.push(self.head);
        Said { who: self.who, words: plan.lines[self.line].to_owned(), reply_to, seq: self.head }
    }

    /// Whether they changed it (to these words) or took it back (to none) right afterwards.
    pub(super) fn second_thought(&mut self, said: &Said) -> Option<Option<String>> {
        let thought = match self.roll(40) {
            0 => None,
            1 => Some(format!("{} (sorry, corrected)", said.words)).filter(|_| !said.words.contains("```")),
            _ => return None,
        };
        if thought.is_none() {
            self.earlier.retain(|seq| *seq != said.seq);
        }
        self.head += 1;
        Some(thought)
    }

    fn roll(&mut self, sides: usize) -> usize {
        // xorshift64: no more is asked of it.
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        usize::try_from(self.dice % sides.max(1) as u64).unwrap_or(0)
    }
}
