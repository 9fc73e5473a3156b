-- A validator in one epoch of one subnet: the bulk of all rows. By month; partitions are made when needed.
-- No foreign keys: a block's rows are written in one transaction with those they belong to.
create table stake_epoch (
    netuid                integer        not null,
    validator_id          integer        not null,
    block_number          bigint         not null,
    chain_time            timestamptz    not null,
    total_alpha_rao       bigint         not null check (total_alpha_rao >= 0),        -- T
    dividends_alpha_rao   bigint         not null check (dividends_alpha_rao >= 0),    -- D, net of take
    root_dividends_rao    bigint         not null check (root_dividends_rao >= 0),     -- alpha, net of take
    claim_rate_2e32ths    numeric(39, 0) not null,                                     -- accumulated, alpha rao per root rao
    root_accrual          numeric(60, 36),   -- TAO of dividends per TAO of root stake; null where the runtime pays otherwise
    uid                   integer        not null check (uid between -1 and 65535),    -- -1: not registered
    permit                boolean        not null,
    vtrust_65535ths       integer        not null check (vtrust_65535ths between 0 and 65535),
    last_update_block     bigint         not null check (last_update_block >= 0),
    childkey_take_65535ths integer       not null check (childkey_take_65535ths between 0 and 65535),
    primary key (netuid, validator_id, block_number, chain_time)
) partition by range (chain_time);
create index stake_epoch_by_time on stake_epoch (netuid, chain_time);
