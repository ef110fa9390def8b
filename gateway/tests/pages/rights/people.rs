//! Those who try, and the rooms they try it in. Their rooms are made over the bus, by the same commands without the forms.

use std::sync::atomic::{AtomicUsize, Ordering};

use gateway::cluster::Cluster;
use proto::auth::{
    Action as AuthAction, AdminAction, Command as AuthCommand, Query as AuthQuery, Reply as AuthReply,
};
use proto::room::{Action, Actor, Answer, Command, Done, OrgRole, Query, Reply, Role, Viewer};
use proto::text::{Body, RoomName, Username};
use proto::{Nonce, RoomId, Seq, UserId};
use uuid::Uuid;

use super::DEADLINE;
use crate::browser::Browser;
use crate::fixture::Fixture;
use crate::socket::cookie;

/// How somebody stands to the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    /// Not signed in.
    Stranger,
    /// Has never been a member.
    Outsider,
    Member,
    /// Was a member and was put out.
    Removed,
    Banned,
    /// Was a member when the account was closed.
    Deactivated,
    Moderator,
    /// One of two.
    Owner,
    /// Looks after the installation, and has never been a member.
    Admin,
    /// A guest of the organisation who has never been a member.
    Guest,
    /// A guest of the organisation who is in the room.
    GuestMember,
}

/// Everyone, in the order of the columns of `table.rs`.
pub(super) const EVERYONE: [Who; 11] = [
    Who::Stranger,
    Who::Outsider,
    Who::Member,
    Who::Removed,
    Who::Banned,
    Who::Deactivated,
    Who::Moderator,
    Who::Owner,
    Who::Admin,
    Who::Guest,
    Who::GuestMember,
];

/// What the room is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Public,
    Private,
    /// A public one, closed.
    Archived,
}

/// All kinds, in the order of the columns of `table.rs`.
pub(super) const KINDS: [Kind; 3] = [Kind::Public, Kind::Private, Kind::Archived];

/// Somebody with a browser.
pub(super) struct Caller {
    pub(super) who: Who,
    pub(super) browser: Browser,
    /// As it goes along with a socket; a stranger's is empty.
    pub(super) cookie: String,
    pub(super) id: UserId,
}

/// A room in which the caller stands as they do, while somebody else has said something last.
pub(super) struct TestRoom {
    pub(super) id: RoomId,
    pub(super) slug: String,
    /// A message of the caller's; of somebody else's if they have none.
    pub(super) own: Seq,
    /// The last message, somebody else's.
    pub(super) theirs: Seq,
    /// Where the log stood when everything was ready.
    pub(super) head: Seq,
    /// Something was carried out here.
    pub(super) is_used: bool,
}

/// What every try needs: the services, and those who are not among the callers.
pub(super) struct Setup {
    services: Cluster,
    root: UserId,
    /// Who makes the rooms.
    pub(super) host: UserId,
    pub(super) host_cookie: String,
    /// A member of every room.
    pub(super) tomas: UserId,
    pub(super) tomas_cookie: String,
    /// Banned from every room.
    pub(super) mallory: UserId,
    /// In no room: the one to be added.
    pub(super) newcomer: &'static str,
}

impl Setup {
    /// The first account owns the installation.
    pub(super) async fn new(fixture: &Fixture) -> Self {
        for name in ["root", "mallory", "newcomer"] {
            fixture.person(name).await;
        }
        let host_cookie = cookie(&fixture.stranger(), "host").await;
        let tomas_cookie = cookie(&fixture.stranger(), "tomas").await;
        let services = fixture.services().await;
        let id = async |name| user(&services, name).await;
        let (root, host) = (id("root").await, id("host").await);
        let (tomas, mallory) = (id("tomas").await, id("mallory").await);
        Self { services, root, host, host_cookie, tomas, tomas_cookie, mallory, newcomer: "newcomer" }
    }

    /// Somebody who will stand to rooms in this way. An account of their own, so that nobody is too fast for two.
    pub(super) async fn caller(&self, fixture: &Fixture, who: Who) -> Caller {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let browser = fixture.stranger();
        if who == Who::Stranger {
            return Caller { who, browser, cookie: String::new(), id: UserId::new() };
        }
        let name = format!("{who:?}{}", NEXT.fetch_add(1, Ordering::Relaxed)).to_lowercase();
        fixture.person(&name).await;
        let id = user(&self.services, &name).await;
        match who {
            Who::Admin => self.let_stand(id, OrgRole::Admin).await,
            Who::Guest | Who::GuestMember => self.let_stand(id, OrgRole::Guest).await,
            _ => {}
        }
        let entered = browser.log_in(&name, "").await;
        let cookie = entered.header("set-cookie").split(';').next().expect("a cookie").to_owned();
        if who == Who::Deactivated {
            self.let_stand(id, OrgRole::Inactive).await;
            browser.until("/", 303, DEADLINE).await;
        }
        Caller { who, browser, cookie, id }
    }

