//! Brings schema `auth` to the form this release expects.

use chassis::postgres::{Schema, SqlFile};
use tokio_postgres::Client;

pub use chassis::postgres::MigrateError;

mod embedded {
    refinery::embed_migrations!("migrations");
}

const FILES: &[SqlFile] = chassis::sql_files![
    "deactivated",
    "standing",
    "signed_in",
    "quiet",
    "hold_org",
    "move_org",
    "begin_command",
    "tell",
    "email_holder",
    "is_ambiguous",
    "end_all_sessions",
    "end_other_sessions",
    "end_oldest_sessions",
    "use_invite",
    "register",
    "sign_in",
    "create_account",
    "set_role",
    "end_sessions",
    "set_password",
    "change_password",
    "change_email",
    "confirm_email",
    "prove_session",
    "make_reset",
    "use_reset",
    "mail_reset",
    "mail_confirmation",
    "use_confirmation",
    "note_device",
    "make_invite",
    "revoke_invite",
    "set_sign_up",
    "set_members_invite",
    "remove_avatar",
    "add_emoji",
    "remove_emoji",
    "set_members_emoji",
    "set_denied_files",
    "describe_org",
    "finish_setup",
    "sweep",
];

/// Schema `auth` as this release wants it.
pub fn schema() -> Schema {
    Schema::new("auth", embedded::migrations::runner(), FILES)
}

/// Creates or updates schema `auth`. Run by several at once, one works and the others wait for it, at most a minute.
///
/// # Errors
/// See [`MigrateError`]. What was applied before stays applied.
pub async fn migrate(client: &mut Client) -> Result<(), MigrateError> {
    schema().migrate(client).await
}
