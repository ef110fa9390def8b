//! One attempt at a time, at a server that does what servers do.

use std::time::Duration;

use chassis::Secret;
use services::testbed::smtp::{Fault, Security, Smtp};
use tokio::time::{Instant, timeout};

use super::delivery::Delivery;
use super::*;
use crate::config::MailTls;

/// Longer than anything here takes.
const DEADLINE: Duration = Duration::from_secs(20);

fn settings(server: &Smtp, tls: MailTls) -> MailSettings {
    MailSettings {
        host: "127.0.0.1".to_owned(),
        port: server.address().port(),
        tls,
        authority: None,
        login: None,
        from: "Hubbub <hubbub@example.org>".parse().expect("a sender"),
        deadline: DEADLINE,
    }
}

fn mail() -> Message {
    let from = "Hubbub <hubbub@example.org>".parse().expect("a sender");
    let to = Recipient { address: "rosa@example.org".to_owned(), name: "Rosa".to_owned() };
    let words = format!("Hello, {}.\n.\nThat’s all.", Letter::NAME);
    let letter = Letter { subject: "Hello".to_owned(), text: words.clone(), html: words };
    letter::mail(&from, &to, &letter, None).expect("a mail")
}

async fn sent(settings: MailSettings) -> Outcome {
    let delivery = Delivery::new(settings).expect("settings that will do");
    timeout(DEADLINE, delivery.send(&mail())).await.expect("an outcome")
}

#[tokio::test]
async fn a_mail_arrives_as_it_was_written() {
    let server = Smtp::start().await.expect("a server");
    assert_eq!(sent(settings(&server, MailTls::None)).await, Outcome::Sent);
    let mail = server.mail().await;
    assert_eq!(
        (mail.from.as_str(), mail.to.as_slice()),
        ("hubbub@example.org", &["rosa@example.org".into()][..])
    );
    assert_eq!(mail.header("From"), "Hubbub <hubbub@example.org>");
    assert_eq!(mail.text().replace("\r\n", "\n").trim_end(), "Hello, Rosa.\n.\nThat’s all.");
    assert_eq!(mail.html().replace("\r\n", "\n").trim_end(), "Hello, Rosa.\n.\nThat’s all.");
}

#[tokio::test]
async fn what_the_server_says_to_a_mail_is_told_apart() {
    let server = Smtp::start().await.expect("a server");
    for (fault, outcome) in [
        (Fault::Later, Outcome::Later),
        (Fault::Refused, Outcome::Refused),
        (Fault::ClosedAfterData, Outcome::Later),
        (Fault::None, Outcome::Sent),
    ] {
        server.set(fault);
        assert_eq!(sent(settings(&server, MailTls::None)).await, outcome, "{fault:?}");
    }
    let gone = settings(&server, MailTls::None);
    drop(server);
    tokio::task::yield_now().await;
    assert_eq!(sent(gone).await, Outcome::Later);
}

#[tokio::test]
async fn a_server_that_falls_silent_is_given_up_at_the_deadline() {
    let server = Smtp::start().await.expect("a server");
    for fault in [Fault::SilentAfterData, Fault::Silent] {
        server.set(fault);
        let began = Instant::now();
        let hasty = MailSettings { deadline: Duration::from_millis(300), ..settings(&server, MailTls::None) };
        assert_eq!(sent(hasty).await, Outcome::Unknown, "{fault:?}");
        assert!(began.elapsed() >= Duration::from_millis(300));
    }
}

#[tokio::test]
async fn nothing_is_said_to_a_server_that_is_not_secured_as_it_was_to_be() {
    let key = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).expect("a certificate");
    let (certificate, signing) = (key.cert.pem(), key.signing_key.serialize_pem());
    let login = Some(("hubbub", "a password"));
    for (security, tls) in [(Security::Tls, MailTls::Tls), (Security::StartTls, MailTls::StartTls)] {
        let certified = Some((security, certificate.as_str(), signing.as_str()));
        let server = Smtp::start_with(certified, login).await.expect("a server");
        let known = MailSettings {
            authority: Some(certificate.clone().into_bytes()),
            login: Some((Secret::new("hubbub"), Secret::new("a password"))),
            ..settings(&server, tls)
        };
        assert_eq!(sent(known.clone()).await, Outcome::Sent, "{tls:?}");
        let mail = server.mail().await;
        assert!(mail.secured && mail.user.as_deref() == Some("hubbub"), "{mail:?}");
        let another = Some((Secret::new("hubbub"), Secret::new("another password")));
        let cases = [
            ("another password", MailSettings { login: another, ..known.clone() }),
            ("nobody vouches for it", MailSettings { authority: None, ..known.clone() }),
            ("another name", MailSettings { host: "localhost".to_owned(), ..known.clone() }),
        ];
        for (what, settings) in cases {
            let outcome = sent(settings).await;
            assert!(matches!(outcome, Outcome::Misfit | Outcome::Later), "{what}: {outcome:?}");
        }
        assert!(server.mail_now().await.is_none());
    }
    let plain = Smtp::start().await.expect("a server");
    assert_eq!(sent(settings(&plain, MailTls::StartTls)).await, Outcome::Misfit);
}
