-- A transaction is also looked for in blocks that are sealed and not final, and gossiped to peers.
alter table stake_transaction
    add column peers           integer not null default 0 check (peers >= 0),                      -- gossiped to so many; they say nothing
    add column sealed_to_block bigint  not null default 0 check (sealed_to_block >= 0),            -- newest sealed block looked at, 0 when none was
    add column in_block_at     timestamptz,                                                        -- first seen in block_hash
    drop constraint stake_transaction_state_check,
    add constraint stake_transaction_state_check check (state in
        ('WAITING', 'REJECTED', 'CHECKED', 'SENT', 'IN_BLOCK', 'REFUSED', 'FINALIZED', 'FAILED', 'UNCLEAR', 'EXPIRED'));

update stake_transaction set in_block_at = finalized_at where block_hash is not null;

alter table stake_transaction
    add constraint stake_transaction_place_check check ((block_hash is null) = (in_block_at is null)),
    add constraint stake_transaction_final_check check (state not in ('FINALIZED', 'FAILED', 'UNCLEAR') or finalized_at is not null),
    add constraint stake_transaction_in_block_check check (state <> 'IN_BLOCK' or block_hash is not null);

drop index stake_transaction_watched;
drop index stake_transaction_signer;
create index stake_transaction_watched on stake_transaction (prepared_at) where state in ('CHECKED', 'SENT', 'IN_BLOCK', 'REFUSED');
create index stake_transaction_signer on stake_transaction (signer) where state in ('CHECKED', 'SENT', 'IN_BLOCK');
create index stake_transaction_unsigned on stake_transaction (prepared_at) where state in ('WAITING', 'REJECTED');
