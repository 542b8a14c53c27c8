grant select on alembic_version to otklik_system;
