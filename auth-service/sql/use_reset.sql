-- Sets a password by a link, once, and ends all sessions. No row: the link is unknown, used, or has expired. `email`:
-- their address, if they sign in by it.
create or replace function auth.use_reset(the_key uuid, the_token text, the_password text)
returns table (user_id uuid, username text, email text)
language plpgsql as $$
#variable_conflict use_column
declare
    person auth.account;
begin
    -- The account is locked before the link, as everywhere; of two who use it at once the second finds it used.
    select a.* into person from auth.account a
    where a.active and a.id = (select r.user_id from auth.reset r where r.token = the_token)
    for no key update;
    if not found then
        return;
    end if;
    update auth.reset set used_at = now() where token = the_token and expires_at > now() and used_at is null;
    if not found then
        return;
    end if;
    perform auth.begin_command(the_key, 'use_reset_link', null);
    update auth.account set password = the_password where id = person.id;
    perform auth.end_all_sessions(person.id);
    return query select person.id, person.username,
                        case when auth.email_holder(person.email) = person.id then person.email end;
end $$;
