//! TLS to a real nats-server, which asks for a certificate of its clients too.

#[path = "../certificates/mod.rs"]
mod certificates;

use certificates::Authority;
use chassis::{Bus, BusConfig, BusTls, Secret};

use super::DEADLINE;

#[tokio::test]
async fn a_secured_bus_lets_in_whom_it_knows_and_is_believed_only_if_vouched_for() {
    let (ours, theirs) = (Authority::new(), Authority::new());
    let (certificate, key) = ours.certify_in_files("localhost");
    let ca = ours.file();
    let tls = format!(
        "tls {{ cert_file: \"{certificate}\", key_file: \"{key}\", ca_file: \"{ca}\", verify: true }}"
    );
    let server = services::testbed::start_nats_with(&[], &tls).await.expect("starts");
    let secured = server.url.replace("nats://", "tls://").replace("127.0.0.1", "localhost");
    let connect = async |url: &str, authority: &Authority, identity| {
        let tls = BusTls { authority: Some(authority.file().into()), identity };
        let config = BusConfig { url: Secret::new(url), prefix: String::new(), name: "test".to_owned(), tls };
        Bus::connect(&config).await.expect("an address")
    };
    let (certificate, key) = ours.certify_in_files("hubbub");
    let identity = Some((certificate.into(), key.into()));

    let bus = connect(&secured, &ours, identity.clone()).await;
    assert!(bus.ready(DEADLINE).await);
    bus.barrier().await.expect("in force");
    // It asks for TLS by itself.
    assert!(
        connect(&secured.replace("tls://", "nats://"), &ours, identity.clone()).await.ready(DEADLINE).await
    );

    let patience = std::time::Duration::from_secs(1);
    assert!(!connect(&secured, &theirs, identity.clone()).await.ready(patience).await, "anybody is believed");
    assert!(!connect(&secured, &ours, None).await.ready(patience).await, "anybody is let in");
    let other_name = secured.replace("localhost", "127.0.0.1");
    assert!(!connect(&other_name, &ours, identity).await.ready(patience).await, "any name is believed");
}
