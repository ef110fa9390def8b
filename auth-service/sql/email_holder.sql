-- Who signs in by an address: whoever it was confirmed of, else whoever has claimed it longest.
create or replace function auth.email_holder(the_email text) returns uuid
language sql stable as $$
    select id from auth.account where email = the_email order by email_confirmed desc, email_at, id limit 1
$$;
