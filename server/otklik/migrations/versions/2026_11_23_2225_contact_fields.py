"""Where a value of a company's own field leads to its customers, and a way from a conversation to its rating."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_23_2225"
down_revision = "2026_11_22_2221"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, fill it, and let the database keep it."""
    run_sql(__file__)
    fence_tables("contact_field")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
