-- A validator at one epoch block: what does not depend on a subnet. By month; partitions are made when needed.
create table validator_epoch (
    validator_id   integer        not null,
    block_number   bigint         not null,
    chain_time     timestamptz    not null,
    owner          bytea          not null check (octet_length(owner) = 32),
    take_65535ths  integer        not null check (take_65535ths between 0 and 65535),
    root_stake_rao bigint         not null check (root_stake_rao >= 0),
    primary key (validator_id, block_number, chain_time)
) partition by range (chain_time);
create index validator_epoch_by_time on validator_epoch (chain_time, validator_id);
