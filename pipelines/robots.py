"""robots.txt as RFC 9309 has it: groups of one agent merged, the longest rule wins, `*` and `$` are understood.

The standard library's parser (Python 3.11) takes the first rule that fits, knows no `*` or `$`, and so reads
"Allow: /" before "Disallow: /private" as leave to read everything.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Robots:
    """What a host allows one agent. Rules are (pattern, is_allowed)."""

    rules: tuple[tuple[str, bool], ...] = ()
    crawl_delay_seconds: float = 0.0

    def allows(self, url: str) -> bool:
        """Whether the agent may fetch `url`. Of rules of one length, the one that allows wins."""
        parts = urlsplit(url)
        target = unquote(parts.path or "/") + (f"?{unquote(parts.query)}" if parts.query else "")
        fitting = [(len(pattern), is_allowed) for pattern, is_allowed in self.rules if _fits(pattern, target)]
        return max(fitting, default=(0, True))[1]


def read_robots(text: str, agent: str) -> Robots:
    """The rules of a robots.txt for `agent`: of the groups that name it, else of those for `*`, else none.

    Lines that are none of the known kind are passed over, as the RFC asks; an HTML page gives no rules.
    """
    rules: dict[str, list[tuple[str, bool]]] = {}
    delays: dict[str, float] = {}
    agents: list[str] = []
    is_naming = False
    for line in text.removeprefix("\ufeff").splitlines():
        field, colon, value = line.partition("#")[0].partition(":")
        field, value = field.strip().lower(), value.strip()
        if not colon:
            continue
        if field == "user-agent":
            token = re.match(r"\*|[A-Za-z_-]*", value)
            name = token[0].lower() if token else ""
            agents = [*agents, name] if is_naming else [name]
            rules.setdefault(name, [])
        elif field in ("allow", "disallow") and value:
            for name in agents:
                rules[name].append((unquote(value), field == "allow"))
        elif field == "crawl-delay" and re.fullmatch(r"\d{1,6}(\.\d*)?", value):
            delays.update(dict.fromkeys(agents, float(value)))
        # Sitemaps belong to no group, so they do not end the list of agents that starts one.
        is_naming = field == "user-agent" or (is_naming and field not in ("allow", "disallow", "crawl-delay"))
    group = agent.lower() if agent.lower() in rules else "*"
    return Robots(tuple(rules.get(group, ())), delays.get(group, 0.0))


def _fits(pattern: str, target: str) -> bool:
    """Match piece by piece from the left: no regular expression, which a hostile pattern could make run for ever."""
    is_anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not target.startswith(first):
        return False
    start, end = len(first), len(target)
    if is_anchored:
        last = rest.pop() if rest else ""
        if not target.endswith(last) or (not rest and "*" not in pattern and start != end):
            return False
        end -= len(last)
    for piece in rest:
        found = target.find(piece, start, end)
        if found < 0:
            return False
        start = found + len(piece)
    return start <= end
