//! Sockets whose client is silent.

use std::collections::HashMap;
use std::time::Duration;

use proto::NodeId;
use proto::frame::{ClientFrame, Close};

use super::Form;
use super::support::{Fixture, Gateway};
use crate::live::LiveConfig;

#[tokio::test]
async fn who_never_says_hello_is_closed() {
    let fixture = Fixture::start("no-hello").await;
    let config = LiveConfig { hello: Duration::from_millis(100), ..LiveConfig::new(NodeId::new()) };
    let gateway = Gateway::start_with("no-hello", config).await;
    let mut tab = gateway.connect(&fixture.person(), Form::Json).await;
    assert_eq!(tab.closed().await, Close::NoHello.code());
}

#[tokio::test]
async fn who_pings_no_more_is_closed() {
    let fixture = Fixture::start("silent").await;
    let config = LiveConfig { heartbeat: Duration::from_millis(100), ..LiveConfig::new(NodeId::new()) };
    let gateway = Gateway::start_with("silent", config).await;
    let mut tab = gateway.connect(&fixture.person(), Form::Json).await;
    tab.say(&ClientFrame::Hello { log: None, rooms: HashMap::new() }).await;
    assert_eq!(tab.closed().await, Close::Silent.code());
}
