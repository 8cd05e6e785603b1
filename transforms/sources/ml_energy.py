"""ML.ENERGY leaderboard: measured energy, power and speed of open models on NVIDIA GPUs, one file per task."""

from __future__ import annotations

from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.read import json_numbers, json_pointer, json_texts, read_json, unknown_fields
from transforms.schemas import InferenceMeasurement, ModelCard

# Fields of a configuration on 2025-11-30 and 2026-02-14, and of a model in the index. Others are reported.
MEASURES = {
    "joules_per_output_token": "energy_per_token_joules",
    "power_watts": "avg_power_watts",
    "output_tokens_per_second": "output_throughput_tokens_per_sec",
    "output_tokens_mean": "avg_output_len",
    "batch_size_mean": "avg_batch_size",
    "itl_ms_p50": "median_itl_ms",
    "itl_ms_p90": "p90_itl_ms",
    "itl_ms_p95": "p95_itl_ms",
    "itl_ms_p99": "p99_itl_ms",
}
# The energy of one answer (of a request, an image, a video), and how many images or videos come out a second.
ANSWERS = {
    "request": ("energy_per_request_joules", None),
    "image": ("energy_per_image_joules", "throughput_images_per_sec"),
    "video": ("energy_per_video_joules", "throughput_videos_per_sec"),
}
DEGREES = ("tensor_parallel", "expert_parallel", "data_parallel")
# What else tells one operating point from another, as `configuration` names it.
SETTINGS = {
    "fps": ("fps",),
    "height": ("image_height", "video_height"),
    "max_num_batched_tokens": ("max_num_batched_tokens",),
    "num_frames": ("num_frames",),
    "ring_degree": ("ring_degree",),
    "steps": ("inference_steps",),
    "ulysses_degree": ("ulysses_degree",),
    "width": ("image_width", "video_width"),
}
MODEL = {"nickname", "total_params_billions", "activated_params_billions", "architecture", "is_moe", "weight_precision"}
KNOWN = {
    "model_id",
    "gpu_model",
    "num_gpus",
    "max_num_seqs",
    "batch_size",
    "batch_latency_s",  # batch_size / throughput
    "parallelization",
    *MODEL,
    *MEASURES.values(),
    *DEGREES,
    *(name for names in SETTINGS.values() for name in names),
    *(name for names in ANSWERS.values() for name in names if name),
}
SAME = 0.02  # as the schema has it: watts over tokens per second against joules per token
UNIT_ERROR = 4.0  # the furthest apart on 2025-11-30 were 3.5 times, for the reason in `normalise`


def normalise(payload: Payload) -> Batch:
    """Read `index.json` ({"models": {id: model}}) or `tasks/{task}.json` ({"task", "configurations": [point]}).

    Watts are those of all GPUs of the job together, energies joules, inter-token latencies milliseconds. Energy is
    measured at the GPUs, with NVML through Zeus (the leaderboard's page "About", section "Energy Measurement"; in
    ml-energy/benchmark `steady_state_energy` is the sum of `gpu_energy`), hence boundary `gpu`. Energy and power are
    those of the steady state. So is the token throughput since 2026-02; before, it was that of the whole run with its
    start and end, and is refused where it contradicts power and energy by more than 2 per cent.

    For text-to-image and text-to-video a request is one image or one video; `unit` in `configuration` says so, and
    there are no tokens. Degrees of parallelism 0 (until 2026-01) and 1 both mean "not split". The tensor degree is
    written as 1 wherever it was left to the engine: where it leaves GPUs of the job without work it is unknown.
    Several runs of one setting differ by `run` in `configuration`, in the order of the file, unset for the first.
    Raises NormaliseError for any other document.
    """
    document = read_json(payload)
    if isinstance(document, dict) and isinstance(document.get("configurations"), list) and document["configurations"]:
        task = document.get("task")
        return _measurements(payload, task if isinstance(task, str) and task else payload.part, document)
    if isinstance(document, dict) and isinstance(document.get("models"), dict) and document["models"]:
        return _models(payload, document["models"])
    raise payload.rejected("neither an index of models nor the configurations of a task")


def _models(payload: Payload, models: dict[str, Any]) -> Batch:
    names, records = list(models), list(models.values())
    book = Book(payload, len(records), lambda number: {names[number]: records[number]})
    is_moe = [record.get("is_moe") if isinstance(record, dict) else None for record in records]
    architecture = pl.col("architecture").str.to_lowercase()
    # Models are run from the hub's weights of this name: ml-energy/benchmark hands model_id to the engine.
    is_hub_name = pl.col("model_name_raw").str.contains(r"^[\w.-]+/[\w.-]+$")
    rows = (
        numbered(json_pointer("models", name) for name in names)
        .with_columns(
            model_name_raw=pl.Series(names, dtype=pl.String),
            display_name=json_texts(records, "nickname"),
            parameters_b=json_numbers(records, "total_params_billions"),
            active_parameters_b=json_numbers(records, "activated_params_billions"),
            architecture=json_texts(records, "architecture"),
            is_moe=pl.Series([value if isinstance(value, bool) else None for value in is_moe], dtype=pl.Boolean),
            weights_openness=pl.lit("unknown"),
            method=pl.lit("stated"),
        )
        .with_columns(
            is_moe=pl.when(pl.col("is_moe").is_not_null())
            .then("is_moe")
            .when(architecture == "moe")
            .then(pl.lit(value=True))
            .when(architecture.str.starts_with("dense"))
            .then(pl.lit(value=False)),
            has_downloadable_weights=pl.when(is_hub_name).then(pl.lit(value=True)),
            weights_ref=pl.when(is_hub_name).then("model_name_raw"),
        )
    )
    if unknown := unknown_fields(records, MODEL):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    rows = book.quarantine(rows, pl.col("parameters_b").is_null(), "states no parameters", ModelCard.TABLE)
    book.observe(ModelCard, rows)
    return book.close()


