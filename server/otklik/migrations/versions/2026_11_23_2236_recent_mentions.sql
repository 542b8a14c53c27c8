-- A mention stays in its folder for a month after it was read.

create index mention_recent on mention (workspace_id, operator_id, at);
