//! What is said in the styleguide.

use proto::auth::Person;
use proto::room::{File, LinkPreview, Message, Previews, Quote, Reactions, Thread, ThreadFace};
use proto::text::{FileName, MediaType};
use proto::{FileId, Nonce};
use uuid::Uuid;

use super::people::{ingrid, maximiliane, nadia, rosa, taro, tomas};
use super::{NOON, people};

pub(super) fn said(seq: i64, by: &Person, minutes: i64, html: &str) -> Message {
    Message {
        seq,
        msg_no: Some(seq),
        rev: seq,
        text_rev: seq,
        author: by.id,
        name: by.display_name.clone(),
        avatar: None,
        at: NOON + time::Duration::minutes(minutes),
        body: "as it was typed".into(),
        html: html.into(),
        reply_to: None,
        thread: None,
        edited_at: None,
        previews: Previews::default(),
        history: false,
        deleted_at: None,
        files: Vec::new(),
        reactions: Reactions::default(),
        nonce: Nonce(Uuid::from_u128(seq.unsigned_abs().into())),
    }
}

pub(super) fn edited(mut message: Message) -> Message {
    message.edited_at = Some(message.at);
    message
}

pub(super) fn gone(mut message: Message) -> Message {
    message.deleted_at = Some(message.at);
    message
}

fn answering(mut message: Message, answered: &Message) -> Message {
    message.reply_to = Some(Box::new(Quote::of(answered)));
    message
}

/// Of several people over two days, with everything Markdown has, and replies.
pub(super) fn conversation() -> Vec<Message> {
    let mut messages = monologues();
    for (reply, answered) in [(2, 0), (3, 2), (7, 6), (10, 3)] {
        messages[reply] = answering(messages[reply].clone(), &messages[answered]);
    }
    messages[1].thread = Some(Box::new(thread_line(2)));
    messages[3].previews.links = vec![LinkPreview {
        href: "https://lanterns.example/".to_owned(),
        site: "Lanterns of the coast".to_owned(),
        title: "How to fold a lantern that the wind does not take away".to_owned(),
        description: "Paper, bamboo, and what to do about the wind that comes up when the tide turns. With a list of what to bring, and where to get it.".to_owned(),
        picture: None,
    }];
    messages[2].files = vec![
        file(1, "stage-plan-v3.pdf", "application/pdf", 1_800_000),
        file(2, "jingle.mp3", "audio/mpeg", 1_100_000),
        File {
            preview: Some("name,from,until\nRosa,9:00,12:00".to_owned()),
            ..file(3, "rota.csv", "text/csv", 880)
        },
    ];
    messages
}

fn file(n: u128, name: &str, media_type: &str, size: u64) -> File {
    let name = FileName::try_from(name.to_owned());
    let media_type = MediaType::try_from(media_type.to_owned());
    match (name, media_type) {
        (Ok(name), Ok(media_type)) => File::new(FileId(Uuid::from_u128(n)), name, size, media_type),
        _ => unreachable!("no name is refused, nor a type"),
    }
}

