-- Whether somebody else who is active has a display name that looks the same.
create or replace function auth.is_ambiguous(the_user uuid, the_skeleton text) returns boolean
language sql stable as $$
    select exists (
        select from auth.account where skeleton = the_skeleton and id <> the_user and active
    )
$$;
