-- Who follows a conversation: they hear how it goes on without holding it.

create table conversation_follower (
    conversation_id bigint not null references conversation on delete cascade,
    operator_id bigint not null references operator on delete cascade,
    workspace_id bigint not null references workspace on delete cascade,
    followed_at timestamptz not null default now(),
    primary key (conversation_id, operator_id)
);
create index conversation_follower_operator on conversation_follower (operator_id, conversation_id);

-- The giver of an offer follows on once it is accepted.
alter table transfer_offer add column follow boolean not null default false;
