"""The report as one self-contained HTML file.

Jinja2 lays out what `content` holds. It is chosen over strings built by hand because escaping is then the property of
one environment and not of every line: `finalize` passes each value that a template prints through `visible`, autoescape
follows, and a missing name is an error. Markup comes only from the templates and from `svg`.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cache, partial
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from steelyard.records import LANGUAGES, Language

from . import annex, cards, overview
from .content import PageText
from .evidence import Evidence
from .facts import gather
from .safe import bounded, brief, visible
from .say import say
from .speaker import TAGS, Speaker
from .view import ReportView

_MOST_CHARACTERS = 4_000
_FIRST_OPEN = 8
"""So many things that would decide most are shown at once, the others folded."""
_SELF_NAMES: dict[Language, str] = {"en": "English", "zh": "中文"}


def render_report(view: ReportView, language: Language = "en") -> str:
    """The page, both languages in it; `language` is the one a reader meets first.

    A pure function: the same run gives the same bytes. Raises InputError when verdicts and plan do not belong together.
    """
    facts, evidence = gather(view), Evidence(view.rows, view.aspects)
    pages = {each: page_text(Speaker(view, facts, evidence, each)) for each in LANGUAGES}
    style, script = _asset("report.css"), _asset("report.js")
    return (
        _environment()
        .get_template("page.html")
        .render(
            pages=list(pages.values()),
            default=pages[language],
            style=Markup(style),  # noqa: S704  (our own file)
            script=Markup(script),  # noqa: S704  (our own file)
            policy=content_policy(style, script),
        )
    )


def page_text(speaker: Speaker) -> PageText:
    """Everything one language shows."""
    view, say_ = speaker.view, speaker.say
    open_lines = overview.open_lines(speaker)
    has_scan, has_survey = bool(view.plan.scans), bool(view.plan.surveys)
    limits = ["bank"] * has_survey + ["judge"] * (speaker.reader == "J") + ["scan"] * has_scan
    limits += ["time", "standard", "open"]
    return PageText(
        language=speaker.language,
        tag=TAGS[speaker.language],
        self_name=_SELF_NAMES[speaker.language],
        service_tag=TAGS[view.plan.system.language],
        standards=overview.standards(speaker),
        head=overview.head(speaker),
        quoted_name=brief(view.plan.system.name, 120),
        interrupted=say_("report.interrupted") if view.verdicts.interrupted else "",
        not_met=overview.lines(("fail",), speaker),
        undecided=overview.lines(("undecided",), speaker),
        met=overview.lines(("pass", "pass_by_letter"), speaker),
        attested=overview.lines(("attested",), speaker),
        open_intro=overview.open_intro(speaker),
        open_first=open_lines[:_FIRST_OPEN],
        open_others=open_lines[_FIRST_OPEN:],
        cards=cards.cards(speaker),
        rest=cards.rest(speaker),
        annex=annex.annex(speaker),
        check_commands=(
            (say_("check.signed"), "steelyard verify RUN --key FILE"),
            (say_("check.zipapp"), "python3 steelyard-verify.pyz RUN --key FILE"),
        ),
        check_notes=(say_("check.recomputed"), say_("check.trusted")),
        limits=tuple(say_(f"limits.{name}") for name in limits),
        sections=_sections(speaker),
        foot=(
            (say_("report.made"), brief(view.plan.tool, 60)),
            (say_("how.plan"), view.verdicts.plan),
        ),
    )


def _sections(speaker: Speaker) -> tuple[tuple[str, str], ...]:
    """The sections that this page has: where each stands and its heading."""
    facts = speaker.facts
    states = {item.verdict.state for item in facts.items}
    there = {
        "not_met": True,
        "undecided": "undecided" in states,
        "met": True,
        "attested": "attested" in states,
        "open": bool(overview.open_intro(speaker)),
        "requirements": bool(facts.cards),
        "rest": bool(facts.rest),
        "how": True,
        "check": True,
        "limits": True,
    }
    return tuple(
        (f"{speaker.language}-{name.replace('_', '-')}", speaker.say(f"section.{name}"))
        for name, shown in there.items()
        if shown
    )


def content_policy(style: str, script: str) -> str:
    """Nothing is loaded, nothing runs but the one style and the one script, nothing is sent."""
    return (
        f"default-src 'none'; style-src '{_hash_of(style)}'; script-src '{_hash_of(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash_of(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _asset(name: str) -> str:
    return resources.files(__package__).joinpath("assets", name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["say"] = say
    environment.globals["phrases"] = _phrases
    return environment


def _phrases(language: Language) -> Callable[..., str]:
    return partial(say, language=language)


def _shown(value: object) -> object:
    """The gate every printed value passes: markup is ours; text is cut and made visible, then escaped."""
    if isinstance(value, Markup):
        return value
    shown, rest = bounded(str(value), _MOST_CHARACTERS)
    return visible(shown, layout=True) + (f"… ⟨+{rest}⟩" if rest else "")
