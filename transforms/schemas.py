"""Observation schemas: one class per kind of fact, the single declaration of its columns, units and bounds.

Each class names its table (`history.<TABLE>`) and its key: the columns that say *which* fact a row states.
All other columns are measures: what the fact was. Key columns may be null where a source has no such notion.
`PRICES` are measures of which many do not move far at once: a capture in which they do is held for confirmation.
"""

from __future__ import annotations

from typing import ClassVar

import dataframely as dy
import polars as pl

SLUG = r"^[a-z0-9][a-z0-9._-]*$"
PURCHASE_TYPES = (
    r"^(on_demand|spot|low_priority|bid|reserved_\d+[my]|committed(_\d+[my])?|marketplace_(community|secure))$"
)
PRICE_KINDS = r"^(listed|free|variable|on_request|promotional|from|average)$"
CURRENCY = r"^[A-Z]{3}$"
# Dearest list prices ever published per million tokens: 240.6 (luminous-supreme-control) and 600 (o1-pro output).
# Above these bounds a figure has, so far, always been a unit error.
MAX_USD_PER_MILLION_INPUT_TOKENS = 250.0
MAX_USD_PER_MILLION_TOKENS = 700.0


class Observation(dy.Schema):
    """What every observation carries: who said it, when we looked, and where in which payload it stands."""

    TABLE: ClassVar[str] = ""
    KEY: ClassVar[tuple[str, ...]] = ()
    PRICES: ClassVar[tuple[str, ...]] = ()

    source_id = dy.String(regex=SLUG, description="Registered source that stated the fact.")
    captured_at = dy.Datetime(time_unit="us", time_zone="UTC", description="When the payload was captured.")
    payload_sha256 = dy.String(regex=r"^[0-9a-f]{64}$", description="SHA-256 of the archived payload.")
    record_ref = dy.String(
        min_length=1, description="Record inside the payload: JSON pointer, CSV row, or line and column of an element."
    )


PROVENANCE = tuple(Observation.column_names())


