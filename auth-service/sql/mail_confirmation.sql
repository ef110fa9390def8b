-- A link to confirm an address, about to be mailed there. False: it is not this person's any more, or is confirmed.
create or replace function auth.mail_confirmation(the_user uuid, the_email text, the_token text, life_seconds float8) returns boolean
language plpgsql as $$
begin
    -- The account is locked before the link, as everywhere.
    perform from auth.account
    where id = the_user and active and not email_confirmed and email = the_email for no key update;
    if not found then
        return false;
    end if;
    insert into auth.confirmation (user_id, token, email, expires_at)
    values (the_user, the_token, the_email, now() + make_interval(secs => life_seconds))
    on conflict (user_id) do update set token = excluded.token, email = excluded.email, expires_at = excluded.expires_at;
    return true;
end $$;
