"""Providers tell us when somebody has signed out there."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_23_2354"
down_revision = "2026_11_23_2350"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what a provider calls its own session, and which of its words were heard already."""
    run_sql(__file__)
    fence_tables("sso_logout")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
