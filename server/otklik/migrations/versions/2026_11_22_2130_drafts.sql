-- What an operator has begun to write, one row for each tab of a conversation. A draft that was sent or emptied stays for a
-- week as an empty row with its revision, so that a save which was on its way longer is recognised as older.

create table draft (
    conversation_id bigint not null references conversation on delete cascade,
    operator_id bigint not null references operator on delete cascade,
    tab text not null check (tab in ('reply', 'note')),
    workspace_id bigint not null references workspace on delete cascade,
    revision bigint not null default 0,
    device text not null default '',
    text text not null default '',
    subject text not null default '',
    identity_id bigint,
    reply_to_id bigint,
    upload_ids bigint[] not null default '{}',
    replaced text not null default '',
    filled boolean generated always as (text <> '' or upload_ids <> '{}') stored,
    updated_at timestamptz not null default now(),
    primary key (conversation_id, operator_id, tab)
);
create index draft_operator on draft (workspace_id, operator_id, updated_at desc) where filled;
create index draft_empty on draft (updated_at) where not filled;
