"""A migration is the SQL file beside its Python file; new tables are put behind row security."""

from pathlib import Path

from alembic import op


def run_sql(migration: str) -> None:
    """Run the SQL beside a migration's file."""
    op.get_bind().exec_driver_sql(Path(migration).with_suffix(".sql").read_text(encoding="utf-8"))


def fence_tables(*names: str) -> None:
    """Put new tables with a `workspace_id` behind row security and give both roles their ways in.

    `otklik_app` sees the rows of the workspace named by its transaction, `otklik_system` is the server's own machinery.
    """
    bind = op.get_bind()
    for name in names:
        for statement in (_ENABLE, _MACHINERY, _OWN, _GRANT):
            bind.exec_driver_sql(statement.replace("{table}", name))
    bind.exec_driver_sql(_SEQUENCES)


_ENABLE = "alter table {table} enable row level security"
_MACHINERY = "create policy machinery on {table} to otklik_system using (true) with check (true)"
_HERE = "(workspace_id = (select nullif(current_setting('otklik.workspace', true), '')::bigint))"
_OWN = "create policy own on {table} to otklik_app using " + _HERE + " with check " + _HERE
_GRANT = "grant select, insert, update, delete on {table} to otklik_app, otklik_system"
_SEQUENCES = "grant usage on all sequences in schema public to otklik_app, otklik_system"
