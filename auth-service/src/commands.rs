//! Commands, carried out once for each key.

mod account;
mod admin;
mod mail;
mod password;
mod register;
mod sign_in;

use proto::Refusal;
use proto::auth::{Access, AccountAction, Action, AdminAction, Answer, Command, NewAccount, TokenHash};

use crate::refusals::unavailable;
use crate::service::AuthService;

impl AuthService {
    /// Carries out a command and answers. One that was carried out before is answered as it was then.
    pub(crate) async fn command(&self, command: Command) -> Answer {
        let Command { key, action } = command;
        let (name, actor, made) = (action.name(), action.actor(), Made::by(&action));
        let refusal = match self.carry_out(key, action).await {
            Ok(answer) => return answer,
            Err(refusal) => refusal,
        };
        if !refusal.code.is_definite() {
            return Answer::Refused(refusal);
        }
        // Done already, it is refused for reasons of its own making: a name that is taken, a link that was used.
        match self.store.was_done(key, name, actor.map(|actor| actor.0)).await {
            Ok(true) => self.answer_again(made).await.unwrap_or_else(Answer::Refused),
            Ok(false) => Answer::Refused(refusal),
            Err(error) => Answer::Refused(unavailable(error)),
        }
    }

    async fn carry_out(&self, key: uuid::Uuid, action: Action) -> Result<Answer, Refusal> {
        match action {
            Action::Register {
                username,
                email,
                display_name,
                password,
                claim,
                installation,
                invite,
                session,
            } => {
                let form =
                    register::Form { username, email, display_name, password, claim, installation, invite };
                self.register(key, form, session).await.map(Answer::SignedIn)
            }
            Action::LogIn { login, password, session } => {
                self.log_in(key, &login, password, session).await.map(Answer::SignedIn)
            }
            Action::LogOut { token } => self.log_out(&token).await.map(|()| Answer::Done),
            Action::UseResetLink { token, password } => {
                self.use_reset_link(key, &token, password).await.map(|()| Answer::Done)
            }
            Action::MailResetLink { login, letter, from } => {
                self.mail_reset_link(&login, letter, &from).await.map(|()| Answer::Done)
            }
            Action::MailUnread { user, mail } => self.mail_unread(key, user, mail).await.map(Answer::Mailed),
            Action::UseConfirmation { token } => self.use_confirmation(&token).await.map(|()| Answer::Done),
            Action::Account { user, change } => {
                self.change_account(key, user, change).await.map(|()| Answer::Done)
            }
            Action::Admin { actor, change } => self.administer(key, actor, &change).await,
        }
    }

    async fn answer_again(&self, made: Made) -> Result<Answer, Refusal> {
        let found = match made {
            Made::Nothing => Some(Answer::Done),
            Made::Session(token) => self.resume(&token).await?.map(Answer::SignedIn),
            Made::ResetLink(token) => {
                self.store.made_link(&token).await.map_err(unavailable)?.map(Answer::Link)
            }
            Made::Invite(code) => self
                .invitation(&code)
                .await?
                .map(|found| Answer::Link(proto::auth::Link { person: None, expires_at: found.expires_at })),
        };
        found.ok_or_else(Refusal::nonce_reused)
    }
}

/// What a command makes that its answer is about, known by the hash that it carried.
enum Made {
    Nothing,
    Session(TokenHash),
    ResetLink(TokenHash),
    Invite(TokenHash),
}

impl Made {
    fn by(action: &Action) -> Self {
        match action {
            Action::Register { session, .. } | Action::LogIn { session, .. } => {
                Self::Session(session.token.clone())
            }
            Action::LogOut { .. }
            | Action::UseResetLink { .. }
            | Action::MailResetLink { .. }
            | Action::MailUnread { .. }
            | Action::UseConfirmation { .. } => Self::Nothing,
            Action::Account { change, .. } => match change {
                AccountAction::Rename { .. }
                | AccountAction::SetDetails { .. }
                | AccountAction::SetAvatar { .. }
                | AccountAction::SetStatus { .. }
                | AccountAction::SetInvisible { .. }
                | AccountAction::SetQuietUntil { .. }
                | AccountAction::SetQuietHours { .. }
                | AccountAction::ChangeEmail { .. }
                | AccountAction::MailConfirmation { .. }
                | AccountAction::NoteDevice { .. }
                | AccountAction::MailInvite { .. }
                | AccountAction::ChangePassword { .. }
                | AccountAction::Prove { .. }
                | AccountAction::HideWelcome { .. }
                | AccountAction::EndSession { .. }
                | AccountAction::EndOtherSessions { .. } => Self::Nothing,
            },
            Action::Admin { change, .. } => match change {
                AdminAction::CreateAccount(NewAccount { access: Access::Link(link), .. })
                | AdminAction::MakeResetLink { link, .. } => Self::ResetLink(link.clone()),
                AdminAction::MakeInvite(invite) => Self::Invite(invite.code.clone()),
                AdminAction::CreateAccount(NewAccount { access: Access::Password(_), .. })
                | AdminAction::ResetPassword { .. }
                | AdminAction::SetRole { .. }
                | AdminAction::Deactivate { .. }
                | AdminAction::Reactivate { .. }
                | AdminAction::EndSessions { .. }
                | AdminAction::ConfirmEmail { .. }
                | AdminAction::RemoveAvatar { .. }
                | AdminAction::AddEmoji { .. }
                | AdminAction::RemoveEmoji { .. }
                | AdminAction::SetMembersEmoji { .. }
                | AdminAction::SetSignUp { .. }
                | AdminAction::SetMembersInvite { .. }
                | AdminAction::SetName { .. }
                | AdminAction::SetGreeting { .. }
                | AdminAction::SetDeniedFiles { .. }
                | AdminAction::FinishSetup
                | AdminAction::RevokeInvite { .. } => Self::Nothing,
            },
        }
    }
}
