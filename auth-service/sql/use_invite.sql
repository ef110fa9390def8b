-- Counts one use under the invite's row lock. HB001: nothing is left of it, or it has ended; decide again.
create or replace function auth.use_invite(the_code text) returns uuid
language plpgsql as $$
declare
    used uuid;
begin
    update auth.invite set uses = uses + 1
    where code = the_code and revoked_at is null and expires_at > now() and uses < most
    returning id into used;
    if not found then
        raise exception using errcode = 'HB001', message = 'the invite cannot be used any more';
    end if;
    return used;
end $$;
