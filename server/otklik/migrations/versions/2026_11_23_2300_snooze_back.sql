-- Where a snoozed conversation comes back to: to whoever holds it, or to nobody, in the queue of its team.
-- A snoozed one without a time waits for the customer alone.

alter table conversation add column snooze_back text not null default 'holder'
    check (snooze_back in ('holder', 'queue'));
