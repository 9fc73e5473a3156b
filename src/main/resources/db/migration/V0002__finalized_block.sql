-- Blocks that figures were read at. All were final when they were read; none is ever rewritten.
create table finalized_block (
    number       bigint      primary key check (number between 0 and 4294967295),
    hash         bytea       not null unique check (octet_length(hash) = 32),
    chain_time   timestamptz not null,   -- Aura slot x slot duration
    slot         bigint      not null check (slot >= 0)
);
