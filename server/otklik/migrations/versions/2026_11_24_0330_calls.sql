-- A call from a website to an operator's browser. The sound goes between the browsers; here stands what became of it.

create table call (
    id bigint generated always as identity primary key,
    workspace_id bigint not null references workspace on delete cascade,
    conversation_id bigint not null references conversation on delete cascade,
    inbox_id bigint not null references inbox on delete cascade,
    -- Whose browser calls; a visitor who has left ends the call and leaves its record.
    session_id bigint references visitor_session on delete set null,
    client_id uuid not null,
    -- The line of the conversation that tells of it.
    line_id bigint references message on delete set null,
    state text not null default 'ringing' check (state in ('ringing', 'active', 'ended')),
    how text check (how in
        ('hung_up', 'lost', 'too_long', 'no_answer', 'declined', 'cancelled', 'left', 'nobody')),
    ended_by text check (ended_by in ('visitor', 'operator')),
    operator_id bigint references operator on delete set null,
    operator_name text not null default '',
    -- The tab of the operator that carries the sound: frames of the call are for no other.
    tab text not null default '',
    began_at timestamptz not null default now(),
    rings_until timestamptz not null,
    answered_at timestamptz,
    ended_at timestamptz,
    held_at timestamptz,
    -- The last sign of life of either browser: a call whose end has fallen silent is over.
    visitor_seen_at timestamptz not null default now(),
    operator_seen_at timestamptz,
    check ((state = 'ended') = (how is not null)),
    check ((state = 'ended') = (ended_at is not null)),
    check (state <> 'ringing' or answered_at is null),
    check (state <> 'active' or (answered_at is not null and operator_seen_at is not null))
);
create unique index call_asked on call (session_id, client_id) where session_id is not null;
-- A visitor has one call at a time, and so has an operator.
create unique index call_of_visitor on call (session_id) where state <> 'ended' and session_id is not null;
create unique index call_of_operator on call (operator_id) where state = 'active' and operator_id is not null;
create index call_living on call (id) where state <> 'ended';
create index call_conversation on call (conversation_id, id);
create index call_inbox on call (inbox_id);
create index call_line on call (line_id);

-- On whose desks a call rings, and what each made of it.
create table call_ring (
    call_id bigint not null references call on delete cascade,
    operator_id bigint not null references operator on delete cascade,
    workspace_id bigint not null references workspace on delete cascade,
    state text not null default 'ringing' check (state in ('ringing', 'accepted', 'declined', 'busy', 'over')),
    primary key (call_id, operator_id)
);
create index call_ring_operator on call_ring (operator_id, call_id) where state = 'ringing';
