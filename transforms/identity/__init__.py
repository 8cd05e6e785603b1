"""Which product a name means: GPUs and models resolved by rules first, a curated alias table second, else left open."""
