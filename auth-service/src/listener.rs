//! Receives queries on `auth.query.<node>` and commands on `auth.command.<node>`, works on so many at once, and answers.
//!
//! Each kind has permits of its own: a flood of sign-ins must not keep gateways from reading the feed.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chassis::health::Part;
use chassis::telemetry::{metrics, spans};
use chassis::{Bus, Inbound, Lifecycle, RequestError, Subscription};
use proto::auth::{Answer, Command, Query, Reply};
use proto::{Code, NodeId, Refusal, subject};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_util::task::TaskTracker;
use tracing::{Instrument, Span};

use crate::refusals::not_understood;
use crate::service::AuthService;

/// Asked to stop, it still answers those who have not learnt of it: until nobody has asked for so long,
const QUIET: Duration = Duration::from_millis(300);
/// and at most for so long.
const DRAIN: Duration = Duration::from_secs(2);
/// How long a query may take in all. Who asked waits no longer.
const QUERY: Duration = Duration::from_secs(4);
/// How long a command may take in all: less than who sent it waits, so that they hear of it. Whether it was carried out is
/// then unknown, and the same again with the same key finds out.
const COMMAND: Duration = Duration::from_secs(12);

/// What comes in, and how much of it is being worked on.
#[derive(Debug)]
pub(crate) struct Listener {
    service: Arc<AuthService>,
    bus: Bus,
    queries: Subscription,
    commands: Subscription,
    query_permits: Arc<Semaphore>,
    command_permits: Arc<Semaphore>,
    in_flight: usize,
    working: TaskTracker,
}

/// One message, by the subject it came on.
enum Message {
    Query(Inbound),
    Command(Inbound),
}

impl Listener {
    /// Subscribes; what is asked from now on waits until [`Self::listen`].
    pub(crate) async fn subscribe(
        service: Arc<AuthService>,
        bus: Bus,
        node: NodeId,
        in_flight: usize,
    ) -> Result<Self, RequestError> {
        let queries = bus.subscribe(&subject::auth_query(node)).await?;
        let commands = bus.subscribe(&subject::auth_command(node)).await?;
        let [query_permits, command_permits] = [(); 2].map(|()| Arc::new(Semaphore::new(in_flight)));
        let working = TaskTracker::new();
        Ok(Self { service, bus, queries, commands, query_permits, command_permits, in_flight, working })
    }

    /// Tells how many messages are being worked on.
    pub(crate) fn load(&self) -> impl Fn() -> u32 + Send + 'static {
        let (both, all) = ([self.query_permits.clone(), self.command_permits.clone()], self.in_flight);
        move || {
            let busy =
                both.iter().map(|permits| all.saturating_sub(permits.available_permits())).sum::<usize>();
            u32::try_from(busy).unwrap_or(u32::MAX)
        }
    }

    /// Answers until asked to stop.
    pub(crate) async fn listen(&mut self, part: Part, life: &Lifecycle) {
        loop {
            tokio::select! {
                () = life.stopped() => return part.retire(),
                message = part.wait(self.next()) => match message {
                    Some(message) => self.take(message).await,
                    None => {
                        tracing::error!("the bus is closed");
                        return life.stop();
                    }
                },
            }
        }
    }

    /// Answers the last ones, then unsubscribes and waits until everyone has their answer, at most `deadline`.
    pub(crate) async fn close(mut self, deadline: Duration) {
        let until = Instant::now() + DRAIN;
        while Instant::now() < until {
            match tokio::time::timeout(QUIET, self.next()).await {
                Ok(Some(message)) => self.take(message).await,
                Ok(None) | Err(_) => break,
            }
        }
        // From here on those who ask learn at once that nobody is there.
        drop((self.queries, self.commands));
        self.working.close();
        if tokio::time::timeout(deadline, self.working.wait()).await.is_err() {
            tracing::warn!(left = self.working.len(), "stopping with requests unanswered");
        }
        self.bus.flush(QUIET).await;
    }

    async fn next(&mut self) -> Option<Message> {
        tokio::select! {
            inbound = self.queries.next() => inbound.map(Message::Query),
            inbound = self.commands.next() => inbound.map(Message::Command),
        }
    }

    async fn take(&self, message: Message) {
        let permits = match &message {
            Message::Query(_) => &self.query_permits,
            Message::Command(_) => &self.command_permits,
        };
        let Ok(permit) = permits.clone().try_acquire_owned() else {
            return message.refuse(&self.bus, Refusal::busy()).await;
        };
        let (service, bus) = (self.service.clone(), self.bus.clone());
        let span = message.inbound().span();
        let work = async move {
            match message {
                Message::Query(inbound) => answer_query(&service, &bus, &inbound).await,
                Message::Command(inbound) => answer_command(&service, &bus, &inbound).await,
            }
            drop(permit);
        };
        self.working.spawn(work.instrument(span));
    }
}

