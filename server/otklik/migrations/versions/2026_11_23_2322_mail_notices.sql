-- What somebody is to be told of by a letter, one line for each conversation or channel, the latest news of it. `claim`
-- is the letter it is in: once that has been handed over, or nobody knows, it is told by no other.
create table mail_notice (
    operator_id bigint not null references operator on delete cascade,
    subject text not null,
    workspace_id bigint not null references workspace on delete cascade,
    conversation_id bigint references conversation on delete cascade,
    inbox_id bigint references inbox on delete cascade,
    happening text not null,
    message_id bigint,
    by_id bigint,
    since timestamptz not null default now(),
    due_at timestamptz not null,
    tries int not null default 0,
    claim uuid,
    claimed_at timestamptz,
    primary key (operator_id, subject)
);
create index mail_notice_due on mail_notice (due_at) where claim is null;
