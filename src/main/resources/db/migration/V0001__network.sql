-- The one chain that this database records. Its genesis hash tells networks apart, nothing else does.
create table network (
    id             smallint primary key check (id = 1),
    genesis_hash   bytea    not null check (octet_length(genesis_hash) = 32),
    name           text     not null,
    ss58_prefix    integer  not null check (ss58_prefix between 0 and 16383),
    token_symbol   text     not null,
    token_decimals integer  not null check (token_decimals between 0 and 38)
);
