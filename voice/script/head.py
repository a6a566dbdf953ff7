"""Reads the head of a script: YAML between two `---` lines, checked key by key."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import yaml

from voice.script.characters import INVISIBLE, describe_invisible, shortened
from voice.script.head_rows import ABOUT_WORDS, REQUIRED, TEXTS, in_quotes, quoted
from voice.script.model import BEGINNING, Place

LONGEST_HEAD = 20_000
"""Characters. Heads usually have a few hundred."""

OPTIONAL = ("needs", "swap", "language", "bed", "say", "sources", "reviewed")
NEAR = 0.75
"""Similarity (difflib's ratio) from which a key is taken for a misspelt one: titel is one (0.8),
and neither date nor the tags of a note-taking program are (0.57 to ask)."""

DEEPEST = 20
"""Depth of brackets in brackets; a head needs one. YAML takes seconds for thousands."""

_LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*"

Report = Callable[[int, int, str], None]
"""Takes a 1-based line and column and a message."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The values of a head; `voice.script.model.Script` explains each."""

    title: str
    about: str
    ask: int
    position: str
    needs: str = ""
    swap: str = ""
    language: str = "en"
    bed: bool = True
    say: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()
    reviewed: str = ""
    title_place: Place = BEGINNING
    about_place: Place = BEGINNING


def parse_front_matter(text: str, report: Report) -> FrontMatter | None:
    """Read the head.

    Args:
        text: The YAML, which begins in the script's second line.
        report: Called for every problem, with its place in the script.

    Returns:
        The head, or `None` if anything in it was reported.
    """
    reader = _Reader(report)
    nodes = reader.mapping(text)
    if nodes is None:
        return None
    head = FrontMatter(
        title=reader.text(nodes, "title"),
        about=reader.about(nodes),
        ask=reader.ask(nodes),
        position=reader.text(nodes, "position"),
        needs=reader.joined(nodes, "needs"),
        swap=reader.matching(nodes, "swap", r"[\w.-]+", "the id of an exercise: hear-five"),
        language=reader.matching(nodes, "language", _LANGUAGE, "a language code: en") or "en",
        bed=reader.switch(nodes, "bed"),
        say=reader.pairs(nodes, "say"),
        sources=reader.texts(nodes, "sources"),
        reviewed=reader.joined(nodes, "reviewed"),
        title_place=_place(nodes.get("title")),
        about_place=_place(nodes.get("about")),
    )
    return None if reader.failed else head


class _Loader(yaml.SafeLoader):
    """Reads YAML, but not brackets that are nested too deeply."""

    def fetch_flow_collection_start(self, TokenClass: type[yaml.Token]) -> None:  # noqa: N803 - PyYAML names it
        if self.flow_level >= DEEPEST:
            raise yaml.MarkedYAMLError(problem_mark=self.get_mark())
        super().fetch_flow_collection_start(TokenClass)


class _Reader:
    """Reads values from YAML nodes and reports what is wrong with them."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._meant: set[str] = set()
        self.failed = False

    def mapping(self, text: str) -> dict[str, yaml.Node] | None:
        if len(text) > LONGEST_HEAD:
            self.failed = True
            self._report(2, 1, f"The head is over {LONGEST_HEAD} characters long. Shorten it.")
            return None
        try:
            root = yaml.compose(quoted(text, self._cut), Loader=_Loader)
        except (yaml.YAMLError, RecursionError) as error:
            self._yaml_error(error, text.split("\n"))
            return None
        if root is None:
            root = yaml.MappingNode("tag:yaml.org,2002:map", [], None, None)
        if not isinstance(root, yaml.MappingNode):
            self._problem(root, "Between the --- lines, write one 'name: value' a line.")
            return None
        nodes: dict[str, yaml.Node] = {}
        for key, value in root.value:
            self._take(nodes, key, value)
        missing = [name for name in REQUIRED if name not in nodes and name not in self._meant]
        if missing:
            self.failed = True
            lines = ", ".join(f"'{name}: …'" for name in missing)
            what = f"a line {lines}" if len(missing) == 1 else f"a line for each: {lines}"
            self._report(1, 1, f"The head has {_none_of(missing)}. Add {what}.")
        return nodes

    def _take(self, nodes: dict[str, yaml.Node], key: yaml.Node, value: yaml.Node) -> None:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else "this"
        if name in nodes:
            self._problem(key, f"{name} is given twice. Keep one of them.")
        elif name not in REQUIRED + OPTIONAL:
            near = difflib.get_close_matches(name.lower(), REQUIRED + OPTIONAL, n=1, cutoff=NEAR)
            self._meant.update(near)  # with this key corrected, that one is present
            known = ", ".join(REQUIRED + OPTIONAL)
            guess = f"Did you mean {near[0]}?" if near else f"Leave it out. Known: {known}."
            self._problem(key, f"I don't know the key {shortened(name)}. {guess}")
        else:
            nodes[name] = value

    def text(self, nodes: dict[str, yaml.Node], name: str) -> str:
        node = nodes.get(name)
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self._problem(node, f"{name} takes one line of text.")
            return ""
        value = self._plain(node)
        if name in TEXTS:
            self._refuse_changed(node, f"{name}: ")
        if not value and name in REQUIRED:
            self._problem(node, f"{name} is empty. Write something after '{name}:'.")
        return value

    def about(self, nodes: dict[str, yaml.Node]) -> str:
        value = self.text(nodes, "about")
        count = len(value.split())
        if count > ABOUT_WORDS:
            self._problem(
                nodes["about"],
                f"about has {count} words. It is spoken in menus, so keep it to {ABOUT_WORDS}.",
            )
        return value

    def ask(self, nodes: dict[str, yaml.Node]) -> int:
        value = self.text(nodes, "ask")
        if value in {"1", "2", "3", "4"}:
            return int(value)
        if value:
            self._problem(nodes["ask"], f"ask is {value}. Write 1, 2, 3 or 4: how much it asks.")
        return 0

    def switch(self, nodes: dict[str, yaml.Node], name: str) -> bool:
        value = self.text(nodes, name).lower()
        if value in {"", "on", "yes", "true"}:
            return True
        if value not in {"off", "no", "false"}:
            self._problem(nodes[name], f"{name} is {value}. Write on or off.")
        return False

    def matching(self, nodes: dict[str, yaml.Node], name: str, pattern: str, what: str) -> str:
        value = self.text(nodes, name)
        if value and re.fullmatch(pattern, value) is None:
            self._problem(nodes[name], f"{name} is {value}. Write {what}.")
        return value

    def texts(self, nodes: dict[str, yaml.Node], name: str) -> tuple[str, ...]:
        node = nodes.get(name)
        if node is None:
            return ()
        if isinstance(node, yaml.ScalarNode):
            value = self.text(nodes, name)
            return (value,) if value else ()
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        for item in items:
            if not isinstance(item, yaml.ScalarNode):
                self._problem(
                    item,
                    f"{name} takes text, or a list of texts that each start with '- '. "
                    "Put a text that holds a colon in quotes.",
                )
                return ()
            self._refuse_changed(item, "")
        return tuple(filter(None, map(self._plain, items)))

    def pairs(self, nodes: dict[str, yaml.Node], name: str) -> tuple[tuple[str, str], ...]:
        node = nodes.get(name)
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
            return ()
        if not isinstance(node, yaml.MappingNode):
            self._problem(node, f"{name} takes pairs, such as {{Siobhan: shi-vawn}}.")
            return ()
        found: dict[str, str] = {}
        for key, value in node.value:
            if not (isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode)):
                self._problem(key, f"{name} takes words and how they are spoken: Siobhan: shi-vawn")
                continue
            self._refuse_changed(key, "")
            self._refuse_changed(value, f"{key.value}: ")
            written, spoken = self._plain(key), self._plain(value)
            if not any(map(str.isalnum, written)) or not any(map(str.isalpha, spoken)):
                self._problem(key, f"{name} needs words on both sides, such as Siobhan: shi-vawn")
            elif found.setdefault(written, spoken) != spoken:
                self._problem(key, f"{name} has {shortened(written)} twice. Keep one of them.")
        return tuple(found.items())

    def joined(self, nodes: dict[str, yaml.Node], name: str) -> str:
        return ", ".join(self.texts(nodes, name))

    def _refuse_changed(self, node: yaml.ScalarNode, before: str) -> None:
        """Report a text without quotes that YAML reads as something else: Yes, null, 010."""
        if node.style is None and node.value and _as_yaml(node) != node.value:
            self._problem(
                node,
                f"YAML does not read {shortened(node.value)} as text. "
                f"Put it in quotes: {in_quotes(before, node.value)}",
            )

    def _cut(self, line: int, column: int, message: str) -> None:
        self.failed = True
        self._report(line, column, message)

    def _plain(self, node: yaml.ScalarNode) -> str:
        """Return its text in one line. Quotes can hide characters that no editor shows."""
        if match := INVISIBLE.search(node.value):
            self._problem(node, describe_invisible(match))
        return " ".join(node.value.split())

    def _problem(self, node: yaml.Node, message: str) -> None:
        self.failed = True
        mark = node.start_mark
        # The head begins in the second line of the script; marks count from zero.
        self._report(mark.line + 2, mark.column + 1, message)

    def _yaml_error(self, error: Exception, rows: Sequence[str]) -> None:
        mark = getattr(error, "problem_mark", None)
        if mark is None:
            self._unreadable(Place())
            return
        end = len(rows[mark.line]) if mark.line < len(rows) else 0  # `quoted` may have moved it
        self._unreadable(Place(mark.line + 2, min(mark.column, end) + 1))

    def _unreadable(self, place: Place) -> None:
        self.failed = True
        self._report(
            place.line,
            place.column,
            "I can't read the head at this line. Write one 'name: value' a line, without tabs, "
            "and put a value that holds a colon or other marks in quotes.",
        )


def _place(node: yaml.Node | None) -> Place:
    """Return the place of a value's first character, after its quotation mark."""
    if node is None:
        return Place()
    style = node.style if isinstance(node, yaml.ScalarNode) else None
    return Place(node.start_mark.line + 2, node.start_mark.column + 1 + (style in {"'", '"'}))


def _none_of(names: Sequence[str]) -> str:
    """List missing names in a sentence: "no title, no about and no ask"."""
    *rest, last = (f"no {name}" for name in names)
    return f"{', '.join(rest)} and {last}" if rest else last


def _as_yaml(node: yaml.ScalarNode) -> str | None:
    """Return the value as another YAML reader would show it; `None` if it cannot be read."""
    try:
        return str(yaml.SafeLoader("").construct_object(node))
    except (yaml.YAMLError, ValueError, OverflowError):  # such as the 45th of a month
        return None
