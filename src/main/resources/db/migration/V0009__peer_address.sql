-- Where peers of this database's chain were met, so that the next start does not depend on bootnodes alone.
create table peer_address (
    address    text        primary key check (char_length(address) between 1 and 2048),   -- a multiaddress that ends with the peer's id
    worked_at  timestamptz not null,                                -- a peer of our chain answered there last
    tried_at   timestamptz not null check (tried_at >= worked_at),
    failures   integer     not null check (failures >= 0)           -- attempts in vain since then
);
