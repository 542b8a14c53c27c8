"""Calls from a website to an operator's browser, and whose desks they ring on."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_24_0330"
down_revision = "2026_11_24_0320"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add calls and their ringing."""
    run_sql(__file__)
    fence_tables("call", "call_ring")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
