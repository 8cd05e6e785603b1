"""Who sells a model under its own name, at list price: for price lists that name the model but not who bills.

Only what the name tells with certainty: closed models that their maker sells himself.
"""

from __future__ import annotations

import re

MAKERS = {
    "openai": re.compile(
        r"(?:ft:)?(?:gpt|chatgpt|o\d|text-(?:ada|babbage|curie|davinci|embedding)|babbage|davinci|dall-e|whisper-1|tts-1)\b"
    ),
    "anthropic": re.compile(r"claude\b"),
    "google": re.compile(r"gemini\b|(?:chat|text|code|codechat)-(?:bison|gecko|unicorn)\b|textembedding-gecko\b"),
    "cohere": re.compile(r"command\b"),
    "ai21": re.compile(r"j2-|jamba\b|jurassic\b"),
    "aleph_alpha": re.compile(r"luminous\b"),
    "xai": re.compile(r"grok\b"),
}


def maker_of(name: str) -> str | None:
    """The maker who bills for `name` ("gpt-4o", "claude-3-opus"); None where the name does not tell."""
    return next((maker for maker, names in MAKERS.items() if names.match(name.lower())), None)
