-- One successful epoch of one subnet. The rows of a subnet are linked by previous_block, so that a hole shows.
create table subnet_epoch (
    netuid                 integer        not null check (netuid between 0 and 65535),
    block_number           bigint         not null references finalized_block,
    previous_block         bigint         not null check (previous_block >= -1),  -- 0: none before it, -1: cannot be read
    read_at_block          bigint         not null check (read_at_block >= block_number),
    spec_version           bigint         not null,
    tempo_blocks           integer        not null check (tempo_blocks >= 0),
    activity_cutoff_blocks bigint         not null check (activity_cutoff_blocks >= 0),
    subnet_tao_rao         bigint         not null check (subnet_tao_rao >= 0),
    subnet_alpha_in_rao    bigint         not null check (subnet_alpha_in_rao >= 0),
    subnet_alpha_out_rao   bigint         not null check (subnet_alpha_out_rao >= 0),
    tao_weight_1e18ths     bigint         not null check (tao_weight_1e18ths between 1 and 999999999999999999),
    fee_rate_65535ths      integer        not null check (fee_rate_65535ths between 0 and 65535),
    one_to_one             boolean        not null,
    price_tao_per_alpha    numeric(38, 18) not null,
    root_weight_2e64ths    numeric(20, 0) not null check (root_weight_2e64ths >= 0),  -- TaoWeight
    primary key (netuid, block_number)
);
