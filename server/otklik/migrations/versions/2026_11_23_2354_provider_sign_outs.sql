-- What the provider calls the session at which it vouched (`sid`); empty where it does not say.
alter table session add column sso_sid text not null default '';
alter table sso_attempt add column sid text not null default '';

-- Tokens of sign-outs that were heard: each counts once.
create table sso_logout (
    provider_id bigint not null references sso_provider on delete cascade,
    jti_hash bytea not null,
    workspace_id bigint not null references workspace on delete cascade,
    heard_at timestamptz not null default now(),
    primary key (provider_id, jti_hash)
);
create index sso_logout_heard on sso_logout (heard_at);
