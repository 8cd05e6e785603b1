"""tokencost's model prices: LiteLLM's list as a snapshot that changes less often, in the layout of its day.

Until 2024-01 the entries did not say who bills: then the name does, by what it starts with ("azure/gpt-4",
"anthropic.claude-v2" for Bedrock) or because only its maker sells it under that name.
"""

from __future__ import annotations

import re

from transforms.batch import Batch
from transforms.makers import maker_of
from transforms.payload import Payload
from transforms.sources.litellm_prices import normalise_entries

# What a name may start with, on 2024-01-31; the sizes and qualities of images ("hd/1024-x-1024/…") are no hosts.
HOSTS = frozenset(
    {
        *("azure", "bedrock", "sagemaker", "palm", "gemini", "mistral", "openrouter", "ollama", "deepinfra"),
        *("perplexity", "anyscale", "cloudflare", "voyage"),
    }
)
ON_BEDROCK = re.compile(r"(?:amazon|anthropic|cohere|meta|ai21|mistral)\.")


def read_provider(name: str) -> str | None:
    """Who bills for an entry, from its name; None where the name does not tell."""
    host, slash, _ = name.partition("/")
    if slash and host in HOSTS:
        return host
    if ON_BEDROCK.match(name):
        return "bedrock"
    if name.startswith("together-ai-"):
        return "together_ai"
    return maker_of(name.rsplit("/", 1)[-1])


def normalise(payload: Payload) -> Batch:
    """Read model_prices.json: an object of entries as LiteLLM writes them; one entry is one record.

    Raises NormaliseError when the document is no such object, or states no price that can be used.
    """
    return normalise_entries(payload, read_provider)
