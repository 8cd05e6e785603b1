"""An accelerator's name means one product, or none: form and memory only where told, no two products in one."""

import re
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.identity.gold import account, gold, mistakes
from transforms.identity.gpu import gpu_catalogue, match_gpu_query, resolve_gpus

GOLD = gold("gpus").with_columns(pl.col("gpu_memory_gib").cast(pl.Float64))
ASKED = ["gpu_name_raw", "gpu_memory_gib", "instance_type", "form_factor"]
# An instance type is a code, read as it stands; a name may be written in many ways.
NAMES = sorted(set(GOLD.filter(pl.col("source") != "instance-type")["gpu_name_raw"]))
CATALOGUE = gpu_catalogue()


def resolve(*names: str) -> list[str | None]:
    return resolve_gpus(pl.DataFrame({"gpu_name_raw": names}))["gpu_id"].to_list()


def test_hand_checked_names_of_all_sources_resolve_as_a_person_says():
    answers = resolve_gpus(GOLD.select(ASKED))
    ids = account(GOLD["gpu_id"], answers["gpu_id"])
    print(f"\ngpus: {ids}")
    wrong = mistakes(GOLD, answers, "gpu_name_raw", ["gpu_id", "parent_id"])
    assert GOLD.height >= 320
    assert ids.precision >= 0.995, wrong
    assert ids.recall >= 0.99, wrong
    assert account(GOLD["parent_id"], answers["parent_id"]).precision >= 0.995, wrong


def test_the_answer_keeps_the_rows_their_order_and_the_columns_asked_with():
    asked = GOLD.select("gpu_name_raw", "gpu_memory_gib").with_row_index("offer")
    answered = resolve_gpus(pl.concat([asked, asked.reverse()]))
    assert answered.columns == [
        *("offer", "gpu_name_raw", "gpu_memory_gib"),
        *("gpu_id", "parent_id", "vendor", "accelerator_kind", "form_factor", "memory_gib", "rule"),
    ]
    assert answered["offer"].to_list() == [*range(GOLD.height), *reversed(range(GOLD.height))]
    assert answered["gpu_id"].to_list() == answered["gpu_id"].reverse().to_list()


def test_no_names_give_no_answers():
    assert resolve_gpus(pl.DataFrame(schema={"gpu_name_raw": pl.String})).height == 0


def test_a_column_of_the_answer_is_never_overwritten():
    offers = pl.DataFrame({"gpu_name_raw": ["H100"], "memory_gib": [2048.0]})  # memory of the host
    with pytest.raises(ValueError, match="memory_gib"):
        resolve_gpus(offers)


def test_every_answer_says_what_decided():
    rules = resolve_gpus(GOLD.select(ASKED))["rule"]
    assert rules.null_count() == 0
    told = resolve_gpus(pl.DataFrame({"gpu_name_raw": ["H100 SXM"]}))["rule"].item()
    assert told == "nvidia-h100: form sxm from name, memory 80 from form"


@pytest.mark.parametrize(
    ("name", "hints", "reason"),
    [
        ("NVIDIA RTX A6000/A40", {}, "two products in one cell"),
        ("Frobnicator 9000", {}, "unknown name"),
        ("H100T", {}, "unknown name"),
        ("H100 Ultra", {}, "a word not understood: ultra|is not ultra"),
        ("AMD H100", {}, "another maker: amd"),
        ("A6000 Ada", {}, "is not ada"),
        ("RTX 6000", {}, "memory would tell"),
        ("B200 PCIe", {}, "not sold as pcie"),
        ("A100 SXM PCIe", {}, "two form factors"),
        ("A100 40GB/80GB", {}, "two memory sizes"),
        ("RTX 4090", {"gpu_memory_gib": 80.0}, "memory contradicts"),
        ("H100 PCIe 80GB", {"gpu_memory_gib": 94.0}, "memory contradicts"),
        ("H100", {"instance_type": "p4d.24xlarge"}, "instance type carries nvidia-a100"),
        ("A100 PCIe", {"instance_type": "p4d.24xlarge"}, "form factor contradicts"),
        ("A100 80GB", {"instance_type": "p4d.24xlarge"}, "memory contradicts"),
        ("A100 PCIe", {"form_factor": "SXM4"}, "form factor contradicts"),
        ("PRO 6000 MIG", {}, "MIG slice without a profile"),
        ("n/a", {}, "names no accelerator"),
    ],
)
def test_doubt_leaves_a_name_unresolved_and_says_why(name, hints, reason):
    answer = resolve_gpus(pl.DataFrame({"gpu_name_raw": [name], **{key: [value] for key, value in hints.items()}}))
    assert answer["gpu_id"].item() is None
    assert pl.Series([answer["rule"].item()]).str.contains(reason).item(), answer["rule"].item()


@pytest.mark.parametrize(
    "spelling",
    [
        *(
            "8xH100-SXM5-80GB",
            "H100 SXM (8x)",
            "H100-SXM:8",
            "H100SXM",
            "8x NVIDIA H100 80GB SXM5",
            "HGX-H100",
            "DGX H100",
        ),
        *("NVIDIA H100 Tensor Core GPU SXM5 80 GB VRAM", "h100_sxm", "4 × H100 SXM", "p5.48xlarge", "1/2 H100 SXM"),
    ],
)
def test_counts_and_ornaments_do_not_change_the_product(spelling):
    assert resolve(spelling) == ["nvidia-h100-sxm-80gb"]


