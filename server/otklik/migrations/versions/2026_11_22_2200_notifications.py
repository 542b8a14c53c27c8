"""Who is told of what, and how: choices, mutes, devices that take pushes, keys of the push service."""

from otklik.migrations.beside import fence_tables, run_sql

revision = "2026_11_22_2200"
down_revision = "2026_11_22_2194"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    run_sql(__file__)
    fence_tables("notification_setting", "notification_mute", "notification_sight", "push_key", "push_device")


def downgrade() -> None:
    """Go back by restoring a copy: the release before this one reads this schema as well."""
    raise NotImplementedError