def _measurements(payload: Payload, task: str, document: dict[str, Any]) -> Batch:
    records = document["configurations"]
    book = Book(payload, len(records), lambda number: records[number])
    points = [_flat(record) for record in records]
    rows = numbered(json_pointer("configurations", number) for number in range(len(points))).with_columns(
        model_name_raw=json_texts(points, "model_id"),
        gpu_name_raw=json_texts(points, "gpu_model"),
        gpu_count=_whole(json_numbers(points, "num_gpus")),
        precision=json_texts(points, "weight_precision"),
        task=pl.lit(task),
        max_concurrency=_whole(_first(points, ("max_num_seqs", "batch_size"))),
        configuration=pl.Series([_configuration(point) for point in points], dtype=pl.String),
        boundary=pl.lit("gpu"),
        method=pl.lit("measured"),
        joules_per_request=_first(points, [energy for energy, _ in ANSWERS.values()]),
        answers_per_second=_first(points, [rate for _, rate in ANSWERS.values() if rate]),
        **{column: json_numbers(points, name) for column, name in MEASURES.items()},
        **{name: _whole(json_numbers(points, name)).clip(lower_bound=1) for name in DEGREES},
    )
    splits = pl.col("tensor_parallel") * pl.col("data_parallel").fill_null(1)
    rows = rows.with_columns(tensor_parallel=pl.when(splits == pl.col("gpu_count")).then("tensor_parallel"))
    if unknown := unknown_fields(points, KNOWN):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    rows = _without_contradictions(book, rows)
    unnamed = pl.col("gpu_name_raw").is_null() | pl.col("gpu_count").is_null()
    rows = book.quarantine(rows, unnamed, "names no accelerator or no number of them", InferenceMeasurement.TABLE)
    rows = book.ignore(rows, ~pl.struct(pl.exclude("record", "record_ref")).is_first_distinct(), "repeated_row")
    book.observe(InferenceMeasurement, _with_runs(rows).drop("answers_per_second"))
    return book.close()


def _without_contradictions(book: Book, rows: pl.DataFrame) -> pl.DataFrame:
    figures = ("joules_per_output_token", "joules_per_request", "power_watts", "output_tokens_per_second")
    kind = InferenceMeasurement.TABLE
    nothing = pl.all_horizontal(pl.col(name).is_null() for name in figures)
    rows = book.quarantine(rows, nothing, "states neither energy, power nor speed", kind)
    watts = pl.col("power_watts")
    answer_gap = watts / pl.col("answers_per_second") / pl.col("joules_per_request")
    rows = book.quarantine(
        rows,
        (answer_gap - 1).abs() > SAME,
        pl.format("power over throughput is {} times the stated energy of one answer", answer_gap.round(3)),
        kind,
    )
    gap = watts / pl.col("output_tokens_per_second") / pl.col("joules_per_output_token")
    reason = pl.format("power over throughput is {} times the stated energy per token", gap.round(3))
    rows = book.quarantine(rows, (gap > UNIT_ERROR) | (gap < 1 / UNIT_ERROR), reason, kind)
    of_another_window = (gap - 1).abs() > SAME
    book.quarantine(
        rows, of_another_window, pl.format("throughput is not of the steady state, others are: {}", reason), kind
    )
    return rows.with_columns(
        output_tokens_per_second=pl.when(~of_another_window.fill_null(value=False)).then("output_tokens_per_second")
    )


def _with_runs(rows: pl.DataFrame) -> pl.DataFrame:
    settings = [name for name in InferenceMeasurement.KEY if name in rows.columns]
    run = (pl.int_range(pl.len()) + 1).over(settings)
    named = pl.col("configuration").fill_null("").str.split("; ").list.concat(pl.concat_list(pl.format("run={}", run)))
    told_apart = named.list.eval(pl.element().filter(pl.element() != "")).list.sort().list.join("; ")
    return rows.with_columns(configuration=pl.when(run > 1).then(told_apart).otherwise("configuration"))


def _flat(record: Any) -> dict[str, Any]:
    """A configuration with the degrees that some files keep under `parallelization` lifted out."""
    if not isinstance(record, dict):
        return {}
    nested = record.get("parallelization")
    degrees = {name: nested.get(name) for name in DEGREES} if isinstance(nested, dict) else {}
    return degrees | record


def _configuration(point: dict[str, Any]) -> str | None:
    pairs = {
        name: next((point[key] for key in keys if point.get(key) is not None), None) for name, keys in SETTINGS.items()
    }
    pairs["unit"] = next((unit for unit, (energy, rate) in ANSWERS.items() if rate and energy in point), None)
    whole = {name: int(value) for name, value in pairs.items() if isinstance(value, float) and value.is_integer()}
    return "; ".join(f"{name}={value}" for name, value in sorted((pairs | whole).items()) if value is not None) or None


def _first(points: list[dict[str, Any]], names: list[str] | tuple[str, ...]) -> pl.Series:
    columns = pl.DataFrame([json_numbers(points, name) for name in names])
    return columns.select(pl.coalesce(names)).to_series()


def _whole(numbers: pl.Series) -> pl.Series:
    """Counts as integers; null where a figure is no whole number."""
    return numbers.set(numbers != numbers.floor(), None).cast(pl.Int64, strict=False)
