-- What the quote said when a payload was prepared, to stand beside what happened.
alter table stake_transaction
    add column promise text not null default '{}'; -- JSON; empty for what was prepared before promises were kept
