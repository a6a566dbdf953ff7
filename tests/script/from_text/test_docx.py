"""Word documents, as Word and its rivals write them, and as nobody should."""

from __future__ import annotations

import io
import zipfile

import pytest

from voice.errors import GroundError
from voice.script.from_text.docx import LARGEST_XML
from voice.script.from_text.draft import draft_of
from voice.script.from_text.rows import Look
from voice.script.from_text.source import Source, source_of

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def packed(xml: str | bytes, name: str = "word/document.xml") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, xml)
    return content.getvalue()


def document(body: str) -> bytes:
    return packed(f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')


def read(body: str) -> Source:
    return source_of(document(body), "a.docx")


def paragraph(text: str, style: str = "", run: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}<w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def test_a_document_keeps_its_headings_lists_and_breaks() -> None:
    source = read(
        paragraph("The pond", "Title")
        + paragraph("Arriving", "Heading1")
        + "<w:p><w:r><w:t>Sit </w:t></w:r><w:r><w:tab/><w:t>down.</w:t><w:br/>"
        '<w:t xml:space="preserve">Look </w:t></w:r><w:r><w:t>up. (pause)</w:t></w:r></w:p>'
        + paragraph("Sounds", run="<w:b/>")
        + paragraph("Water", "ListBullet")
        + "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>Wind</w:t></w:r></w:p>"
        + paragraph("not bold", run='<w:b w:val="0"/>')
        + "<w:tbl><w:tr><w:tc>" + paragraph("Left.") + "</w:tc></w:tr></w:tbl>"
    )  # fmt: skip
    assert source.unit == "paragraph"
    assert [(row.text, row.look, row.number) for row in source.rows] == [
        ("The pond", Look.TITLE, 1),
        ("Arriving", Look.HEADING, 2),
        ("Sit down.", Look.PLAIN, 3),
        ("Look up. (pause)", Look.PLAIN, 3),
        ("Sounds", Look.BOLD, 4),
        ("Water", Look.ITEM, 5),
        ("Wind", Look.ITEM, 6),
        ("not bold", Look.PLAIN, 7),
        ("Left.", Look.PLAIN, 8),
    ]
    draft = draft_of(source)
    assert draft.fields["title"] == "The pond"
    assert [step.title for step in draft.steps] == ["Arriving", "Sounds"]


@pytest.mark.parametrize("style", ["berschrift2", "Titre1", "Kop1", "heading3", "Rubrik1"])
def test_headings_are_known_in_the_language_of_the_word_that_wrote_them(style: str) -> None:
    assert read(paragraph("Ankommen", style)).rows[0].look is Look.HEADING


def test_deleted_moved_and_doubled_words_are_read_once() -> None:
    source = read(
        "<w:p><w:del><w:r><w:delText>old </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>new </w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>gone </w:t></w:r></w:moveFrom>"
        "<w:r><w:instrText>PAGE</w:instrText><w:t>words</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>outer </w:t><w:box><w:Choice>"
        + paragraph("inner")
        + "</w:Choice><w:Fallback>"
        + paragraph("inner")
        + "</w:Fallback></w:box><w:t>end</w:t></w:r></w:p>"
    )
    assert [row.text for row in source.rows] == ["new words", "inner", "outer end"]


def test_blanks_between_bold_words_need_not_be_bold() -> None:
    blank = '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r>"
    source = read(f"<w:p>{bold.format('The')}{blank}{bold.format('pond')}</w:p>")
    assert [(row.text, row.look) for row in source.rows] == [("The pond", Look.BOLD)]


def test_words_outside_all_paragraphs_are_passed_over() -> None:
    assert [row.text for row in read(f"<w:t>x</w:t>{paragraph('Look')}").rows] == ["Look"]


ENTITIES = '<!DOCTYPE a [<!ENTITY x "lol"><!ENTITY y "&x;&x;">]><a>&y;</a>'


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(packed(f'<?xml version="1.0"?>{ENTITIES}'), id="entities"),
        pytest.param(
            packed(f'<?xml version="1.0" encoding="utf-16"?>{ENTITIES}'.encode("utf-16")),
            id="entities in UTF-16",
        ),
        pytest.param(document("<w:p>" * 100_000 + "</w:p>" * 100_000), id="deep"),
        pytest.param(document(paragraph("x" * (LARGEST_XML + 1))), id="larger than it looks"),
        pytest.param(document(paragraph("Look"))[:-30], id="cut off"),
        pytest.param(document("<w:p>"), id="never closed"),
        pytest.param(packed('<?xml version="1.0" encoding="UTF-9"?><a/>'), id="unknown encoding"),
        pytest.param(packed("<a/>", "content.xml"), id="OpenDocument"),
        pytest.param(b"PK\x03\x04" + b"x" * 500, id="no archive"),
    ],
)
def test_a_document_that_does_harm_or_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(GroundError) as caught:
        source_of(content, "a.docx")
    assert str(caught.value).startswith("a.docx is not a Word document")


def test_a_document_without_words_says_so() -> None:
    with pytest.raises(GroundError) as caught:
        read(paragraph(" "))
    assert str(caught.value).startswith("a.docx has no words.")
