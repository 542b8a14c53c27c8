-- Every row a hook call writes was checked against its workspace and its inbox one by one, which took half the time of
-- the journal's insert. Workspaces are never deleted, inboxes only when demo data is removed (see demo/filling.py), and
-- the ids come from the row of the inbox itself, so the checks could never fail.

alter table contact drop constraint contact_workspace_id_fkey;
alter table identity drop constraint identity_workspace_id_fkey, drop constraint identity_inbox_id_fkey;
alter table conversation drop constraint conversation_workspace_id_fkey, drop constraint conversation_inbox_id_fkey;
alter table hook_call drop constraint hook_call_workspace_id_fkey, drop constraint hook_call_inbox_id_fkey;
