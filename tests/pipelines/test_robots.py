"""robots.txt is read as RFC 9309 has it."""

import time

import pytest

from pipelines.robots import read_robots

# The example of RFC 9309, section 5.1, and one of section 5.2.
SIMPLE = """\
User-Agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/

User-Agent: foobot
Disallow:/
Allow:/example/page.html
Allow:/example/allowed.gif

User-Agent: barbot
User-Agent: bazbot
Disallow: /example/page.html

User-Agent: quxbot

EOF
"""
LONGEST = """\
User-Agent: foobot
Allow: /example/page/
Disallow: /example/page/disallowed.gif
"""


@pytest.mark.parametrize(
    ("robots", "agent", "path", "is_allowed"),
    [
        (SIMPLE, "tokenwatt", "/example/page.html", False),
        (SIMPLE, "tokenwatt", "/publications/a", True),
        (SIMPLE, "tokenwatt", "/a.gif", False),
        (SIMPLE, "tokenwatt", "/a.gif?size=2", True),
        (SIMPLE, "tokenwatt", "/", True),
        (SIMPLE, "FooBot", "/example/page.html", True),
        (SIMPLE, "foobot", "/a.gif", False),
        (SIMPLE, "barbot", "/example/page.html", False),
        (SIMPLE, "bazbot", "/example/page.html", False),
        (SIMPLE, "bazbot", "/a.gif", True),
        (SIMPLE, "quxbot", "/example/page.html", True),
        (LONGEST, "foobot", "/example/page/", True),
        (LONGEST, "foobot", "/example/page/disallowed.gif", False),
        ("User-agent: *\nAllow: /\nDisallow: /private", "tokenwatt", "/private/x", False),
        ("User-agent: *\nDisallow: /p\nAllow: /p", "tokenwatt", "/p", True),
        ("User-agent: *\nDisallow: /*?", "tokenwatt", "/a?b", False),
        ("User-agent: *\nDisallow: /a*b*c$", "tokenwatt", "/a/b/c", False),
        ("User-agent: *\nDisallow: /a*b*c$", "tokenwatt", "/a/c", True),
        ("User-agent: *\nDisallow: /a$", "tokenwatt", "/ab", True),
        ("User-agent: *\nDisallow: /a$", "tokenwatt", "/a", False),
        ("User-agent: *\nDisallow: /ab*ab$", "tokenwatt", "/ab", True),
        ("User-agent: *\nDisallow: /caf%C3%A9", "tokenwatt", "/caf%c3%a9/x", False),
        ("User-agent: *\nDisallow:", "tokenwatt", "/a", True),
        ("\ufeffUser-agent: *\r\nDisallow: / # all", "tokenwatt", "/a", False),
        ("User-agent: a\nSitemap: /s\nUser-agent: tokenwatt/2.0\nDisallow: /", "tokenwatt", "/a", False),
        ("User-agent: *\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", "tokenwatt", "/b", False),
        ("User-agent: tokenwattle\nDisallow: /", "tokenwatt", "/a", True),
        ("<!doctype html><title>Not found: /</title>", "tokenwatt", "/a", True),
        ("", "tokenwatt", "/a", True),
    ],
)
def test_the_longest_rule_of_the_agents_groups_decides(robots, agent, path, is_allowed):
    assert read_robots(robots, agent).allows(f"https://host.example{path}") is is_allowed


def test_a_crawl_delay_is_that_of_the_group():
    robots = "User-agent: *\nCrawl-delay: 10\nUser-agent: tokenwatt\nCrawl-delay: 2.5\nDisallow: /x"
    assert read_robots(robots, "tokenwatt").crawl_delay_seconds == 2.5
    assert read_robots(robots, "other").crawl_delay_seconds == 10


def test_a_hostile_pattern_takes_no_time():
    robots = read_robots("User-agent: *\nDisallow: /" + "a*" * 2_000 + "b$", "tokenwatt")
    started = time.perf_counter()
    assert robots.allows("https://host.example/" + "a" * 4_000)
    assert time.perf_counter() - started < 1
