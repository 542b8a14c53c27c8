"""Who was named in a note, and whether they have seen it."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_22_2194"
down_revision = "2026_11_22_2192"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of mentions."""
    run_sql(__file__)
    fence_tables("mention")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
