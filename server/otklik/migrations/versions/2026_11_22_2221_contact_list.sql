-- The page of customers shows the blocked ones among all. Hardly anybody is, so an inbound message never pays for this.

create index contact_blocked on contact (workspace_id, id desc) where blocked_at is not null and merged_into is null;
