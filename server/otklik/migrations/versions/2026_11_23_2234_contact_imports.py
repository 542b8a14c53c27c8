"""Files of customers that are brought in, row by row."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_23_2234"
down_revision = "2026_11_23_2232"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of imports and their rows."""
    run_sql(__file__)
    fence_tables("contact_import", "contact_import_row")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
