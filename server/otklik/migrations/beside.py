"""A migration is the SQL file beside its Python file."""

from pathlib import Path

from alembic import op


def run_sql(migration: str) -> None:
    """Run the SQL beside a migration's file."""
    op.get_bind().exec_driver_sql(Path(migration).with_suffix(".sql").read_text(encoding="utf-8"))
