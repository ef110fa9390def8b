//! Mail of what is unread: sent once under its key, whoever asks, and said what became of it.

use proto::UserId;
use proto::auth::{Action, Answer, Command, Letter, MailFate, UnreadMail};
use proto::room::OrgRole;
use services::testbed::smtp::{Fault, Smtp};
use uuid::Uuid;

use super::fixture::{DEADLINE, Fixture, Service};
use super::mailing::settings;
use super::operator::new_user;

const LINK: &str = "https://chat.example.org/unsubscribe/8d0cd9a4e7a64ae2b3d5b5f1f0a1c2d3";

fn unread(user: UserId) -> Command {
    let words = format!("Hello {},", Letter::NAME);
    let letter = Letter { subject: "Unread messages".to_owned(), text: words.clone(), html: words };
    let mail = UnreadMail { letter, thread: Uuid::new_v4(), unsubscribe: LINK.to_owned() };
    Command { key: Uuid::new_v4(), action: Action::MailUnread { user, mail: Box::new(mail) } }
}

/// What became of it, as soon as that is known.
async fn fate(fixture: &Fixture, service: &Service, command: &Command) -> MailFate {
    let asking = async {
        loop {
            match fixture.command(service, command).await {
                Answer::Mailed(MailFate::UnderWay) => {}
                Answer::Mailed(fate) => return fate,
                other => panic!("{other:?}"),
            }
        }
    };
    tokio::time::timeout(DEADLINE, asking).await.expect("it is known")
}

#[tokio::test]
async fn a_mail_of_what_is_unread_is_sent_once_under_its_key_to_a_confirmed_address_alone() {
    let server = Smtp::start().await.expect("a server");
    let fixture = Fixture::open_with(|config| config.mail = Some(settings(&server))).await.with_owner().await;
    let rosa = fixture.people.create(new_user("rosa", OrgRole::Member)).await.expect("rosa");
    let other = fixture.another_service().await;
    let command = unread(rosa);
    let (one, two) =
        tokio::join!(fate(&fixture, &fixture.service, &command), fate(&fixture, &fixture.service, &command));
    assert_eq!((one, two), (MailFate::Sent, MailFate::Sent));
    assert_eq!(fate(&fixture, &other, &command).await, MailFate::Sent, "another one knows it, too");
    let mail = tokio::time::timeout(DEADLINE, server.mail()).await.expect("a mail");
    assert_eq!(mail.header("Message-ID"), format!("<{}@example.org>", command.key));
    assert_eq!(mail.header("List-Unsubscribe"), format!("<{LINK}>"));
    assert_eq!(mail.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert_eq!(mail.header("References"), mail.header("In-Reply-To"));
    assert!(server.mail_now().await.is_none(), "once");

    for (fault, expected) in [
        (Fault::Refused, MailFate::Refused),
        (Fault::Later, MailFate::Later),
        (Fault::SilentAfterData, MailFate::Unknown),
    ] {
        server.set(fault);
        assert_eq!(fate(&fixture, &fixture.service, &unread(rosa)).await, expected, "{fault:?}");
    }
    server.set(Fault::None);
    fixture.db.batch_execute("update auth.account set email_confirmed = false").await.expect("changed");
    assert_eq!(fate(&fixture, &fixture.service, &unread(rosa)).await, MailFate::Nobody);
    assert!(server.mail_now().await.is_none());
}