fn monologues() -> Vec<Message> {
    vec![
        said(
            1,
            &rosa(),
            -1200,
            "<p>The jetty is booked from Thursday. Here is what we still need:</p><ul><li>a second set of \
             <strong>lights</strong></li><li>somebody with a van</li><li>two more people for the <em>late</em> shift</li></ul>",
        ),
        said(
            2,
            &tomas(),
            -1192,
            "<p>Perfect. I can bring the lights on Wednesday evening if someone lets me in.</p>",
        ),
        edited(said(3, &tomas(), -1191, "<p>And the long cable.</p>")),
        said(
            4,
            &maximiliane(),
            -1100,
            "<blockquote><p>somebody with a van</p></blockquote><p>Here. It is small, but it has been to three festivals \
             and a wedding, and it has never let anybody down except that one time in the rain when the back door would \
             not close and we drove all the way home with a rope around it.</p>",
        ),
        said(5, &nadia(), -1090, "<p>أستطيع المساعدة في المساء، بعد الساعة السادسة.</p>"),
        said(
            6,
            &nadia(),
            -1089,
            "<p>Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsversammlungsprotokoll \
             https://example.org/a/very/long/address/that/has/no/good/place/to/break?and=a-query</p>",
        ),
        gone(said(7, &tomas(), -30, "")),
        said(8, &taro(), -20, "<p>照明は水曜日の夕方に届きます。よろしくお願いします。🎉</p>"),
        said(
            9,
            &rosa(),
            -9,
            "<p>Could you check the timer? I think it should count from the gate, not from the first song:</p><figure \
             class=\"code\"><figcaption>Rust</figcaption><pre><code><span class=\"keyword\">let</span> opens = gate.opened_at.\
             <span class=\"function\">unwrap_or</span>(show.starts_at); <span class=\"comment\">// local time, as printed on the \
             tickets, for everybody</span>\nassert!(opens &lt;= <span class=\"constant\">18</span>, \
             <span class=\"string\">\"late\"</span>, <span class=\"type\">Show</span>);\n</code></pre></figure>",
        ),
        said(10, &rosa(), -8, "<p>And please keep <code>festival.toml</code> out of the shared folder.</p>"),
        said(11, &ingrid(), -7, RICH),
        said(
            12,
            &ingrid(),
            -4,
            "<p>Yes, on it. The short version is in the <a href=\"/r/kitchen\">notes from Friday</a>.</p>",
        ),
    ]
}

/// A table, a list of tasks, hidden text.
const RICH: &str = "<div class=\"table\"><table><thead><tr><th>Shift</th><th>Who</th><th class=\"end\">People</th></tr></thead>\
    <tbody><tr><td>08–12</td><td>Tomas, Jonas</td><td class=\"end\">2</td></tr><tr><td>12–18</td><td>Rowing club</td>\
    <td class=\"end\">6</td></tr></tbody></table></div><ul><li class=\"task\"><input type=\"checkbox\" disabled=\"\" checked=\"\" \
    data-at=\"2\" aria-label=\"Collect the lights\"> <span>Collect the lights</span></li><li class=\"task\"><input \
    type=\"checkbox\" disabled=\"\" data-at=\"20\" aria-label=\"Tape over the joints\"> <span>Tape over the joints</span></li></ul>\
    <p>The surprise guest is <label class=\"spoiler\"><input type=\"checkbox\"><span>my aunt Olga</span></label>.</p>";

/// From right to left, with words of the other direction in it.
pub(super) fn right_to_left() -> Vec<Message> {
    let yael = people::person(11, "יעל כהן");
    vec![
        said(
            1,
            &nadia(),
            -60,
            "<p>مساء الخير. هل قرأتم الفصل الثالث من كتاب <em>The Left Hand of Darkness</em>؟</p>",
        ),
        said(
            2,
            &yael,
            -55,
            "<p>כן, בדיוק סיימתי. יש שם שלושה דברים:</p><ul><li>המסע על הקרח</li><li>השם <strong>Estraven</strong></li>\
             <li>הסוף</li></ul>",
        ),
        said(
            3,
            &nadia(),
            -54,
            "<blockquote><p>المسيرة على الجليد</p></blockquote><p>نعم، هذا أجمل ما في الكتاب.</p>",
        ),
        said(4, &rosa(), -50, "<p>See you on Friday at 18:00 (الساعة السادسة) at the usual place.</p>"),
        said(5, &yael, -40, "<pre><code>git push origin main  # שמאל לימין\n</code></pre>"),
    ]
}

/// The line of a thread that several people replied to.
pub(super) fn thread_line(root: i64) -> Thread {
    let face =
        |person: proto::auth::Person| ThreadFace { user: person.id, name: person.display_name, avatar: None };
    let faces = vec![face(rosa()), face(nadia()), face(tomas())];
    Thread { root, replies: 5, last_seq: 40, last_at: NOON, faces }
}
