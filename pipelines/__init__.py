"""Dagster, HTTP, the registry of sources and the command line."""
