"""Hugging Face's list of the most downloaded text models."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import ModelCard
from transforms.sources.hf_models_list import normalise

SPEC = SourceSpec(
    source_id="hf-models-list",
    title="Hugging Face models by downloads",
    kinds=(ModelCard,),
    normalise=normalise,
    requests=(
        Request(
            part="text-generation",
            url="https://huggingface.co/api/models?pipeline_tag=text-generation&sort=downloads&direction=-1&limit=500&full=true",
            name="huggingface_models.json",
        ),
    ),
    part_of=lambda path: "text-generation" if path.endswith(".json") else None,
    hosts=frozenset({"huggingface.co"}),
    licence="repo licence; HF API output",
    licence_url="https://huggingface.co/terms-of-service",
    is_firsthand=True,
    cadence="daily",
    is_complete=False,  # the most downloaded: one that drops out of the list is still there
    usual_observations={"text-generation": range(20, 20_000)},  # 100 on 2026-02-16
)
