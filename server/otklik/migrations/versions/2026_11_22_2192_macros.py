"""Macros, and what their runs changed, to be taken back."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_22_2192"
down_revision = "2026_11_22_2190"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of macros and of their runs."""
    run_sql(__file__)
    fence_tables("macro", "macro_run")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
