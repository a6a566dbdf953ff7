"""Somebody's text or Word document: each word is spoken or told, and the script can be read."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator

from tests.fuzz.choices import Choices
from tests.fuzz.samples import DIRECTIVES, MARKS, ROOT
from tests.fuzz.target import Target, fresh_home
from tests.script.from_text.counted import all_words, spoken, words
from voice.check.from_text import from_text, guessed, written
from voice.errors import GroundError, ScriptError
from voice.script import parse
from voice.script.from_text.source import PASTED, Source, source_from, source_in
from voice.script.parser import LONGEST_LINE

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TAGS = (
    *("<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:tab/>", "<w:br/>", "<w:cr/>"),
    *('<w:br w:type="page"/>', "<w:rPr><w:b/></w:rPr>", '<w:b w:val="0"/>', "<w:numPr/>", "&amp;"),
    *("<w:del>", "</w:del>", "<w:Fallback>", "</w:Fallback>", "<w:noBreakHyphen/>", "&x;", "]]>"),
    *('<w:pPr><w:pStyle w:val="Title"/></w:pPr>', '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'),
    *('<w:pPr><w:pStyle w:val="ListBullet"/></w:pPr>', "<!DOCTYPE a>", "<![CDATA[", "<!--", "-->"),
)
_PIECES = (
    *("Look round. ", "\n", "\n\n", "SOUNDS\n", "Therapist: ", "Materials: ", "(pause)", "(hold)"),
    *("(pause 10 seconds)", "Pause for 5 breaths", "[softly]", "\u2022 ", "a) ", "END\n"),
    *("Step 1: ", "<b>", "<br>", "\u2028"),
    *("Page 2 of 3\n", "\u00a9 2020 Ann", "***\n", "===\n", "sur-\nface", "...", "\u2026", "\x0c"),
    *("[link](http://a.b)", "**", "Introduction\n", "Title: ", "By Ann B.\n"),
    *("Count from 5 to 1. ", "Caf\u00e9 ", "\ufeff", "\u00ad", "\u201c", "5", "4", "Breathe in. "),
)


def _holds(content: bytes) -> None:
    choices = Choices(content)
    match choices.number(0, 4):
        case 0:
            written = choices.rest()
        case 1:
            written = _document(choices)
        case 2:
            written = choices.edited(_packed(_paragraph("Look.") * 3))
        case 3:
            written = _packed(choices.rest().decode(errors="replace"))
        case _:
            _import(lambda: source_from(io.BytesIO(choices.rest()), typed=True), PASTED)
            return
    with fresh_home() as home:
        path = home / "a.docx"
        path.write_bytes(written)
        _import(lambda: source_in(str(path)), str(path))


def _import(read: Callable[[], Source], name: str) -> None:
    try:
        source = read()
        text = from_text(source, name)
    except GroundError as error:
        assert "\n" not in str(error)
        return
    told = all_words(change.words for change in text.draft.changes)
    said = list(spoken(text.draft))
    assert Counter(words(source.text)) == Counter(all_words(said)) + Counter(told)
    left = iter(words(source.text))
    assert all(word in left for word in all_words(said))
    answers = guessed(text, "near")
    made = written(text, answers, "near.md", name, asked=False)
    assert all("\n" not in row for row in made.rows), made.rows
    try:
        assert parse(made.content, "near.md") == text.script(answers), made.content
    except ScriptError as error:
        assert any(len(line) > LONGEST_LINE for line in said), error


def _document(choices: Choices) -> bytes:
    """Return a document that is well formed, unless its pieces were chosen against it."""
    body = []
    for _ in range(choices.number(1, 12)):
        words = choices.text(30) if choices.yes() else choices.one_of(_PIECES)
        if choices.number(0, 7):
            shown = words.replace("&", "&amp;").replace("<", "&lt;").replace("\x0c", " ")
            look = choices.one_of(("", *(tag for tag in _TAGS if "pStyle" in tag)))
            bold = choices.one_of(("", "<w:b/>", '<w:b w:val="0"/>'))
            body.append(_paragraph(shown, look, bold))
        else:
            body += [choices.one_of(_TAGS), words, choices.one_of(_TAGS)]
    return _packed("".join(body))


def _paragraph(words: str, look: str = "", bold: str = "") -> str:
    return f"<w:p>{look}<w:r><w:rPr>{bold}</w:rPr><w:t>{words}</w:t></w:r></w:p>"


def _packed(body: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        xml = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
        file.writestr("word/document.xml", xml.encode(errors="replace"))
    return content.getvalue()


def _seeds() -> Iterator[bytes]:
    for path in sorted((ROOT / "tests/script/from_text/cases").glob("*.txt")):
        yield b"\0" + path.read_bytes().split(b">>> script")[0][:2_400]
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"):
        yield b"\0" + "Hände auf den Tisch. (Pause)\r\nSchau dich um.".encode(encoding)
    for beginning in (b"%PDF", b"{\\rtf", b"PK\x03\x04"):
        yield b"\0" + beginning + b" Look."
    for number in range(8):
        yield bytes([1, 11]) + bytes((37 * each + number) % 256 for each in range(120))
    yield b"\3" + "".join(_paragraph("Look.", tag) for tag in _TAGS if "Style" in tag).encode()
    yield b"\3<w:p><w:r><w:t>a<w:p><w:r><w:t>b</w:t></w:r></w:p></w:t></w:r></w:p>"
    yield b"\3<w:p><w:del><w:r><w:t>old</w:t></w:r></w:del><w:r><w:t>new</w:t></w:r></w:p>"
    breaks = '<w:tab/><w:br/><w:br w:type="page"/><w:noBreakHyphen/>'
    yield f"\3<w:p><w:r><w:t>One.</w:t>{breaks}<w:t>Two.</w:t></w:r></w:p>".encode()
    yield b"\4Look round the room. (pause)\nListen.\n\n" + b"Count: 5, 4, 3. " * 20
    yield b"\4"
    yield b"\2\3\x20\0\4\1x"


TARGET = Target(
    aims=(
        *(
            f"voice.script.from_text.{name}"
            for name in (
                *("changes", "docx", "draft", "headings", "labels", "languages", "outline"),
                *("paragraphs", "parts", "rows", "source", "tokens", "words"),
            )
        ),
        *("voice.script.notes", "voice.script.lengths", "voice.check.from_text"),
    ),
    holds=_holds,
    seeds=_seeds,
    words=(*_PIECES, *DIRECTIVES, *MARKS, *_TAGS),
    longest=2_500,
)
