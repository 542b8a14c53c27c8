-- Whether the messenger itself keeps the person away from us, as we asked it to; null: it was never asked.
alter table identity add column barred boolean;
-- Why it did not do what it was asked last; empty: it did.
alter table identity add column bar_error text not null default '';