class GpuOffer(Observation):
    """One row per offer: some accelerators of one kind, at one place, bought one way."""

    TABLE: ClassVar[str] = "gpu_offer"
    KEY: ClassVar[tuple[str, ...]] = (
        "provider",
        "region",
        "zone",
        "instance_type",
        "gpu_name_raw",
        "gpu_memory_gib",
        "gpu_count",
        "purchase_type",
        "effective_from",
    )
    PRICES: ClassVar[tuple[str, ...]] = ("usd_per_gpu_hour",)

    provider = dy.String(regex=SLUG, description="Cloud that sells the offer, as a slug.")
    region = dy.String(nullable=True, description="Region as the source writes it.")
    zone = dy.String(nullable=True, description="Availability zone as the source writes it.")
    instance_type = dy.String(nullable=True, description="Instance type or plan name.")
    gpu_name_raw = dy.String(min_length=1, description="Accelerator as the source writes it.")
    gpu_memory_gib = dy.Float64(
        nullable=True, min_exclusive=0, max=2000, description="Memory of one accelerator.", metadata={"unit": "GiB"}
    )
    gpu_count = dy.Float64(
        min_exclusive=0, max=10_000, description="Accelerators in the offer; may be fractional.", metadata={"unit": "1"}
    )
    purchase_type = dy.String(regex=PURCHASE_TYPES, description="How it is bought: on_demand, spot, reserved_1y…")
    effective_from = dy.Datetime(
        nullable=True,
        time_unit="us",
        time_zone="UTC",
        description="When the price began to hold, where the source dates its prices; null for a price on display.",
    )
    effective_to = dy.Datetime(
        nullable=True, time_unit="us", time_zone="UTC", description="When it ceased to hold, where the source says."
    )
    price_kind = dy.String(
        regex=PRICE_KINDS,
        description="listed, promotional, from (a lower bound), average (mean or median of offers), on_request.",
    )
    usd_per_hour = dy.Float64(
        nullable=True, min_exclusive=0, description="Price of the whole offer.", metadata={"unit": "USD/h"}
    )
    usd_per_gpu_hour = dy.Float64(
        nullable=True,
        min_exclusive=0,
        description="usd_per_hour / gpu_count, the comparable price.",
        metadata={"unit": "USD/(GPU.h)"},
    )
    currency = dy.String(regex=CURRENCY, description="Currency the source quotes.")
    amount = dy.Float64(nullable=True, min_exclusive=0, description="Figure as quoted.", metadata={"unit": "currency"})
    amount_unit = dy.String(description="What the quoted figure is for: hour, gpu_hour, month, …")
    usd_per_currency_unit = dy.Float64(
        min_exclusive=0, description="Exchange rate used; 1 for USD.", metadata={"unit": "USD"}
    )
    fx_rate_on = dy.Date(nullable=True, description="Day (or last day of the period) of that rate; null for USD.")
    vcpus = dy.Float64(nullable=True, min_exclusive=0, description="Virtual CPUs of the offer.", metadata={"unit": "1"})
    memory_gib = dy.Float64(
        nullable=True, min_exclusive=0, description="Host memory of the offer.", metadata={"unit": "GiB"}
    )
    country_code = dy.String(nullable=True, regex=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2 where known.")
    is_available = dy.Bool(nullable=True, description="Whether the source says it can be had now.")

    @dy.rule()
    def usd_per_gpu_hour_is_usd_per_hour_over_gpu_count(cls) -> pl.Expr:
        whole = cls.usd_per_gpu_hour.col * cls.gpu_count.col
        return ((whole - cls.usd_per_hour.col).abs() <= 1e-6 * cls.usd_per_hour.col).fill_null(
            cls.usd_per_hour.col.is_null() & cls.usd_per_gpu_hour.col.is_null()
        )

    @dy.rule()
    def a_price_is_absent_only_on_request(cls) -> pl.Expr:
        return cls.usd_per_hour.col.is_not_null() | (cls.price_kind.col == "on_request")

    @dy.rule()
    def usd_per_gpu_hour_is_plausible(cls) -> pl.Expr:
        # TPU slices are sold under one name for up to thousands of chips; no single GPU has cost 200 USD an hour.
        return (cls.usd_per_gpu_hour.col < 200) | cls.gpu_name_raw.col.str.contains("(?i)tpu")


class ModelPrice(Observation):
    """One row per billed component of a model at a provider: tokens of one sort, or a non-token unit."""

    TABLE: ClassVar[str] = "model_price"
    KEY: ClassVar[tuple[str, ...]] = (
        "provider",
        "model_name_raw",
        "region",
        "component",
        "unit",
        "tier_min_input_tokens",
        "condition",
        "effective_from",
    )
    PRICES: ClassVar[tuple[str, ...]] = ("usd_per_million_tokens", "usd_per_unit")

    provider = dy.String(regex=SLUG, description="Who bills, as a slug.")
    model_name_raw = dy.String(min_length=1, description="Model as the source writes it.")
    region = dy.String(nullable=True, description="Region where the price depends on it.")
    component = dy.String(
        regex=r"^[a-z][a-z0-9_]*$",
        description="input, output, cache_read, cache_write; prefixed batch_, flex_, priority_, audio_, image_…",
    )
    unit = dy.String(
        regex=r"^(million_tokens|request|image|second|minute|character|page|query|pixel|session|gb_day|unit)$",
        description="What one price buys.",
    )
    tier_min_input_tokens = dy.Int64(
        min=0, description="Prompt length from which the price holds; 0 for all.", metadata={"unit": "token"}
    )
    condition = dy.String(
        nullable=True, description="Any further condition of the price: a resolution, a quality, a time window in UTC."
    )
    effective_from = dy.Date(nullable=True, description="First day it holds, where the source says.")
    effective_to = dy.Date(nullable=True, description="Day from which it no longer holds, where the source says.")
    price_kind = dy.String(regex=PRICE_KINDS, description="listed, free, variable, on_request, promotional.")
    usd_per_million_tokens = dy.Float64(
        nullable=True,
        min=0,
        max=MAX_USD_PER_MILLION_TOKENS,
        description="Price of token components; null where unknown or variable, 0 where free.",
        metadata={"unit": "USD/1e6 tokens"},
    )
    usd_per_unit = dy.Float64(
        nullable=True, min=0, description="Price of non-token components, per `unit`.", metadata={"unit": "USD"}
    )
    currency = dy.String(regex=CURRENCY, description="Currency the source quotes.")
    amount = dy.Float64(nullable=True, description="Figure as quoted.", metadata={"unit": "currency"})
    amount_unit = dy.String(description="What the quoted figure is for: token, thousand_tokens, million_tokens, image…")
    usd_per_currency_unit = dy.Float64(
        min_exclusive=0, description="Exchange rate used; 1 for USD.", metadata={"unit": "USD"}
    )
    fx_rate_on = dy.Date(nullable=True, description="Day (or last day of the period) of that rate; null for USD.")
    mode = dy.String(nullable=True, description="What the model is for, as the source writes it: chat, embedding…")

    @dy.rule()
    def token_prices_are_per_million_tokens_and_others_per_unit(cls) -> pl.Expr:
        other = (
            pl.when(cls.unit.col == "million_tokens")
            .then(cls.usd_per_unit.col)
            .otherwise(cls.usd_per_million_tokens.col)
        )
        return other.is_null()

    @dy.rule()
    def unknown_free_and_listed_never_mix(cls) -> pl.Expr:
        price = pl.coalesce(cls.usd_per_million_tokens.col, cls.usd_per_unit.col)
        return (
            pl.when(cls.price_kind.col == "free")
            .then(price == 0)
            .when(cls.price_kind.col.is_in(["variable", "on_request"]))
            .then(price.is_null())
            .otherwise(price > 0)
            .fill_null(value=False)
        )

    @dy.rule()
    def input_price_is_plausible(cls) -> pl.Expr:
        return (
            (cls.usd_per_million_tokens.col <= MAX_USD_PER_MILLION_INPUT_TOKENS)
            | ~cls.component.col.str.ends_with("input")
        ).fill_null(value=True)


class ModelCard(Observation):
    """One row per model as its maker or a catalogue describes it."""

    TABLE: ClassVar[str] = "model_card"
    KEY: ClassVar[tuple[str, ...]] = ("model_name_raw", "developer")

    model_name_raw = dy.String(min_length=1, description="Model as the source writes it.")
    developer = dy.String(nullable=True, description="Who made it, as the source writes it.")
    display_name = dy.String(nullable=True, description="Name for people.")
    released_on = dy.Date(nullable=True, description="Day of release.")
    parameters_b = dy.Float64(
        nullable=True, min_exclusive=0, description="Total parameters, disclosed.", metadata={"unit": "1e9"}
    )
    active_parameters_b = dy.Float64(
        nullable=True, min_exclusive=0, description="Parameters active per token, disclosed.", metadata={"unit": "1e9"}
    )
    is_moe = dy.Bool(nullable=True, description="Mixture of experts.")
    architecture = dy.String(nullable=True, description="Architecture as stated.")
    context_tokens = dy.Int64(nullable=True, min_exclusive=0, description="Context window.", metadata={"unit": "token"})
    max_output_tokens = dy.Int64(
        nullable=True, min_exclusive=0, description="Longest answer.", metadata={"unit": "token"}
    )
    knowledge_cutoff = dy.String(nullable=True, description="As stated: a day, month or year.")
    license = dy.String(nullable=True, description="Licence as stated.")
    weights_openness = dy.String(
        regex=r"^(open_source|open_weights|restricted_weights|api_only|unknown)$", description="Openness class."
    )
    has_downloadable_weights = dy.Bool(nullable=True, description="Whether weights can be downloaded.")
    weights_ref = dy.String(nullable=True, description="Repository of the weights, where named.")
    training_compute_flop = dy.Float64(
        nullable=True, min_exclusive=0, description="Training compute.", metadata={"unit": "FLOP"}
    )
    training_gpu_hours = dy.Float64(
        nullable=True, min_exclusive=0, description="GPU time of training.", metadata={"unit": "GPU.h"}
    )
    training_gpu = dy.String(nullable=True, description="GPU trained on, as stated.")
    training_energy_kwh = dy.Float64(
        nullable=True, min_exclusive=0, description="Energy of training.", metadata={"unit": "kWh"}
    )
    training_tco2e = dy.Float64(nullable=True, min=0, description="Emissions of training.", metadata={"unit": "t"})
    input_modalities = dy.String(nullable=True, description="Comma-separated, sorted.")
    output_modalities = dy.String(nullable=True, description="Comma-separated, sorted.")
    hosting_regions = dy.String(nullable=True, description="Where it is hosted, where stated.")
    method = dy.String(regex=r"^(stated|measured|estimated|derived)$", description="How the figures are known.")


class BenchmarkScore(Observation):
    """One row per score: a model, a benchmark and metric, the settings, who ran it and when."""

    TABLE: ClassVar[str] = "benchmark_score"
    KEY: ClassVar[tuple[str, ...]] = (
        "benchmark",
        "metric",
        "model_name_raw",
        "settings",
        "evaluator",
        "evaluated_on",
        "run_ref",
    )

    benchmark = dy.String(regex=SLUG, description="Benchmark and version as a slug: mmlu, lmarena-text…")
    metric = dy.String(regex=r"^[a-z][a-z0-9_]*$", description="accuracy, elo, exact_match, pass_at_1…")
    model_name_raw = dy.String(min_length=1, description="Model as the source writes it.")
    settings = dy.String(nullable=True, description="Settings as `name=value` pairs, sorted, joined with '; '.")
    evaluator = dy.String(nullable=True, description="Who ran the evaluation, or the document that reports it.")
    evaluator_kind = dy.String(
        regex=r"^(vendor|independent|community|unknown)$", description="Whether the maker, a third party or voters."
    )
    evaluated_on = dy.Date(nullable=True, description="Day of the evaluation, where stated.")
    run_ref = dy.String(nullable=True, description="The source's own id of the run, where it has several.")
    score = dy.Float64(description="In `unit`; fractions are 0 to 1.", metadata={"unit": "see unit"})
    unit = dy.String(regex=r"^(fraction|elo|points|minutes|usd)$", description="Unit of the score.")
    ci_low = dy.Float64(nullable=True, description="Lower bound of the 95 % interval.", metadata={"unit": "see unit"})
    ci_high = dy.Float64(nullable=True, description="Upper bound of the 95 % interval.", metadata={"unit": "see unit"})
    standard_error = dy.Float64(
        nullable=True, min=0, description="Standard error of the score.", metadata={"unit": "see unit"}
    )
    n = dy.Int64(nullable=True, min_exclusive=0, description="Items or votes scored.", metadata={"unit": "1"})
    cost_usd = dy.Float64(nullable=True, min=0, description="What the run cost.", metadata={"unit": "USD"})
    reference_url = dy.String(nullable=True, description="Where the score was published.")

    @dy.rule()
    def a_fraction_is_between_0_and_1(cls) -> pl.Expr:
        return (cls.unit.col != "fraction") | cls.score.col.is_between(0, 1)

    @dy.rule()
    def the_interval_holds_the_score(cls) -> pl.Expr:
        low = cls.ci_low.col.fill_null(cls.score.col) <= cls.score.col
        return low & (cls.ci_high.col.fill_null(cls.score.col) >= cls.score.col)


class InferenceMeasurement(Observation):
    """One row per measured operating point: model, hardware, software, load. A provider's API hides its hardware."""

    TABLE: ClassVar[str] = "inference_measurement"
    KEY: ClassVar[tuple[str, ...]] = (
        "model_name_raw",
        "provider",
        "gpu_name_raw",
        "gpu_count",
        "engine",
        "engine_version",
        "precision",
        "tensor_parallel",
        "expert_parallel",
        "data_parallel",
        "pipeline_parallel",
        "task",
        "max_concurrency",
        "input_tokens_mean",
        "configuration",
        "boundary",
    )

    model_name_raw = dy.String(min_length=1, description="Model as the source writes it.")
    provider = dy.String(nullable=True, regex=SLUG, description="Whose API was measured, as a slug; null for a job.")
    gpu_name_raw = dy.String(
        nullable=True, min_length=1, description="Accelerator as the source writes it; null where it is not stated."
    )
    gpu_count = dy.Int64(nullable=True, min=1, description="Accelerators the job ran on.", metadata={"unit": "1"})
    engine = dy.String(nullable=True, description="Inference engine.")
    engine_version = dy.String(nullable=True, description="Its version.")
    precision = dy.String(nullable=True, description="Weight precision: bfloat16, fp8…")
    tensor_parallel = dy.Int64(nullable=True, min=1, description="Tensor-parallel degree.", metadata={"unit": "1"})
    expert_parallel = dy.Int64(nullable=True, min=1, description="Expert-parallel degree.", metadata={"unit": "1"})
    data_parallel = dy.Int64(nullable=True, min=1, description="Data-parallel degree.", metadata={"unit": "1"})
    pipeline_parallel = dy.Int64(nullable=True, min=1, description="Pipeline-parallel degree.", metadata={"unit": "1"})
    task = dy.String(min_length=1, description="Workload as the source names it.")
    max_concurrency = dy.Int64(
        nullable=True, min=1, description="Most requests in flight, or batch size set.", metadata={"unit": "1"}
    )
    input_tokens_mean = dy.Float64(nullable=True, min=0, description="Mean prompt length.", metadata={"unit": "token"})
    configuration = dy.String(nullable=True, description="Any further setting as sorted `name=value` pairs.")
    boundary = dy.String(
        nullable=True, regex=r"^(gpu|node|facility)$", description="What the power figure includes; null if lost."
    )
    output_tokens_mean = dy.Float64(nullable=True, min=0, description="Mean answer length.", metadata={"unit": "token"})
    batch_size_mean = dy.Float64(nullable=True, min=0, description="Mean running batch.", metadata={"unit": "1"})
    output_tokens_per_second = dy.Float64(
        nullable=True, min_exclusive=0, description="Output tokens per second, whole job.", metadata={"unit": "token/s"}
    )
    total_tokens_per_second = dy.Float64(
        nullable=True,
        min_exclusive=0,
        description="Prompt and output tokens per second, whole job.",
        metadata={"unit": "token/s"},
    )
    requests_per_second = dy.Float64(
        nullable=True,
        min_exclusive=0,
        description="Requests (answers, images, samples) per second, whole job.",
        metadata={"unit": "1/s"},
    )
    request_count = dy.Int64(nullable=True, min=1, description="Requests sent.", metadata={"unit": "1"})
    error_count = dy.Int64(nullable=True, min=0, description="Requests of them that failed.", metadata={"unit": "1"})
    power_watts = dy.Float64(
        nullable=True, min_exclusive=0, description="Mean power of the whole job.", metadata={"unit": "W"}
    )
    joules_per_output_token = dy.Float64(
        nullable=True, min_exclusive=0, description="Energy per output token.", metadata={"unit": "J/token"}
    )
    joules_per_request = dy.Float64(
        nullable=True, min_exclusive=0, description="Energy per request.", metadata={"unit": "J"}
    )
    ttft_ms_mean = dy.Float64(
        nullable=True,
        min=0,
        description="Time to first token, mean, or the one figure stated.",
        metadata={"unit": "ms"},
    )
    ttft_ms_p50 = dy.Float64(nullable=True, min=0, description="Time to first token, median.", metadata={"unit": "ms"})
    ttft_ms_p90 = dy.Float64(nullable=True, min=0, description="Time to first token, p90.", metadata={"unit": "ms"})
    ttft_ms_p95 = dy.Float64(nullable=True, min=0, description="Time to first token, p95.", metadata={"unit": "ms"})
    ttft_ms_p99 = dy.Float64(nullable=True, min=0, description="Time to first token, p99.", metadata={"unit": "ms"})
    itl_ms_p50 = dy.Float64(nullable=True, min=0, description="Inter-token latency, median.", metadata={"unit": "ms"})
    itl_ms_p90 = dy.Float64(nullable=True, min=0, description="Inter-token latency, p90.", metadata={"unit": "ms"})
    itl_ms_p95 = dy.Float64(nullable=True, min=0, description="Inter-token latency, p95.", metadata={"unit": "ms"})
    itl_ms_p99 = dy.Float64(nullable=True, min=0, description="Inter-token latency, p99.", metadata={"unit": "ms"})
    tpot_ms_p50 = dy.Float64(
        nullable=True, min=0, description="Time per output token of a request, median.", metadata={"unit": "ms"}
    )
    tpot_ms_p90 = dy.Float64(
        nullable=True, min=0, description="Time per output token of a request, p90.", metadata={"unit": "ms"}
    )
    tpot_ms_p95 = dy.Float64(
        nullable=True, min=0, description="Time per output token of a request, p95.", metadata={"unit": "ms"}
    )
    tpot_ms_p99 = dy.Float64(
        nullable=True, min=0, description="Time per output token of a request, p99.", metadata={"unit": "ms"}
    )
    request_ms_p50 = dy.Float64(nullable=True, min=0, description="Whole request, median.", metadata={"unit": "ms"})
    request_ms_p90 = dy.Float64(nullable=True, min=0, description="Whole request, p90.", metadata={"unit": "ms"})
    request_ms_p95 = dy.Float64(nullable=True, min=0, description="Whole request, p95.", metadata={"unit": "ms"})
    request_ms_p99 = dy.Float64(nullable=True, min=0, description="Whole request, p99.", metadata={"unit": "ms"})
    measured_on = dy.Date(nullable=True, description="Day of the measurement, where stated.")
    method = dy.String(regex=r"^(stated|measured|estimated|derived)$", description="How the figures are known.")

    @dy.rule()
    def joules_per_output_token_is_watts_over_tokens_per_second(cls) -> pl.Expr:
        # Two per cent: some sources round, and average power and throughput over slightly different windows.
        derived = cls.power_watts.col / cls.output_tokens_per_second.col
        gap = (derived - cls.joules_per_output_token.col).abs()
        return (gap <= 0.02 * cls.joules_per_output_token.col).fill_null(value=True)


class GpuSpec(Observation):
    """One row per accelerator product as a datasheet or database describes it."""

    TABLE: ClassVar[str] = "gpu_spec"
    KEY: ClassVar[tuple[str, ...]] = ("vendor", "gpu_name_raw", "spec_ref")

    vendor = dy.String(regex=SLUG, description="Maker as a slug.")
    gpu_name_raw = dy.String(min_length=1, description="Accelerator as the source writes it.")
    spec_ref = dy.String(nullable=True, description="The source's own id of the product.")
    architecture = dy.String(nullable=True, description="Architecture name.")
    bus_interface = dy.String(nullable=True, description="PCIe generation, SXM, OAM…")
    tdp_watts = dy.Float64(nullable=True, min_exclusive=0, description="Board power limit.", metadata={"unit": "W"})
    memory_gib = dy.Float64(nullable=True, min_exclusive=0, description="Memory.", metadata={"unit": "GiB"})
    memory_bandwidth_gbps = dy.Float64(
        nullable=True, min_exclusive=0, description="Memory bandwidth.", metadata={"unit": "GB/s"}
    )
    fp64_tflops = dy.Float64(nullable=True, min_exclusive=0, description="Dense FP64.", metadata={"unit": "TFLOP/s"})
    fp32_tflops = dy.Float64(nullable=True, min_exclusive=0, description="Dense FP32.", metadata={"unit": "TFLOP/s"})
    fp16_tflops = dy.Float64(
        nullable=True,
        min_exclusive=0,
        description="Dense FP16 with tensor or matrix units.",
        metadata={"unit": "TFLOP/s"},
    )
    fp16_listed_tflops = dy.Float64(
        nullable=True,
        min_exclusive=0,
        description="FP16 as listed by a source that mixes vector and matrix rates: not comparable across products.",
        metadata={"unit": "TFLOP/s"},
    )
    fp8_tflops = dy.Float64(nullable=True, min_exclusive=0, description="Dense FP8.", metadata={"unit": "TFLOP/s"})
    released_on = dy.Date(nullable=True, description="Day of release.")


class GridIntensity(Observation):
    """One row per place and year: what a kilowatt-hour emits and, where known, costs."""

    TABLE: ClassVar[str] = "grid_intensity"
    KEY: ClassVar[tuple[str, ...]] = ("country_code", "region", "cloud_provider", "year")

    country_code = dy.String(nullable=True, regex=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2; null for the world.")
    region = dy.String(nullable=True, description="State, province, bidding zone or cloud region.")
    cloud_provider = dy.String(nullable=True, regex=SLUG, description="Set where the region is a cloud's.")
    year = dy.Int64(nullable=True, min=1950, max=2100, description="Year the figure is for.", metadata={"unit": "year"})
    gco2_per_kwh = dy.Float64(nullable=True, min=0, max=3000, description="Emissions.", metadata={"unit": "g/kWh"})
    usd_per_kwh = dy.Float64(nullable=True, description="Price of electricity.", metadata={"unit": "USD/kWh"})
    method = dy.String(regex=r"^(stated|measured|estimated|derived)$", description="How the figures are known.")


class ExchangeRate(Observation):
    """One row per currency and day, or month: what a unit of it was worth in dollars."""

    TABLE: ClassVar[str] = "exchange_rate"
    KEY: ClassVar[tuple[str, ...]] = ("currency", "period", "rate_on")

    currency = dy.String(regex=CURRENCY, description="Currency by its ISO 4217 code.")
    period = dy.String(regex=r"^(day|month)$", description="What the rate is of: one day, or the average of a month.")
    rate_on = dy.Date(description="The day, or the last day of the month.")
    usd_per_currency_unit = dy.Float64(
        min_exclusive=0, description="usd_per_euro / units_per_euro.", metadata={"unit": "USD"}
    )
    units_per_euro = dy.Float64(
        min_exclusive=0, description="Units of the currency for a euro, as published.", metadata={"unit": "currency"}
    )
    usd_per_euro = dy.Float64(
        min_exclusive=0, description="Dollars for a euro, as published.", metadata={"unit": "USD"}
    )

    @dy.rule()
    def usd_per_currency_unit_is_usd_per_euro_over_units_per_euro(cls) -> pl.Expr:
        crossed = cls.usd_per_euro.col / cls.units_per_euro.col
        return (crossed - cls.usd_per_currency_unit.col).abs() <= 1e-5 * crossed


KINDS: dict[str, type[Observation]] = {
    kind.TABLE: kind
    for kind in (
        GpuOffer,
        ModelPrice,
        ModelCard,
        BenchmarkScore,
        InferenceMeasurement,
        GpuSpec,
        GridIntensity,
        ExchangeRate,
    )
}


def polars_schema(kind: type[Observation]) -> pl.Schema:
    """Column names and Polars types of one kind, in declared order."""
    return pl.Schema({name: column.dtype for name, column in kind.columns().items()})


def measures(kind: type[Observation]) -> tuple[str, ...]:
    """Columns that state the fact: neither key nor provenance."""
    return tuple(name for name in kind.column_names() if name not in kind.KEY and name not in PROVENANCE)
