-- Takes a name and an address for a room that is about to be called something else; names and addresses span rooms, so
-- this is no part of the append. Whether it may be called so is decided elsewhere, on what this answers: `held`, `taken`
-- (the name is another room's), `no_address` (all of them are) or `no_room`. The same again answers the same.
create or replace function chat.claim_rename(
    p_room uuid, p_claim uuid, p_name_key text, p_skeleton text, p_slugs text[], p_unlisted text[]
)
    returns table (answer text, slug text)
    language plpgsql
as $$
declare
    v_kind text;
    v_slug text;
begin
    select r.kind into v_kind from chat.room r where r.id = p_room and r.deleted_at is null;
    if not found then
        return query select 'no_room', null::text;
    elsif v_kind = 'public' and chat.claim_name(p_name_key, p_skeleton, p_room, p_claim) is not true then
        return query select 'taken', null::text;
    else
        v_slug := chat.claim_address(case v_kind when 'public' then p_slugs else p_unlisted end, p_room, p_claim);
        return query select case when v_slug is null then 'no_address' else 'held' end, v_slug;
    end if;
end
$$;
