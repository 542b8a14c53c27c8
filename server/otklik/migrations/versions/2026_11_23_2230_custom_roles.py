"""Roles a company makes for itself."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_23_2230"
down_revision = "2026_11_23_2225"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of roles, and who has one."""
    run_sql(__file__)
    fence_tables("custom_role")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
