"""Polars transforms: payload bytes in, typed observations out. No disk, network, clock or randomness."""
