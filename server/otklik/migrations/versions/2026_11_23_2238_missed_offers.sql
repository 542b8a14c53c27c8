-- After so many offers in a row that ran out an operator is away; 0 is never.

alter table workspace add column missed_offers smallint not null default 3 check (missed_offers between 0 and 20);
create index transfer_offer_last on transfer_offer (workspace_id, to_id, id);
