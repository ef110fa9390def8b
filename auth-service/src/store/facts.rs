//! What decisions are based on, from one snapshot.

use chassis::postgres::StoreError;
use proto::UserId;
use proto::auth::{SignUp, TokenHash};
use proto::text::EmojiName;
use tokio_postgres::Row;
use uuid::Uuid;

use super::{Store, org_role, person_at};
use crate::rules::{Facts, Member, Org};

/// The organisation, whoever acts, whoever is acted on, an invite, found by its id or its code, and an emoji.
const FACTS: &str = "
    select org.version, org.sign_up, org.members_invite, org.members_emoji,
           (select count(*) from auth.emoji) as emoji_count, emoji.added_by as emoji_by, org.name, org.greeting, org.denied_files, org.set_up, org.claimed_by is not null as claimed,
           owners.count as owners, owners.ids[1] as first_owner,
           actor.id as actor_id, actor.username as actor_username, actor.display_name as actor_display_name,
           actor.org_role as actor_org_role, actor.active as actor_active,
           target.id as target_id, target.username as target_username,
           target.display_name as target_display_name, target.org_role as target_org_role,
           target.active as target_active,
           invite.revoked_at is null as invite_open,
           invite.revoked_at is null and invite.expires_at > now() and invite.uses < invite.most as invite_usable,
           invite.id as invite_id, invite.made_by as invite_by
    from auth.org
    cross join (
        select count(*), array_agg(id order by made_at, id) as ids
        from auth.account where active and org_role = 'owner'
    ) owners
    left join auth.account actor on actor.id = $1
    left join auth.account target on target.id = $2
    left join auth.invite on invite.id = $3 or invite.code = $4
    left join auth.emoji on emoji.name = $5";

impl Store {
    /// What is true of everyone concerned.
    pub(crate) async fn facts(
        &self,
        actor: Option<Uuid>,
        target: Option<UserId>,
        invite: Option<Uuid>,
        emoji: Option<&EmojiName>,
    ) -> Result<Facts, StoreError> {
        let (target, emoji) = (target.map(|user| user.0), emoji.map(EmojiName::as_str));
        let row = self.pool.read_first(FACTS, &[&actor, &target, &invite, &None::<&str>, &emoji]).await?;
        let row = row.ok_or(StoreError::Away)?;
        let known: Option<Uuid> = row.get("invite_id");
        Ok(Facts {
            org: org(&row),
            actor: member(&row, "actor"),
            target: member(&row, "target"),
            invite: known.map(|_| row.get("invite_open")),
            emoji_by: row.get::<_, Option<Uuid>>("emoji_by").map(UserId),
            invite_by: row.get::<_, Option<Uuid>>("invite_by").map(UserId),
        })
    }

    /// The organisation as somebody finds it who registers, and whether their invite can be used.
    pub(crate) async fn sign_up_facts(&self, code: Option<&TokenHash>) -> Result<(Org, bool), StoreError> {
        let (nobody, code) = (None::<Uuid>, code.map(|code| code.0.as_str()));
        let row = self.pool.read_first(FACTS, &[&nobody, &nobody, &nobody, &code, &None::<&str>]).await?;
        let row = row.ok_or(StoreError::Away)?;
        let usable: Option<bool> = row.get("invite_usable");
        Ok((org(&row), usable.unwrap_or(false)))
    }
}

fn org(row: &Row) -> Org {
    Org {
        version: row.get("version"),
        claimed: row.get("claimed"),
        // A word of a later release is read as the most careful one.
        sign_up: SignUp::parse(row.get("sign_up")).unwrap_or(SignUp::Closed),
        members_invite: row.get("members_invite"),
        members_emoji: row.get("members_emoji"),
        emoji: row.get("emoji_count"),
        name: row.get("name"),
        greeting: row.get("greeting"),
        denied_files: row.get("denied_files"),
        set_up: row.get("set_up"),
        owners: row.get("owners"),
        first_owner: row.get::<_, Option<Uuid>>("first_owner").map(UserId),
    }
}

fn member(row: &Row, prefix: &str) -> Option<Member> {
    let person = person_at(row, prefix)?;
    let word: &str = row.get(format!("{prefix}_org_role").as_str());
    Some(Member { person, org_role: org_role(word), active: row.get(format!("{prefix}_active").as_str()) })
}
