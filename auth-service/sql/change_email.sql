-- One's own next address, a claim until it is confirmed, if the password kept is still the one that was shown. False: it
-- is not, or the account is deactivated. The address they have already stays as it is.
create or replace function auth.change_email(the_key uuid, the_user uuid, seen_password text, the_email text)
returns boolean
language plpgsql as $$
begin
    perform from auth.account where id = the_user and active and password = seen_password for no key update;
    if not found then
        return false;
    end if;
    perform auth.begin_command(the_key, 'change_email', the_user);
    update auth.account set email = the_email, email_at = now(), email_confirmed = false
    where id = the_user and email <> the_email;
    return true;
end $$;
