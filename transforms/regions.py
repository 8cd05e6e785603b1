"""Regions of the clouds: the code of a region named in words, and the country a region lies in."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

import polars as pl

from transforms.sources.skypilot_catalog import PLACES

# https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html, read 2026-10; "EU" until 2023.
_AWS = """
US East (N. Virginia) = us-east-1
US East (Ohio) = us-east-2
US West (N. California) = us-west-1
US West (Oregon) = us-west-2
Africa (Cape Town) = af-south-1
Asia Pacific (Hong Kong) = ap-east-1
Asia Pacific (Taipei) = ap-east-2
Asia Pacific (Hyderabad) = ap-south-2
Asia Pacific (Jakarta) = ap-southeast-3
Asia Pacific (Malaysia) = ap-southeast-5
Asia Pacific (Melbourne) = ap-southeast-4
Asia Pacific (Mumbai) = ap-south-1
Asia Pacific (New Zealand) = ap-southeast-6
Asia Pacific (Osaka) = ap-northeast-3
Asia Pacific (Seoul) = ap-northeast-2
Asia Pacific (Singapore) = ap-southeast-1
Asia Pacific (Sydney) = ap-southeast-2
Asia Pacific (Thailand) = ap-southeast-7
Asia Pacific (Tokyo) = ap-northeast-1
Canada (Central) = ca-central-1
Canada West (Calgary) = ca-west-1
EU (Frankfurt) = eu-central-1
EU (Ireland) = eu-west-1
EU (London) = eu-west-2
EU (Milan) = eu-south-1
EU (Paris) = eu-west-3
EU (Stockholm) = eu-north-1
Europe (Frankfurt) = eu-central-1
Europe (Ireland) = eu-west-1
Europe (London) = eu-west-2
Europe (Milan) = eu-south-1
Europe (Paris) = eu-west-3
Europe (Spain) = eu-south-2
Europe (Stockholm) = eu-north-1
Europe (Zurich) = eu-central-2
Israel (Tel Aviv) = il-central-1
Mexico (Central) = mx-central-1
Middle East (Bahrain) = me-south-1
Middle East (UAE) = me-central-1
South America (Sao Paulo) = sa-east-1
AWS GovCloud (US-East) = us-gov-east-1
AWS GovCloud (US-West) = us-gov-west-1
China (Beijing) = cn-north-1
China (Ningxia) = cn-northwest-1
"""
AWS_REGIONS: dict[str, str] = dict(line.split(" = ") for line in _AWS.strip().splitlines())


# "us-east-1", but not "us-east-1-lim-1": a local zone may lie in another country than its region.
AWS_WHOLE_REGION = re.compile(r"(?:us-gov|[a-z]{2})-[a-z]+-[0-9]+")


def country_in(cloud: str, region: str) -> str | None:
    """ISO code of the country a region of a cloud lies in, by the cloud's own names; None where that is not certain."""
    if cloud == "aws" and not AWS_WHOLE_REGION.fullmatch(region):
        return None
    places = (place.rpartition(":") for place in PLACES.get(cloud, "").split())
    return next((code for pattern, _, code in places if fnmatchcase(region.lower(), pattern)), None)


def country_code(cloud: str, region: pl.Series) -> pl.Series:
    """ISO codes of the countries the regions lie in, by the first pattern of `PLACES` that fits; else null."""
    places = [place.rpartition(":") for place in PLACES.get(cloud, "").split()]
    codes = {
        name: next((code for pattern, _, code in places if fnmatchcase(name.lower(), pattern)), None)
        for name in region.drop_nulls().unique().to_list()
    }
    return region.replace_strict(
        pl.Series(list(codes), dtype=pl.String),
        pl.Series(list(codes.values()), dtype=pl.String),
        default=None,
        return_dtype=pl.String,
    ).alias("country_code")
