"""What names that move have pointed to, day by day, as their makers' documents say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

# pointer | what it pointed to | first day known to do so | first day no longer known to | where the maker says so.
# Days are those of the maker's own API; a host may move its names on other days. A day the maker did not state is
# left out, so there are gaps.
_POINTERS = """
gpt-3.5-turbo | gpt-3.5-turbo-0301 | 2023-03-01 | 2023-06-27 | OpenAI, Function calling and other API updates
gpt-3.5-turbo | gpt-3.5-turbo-0613 | 2023-06-27 | 2024-02-16 | OpenAI, Function calling and other API updates
gpt-3.5-turbo | gpt-3.5-turbo-0125 | 2024-02-16 | | OpenAI, New embedding models and API updates
gpt-4 | gpt-4-0314 | 2023-03-14 | 2023-06-27 | OpenAI, Function calling and other API updates
gpt-4 | gpt-4-0613 | 2023-06-27 | | OpenAI, Function calling and other API updates
gpt-4-turbo-preview | gpt-4-0125-preview | 2024-01-25 | | OpenAI, New embedding models and API updates
gpt-4-turbo | gpt-4-turbo-2024-04-09 | 2024-04-09 | | OpenAI API, changelog
gpt-4o | gpt-4o-2024-05-13 | 2024-05-13 | 2024-10-02 | OpenAI API, changelog
gpt-4o | gpt-4o-2024-08-06 | 2024-10-02 | | OpenAI API, changelog
gpt-4o-mini | gpt-4o-mini-2024-07-18 | 2024-07-18 | | OpenAI API, changelog
o1-preview | o1-preview-2024-09-12 | 2024-09-12 | | OpenAI API, changelog
o1-mini | o1-mini-2024-09-12 | 2024-09-12 | | OpenAI API, changelog
o1 | o1-2024-12-17 | 2024-12-17 | | OpenAI API, changelog
o3-mini | o3-mini-2025-01-31 | 2025-01-31 | | OpenAI API, changelog
gpt-4.5-preview | gpt-4.5-preview-2025-02-27 | 2025-02-27 | | OpenAI API, changelog
gpt-4.1 | gpt-4.1-2025-04-14 | 2025-04-14 | | OpenAI API, changelog
gpt-4.1-mini | gpt-4.1-mini-2025-04-14 | 2025-04-14 | | OpenAI API, changelog
gpt-4.1-nano | gpt-4.1-nano-2025-04-14 | 2025-04-14 | | OpenAI API, changelog
o3 | o3-2025-04-16 | 2025-04-16 | | OpenAI API, changelog
o4-mini | o4-mini-2025-04-16 | 2025-04-16 | | OpenAI API, changelog
gpt-5 | gpt-5-2025-08-07 | 2025-08-07 | | OpenAI API, changelog
gpt-5-mini | gpt-5-mini-2025-08-07 | 2025-08-07 | | OpenAI API, changelog
gpt-5-nano | gpt-5-nano-2025-08-07 | 2025-08-07 | | OpenAI API, changelog
claude-3-opus-latest | claude-3-opus-20240229 | 2024-03-04 | | Anthropic, Models overview
claude-3-5-sonnet-latest | claude-3-5-sonnet-20240620 | 2024-06-20 | 2024-10-22 | Anthropic, API release notes
claude-3-5-sonnet-latest | claude-3-5-sonnet-20241022 | 2024-10-22 | | Anthropic, Models overview
claude-3-5-haiku-latest | claude-3-5-haiku-20241022 | 2024-11-04 | | Anthropic, Models overview
claude-3-7-sonnet-latest | claude-3-7-sonnet-20250219 | 2025-02-24 | | Anthropic, Models overview
claude-sonnet-4-0 | claude-sonnet-4-20250514 | 2025-05-22 | | Anthropic, Models overview
claude-opus-4-0 | claude-opus-4-20250514 | 2025-05-22 | | Anthropic, Models overview
claude-opus-4-1 | claude-opus-4-1-20250805 | 2025-08-05 | | Anthropic, Models overview
claude-sonnet-4-5 | claude-sonnet-4-5-20250929 | 2025-09-29 | | Anthropic, Models overview
claude-haiku-4-5 | claude-haiku-4-5-20251001 | 2025-10-15 | | Anthropic, Models overview
claude-opus-4-5 | claude-opus-4-5-20251101 | 2025-11-24 | | Anthropic, Models overview
gemini-flash-latest | gemini-2.5-flash-preview-09-2025 | 2025-09-25 | 2026-01-21 | Gemini API, release notes
gemini-flash-latest | gemini-3-flash-preview | 2026-01-21 | 2026-01-30 | Gemini API, release notes
gemini-flash-lite-latest | gemini-2.5-flash-lite-preview-09-2025 | 2025-09-25 | 2026-01-21 | Gemini API, release notes
gemini-pro-latest | gemini-3-pro-preview | 2026-01-21 | 2026-01-30 | Gemini API, release notes
mistral-small-latest | mistral-small-2402 | 2024-02-26 | 2024-09-17 | Mistral AI, release note of 2024-02-26
mistral-medium-latest | mistral-medium-2312 | 2024-02-26 | 2025-05-07 | Mistral AI, release note of 2024-02-26
mistral-large-latest | mistral-large-2402 | 2024-02-26 | 2024-07-24 | Mistral AI, release note of 2024-02-26
deepseek-chat | deepseek-v2 | 2024-05-06 | 2024-05-17 | DeepSeek API, change log
deepseek-chat | deepseek-v2-0517 | 2024-05-17 | 2024-06-28 | DeepSeek API, change log
deepseek-chat | deepseek-v2-0628 | 2024-06-28 | 2024-09-05 | DeepSeek API, change log
deepseek-chat | deepseek-v2.5 | 2024-09-05 | 2024-12-10 | DeepSeek API, change log
deepseek-chat | deepseek-v2.5-1210 | 2024-12-10 | 2024-12-26 | DeepSeek API, change log
deepseek-chat | deepseek-v3 | 2024-12-26 | 2025-03-24 | DeepSeek API, change log
deepseek-chat | deepseek-v3-0324 | 2025-03-24 | 2025-08-21 | DeepSeek API, change log
deepseek-chat | deepseek-v3.1 | 2025-08-21 | 2025-09-22 | DeepSeek API, change log
deepseek-chat | deepseek-v3.1-terminus | 2025-09-22 | 2025-09-29 | DeepSeek API, change log
deepseek-chat | deepseek-v3.2-exp | 2025-09-29 | 2025-12-01 | DeepSeek API, change log
deepseek-chat | deepseek-v3.2 | 2025-12-01 | 2026-04-24 | DeepSeek API, change log
deepseek-chat | deepseek-v4-flash | 2026-04-24 | 2026-07-24 | DeepSeek API, change log
deepseek-reasoner | deepseek-r1 | 2025-01-20 | 2025-05-28 | DeepSeek API, change log
deepseek-reasoner | deepseek-r1-0528 | 2025-05-28 | 2025-08-21 | DeepSeek API, change log
deepseek-reasoner | deepseek-v3.1 | 2025-08-21 | 2025-09-22 | DeepSeek API, change log
deepseek-reasoner | deepseek-v3.1-terminus | 2025-09-22 | 2025-09-29 | DeepSeek API, change log
deepseek-reasoner | deepseek-v3.2-exp | 2025-09-29 | 2025-12-01 | DeepSeek API, change log
deepseek-reasoner | deepseek-v3.2 | 2025-12-01 | 2026-04-24 | DeepSeek API, change log
deepseek-reasoner | deepseek-v4-flash | 2026-04-24 | 2026-07-24 | DeepSeek API, change log
"""


@dataclass(frozen=True)
class Pointer:
    """What a name pointed to from a day on, until the day `until` or, where that is None, as far as is known."""

    name: str
    target: str
    since: date
    until: date | None
    document: str

    def holds_on(self, day: date) -> bool:
        """Whether the name pointed there on that day."""
        return self.since <= day and (self.until is None or day < self.until)


@cache
def pointers() -> tuple[Pointer, ...]:
    """Every pointer known, in the order of the table."""
    found = []
    for row in _POINTERS.strip().splitlines():
        name, target, since, until, document = (cell.strip() for cell in row.split("|"))
        until_day = date.fromisoformat(until) if until else None
        found.append(Pointer(name, target, date.fromisoformat(since), until_day, document))
    return tuple(found)
