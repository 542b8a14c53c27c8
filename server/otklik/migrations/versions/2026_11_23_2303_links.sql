-- Conversations that belong to another one: a child has one parent. Merging moves links along; where each was before is
-- remembered, so that undoing a merge gives them back.

create table conversation_link (
    child_id bigint not null references conversation on delete cascade,
    parent_id bigint not null references conversation on delete cascade,
    workspace_id bigint not null references workspace on delete cascade,
    linked_at timestamptz not null default now(),
    parents_before bigint[] not null default '{}',
    children_before bigint[] not null default '{}',
    primary key (child_id)
);
create index conversation_link_parent on conversation_link (parent_id, linked_at);
