-- Epochs that are known to exist and could not be read, with the reason in words.
create table epoch_gap (
    netuid       integer not null check (netuid between 0 and 65535),
    block_number bigint  not null check (block_number > 0),
    seen_block   bigint  not null,   -- newest block when it was tried last
    reason       text    not null,
    primary key (netuid, block_number)
);