def test_an_unknown_memory_hint_tells_nothing():
    hints = [None, 0.0, float("nan")]
    asked = pl.DataFrame(
        {"gpu_name_raw": ["A100"] * 3, "gpu_memory_gib": hints}, schema_overrides={"gpu_memory_gib": pl.Float64}
    )
    assert resolve_gpus(asked)["gpu_id"].to_list() == ["nvidia-a100"] * 3


def test_every_id_of_the_catalogue_resolves_to_itself():
    ids = CATALOGUE["gpu_id"].to_list()
    assert dict(zip(ids, resolve(*ids), strict=True)) == {each: each for each in ids}


def test_the_catalogue_says_of_an_id_what_its_resolution_says():
    answers = resolve_gpus(CATALOGUE.select(gpu_name_raw="gpu_id"))
    columns = ["gpu_id", "parent_id", "vendor", "accelerator_kind", "form_factor", "memory_gib"]
    assert answers.select(columns).equals(CATALOGUE.select(columns))


def test_parents_are_ids_of_the_catalogue_and_their_own_parents():
    parents = CATALOGUE.select("parent_id").unique().join(CATALOGUE, left_on="parent_id", right_on="gpu_id")
    assert parents.height == CATALOGUE["parent_id"].n_unique()
    assert (parents["parent_id"] == parents["parent_id_right"]).all()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A6000", "RTX 6000 Ada"),
        ("RTX A6000", "RTX PRO 6000"),
        ("GH200", "H200"),
        ("L4", "L40"),
        ("L40", "L40S"),
        ("A10", "A10G"),
        ("T4", "T4g"),
        ("RTX 4090", "RTX 4090 D"),
        ("RTX 4070 Ti", "RTX 4070 Ti SUPER"),
        ("RTX 3060", "RTX 3060 Laptop"),
        ("V100", "V100S"),
        ("RX 7900 XT", "RX 7900 XTX"),
        ("TPU v4", "TPU v4i"),
        ("Inferentia", "Inferentia2"),
        ("MI300X", "MI300A"),
    ],
)
def test_products_with_similar_names_have_different_parents(one, other):
    first, second = resolve_gpus(pl.DataFrame({"gpu_name_raw": [one, other]}))["parent_id"]
    assert None not in (first, second)
    assert first != second


@pytest.mark.parametrize(
    ("text", "level", "selected"),
    [
        ("H100 SXM", "variant", {"nvidia-h100-sxm-80gb"}),
        ("a100 80gb", "variant", {"nvidia-a100-80gb", "nvidia-a100-sxm-80gb", "nvidia-a100-pcie-80gb"}),
        ("h200", "model", {"nvidia-h200", "nvidia-h200-sxm", "nvidia-h200-nvl"}),
        ("V100 NVLink", "variant", {"nvidia-v100-sxm2", "nvidia-v100-sxm2-16gb", "nvidia-v100-sxm2-32gb"}),
        ("4090", "model", {"nvidia-rtx-4090", "nvidia-rtx-4090-48gb"}),
        ("p5.48xlarge", "variant", {"nvidia-h100-sxm-80gb"}),
        ("RTX 6000", None, set()),
        ("warp drive", None, set()),
    ],
)
def test_a_persons_text_selects_an_id_and_all_that_refine_it(text, level, selected):
    match = match_gpu_query(text, CATALOGUE["gpu_id"])
    assert (match.level, set(match.ids)) == (level, selected)


SEEDS = st.integers(0, 2**32)


@settings(max_examples=25)
@given(seed=SEEDS)
def test_case_and_separators_do_not_matter(seed):
    change = Random(seed)
    cases = (str, str.lower, str.upper, str.swapcase)
    changed = [
        change.choice(cases)(re.sub("[ _-]", lambda _: change.choice([" ", "-", "_", "  "]), name)) for name in NAMES
    ]
    assert dict(zip(changed, resolve(*changed), strict=True)) == dict(zip(changed, resolve(*NAMES), strict=True))


@pytest.mark.parametrize("mark", ["™", "®", "(R)", "(TM)", "&reg;"])
def test_trade_marks_and_the_makers_name_do_not_matter(mark):
    known = resolve_gpus(pl.DataFrame({"gpu_name_raw": NAMES}))["gpu_id", "vendor"].rows()
    expected = {name: gpu_id for name, (gpu_id, _) in zip(NAMES, known, strict=True)}
    ours = [n for n, (_, vendor) in zip(NAMES, known, strict=True) if vendor == "nvidia" and "NVIDIA" not in n.upper()]
    for names, change in (
        (NAMES, "{0}" + mark),
        (NAMES, "{1}"),
        (ours, "NVIDIA {0}"),
        (ours, "NVIDIA® {0}"),
    ):
        changed = [change.format(name, name.replace(" ", f"{mark} ")) for name in names]
        assert dict(zip(names, resolve(*changed), strict=True)) == {name: expected[name] for name in names}


@settings(max_examples=25)
@given(order=st.permutations(range(GOLD.height)))
def test_an_answer_does_not_depend_on_the_other_names(order):
    shuffled = GOLD[list(order)]
    answers = resolve_gpus(shuffled.select(ASKED))
    assert (answers["gpu_id"].eq_missing(resolve_gpus(GOLD.select(ASKED))["gpu_id"][list(order)])).all()
