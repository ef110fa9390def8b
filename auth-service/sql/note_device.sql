-- Notes from where a session was opened: with which browser, whatever its version, and from which network, the first 24 bits of an
-- IPv4 address or 48 of an IPv6 one. True: this person has signed in before, and never from there.
create or replace function auth.note_device(the_user uuid, the_session uuid) returns boolean
language plpgsql as $$
declare
    the_mark bytea;
    is_first boolean;
begin
    select sha256(convert_to(regexp_replace(s.agent, '[^[:alpha:]]+', '', 'g') || ' '
                  || network(set_masklen(s.net, case when family(s.net) = 4 then 24 else 48 end)), 'UTF8'))
    into the_mark from auth.session s where s.id = the_session and s.user_id = the_user;
    if not found then
        return false;
    end if;
    is_first := not exists (select from auth.device where user_id = the_user);
    update auth.device set seen_at = now() where user_id = the_user and mark = the_mark;
    if found then
        return false;
    end if;
    insert into auth.device (user_id, mark) values (the_user, the_mark) on conflict (user_id, mark) do nothing;
    return found and not is_first;
end $$;
