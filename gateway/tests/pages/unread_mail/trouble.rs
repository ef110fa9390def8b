//! Mail of what stays unread where somebody is about to read it, a process ends at the worst moment, or very much waits.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_at_a_page_of_theirs_is_mailed_ten_minutes_later_what_they_have_not_read_by_then() {
    let (fixture, server, [rosa]) = open(["rosa"], &[]).await;
    let anton = fixture.stranger();
    let cookie = crate::socket::cookie(&anton, "anton").await;
    fixture.sql("update auth.account set email_confirmed = true").await;
    choose(&anton, "minutes", "yes").await;
    let _page = crate::socket::listen(&fixture, &cookie).await;
    rosa.say(GENERAL, "Tea, @anton?").await;
    told(&fixture).await;
    let later = "select 'yes' from chat.mail where due_at between now() + interval '8 minutes' and now() + interval '10 minutes'";
    assert_eq!(fixture.sql_lines(later).await, ["yes"]);
    assert!(mails(&server).await.is_empty(), "it may be before their eyes");
    told(&fixture).await;
    assert!(one(&server).await.text().contains("Tea, @anton?"), "here or not");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_was_sent_without_a_note_of_it_is_sent_once_more_as_the_same_and_no_more_then() {
    let (fixture, server, [rosa, anton]) = open(["rosa", "anton"], &[]).await;
    choose(&anton, "minutes", "yes").await;
    rosa.say(GENERAL, "The oven, @anton").await;
    decided(&fixture).await;
    fixture.sql("create table waited as select room_id, waiting from chat.mail_order").await;
    // A process that ends after the word of the server leaves neither the note that the mail was sent, nor what became of its order.
    let ended = "update chat.mail_order o set waiting = w.waiting from waited w where w.room_id = o.room_id;
        update chat.mail set mails = 0, tries = 1, due_at = now()";
    fixture
        .sql(
            "create function auth.ends() returns trigger language plpgsql as $$ begin raise 'it ends'; end $$;
        create trigger ends before insert on auth.command for each row when (new.action = 'mail_unread')
        execute function auth.ends()",
        )
        .await;
    told(&fixture).await;
    let first = one(&server).await;
    fixture.sql("drop trigger ends on auth.command").await;
    let mut again = Vec::new();
    for _ in 0..2 {
        fixture.sql(ended).await;
        told(&fixture).await;
        again.extend(mails(&server).await);
    }
    assert_eq!(again.len(), 1, "what is noted is not sent again: {again:?}");
    assert_eq!(again[0].header("Message-ID"), first.header("Message-ID"), "programs show it once");
    assert_eq!(fixture.sql_lines("select mails::text from chat.mail").await, ["1"], "it counts");
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_is_in_the_language_of_whoever_chose_it_with_the_same_words_in_text_and_html() {
    let (fixture, server, [rosa, anton, odile]) = open(["rosa", "anton", "odile"], &[]).await;
    for (who, language, room, person, several, words) in [
        (
            (&anton, "anton"),
            "de",
            "Ungelesene Nachrichten in general",
            "Ungelesene Nachrichten von rosa",
            "Ungelesene Nachrichten bei Harbour & Co",
            ["Hallo anton,", "warten 2 Nachrichten darauf", "Diese E-Mails abbestellen", "Tee & <Kekse>?"],
        ),
        (
            (&odile, "odile"),
            "fr",
            "Messages non lus dans general",
            "Messages non lus de rosa",
            "Messages non lus sur Harbour & Co",
            ["Bonjour odile,", "2 messages sur", "Arrêter ces e-mails", "Tee & <Kekse>?"],
        ),
    ] {
        let (who, name) = who;
        who.post("/settings/appearance", &[("theme", "auto"), ("language", language)]).await;
        choose(who, "minutes", "yes").await;
        let direct = rosa.post("/d", &[("people", name)]).await.location().to_owned();
        for (places, subject) in
            [(&[GENERAL][..], room), (&[&*direct], person), (&[GENERAL, &*direct], several)]
        {
            for place in places {
                rosa.say(place, &format!("Tee & <Kekse>? @{name}")).await;
            }
            told(&fixture).await;
            let mail = one(&server).await;
            assert_eq!(mail.header("Subject"), subject);
            assert!(mail.html().contains(&format!("lang=\"{language}\"")), "{}", mail.html());
            assert_same_words(&mail);
            if places.len() > 1 {
                for words in words {
                    assert!(mail.text().contains(words), "{words}: {}", mail.text());
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_very_much_that_waits_all_is_counted_but_what_was_read_or_deleted() {
    let (fixture, server, [rosa, anton]) = open(["rosa", "anton"], &[]).await;
    choose(&anton, "hour", "yes").await;
    let direct = rosa.post("/d", &[("people", "anton")]).await.location().to_owned();
    for n in 0..130 {
        rosa.say(&direct, &format!("One more: {n}")).await;
    }
    rosa.say(GENERAL, "@anton!").await;
    decided(&fixture).await;
    // The first twenty are read, and one after them is deleted.
    let place = "select (min(seq) + 19)::text from chat.message m join chat.room r on r.id = m.room_id where r.kind = 'direct'";
    let read = fixture.sql_lines(place).await.remove(0);
    anton.post(&format!("{direct}/read"), &[("seq", &read)]).await;
    fixture
        .sql(&format!("update chat.message m set deleted_at = now() from chat.room r where r.id = m.room_id and r.kind = 'direct' and m.seq = {read} + 2"))
        .await;
    told(&fixture).await;
    let text = one(&server).await.text();
    assert!(text.contains("110 messages on") && text.contains("One more: 129"), "{text}");
}
