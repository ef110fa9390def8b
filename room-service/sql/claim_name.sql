-- Takes the name of a public room for a room, under the nonce of the command that wants it. True: it is that room's, by
-- this claim or already. A claim that came to nothing for a minute is anyone's.
create or replace function chat.claim_name(p_key text, p_room uuid, p_claim uuid) returns boolean
    language sql
as $$
    insert into chat.name as n (key, room_id, claim) values (p_key, p_room, p_claim)
    on conflict (key) do update
    set room_id = excluded.room_id,
        claim = case when n.room_id = excluded.room_id then n.claim else excluded.claim end,
        claimed_at = now()
    where n.room_id = excluded.room_id or n.claim is not null and n.claimed_at < now() - interval '1 minute'
    returning true
$$;
