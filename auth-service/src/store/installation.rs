//! This installation: its identity, what it is called, whether somebody owns it, and who may create an account.

use chassis::postgres::StoreError;
use proto::auth::{Installation, SignUp};
use proto::text::{DeniedFiles, Greeting, InstallationName};

use super::Store;

const INSTALLATION: &str = "
    select id, sign_up, members_invite, members_emoji, emoji_version, claimed_by is not null as claimed, name, nullif(greeting, '') as greeting, nullif(denied_files, '') as denied_files, set_up from auth.org";

impl Store {
    /// As it is now. `asks_claim`: the first account must show the operator's code. `sends_mail`: this service does.
    pub(crate) async fn installation(
        &self,
        asks_claim: bool,
        sends_mail: bool,
    ) -> Result<Installation, StoreError> {
        let row = self.pool.read_first(INSTALLATION, &[]).await?.ok_or(StoreError::Away)?;
        let claimed = row.get("claimed");
        // A word of a later release is read as the most careful one.
        let sign_up = SignUp::parse(row.get("sign_up")).unwrap_or(SignUp::Closed);
        Ok(Installation {
            id: row.get("id"),
            claimed,
            claim_needed: asks_claim && !claimed,
            sign_up,
            members_invite: row.get("members_invite"),
            members_emoji: row.get("members_emoji"),
            emoji_version: row.get("emoji_version"),
            name: row.get::<_, Option<&str>>("name").and_then(|name| InstallationName::parse(name).ok()),
            greeting: row.get::<_, Option<&str>>("greeting").and_then(|text| Greeting::parse(text).ok()),
            denied_files: row
                .get::<_, Option<&str>>("denied_files")
                .and_then(|text| DeniedFiles::parse(text).ok()),
            set_up: row.get("set_up"),
            sends_mail,
        })
    }
}
