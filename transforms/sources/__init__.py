"""One module per source, named after it: `normalise(payload) -> Batch`."""
