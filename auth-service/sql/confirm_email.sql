-- Says that an address is this person's, if it is still the one that was seen. False: they have another by now. From
-- here on nobody else signs in by it.
create or replace function auth.confirm_email(
    the_key uuid, the_actor uuid, seen bigint, the_user uuid, the_email text
) returns boolean
language plpgsql as $$
declare
    was_confirmed boolean;
begin
    perform auth.hold_org(seen);
    select email_confirmed into was_confirmed from auth.account where id = the_user and email = the_email for no key update;
    if not found then
        return false;
    end if;
    perform auth.begin_command(the_key, 'confirm_email', the_actor);
    if not was_confirmed then
        update auth.account set email_confirmed = true where id = the_user;
        insert into auth.audit (actor_id, action, target_id) values (the_actor, 'confirm_email', the_user);
    end if;
    return true;
end $$;
