"""Who looks at the desk as another role or person just now."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_23_2232"
down_revision = "2026_11_23_2230"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    run_sql(__file__)
    fence_tables("session_view")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
