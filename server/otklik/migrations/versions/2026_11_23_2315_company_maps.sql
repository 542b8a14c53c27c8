-- Null until a company chooses: the usual maps, no tile server.

alter table workspace add column maps jsonb;
