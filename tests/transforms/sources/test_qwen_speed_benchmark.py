"""Qwen's speed benchmark: what "tokens/s" counts is what the page says it counts."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.qwen_speed_benchmark import SPEC, part_of
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.qwen_speed_benchmark import normalise

# From the page of Qwen2.5, 2024-11-06.
GRID = """Qwen2.5 Speed Benchmark
=========================

The environment of the evaluation with huggingface transformers is:

-  NVIDIA A100 80GB
-  CUDA 12.1
-  Transformers 4.46.0

The environment of the evaluation with vLLM is:

-  NVIDIA A100 80GB
-  vLLM 0.6.3
-  Transformers 4.46.0

Notes:

- We use the batch size of 1 and the least number of GPUs as possible for the evaluation.
- We test the speed and memory of generating 2048 tokens with the input lengths of 1, 6144 tokens.

-  0.5B (Transformer)

+-------------------------+--------------+--------------+---------+-----------------+----------------+---------------+
| Model                   | Input Length | Quantization | GPU Num | Speed(tokens/s) | GPU Memory(GB) | Note          |
+=========================+==============+==============+=========+=================+================+===============+
| Qwen2.5-0.5B-Instruct   | 1            | BF16         | 1       | 47.40           | 0.97           |               |
+                         +              +--------------+---------+-----------------+----------------+---------------+
|                         |              | GPTQ-Int8    | 1       | 35.17           | 0.64           | auto_gptq==0.6|
+-------------------------+--------------+--------------+---------+-----------------+----------------+---------------+

- 72B (vLLM)

+-----------------------+--------------+--------------+---------+-----------------+--------------------------------+
| Model                 | Input Length | Quantization | GPU Num | Speed(tokens/s) | Note                           |
+=======================+==============+==============+=========+=================+================================+
| Qwen2.5-72B-Instruct  | 6144         | BF16         | 4       | 29.90           | Default                        |
+                       +--------------+--------------+---------+-----------------+--------------------------------+
|                       | 129024       | BF16         | 4       | 12.68           | vllm==0.6.2, new sample config |
+-----------------------+--------------+--------------+---------+-----------------+--------------------------------+
"""
# From the page of Qwen3.
MARKDOWN = r"""# Speed Benchmark
## Environments
### Hugging Face Transformers
- **Hardware**:
  - NVIDIA H20 96GB
- **Software for Non-AutoAWQ**:
  - Transformers 4.51.3
### SGLang
- **Hardware**:
  - NVIDIA H20 96GB
- **Software**:
  - Transformers 4.51.3
  - SGLang 0.4.6.post1
  - vLLM 0.7.2 (Required by SGLang for AWQ quantization)
## Notes
- **Inference Speed (tokens/s)** is calculated as:
  ```{math}
  \text{Speed} = \frac{\text{tokens}_{\text{prompt}} + \text{tokens}_{\text{generation}}}{\text{time}}
  ```
- We use a **batch size of 1** and the **minimum number of GPUs** possible for evaluation.
- We test the **speed and memory usage** when generating **2048 tokens**, with input lengths of `1`, `6144` tokens.
## Results
### Qwen3-0.6B (SGLang)
<table border="1">
    <thead>
        <tr><th>Model</th><th>Input Length</th><th>Quantization</th><th>GPU Num</th><th>Speed (tokens/s)</th>
        <th>Note</th></tr>
    </thead>
    <tbody>
        <tr>
            <td rowspan="3">Qwen3-0.6B</td>
            <td rowspan="2">1</td><td>BF16</td><td>1</td><td>414.17</td><td></td>
        </tr>
        <tr>
            <td>FP8</td><td>1</td><td>458.03</td><td></td>
        </tr>
        <tr>
            <td>6144</td><td>BF16</td><td>1</td><td>1426.46</td><td></td>
        </tr>
    </tbody>
