-- Validators by their key, with what was last known of them.
create table validator (
    id                integer generated always as identity primary key,
    hotkey            bytea   not null unique check (octet_length(hotkey) = 32),
    owner             bytea   not null check (octet_length(owner) = 32),
    owner_since_block bigint  not null,   -- first epoch block at which this owner was seen
    name              text    not null,   -- self-declared, empty when there is none: never part of a ranking
    take_65535ths     integer not null check (take_65535ths between 0 and 65535),
    root_stake_rao    bigint  not null check (root_stake_rao >= 0),
    first_seen_block  bigint  not null references finalized_block,
    seen_at_block     bigint  not null references finalized_block
);
