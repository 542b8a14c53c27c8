-- Who signs in with a code of their app beside the password. The secret is sealed; until it is confirmed by a first code
-- it asks for nothing. `last_step` is the step of the clock whose code was used last: none is used twice.

create table second_factor (
    operator_id bigint primary key references operator on delete cascade,
    workspace_id bigint not null references workspace on delete cascade,
    secret bytea not null,
    last_step bigint not null default 0,
    created_at timestamptz not null default now(),
    confirmed_at timestamptz
);

-- Codes for the day the phone is lost, each good once.
create table recovery_code (
    operator_id bigint not null references second_factor on delete cascade,
    code_hash bytea not null,
    workspace_id bigint not null references workspace on delete cascade,
    used_at timestamptz,
    primary key (operator_id, code_hash)
);

-- Of whom the company asks a second factor.
alter table workspace add column two_factor text not null default 'off' check (two_factor in ('off', 'admins', 'everybody'));
