-- One row for each person whom a note names, by themselves or by their team. The place is the note's own, so a merge or a split of
-- conversations moves nothing here.

create table mention (
    message_id bigint not null references message on delete cascade,
    operator_id bigint not null references operator on delete cascade,
    workspace_id bigint not null references workspace on delete cascade,
    seen boolean not null default false,
    at timestamptz not null default now(),
    primary key (message_id, operator_id)
);
create index mention_unseen on mention (workspace_id, operator_id, message_id) where not seen;
