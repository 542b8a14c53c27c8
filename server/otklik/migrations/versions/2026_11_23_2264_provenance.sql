create index audit_settings on audit (workspace_id, id desc) where action = 'workspace.changed';
