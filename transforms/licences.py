"""What a licence says of a model's weights, as far as it is certain from its name."""

from __future__ import annotations

import polars as pl

# A permissive licence makes weights open; `open_source` would need code and data too, which no licence tells.
PERMISSIVE = (
    r"^(?:apache(?:-license)?(?:-version)?-2(?:-0)?|mit(?:-license)?|bsd(?:-[234]-clause)?|isc|cc-by-4-0|cc0-1-0)$"
)
# Licences with limits of use: fields, numbers of users, non-commercial, research only.
RESTRICTED = (
    r"^(?:meta-)?llama-?\d?(?:-|$)|llama-\d[\d-]*-community|^gemma(?:-|$)|^cc-by-nc|non-?commercial|-nc(?:-|$)"
    r"|^(?:bigscience-|bigcode-|creativeml-)?openrail|^bigscience-bloom-rail|research|^deepseek(?:-license.*)?$"
    r"|^(?:tongyi-)?(?:qianwen|qwen)(?:-license.*)?$|^yi-license$|^exaone|^grok-2-community"
)


def openness(licence: str | pl.Expr) -> pl.Expr:
    """The class of `weights_openness` that the name of a licence ("apache-2.0", "LLAMA 3.1 COMMUNITY LICENSE") tells.

    "unknown" where the name is null, "other", or a licence whose limits the name does not tell.
    """
    name = pl.col(licence) if isinstance(licence, str) else licence
    slug = name.str.to_lowercase().str.replace_all("[^a-z0-9]+", "-").str.strip_chars("-")
    return (
        pl.when(name.str.contains(",", literal=True))  # several licences
        .then(pl.lit("unknown"))
        .when(slug.str.contains(PERMISSIVE))
        .then(pl.lit("open_weights"))
        .when(slug.str.contains(RESTRICTED))
        .then(pl.lit("restricted_weights"))
        .otherwise(pl.lit("unknown"))
    )
