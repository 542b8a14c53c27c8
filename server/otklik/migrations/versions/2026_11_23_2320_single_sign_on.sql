-- A provider through which people of a company sign in. `slug` stands in addresses and says nothing; the secret is
-- sealed. An address outside of `domains` does not come in; without domains only those do who linked themselves.
create table sso_provider (
    id bigint generated always as identity primary key,
    workspace_id bigint not null references workspace on delete cascade,
    slug text not null unique,
    name text not null,
    issuer text not null,
    client_id text not null,
    client_secret bytea,
    scopes text not null,
    domains text[] not null default '{}',
    groups_claim text not null default '',
    trusts_factor boolean not null default false,
    signs_out boolean not null default false,
    enabled boolean not null default true,
    version int not null default 1,
    changed_at timestamptz not null default now(),
    changed_by text not null default ''
);
create index sso_provider_workspace on sso_provider (workspace_id, id);

-- Which role who gets: by a group, in the order given, or, with an empty group, everybody new. A role that is deleted
-- takes its lines along: nobody comes in by something that is no more.
create table sso_grant (
    provider_id bigint not null references sso_provider on delete cascade,
    position int not null,
    workspace_id bigint not null references workspace on delete cascade,
    claimed text not null,
    role text not null check (role in ('admin', 'supervisor', 'operator')),
    role_id bigint references custom_role on delete cascade,
    primary key (provider_id, position)
);
create index sso_grant_role on sso_grant (role_id) where role_id is not null;

-- Who somebody is at a provider.
create table sso_identity (
    id bigint generated always as identity primary key,
    workspace_id bigint not null references workspace on delete cascade,
    provider_id bigint not null references sso_provider on delete cascade,
    operator_id bigint not null references operator on delete cascade,
    subject text not null,
    email text not null,
    linked_at timestamptz not null default now(),
    used_at timestamptz,
    unique (provider_id, subject),
    unique (provider_id, operator_id)
);
create index sso_identity_operator on sso_identity (operator_id);

-- A way that was begun in one browser and is good once, for ten minutes: to sign in, to link (`session_id`), or, once
-- the provider has vouched, to give the code of the second factor (`identity_id`). Nonce and PKCE verifier are made anew
-- from the browser's cookie and the state, of which only digests are kept.
create table sso_attempt (
    state_hash bytea primary key,
    workspace_id bigint not null references workspace on delete cascade,
    provider_id bigint not null references sso_provider on delete cascade,
    browser_hash bytea not null,
    return_to text not null,
    session_id bigint references session on delete cascade,
    identity_id bigint references sso_identity on delete cascade,
    begun_at timestamptz not null default now()
);
create index sso_attempt_browser on sso_attempt (browser_hash);
create index sso_attempt_begun on sso_attempt (begun_at);

-- A session that was opened through a provider, and ends with the link; whether the provider asked for a second factor.
alter table session
    add column sso_identity_id bigint references sso_identity on delete cascade,
    add column factor_met boolean not null default false;
create index session_identity on session (sso_identity_id) where sso_identity_id is not null;

-- Nobody but owners signs in with a password.
alter table workspace add column sso_only boolean not null default false;
