"""Names of agents on leaderboards: which model runs in "SWE-agent + GPT 4o (2024-05-13)"."""

from __future__ import annotations

import re

# Model lines that agents have been run with (leaderboards of 2023-10 to 2025-11).
MODEL = re.compile(
    r"(?i)\b(?:claude|gpt|chatgpt|gemini|gemma|llama|qwen|qwq|deepseek|kimi|glm|grok|mistral|mixtral|devstral|codestral"
    r"|minimax|doubao|nova (?:premier|pro|lite)|o[134](?:[- ](?:mini|preview|pro))?)(?![a-z])"
)
SIZE = re.compile(r"(?i)\b\d+(?:\.\d+)?b\b")  # what has parameters is a model: SWE-agent-LM-32B
SEVERAL = re.compile(rf"(?i)(?:[&/]\s*{MODEL.pattern.removeprefix('(?i)')}|\bmixed\b)")
IN_BRACKETS = re.compile(r"(?P<agent>[^()]+?) ?\((?P<model>[^()]+)\)")


def agent_and_model(name: str) -> tuple[str | None, str | None]:
    """The agent and the model of an entry; the model is null where the name tells none or several.

    "SWE-agent + GPT 4o (2024-05-13)" is GPT 4o (2024-05-13) in SWE-agent, "OpenHands-Versa (Claude-3.7 Sonnet)" is
    Claude-3.7 Sonnet in OpenHands-Versa, "Claude 2 + BM25 Retrieval" is Claude 2 with BM25 Retrieval.
    "GPT 4o & Claude 3 Opus" are several. A name that is one model and nothing else ("o3 (2025-04-16)") has no agent;
    one without a model ("Honeycomb") is the agent.
    """
    parts = [part.strip() for part in re.split(r"\s\+\s", name)]
    models = [part for part in parts if MODEL.search(part) or SIZE.search(part)]
    if len(models) != 1 or SEVERAL.search(models[0]) or models[0].count("(") != models[0].count(")"):
        return name, None
    model = models[0]
    agent = [part for part in parts if part != model]
    bracketed = IN_BRACKETS.fullmatch(model)
    if bracketed and MODEL.search(bracketed["model"]) and not MODEL.search(bracketed["agent"]):
        agent, model = [*agent, bracketed["agent"]], bracketed["model"]
    elif not agent and not MODEL.match(model):  # "Aegis - o3-mini_1.0": the agent and the model cannot be told apart
        return name, None
    return " + ".join(agent) or None, model.strip()
