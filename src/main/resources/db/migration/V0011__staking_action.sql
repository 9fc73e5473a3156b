-- A transaction may do any staking action, replace another that waits, and tells what it did in its block.
alter table stake_transaction
    add column intent   text,                                                            -- JSON; accounts by address or by 0x hex of the key
    add column tip      bigint not null default 0 check (tip >= 0),                      -- rao
    add column replaces bytea  check (octet_length(replaces) = 32),                      -- id of the one whose number it takes
    add column effects  text   not null default '[]';                                    -- JSON, from the events of its final block

update stake_transaction set intent = json_build_object(
        'kind', lower(action),
        'hotkey', '0x' || encode(hotkey, 'hex'),
        'netuid', netuid,
        case action when 'STAKE' then 'tao' else 'alpha' end, amount_rao::text,
        'tolerance', tolerance_millionths)::text;

alter table stake_transaction
    alter column intent set not null,
    drop column action,
    drop column hotkey,
    drop column netuid,
    drop column amount_rao,
    drop column tolerance_millionths,
    drop constraint stake_transaction_state_check,
    add constraint stake_transaction_state_check check (state in
        ('WAITING', 'REJECTED', 'CHECKED', 'SENT', 'IN_BLOCK', 'REFUSED', 'FINALIZED', 'FAILED', 'UNCLEAR', 'EXPIRED', 'REPLACED'));
