"""Migrations, one file each, for both databases."""
