"""Backups: all rows of one moment in one file, and the way back. ADR-016 says why it is not `pg_dump`."""