    /// A fresh room of this kind.
    pub(super) async fn room(&self, caller: &Caller, kind: Kind) -> TestRoom {
        let (nonce, me) = (Nonce::new(), caller.id);
        let room = RoomId::made_by(self.host, nonce);
        let name = RoomName::parse(&format!("room {}", room.0.simple())).expect("a name");
        let is = if kind == Kind::Private { proto::room::Kind::Private } else { proto::room::Kind::Public };
        let host = async |action| self.action(room, self.host, action).await;
        let add = |user| Action::Add { user, whom: String::new() };
        let remove =
            |user, ban| Action::Remove { user, ban, minutes: None, reason: None, whom: String::new() };
        self.told(Command { nonce, ..command(room, self.host, Action::Create { name, kind: is }) }).await;
        for user in [self.tomas, self.mallory] {
            host(add(user)).await;
        }
        host(remove(self.mallory, true)).await;
        let mut own = None;
        if !matches!(caller.who, Who::Stranger | Who::Outsider | Who::Admin | Who::Guest) {
            host(add(me)).await;
            // Whoever is deactivated is taken out by the installation itself, perhaps before they can say anything.
            own = match self.services.command(command(room, me, post())).await {
                Answer::Done(done) => Some(done.seq),
                _ if caller.who == Who::Deactivated => None,
                other => panic!("nothing is said: {other:?}"),
            };
        }
        match caller.who {
            Who::Removed => drop(host(remove(me, false)).await),
            Who::Banned => drop(host(remove(me, true)).await),
            Who::Moderator => drop(host(Action::Appoint { user: me, role: Role::Moderator }).await),
            Who::Owner => drop(host(Action::Appoint { user: me, role: Role::Owner }).await),
            _ => {}
        }
        let theirs = self.action(room, self.tomas, post()).await.seq;
        let head = if kind == Kind::Archived { host(Action::Archive).await.seq } else { theirs };
        let slug = self.slug(room).await;
        TestRoom { id: room, slug, own: own.unwrap_or(theirs), theirs, head, is_used: false }
    }

    /// The conversation of these people.
    pub(super) async fn direct(&self, user: UserId, others: &[UserId]) -> RoomId {
        let actor = Actor { id: user, name: "Somebody".into(), org_role: OrgRole::Member };
        match self.services.ask_room(user.0, &Query::Direct { actor, others: others.to_vec() }).await {
            Ok(Reply::Room(view)) => view.room,
            other => panic!("there is no conversation: {other:?}"),
        }
    }

    /// Somebody says something; its seq.
    pub(super) async fn say(&self, room: RoomId, user: UserId) -> Seq {
        self.action(room, user, post()).await.seq
    }

    async fn slug(&self, room: RoomId) -> String {
        match self
            .services
            .ask_room(
                room.0,
                &Query::Get { room, viewer: Viewer { user: self.host, org_role: OrgRole::Member } },
            )
            .await
        {
            Ok(Reply::Room(view)) => view.address.last(),
            other => panic!("the room cannot be seen: {other:?}"),
        }
    }

    async fn action(&self, room: RoomId, actor: UserId, action: Action) -> Done {
        self.told(command(room, actor, action)).await
    }

    async fn told(&self, command: Command) -> Done {
        match self.services.command(command.clone()).await {
            Answer::Done(done) => done,
            other => panic!("{command:?}: {other:?}"),
        }
    }

    async fn let_stand(&self, user: UserId, org_role: OrgRole) {
        let change = match org_role {
            OrgRole::Inactive => AdminAction::Deactivate { user },
            org_role => AdminAction::SetRole { user, org_role },
        };
        let command = AuthCommand::new(AuthAction::Admin { actor: self.root, change });
        self.services.command_auth(&command).await.expect("it is so");
    }
}

fn command(room: RoomId, actor: UserId, action: Action) -> Command {
    let actor = Actor { id: actor, name: "Somebody".into(), org_role: OrgRole::Member };
    Command::new(room, actor, Nonce::new(), action)
}

fn post() -> Action {
    Action::Post {
        body: Body::parse("The oven is fixed.").expect("words"),
        reply_to: None,
        files: Vec::new(),
    }
}

async fn user(services: &Cluster, username: &str) -> UserId {
    let username = Username::parse(username).expect("a username");
    match services.ask_auth(Uuid::new_v4(), &AuthQuery::Profile { username }).await {
        Ok(AuthReply::Profile(Some(profile))) => profile.person.id,
        other => panic!("nobody of this name: {other:?}"),
    }
}
