-- Transactions that were prepared here, from the payload to the end. One row each; it is replaced as a whole.
create table stake_transaction (
    id                    bytea   not null primary key check (octet_length(id) = 32),   -- BLAKE2b-256 of the prepared payload
    extrinsic_hash        bytea   unique check (octet_length(extrinsic_hash) = 32),
    action                text    not null check (action in ('STAKE', 'UNSTAKE')),
    hotkey                bytea   not null check (octet_length(hotkey) = 32),
    netuid                integer not null check (netuid between 0 and 65535),
    amount_rao            bigint  not null check (amount_rao > 0),   -- TAO to stake, alpha of the subnet to unstake
    tolerance_millionths  integer not null check (tolerance_millionths between 1 and 500000),
    signer                bytea   not null check (octet_length(signer) = 32),
    call                  bytea   not null,
    words                 text    not null,
    payload_json          text    not null,
    spec_version          bigint  not null check (spec_version >= 0),
    nonce                 bigint  not null check (nonce >= 0),
    birth_block           bigint  not null check (birth_block >= 0),
    death_block           bigint  not null check (death_block > birth_block),
    extrinsic             bytea,
    state                 text    not null check (state in ('WAITING', 'REJECTED', 'CHECKED', 'SENT', 'REFUSED', 'FINALIZED', 'FAILED', 'UNCLEAR', 'EXPIRED')),
    explanation           text    not null,
    prepared_at           timestamptz not null,
    signed_at             timestamptz,
    sent_at               timestamptz,
    endpoints             integer not null check (endpoints >= 0),
    checked_to_block      bigint  not null check (checked_to_block >= 0),
    block_number          bigint  not null check (block_number >= 0),     -- 0 while no finalized block holds it
    block_hash            bytea   check (octet_length(block_hash) = 32),
    index_in_block        integer not null check (index_in_block >= -1),
    finalized_at          timestamptz,
    check ((extrinsic is null) = (extrinsic_hash is null)),
    check ((block_hash is null) = (index_in_block = -1))
);
create index stake_transaction_watched on stake_transaction (prepared_at) where state in ('CHECKED', 'SENT', 'REFUSED');
create index stake_transaction_signer on stake_transaction (signer) where state in ('CHECKED', 'SENT');
