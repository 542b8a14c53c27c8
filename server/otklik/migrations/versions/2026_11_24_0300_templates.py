"""Templates of providers, beside their inbox."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_24_0300"
down_revision = "2026_11_24_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the templates and the state of their asking."""
    run_sql(__file__)
    fence_tables("message_template", "template_sync")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
