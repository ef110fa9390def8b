//! The command listener: commands come in on `room.command.<node>`, are counted, rendered and handed on, and their answers go out.
//!
//! One task hears them, so that the commands for a room keep their order; rooms answer them. Making a
//! room is done here: it concerns no room that is there, and so no actor. Names are everyone's: one that a room is to be
//! called by is claimed here before the room decides, for those alone who may rename it, and given back if it was refused.

use std::sync::Arc;

use chassis::health::Part;
use chassis::{Bus, Inbound, Subscription};
use proto::id::SYSTEM;
use proto::node::UserHint;
use proto::room::permissions::Asker;
use proto::room::{Action, Answer, Authority, Command, Done, File, Head, Kind};
use proto::text::RoomName;
use proto::{Reason, Refusal, RoomId};
use ractor::ActorRef;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::Instrument;

use crate::announce;
use crate::config::Limits;
use crate::delivery::Delivery;
use crate::directory::DirectoryMessage;
use crate::heads_publisher::HeadsPublisher;
use crate::limits::Pace;
use crate::requester::Requester;
use crate::room::Claim;
use crate::room::rules::taken;
use crate::store::rooms::{self, Created};
use crate::store::{Pool, StoreError, admin, files, members, names};

/// The most characters of an actor's name that are kept.
const NAME: usize = 60;

/// The most people who are told at once that their room is called something else.
const TOLD: i64 = 500;

/// The command listener. Clones share it.
#[derive(Clone)]
pub(crate) struct CommandListener {
    bus: Bus,
    pool: Pool,
    heads: HeadsPublisher,
    directory: ActorRef<DirectoryMessage>,
    pace: Arc<Pace>,
    permits: Arc<Semaphore>,
    all: usize,
    tasks: TaskTracker,
}

impl CommandListener {
    pub(crate) fn new(
        bus: Bus,
        pool: Pool,
        heads: HeadsPublisher,
        directory: ActorRef<DirectoryMessage>,
        limits: &Limits,
        tasks: TaskTracker,
    ) -> Self {
        let (pace, permits) = (Arc::new(Pace::new(limits)), Arc::new(Semaphore::new(limits.commands)));
        Self { bus, pool, heads, directory, pace, permits, all: limits.commands, tasks }
    }

    /// How many commands are under way.
    pub(crate) fn load(&self) -> u32 {
        u32::try_from(self.all - self.permits.available_permits().min(self.all)).unwrap_or(u32::MAX)
    }

    /// Hears commands until `closed`.
    pub(crate) async fn listen(self, mut subscription: Subscription, part: Part, closed: CancellationToken) {
        while let Some(Some(heard)) = part.wait(closed.run_until_cancelled(subscription.next())).await {
            self.receive(heard);
        }
    }

    fn receive(&self, heard: Inbound) {
        let span = heard.span();
        let taken = span.in_scope(|| self.take(&heard));
        let requester = Requester::new(self.bus.clone(), self.tasks.clone(), heard, span.clone());
        match taken {
            Ok((Way::Room(command), permit)) => {
                let delivery = span.in_scope(|| Delivery::asked_by(requester.holding(permit), command));
                // Dropped where there is no directory any more, and so answered.
                let _ = self.directory.cast(DirectoryMessage::Deliver(delivery));
            }
            Ok((way, permit)) => {
                let (command_listener, requester) = (self.clone(), requester.holding(permit));
                let carrying_out = async move {
                    let answer = command_listener.carry_out(way).await;
                    requester.answer(answer).await;
                };
                self.tasks.spawn(carrying_out.instrument(span));
            }
            Err(refusal) => requester.answer_aside(Answer::Refused(refusal)),
        }
    }

    /// What concerns more than one room that is there.
    async fn carry_out(&self, way: Way) -> Answer {
        match way {
            Way::Room(command) => self.decide_with(command, None).await,
            Way::Create(command, name, kind) => self.create(&command, &name, kind).await,
            Way::Rename(command, name) => self.rename(command, &name).await,
            Way::AdminDelete(command) => self.delete_as_admin(command).await,
            Way::Files(command) => self.post_files(command).await,
        }
    }

    /// Reads a command and says which way it goes. Not async: the next one is not heard before this one is on its way.
    fn take(&self, heard: &Inbound) -> Result<(Way, OwnedSemaphorePermit), Refusal> {
        let mut command: Command = heard.read().map_err(|error| {
            tracing::debug!(%error, "a command that cannot be read");
            Refusal::new(Reason::Malformed)
        })?;
        let permit = self.permits.clone().try_acquire_owned().map_err(|_| Refusal::busy())?;
        // What the installation does by itself, it does within a process.
        if command.actor.id == SYSTEM || command.authority == Authority::System {
            return Err(Refusal::new(Reason::SystemOnly));
        }
        self.pace.take(command.actor.id)?;
        command.actor.name = presentable(&command.actor.name);
        if let Some(whom) = command.action.whom_mut() {
            *whom = presentable(whom);
        }
        if let Action::Create { name, kind } = &command.action {
            let (name, kind) = (name.clone(), *kind);
            return Ok((Way::Create(command, name, kind), permit));
        }
        if let Some(name) = command.action.renames().cloned() {
            return Ok((Way::Rename(command, name), permit));
        }
        if command.authority == Authority::Admin && matches!(command.action, Action::Delete { .. }) {
            return Ok((Way::AdminDelete(command), permit));
        }
        if !command.action.files().is_empty() {
            return Ok((Way::Files(command), permit));
        }
        Ok((Way::Room(command), permit))
    }