</table>
"""


def read(text: str) -> Batch:
    return normalise(payload(text, source_id="qwen-speed-benchmark", part="speed-benchmark"))


def measured(batch: Batch) -> list[dict]:
    return batch.observations["inference_measurement"].to_dicts()


def test_a_page_without_a_formula_counts_the_tokens_it_generates():
    first, second, third, fourth = measured(read(GRID))
    assert [row["output_tokens_per_second"] for row in (first, second, third, fourth)] == [47.40, 35.17, 29.90, 12.68]
    assert {row["total_tokens_per_second"] for row in (first, second, third, fourth)} == {None}
    assert (first["model_name_raw"], first["precision"], first["input_tokens_mean"]) == (
        "Qwen2.5-0.5B-Instruct",
        "bf16",
        1,
    )
    assert (first["gpu_name_raw"], first["gpu_count"], first["max_concurrency"]) == ("NVIDIA A100 80GB", 1, 1)
    assert (first["output_tokens_mean"], first["boundary"]) == (2048.0, None)
    assert (second["model_name_raw"], second["input_tokens_mean"]) == ("Qwen2.5-0.5B-Instruct", 1)
    assert (second["precision"], second["configuration"]) == ("gptq-int8", "note=auto_gptq==0.6")


def test_the_engine_is_the_heading_s_and_its_version_the_environment_s():
    first, _, third, fourth = measured(read(GRID))
    assert (first["engine"], first["engine_version"]) == ("transformers", "4.46.0")
    assert (third["engine"], third["engine_version"], third["gpu_count"]) == ("vLLM", "0.6.3", 4)
    assert (fourth["engine_version"], fourth["input_tokens_mean"]) == ("0.6.2", 129024)


def test_a_row_is_found_again_by_its_line():
    lines = GRID.split("\n")
    refs = [row["record_ref"] for row in measured(read(GRID))]
    assert [lines[int(ref.removeprefix("line ")) - 1].split("|")[5].strip() for ref in refs] == [
        "47.40",
        "35.17",
        "29.90",
        "12.68",
    ]


def test_a_page_with_a_formula_counts_prompts_too():
    first, second, third = measured(read(MARKDOWN))
    # By hand: 1,426.46 of 6,144 + 2,048 tokens; 2,048 / 8,192 = a quarter is output, 356.615.
    assert (third["total_tokens_per_second"], third["output_tokens_per_second"]) == (1426.46, 356.615)
    assert first["output_tokens_per_second"] == pytest.approx(414.17 * 2048 / 2049)
    assert [row["model_name_raw"] for row in (first, second, third)] == ["Qwen3-0.6B"] * 3
    assert [row["precision"] for row in (first, second, third)] == ["bf16", "fp8", "bf16"]
    assert (third["engine"], third["engine_version"], third["gpu_name_raw"]) == (
        "SGLang",
        "0.4.6.post1",
        "NVIDIA H20 96GB",
    )
    assert first["record_ref"] == "line 30, column 8"


def test_an_accelerator_that_is_one_of_two_is_unknown():
    both = GRID.replace("-  vLLM 0.6.3", "-  NVIDIA H100 80GB\n-  vLLM 0.6.3")
    assert [row["gpu_name_raw"] for row in measured(read(both))] == ["NVIDIA A100 80GB"] * 2 + [None] * 2


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("47.40", "OOM  ", "states no speed"),
        ("BF16         | 1       | 47.40", "             | 1       | 47.40", "cannot be read"),
        ("1       | 47.40", "1/2     | 47.40", "cannot be read"),
        ("47.40", "-7.40", "breaks output_tokens_per_second"),
    ],
)
def test_a_row_that_cannot_be_is_refused_and_its_neighbours_stay(old, new, reason):
    batch = read(GRID.replace(old, new))
    assert (batch.records_used, batch.records_quarantined) == (3, 1)
    assert batch.quarantine["reason"].str.contains(reason).all()


def test_a_new_column_is_reported_and_a_missing_one_null():
    batch = read(GRID.replace("GPU Memory(GB)", "Power (W)     ").replace("| Note          |", "|               |"))
    assert batch.quarantine["reason"].to_list() == ["columns not known: Power (W), (empty)"]
    assert measured(batch)[1]["configuration"] is None


@pytest.mark.parametrize("body", ["", "<html>404</html>", "{}", "| Model | Score |\n| a | 1 |", "<table></table>"])
def test_a_payload_of_another_kind_is_rejected(body):
    with pytest.raises(NormaliseError, match=r"qwen-speed-benchmark/speed-benchmark"):
        read(body)


@given(st.lists(st.lists(st.text(alphabet="1Q.-: <>|é", max_size=6), max_size=8).map("|".join), max_size=5))
def test_any_row_is_accounted_for(lines):
    batch = read(GRID + "\n" + "\n".join(f"|{line}|" for line in lines))
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == batch.records_read


def test_the_pages_of_all_generations_are_one_listing():
    assert {part_of(each.name) for each in SPEC.requests} == {"speed-benchmark"}
    assert part_of("qwen-speed-benchmark/20241106T110024Z/speed_benchmark.rst") == "speed-benchmark"
    assert part_of("docs/efficiency.rst") is None


def test_captures_hold_259_points_of_one_accelerator():
    [batch] = normalised("qwen-speed-benchmark")
    assert (batch.records_used, batch.records_read, batch.quarantine.height) == (259, 259, 0)
    rows = batch.observations["inference_measurement"]
    assert rows["gpu_name_raw"].unique().to_list() == ["NVIDIA A100 80GB"]

    def speed(model, engine, prompt, precision, gpus):
        found = rows.filter(
            (pl.col("model_name_raw") == model)
            & (pl.col("engine") == engine)
            & (pl.col("input_tokens_mean") == prompt)
            & (pl.col("precision") == precision)
            & (pl.col("gpu_count") == gpus)
        )
        return found["output_tokens_per_second"].to_list()

    # Read by eye.
    assert speed("Qwen2.5-7B-Instruct", "vLLM", 63488, "gptq-int4", 1) == [67.97]
    assert speed("Qwen2.5-72B-Instruct", "transformers", 14336, "bf16", 3) == [4.25]
    assert speed("Qwen2.5-72B-Instruct", "vLLM", 1, "bf16", 2) == [18.19]
    assert speed("Qwen2.5-72B-Instruct", "vLLM", 1, "bf16", 4) == [31.37]
