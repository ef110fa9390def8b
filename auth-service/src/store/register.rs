//! Registering: an account with its first session.

use proto::UserId;
use proto::auth::TokenHash;
use proto::text::{DisplayName, Email, InstallationName, Username, search_key};
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::{NotApplied, OpenedFrom, Store};
use crate::rules::Joining;

const REGISTER: &str = "
    select auth.register($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
        $17) as feed,
           auth.is_ambiguous($3, $7) as ambiguous";

/// Somebody who registers.
#[derive(Debug)]
pub(crate) struct Registration {
    pub(crate) key: Uuid,
    pub(crate) id: UserId,
    pub(crate) username: Username,
    pub(crate) email: Email,
    pub(crate) display_name: DisplayName,
    /// The PHC string.
    pub(crate) password: String,
    pub(crate) invite: Option<TokenHash>,
    /// What they call the installation, should they claim it.
    pub(crate) installation: Option<InstallationName>,
}

impl Store {
    /// Creates an account as decided at `version`, and signs it in. Says where the feed stands, and whether somebody
    /// else's display name looks the same.
    pub(crate) async fn register(
        &self,
        who: &Registration,
        version: i64,
        joining: Joining,
        session: &OpenedFrom,
    ) -> Result<(i64, bool), NotApplied> {
        let invite = who.invite.as_ref().filter(|_| joining.uses_invite).map(|code| code.0.as_str());
        let installation = who.installation.as_ref().map(InstallationName::as_str);
        let values: [&(dyn ToSql + Sync); 17] = [
            &who.key,
            &version,
            &who.id.0,
            &who.username.as_str(),
            &who.email.as_str(),
            &who.display_name.as_str(),
            &who.display_name.skeleton(),
            &search_key(who.display_name.as_str()),
            &who.password,
            &joining.org_role.as_str(),
            &joining.claims,
            &invite,
            &session.id.0,
            &session.token.0,
            &session.net,
            &session.agent,
            &installation,
        ];
        let rows = self.pool.write(REGISTER, &values).await?;
        Ok(rows.first().map_or((0, false), |row| (row.get("feed"), row.get("ambiguous"))))
    }
}
