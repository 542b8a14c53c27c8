-- Buttons of what is not a message yet: of a draft, and of a canned response. A draft of buttons alone is one as well;
-- what is generated cannot be changed, only made anew, under the same name.

alter table draft add column buttons jsonb;
alter table draft drop column filled;
alter table draft add column filled boolean
    generated always as (text <> '' or upload_ids <> '{}' or buttons is not null) stored;
create index draft_operator on draft (workspace_id, operator_id, updated_at desc) where filled;
create index draft_empty on draft (updated_at) where not filled;

alter table canned_response add column buttons jsonb;
