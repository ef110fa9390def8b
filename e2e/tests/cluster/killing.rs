//! Every kind of process is ended in mid-chat, one after the other and without warning; what was acked is compared with
//! the log, and what everybody heard with what everybody else heard.

use e2e::{Person, Who};

use crate::chat::{chat, nothing_was_lost, say, talk};

#[tokio::test(flavor = "multi_thread")]
async fn any_process_may_be_killed_in_mid_chat() {
    let (mut cluster, people) = chat().await;
    let all = [Who::Room(0), Who::Gateway(0), Who::Auth(0), Who::Room(1), Who::Gateway(1), Who::Auth(1)];
    for (n, who) in all.into_iter().enumerate() {
        say(&people, 2 * n + 1);
        cluster.kill(who).await;
        talk(&people, 2 * n + 2).await;
        cluster.restart(who).await;
    }
    talk(&people, 100).await;
    nothing_was_lost(&cluster, &people).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_stands_still_and_wakes_up_later_harms_nobody() {
    let (cluster, people) = chat().await;
    for (n, who) in [Who::Room(0), Who::Room(1), Who::Gateway(0), Who::Auth(0)].into_iter().enumerate() {
        say(&people, 3 * n + 1);
        cluster.freeze(who);
        talk(&people, 3 * n + 2).await;
        cluster.thaw(who);
        talk(&people, 3 * n + 3).await;
    }
    nothing_was_lost(&cluster, &people).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_room_services_at_once_and_all_gateways_at_once() {
    let (mut cluster, people) = chat().await;
    for (n, pair) in
        [[Who::Room(0), Who::Room(1)], [Who::Gateway(0), Who::Gateway(1)]].into_iter().enumerate()
    {
        say(&people, 2 * n + 1);
        for who in pair {
            cluster.kill(who).await;
        }
        for who in pair {
            cluster.restart(who).await;
        }
        talk(&people, 2 * n + 2).await;
    }
    nothing_was_lost(&cluster, &people).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chat_goes_on_by_itself_when_the_bus_returns() {
    let (cluster, people) = chat().await;
    say(&people, 1);
    cluster.freeze_nats();
    say(&people, 2);
    let before = people[0].diary().acked.len();
    cluster.thaw_nats();
    people[0].until("acks go on", |diary| diary.acked.len() > before).await;
    talk(&people, 3).await;
    nothing_was_lost(&cluster, &people).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chat_goes_on_by_itself_when_the_database_returns_and_words_are_given_back_meanwhile() {
    let (cluster, people) = chat().await;
    let form = Person::log_in(cluster.address(0), "ann").await;
    cluster.close_database().await;
    say(&people, 1);
    let page = form.post_message("general", "Kept while nothing works.").await;
    assert_eq!(page.status.as_u16(), 503);
    assert!(page.text.contains("Kept while nothing works."), "{}", page.text);
    cluster.open_database().await;
    talk(&people, 2).await;
    form.sees("/r/general", "ann says 2.4").await;
    nothing_was_lost(&cluster, &people).await;
}