    /// Makes a room. A repeat finds the room that it has made.
    async fn create(&self, command: &Command, name: &RoomName, kind: Kind) -> Answer {
        let Command { room, actor, authority, nonce, action, .. } = command;
        if let Err(refusal) = Asker::without_room(actor.org_role).check(*authority, action.kind()) {
            return Answer::Refused(refusal);
        }
        // Nobody makes a room under an id of their choice; and what has no name is not made by a command.
        if *room != RoomId::made_by(actor.id, *nonce) || kind == Kind::Direct {
            return Answer::Refused(Refusal::new(Reason::Malformed));
        }
        match rooms::create(&self.pool, *room, actor, command.fingerprint(), name, kind).await {
            Ok(Created::Made(at)) => {
                self.heads.note(Head { room: *room, head: 1, last_msg: 0, acl: 1, revised: 0 });
                announce::hint_to(&self.bus, actor.id, &UserHint::MembershipAdded { room: *room }).await;
                Answer::Done(Done { seq: 1, at, dup: false })
            }
            Ok(Created::Known(at)) => Answer::Done(Done { seq: 1, at, dup: true }),
            Ok(Created::Reused) => Answer::Refused(Refusal::nonce_reused()),
            Ok(Created::Taken) => Answer::Refused(taken()),
            Err(error) => {
                error.warn("a room could not be made");
                Answer::Refused(Refusal::unavailable())
            }
        }
    }

    /// Has a room decide whether it is called something else, with the name in hand.
    async fn rename(&self, command: Command, name: &RoomName) -> Answer {
        let (room, nonce) = (command.room, command.nonce);
        let answer = match self.decide_on_the_name(command, name).await {
            Ok(answer) => answer,
            Err(error) => {
                error.warn("a name could not be claimed");
                return Answer::Refused(Refusal::unavailable());
            }
        };
        // What the room is called by now is no claim any more.
        if let Err(error) = names::release(&self.pool, room, nonce).await {
            tracing::debug!(%error, room.id = %room, "a name was not given back");
        }
        if matches!(answer, Answer::Done(Done { dup: false, .. })) {
            self.tasks.spawn(self.clone().tell_of_the_name(room));
        }
        answer
    }

    /// Whether they may, as things stand: nobody else holds a name, not even for the length of one command. The room decides
    /// anew; who has got the right since then is told to try again.
    async fn may_rename(&self, command: &Command) -> Result<bool, StoreError> {
        let asker = names::asker(&self.pool, command.room, &command.actor).await?;
        Ok(asker.is_some_and(|asker| asker.check(command.authority, command.action.kind()).is_ok()))
    }

    async fn decide_on_the_name(&self, command: Command, name: &RoomName) -> Result<Answer, StoreError> {
        let claim = if self.may_rename(&command).await? {
            names::claim(&self.pool, command.room, command.nonce, name).await?
        } else {
            None
        };
        Ok(self.decide_with(command, claim).await)
    }

    /// Has a room decide whether an admin deletes a message: not unseen. What was decided before is answered as before.
    async fn delete_as_admin(&self, command: Command) -> Answer {
        let target = command.action.target().unwrap_or_default();
        match admin::may_read(&self.pool, command.actor.id, command.room, target).await {
            Ok(true) => self.decide_with(command, None).await,
            Ok(false) => self.decide_with(command, Some(Claim::NotInspected)).await,
            Err(error) => {
                tracing::warn!(%error, room.id = %command.room, "who has looked into a room could not be read");
                Answer::Refused(Refusal::unavailable())
            }
        }
    }

    /// Has a room decide whether a message gets its files, with those in hand that are its author's to post there.
    async fn post_files(&self, command: Command) -> Answer {
        let (room, user, wanted) = (command.room, command.actor.id, command.action.files());
        // More are refused whatever they are.
        match files::claimable(&self.pool, room, user, &wanted[..wanted.len().min(File::MAX)]).await {
            Ok(found) => self.decide_with(command, Some(Claim::Files(found))).await,
            Err(error) => {
                error.warn("the files of a message could not be read");
                Answer::Refused(Refusal::unavailable())
            }
        }
    }

    async fn decide_with(&self, command: Command, claim: Option<Claim>) -> Answer {
        let (delivery, answer) = Delivery::new(command);
        if self.directory.cast(DirectoryMessage::Deliver(delivery.claiming(claim))).is_err() {
            return Answer::Refused(Refusal::unavailable());
        }
        answer.await.unwrap_or_else(|_| Answer::Refused(Refusal::unavailable()))
    }
}

impl CommandListener {
    /// The lists of those inside name the room: each is read anew. In a large room, some find out with their next page.
    async fn tell_of_the_name(self, room: RoomId) {
        match members::inside(&self.pool, room, TOLD).await {
            Ok(users) => {
                for user in users {
                    announce::hint_to(&self.bus, user, &UserHint::MembershipAdded { room }).await;
                }
            }
            Err(error) => tracing::debug!(%error, room.id = %room, "nobody was told of a new name"),
        }
    }
}

/// Which way a command goes.
enum Way {
    /// To its room, which answers.
    Room(Command),
    /// There is no room yet.
    Create(Command, RoomName, Kind),
    /// It concerns all names.
    Rename(Command, RoomName),
    /// It depends on whether the admin has looked into the room.
    AdminDelete(Command),
    /// It has files, which somebody else may have too.
    Files(Command),
}

/// A person's name is a hint, and any gateway's word for it is taken; but not what the log cannot hold.
pub(crate) fn presentable(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(NAME).collect()
}
