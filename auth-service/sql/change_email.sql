-- One's own next address, a claim until it is confirmed, if the password kept is still the one that was shown. False: it
-- is not, or the account is deactivated. The address they have already stays as it is; a link that was mailed to another
-- one works no more.
create or replace function auth.change_email(the_user uuid, seen_password text, the_email text) returns boolean
language sql as $$
    with changed as (
        update auth.account
        set email = the_email,
            email_at = case when email = the_email then email_at else now() end,
            email_confirmed = email_confirmed and email = the_email
        where id = the_user and active and password = seen_password
        returning id, email_confirmed
    ), dropped as (
        delete from auth.reset
        where made_by is null and user_id in (select id from changed where not email_confirmed)
    )
    select true from changed
$$;
