"""News that waits to be told of by a letter."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_23_2322"
down_revision = "2026_11_23_2320"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is gathered for letters."""
    run_sql(__file__)
    fence_tables("mail_notice")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
