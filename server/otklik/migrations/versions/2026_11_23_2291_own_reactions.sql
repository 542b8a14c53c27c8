-- Our own reaction on a message: one for the company, whoever gave it. `emojis` is what is wanted, `given` what the
-- channel is known to show; the row of a reaction that was taken away goes when the channel has taken it away.

alter table reaction
    add column given text[] not null default '{}',
    add column state text not null default 'sent' check (state in ('queued', 'sent', 'failed')),
    add column error jsonb,
    add column operator_id bigint,
    add column operator_name text not null default '',
    add column version bigint not null default 0;
