-- One's own next password, if the one kept is still the one that was shown. Null: it is not, or the account is
-- deactivated. Else the other sessions, which have ended; the one that stays has another token from now on.
create or replace function auth.change_password(
    the_key uuid, the_user uuid, seen_password text, next_password text, keep uuid, next_token text
) returns uuid[]
language plpgsql as $$
declare
    is_kept boolean;
    ended uuid[];
begin
    update auth.account set password = next_password
    where id = the_user and active and password = seen_password;
    if not found then
        return null;
    end if;
    perform auth.begin_command(the_key, 'change_password', the_user);
    delete from auth.reset where user_id = the_user;
    -- Sessions are locked before the feed, as everywhere.
    update auth.session set token = next_token, proved_at = now() where id = keep and user_id = the_user;
    is_kept := found;
    ended := auth.end_other_sessions(the_user, keep);
    if is_kept then
        perform auth.tell('session_changed', the_user, keep, null);
    end if;
    return ended;
end $$;