impl Message {
    fn inbound(&self) -> &Inbound {
        let (Self::Query(inbound) | Self::Command(inbound)) = self;
        inbound
    }

    async fn refuse(self, bus: &Bus, refusal: Refusal) {
        match self {
            Self::Query(inbound) => bus.answer(&inbound, &Reply::Refused(refusal)).await,
            Self::Command(inbound) => bus.answer(&inbound, &Answer::Refused(refusal)).await,
        }
    }
}

async fn answer_query(service: &AuthService, bus: &Bus, inbound: &Inbound) {
    let began = Instant::now();
    // What was said may hold secrets, and so may a parser's complaint about it: neither is logged.
    let (name, reply) = match inbound.read::<Query>() {
        Ok(query) => {
            let name = query.name();
            let reply = timeout(QUERY, service.query(query)).await;
            (name, reply.unwrap_or_else(|_| Reply::Refused(overdue(name))))
        }
        Err(_) => ("malformed", Reply::Refused(not_understood())),
    };
    let refusal = if let Reply::Refused(refusal) = &reply { Some(refusal) } else { None };
    observe(name, refusal);
    bus.answer(inbound, &reply).await;
    answered(name, refusal, began);
}

async fn answer_command(service: &AuthService, bus: &Bus, inbound: &Inbound) {
    let began = Instant::now();
    let (name, answer) = match inbound.read::<Command>() {
        Ok(command) => {
            let name = command.action.name();
            let answer = timeout(COMMAND, service.command(command)).await;
            (name, answer.unwrap_or_else(|_| Answer::Refused(overdue(name))))
        }
        Err(_) => ("malformed", Answer::Refused(not_understood())),
    };
    let refusal = if let Answer::Refused(refusal) = &answer { Some(refusal) } else { None };
    observe(name, refusal);
    let counted = [
        "register",
        "log_in",
        "change_password",
        "change_email",
        "prove",
        "use_reset_link",
        "mail_reset_link",
        "use_confirmation",
    ];
    if counted.contains(&name) {
        metrics::auth_attempt(name, refusal.map_or("ok", |refusal| refusal.code.as_str()));
    }
    bus.answer(inbound, &answer).await;
    answered(name, refusal, began);
}

/// It took longer than anybody waits.
fn overdue(name: &'static str) -> Refusal {
    tracing::warn!(request = name, "given up: it took too long");
    metrics::overdue("auth", name);
    Refusal::unavailable()
}

/// The outcome, for whoever looks from outside.
fn observe(name: &'static str, refusal: Option<&Refusal>) {
    let span = Span::current();
    spans::query(&span, name);
    spans::outcome(&span, refusal);
    if refusal.is_some_and(|refusal| refusal.code == Code::RateLimited) {
        metrics::held_back("auth");
    }
}

fn answered(name: &'static str, refusal: Option<&Refusal>, began: Instant) {
    let refused = refusal.map(|refusal| refusal.code);
    let duration_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::debug!(request = name, ?refused, duration_ms, "answered");
}
