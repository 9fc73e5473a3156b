-- What the chain's own code answered, with the proof it was run on, so that a figure can be shown to others after a restart.
create table executed_figure (
    id           text   primary key check (char_length(id) between 1 and 500),
    kept         bigint not null generated always as identity unique,    -- the order in which they make room
    block_hash   bytea  not null check (octet_length(block_hash) = 32),
    title        text   not null,
    unit         text   not null,
    form         text   not null,                                        -- which part of the result is the figure
    code_hash    bytea  not null check (octet_length(code_hash) = 32),
    spec_version bigint not null,
    method       text   not null,
    parameters   bytea  not null,
    result       bytea  not null,
    proof        bytea  not null,                                        -- SCALE: a list of trie nodes and detached values
    weight       bigint not null check (weight >= 0)                     -- bytes of this row, and of the values it brought
);

-- Values that are as long as code, once for all figures that rest on them.
create table executed_value (
    hash  bytea primary key check (octet_length(hash) = 32),             -- BLAKE2b-256 of the value
    value bytea not null
);

create table executed_figure_value (
    figure text  not null references executed_figure (id) on delete cascade,
    hash   bytea not null references executed_value (hash),
    primary key (figure, hash)
);
create index executed_figure_value_hash on executed_figure_value (hash);
