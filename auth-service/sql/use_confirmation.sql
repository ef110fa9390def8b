-- Confirms an address by the link that was mailed there; a second time as well. Null: the link is unknown or too old, or the
-- person has another address by now. From here on nobody else signs in by it.
create or replace function auth.use_confirmation(the_token text) returns uuid
language plpgsql as $$
declare
    person auth.account;
begin
    select a.* into person from auth.account a
    where a.active and a.id = (select c.user_id from auth.confirmation c where c.token = the_token)
    for no key update;
    if not found then
        return null;
    end if;
    perform from auth.confirmation where token = the_token and email = person.email and expires_at > now();
    if not found then
        return null;
    end if;
    update auth.account set email_confirmed = true where id = person.id and not email_confirmed;
    return person.id;
end $$;
