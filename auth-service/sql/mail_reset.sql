-- A link to set a password, about to be mailed to an address that is confirmed to be this person's. False: it is not, or a
-- link works still that an admin has made.
create or replace function auth.mail_reset(the_user uuid, the_email text, the_token text, life_seconds float8) returns boolean
language plpgsql as $$
begin
    -- The account is locked before the link, as everywhere.
    perform from auth.account
    where id = the_user and active and email_confirmed and email = the_email for no key update;
    if not found then
        return false;
    end if;
    insert into auth.reset as r (user_id, token, expires_at)
    values (the_user, the_token, now() + make_interval(secs => life_seconds))
    on conflict (user_id) do update set token = excluded.token, made_by = null, made_at = now(),
                                        expires_at = excluded.expires_at, used_at = null
    where r.made_by is null or r.used_at is not null or r.expires_at <= now();
    return found;
end $$;
