-- Whether a message of the customer brings a snoozed conversation back. Where it does not, the time does: once that is
-- over, the next message wakes it even if its alarm was lost. The release before this one wakes every conversation.
alter table conversation add column wakes_on_reply boolean not null default true;
