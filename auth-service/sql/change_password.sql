-- One's own next password, if the one kept is still the one that was shown. Null: it is not, or the account is
-- deactivated. Else the other sessions, which have ended.
create or replace function auth.change_password(
    the_key uuid, the_user uuid, seen_password text, next_password text, keep uuid
) returns uuid[]
language plpgsql as $$
begin
    update auth.account set password = next_password
    where id = the_user and active and password = seen_password;
    if not found then
        return null;
    end if;
    perform auth.begin_command(the_key, 'change_password', the_user);
    delete from auth.reset where user_id = the_user;
    return auth.end_other_sessions(the_user, keep);
end $$;
