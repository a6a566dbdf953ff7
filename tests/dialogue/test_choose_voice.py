"""Choosing by ear: every key at every step, and what is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests.dialogue.listener import Choir, Listener, Presses, choir, talking
from voice.audio import Audio
from voice.cli.app import ground
from voice.dialogue import audition, choose_voice, hear_voices
from voice.dialogue.choose_voice import choose_by_ear
from voice.dialogue.conversation import GAP
from voice.dialogue.dials import loudness_dial, rate_dial, silence_dial
from voice.dialogue.hear_voices import UNCHANGED, listen
from voice.dialogue.speakers import Speakers, manner_of
from voice.errors import SettingsError
from voice.frames import SAMPLE_RATE
from voice.playback import keys
from voice.playback.keys import LEAVE_UNCHANGED
from voice.saved_settings import read_settings
from voice.settings import Settings
from voice.speech.calibration import TEXT
from voice.speech.catalog import Catalog
from voice.speech.engine import Utterance, Voice

NAMES = ("Ada", "Bob", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hal", "Ida", "Jo", "Kim")

NOTHING = Settings()

RATE, SILENCE, LOUDNESS = "Find one thing", "Listen for one", "Notice the floor"
"""Beginnings of the samples of the later steps: speed, silence, loudness."""

KEEP_REST = [(RATE, "enter"), (SILENCE, "enter"), (LOUDNESS, "enter")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    with closing(choir(tmp_path_factory.mktemp("cache"), NAMES)) as found:
        yield found


@pytest.fixture
def choose(catalog: Catalog, file: Path) -> Callable[..., Listener]:
    """Runs the four steps with these keys."""

    def run(presses: Presses, settings: Settings = NOTHING) -> Listener:
        speakers = Speakers(catalog, settings)
        with talking(speakers.say, presses, manner_of(settings).volume) as (talk, somebody):
            choose_by_ear(talk, speakers, settings, file)
        assert not somebody.left_over
        return somebody

    return run


def kept(file: Path) -> Settings:
    return read_settings(file, pytest.fail)


@pytest.mark.parametrize(
    ("presses", "name"),
    [
        ([("You can", "enter")], "Ada"),
        ([("Two. Bob", "space"), ("Three. Cleo", "space"), ("Four", "space")], None),
        ([("Feel", "n"), ("Two", "right"), ("Three. Cleo", "b"), ("Feel", "enter")], "Bob"),
        ([("One", "7"), ("Seven. Gus", "left"), ("Six. Finn", "n"), ("Feel", "enter")], "Gus"),
        ([("You can", "9"), ("Nine. Ida", "n"), ("Jo.", "n"), ("Feel", "enter")], "Kim"),
        ([(LEAVE_UNCHANGED, "2"), ("Feel", "x"), (LEAVE_UNCHANGED, "enter")], "Bob"),
        ([("To keep this", "enter")], "Ada"),
        ([("For the next", "space"), ("Feel", "enter")], "Bob"),
        ([("Four. Dan", "up"), ("Three", "n"), ("Four", "n"), ("For the next", "enter")], "Eve"),
        ([("You can", "3"), ("Feel", "0"), (LEAVE_UNCHANGED, "8"), ("Feel", "enter")], "Hal"),
        ([("Kim", "enter")], "Jo"),
        ([("For another", "enter")], "Kim"),
        ([("For another", "b"), ("Kim", "b"), ("Jo", "b"), ("Feel", "enter")], "Ida"),
        ([("Two", "r"), ("Two", "enter")], "Bob"),
        ([("For another", "r"), ("Kim", "enter")], "Kim"),
    ],
)
def test_a_voice_is_reached_with_few_keys(
    choose: Callable[..., Listener], file: Path, presses: list[tuple[str, str]], name: str | None
) -> None:
    if name is None:
        choose([*presses, ("Five", "esc")])
        assert not file.exists()
    else:
        somebody = choose([*presses, *KEEP_REST])
        assert f"You chose {name}." in somebody.sentences
        assert kept(file).voice == f"choir/{name}"


def test_enter_on_a_voice_that_has_hardly_begun_means_the_one_before(
    choose: Callable[..., Listener], file: Path
) -> None:
    choose([("Four. Dan", "enter"), *KEEP_REST])
    assert kept(file).voice == "choir/Cleo"


def test_without_a_key_each_voice_speaks_twice_and_everything_stays(
    choose: Callable[..., Listener], file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    somebody = choose([])
    spoken = somebody.sentences
    assert [spoken.count(f"One. {NAMES[0]}."), spoken.count("Kim.")] == [2, 2]
    assert spoken.count(choose_voice.CHOICES[0]) == audition.ASKED
    assert spoken[-1] == UNCHANGED
    assert not file.exists()
    assert capsys.readouterr().out == f"{UNCHANGED}\n"


def test_the_keys_are_said_after_the_first_voice_and_then_after_every_three(
    choose: Callable[..., Listener],
) -> None:
    spoken = choose([("For another", "esc")]).sentences
    before = [spoken[at - 2].partition(".")[0] for at in places(spoken, keys.LISTED_KEYS[0])]
    assert before == ["One", "Four", "Seven", "Jo"]


def test_the_first_decision_is_possible_within_half_a_minute(catalog: Catalog, file: Path) -> None:
    speakers = Speakers(catalog, NOTHING)
    with talking(speakers.say, [(keys.LISTED_KEYS[1], "esc")]) as (talk, somebody):
        choose_by_ear(talk, speakers, NOTHING, file)
    assert len(somebody.played) / SAMPLE_RATE < 30


def places(spoken: Sequence[str], sentence: str) -> list[int]:
    return [at for at, each in enumerate(spoken) if each == sentence]


class Accents(Choir):
    """A system's voices in six regions, one for another alphabet; records which were measured."""

    name = "espeak"

    def __init__(self) -> None:
        self.measured: list[str] = []

    def voices(self) -> tuple[Voice, ...]:
        regions = ("us", "us-nyc", "gb", "gb-x-rp", "shaw", "ie", "au")
        return tuple(
            Voice(f"espeak/en-{region}", region, "espeak", (f"en-{region}",), "male")
            for region in regions
        )

    def synthesize(self, utterance: Utterance) -> Audio:
        if utterance.text == TEXT:
            self.measured.append(utterance.voice)
        return super().synthesize(utterance)


@pytest.mark.parametrize("listened", [False, True])
@pytest.mark.parametrize(
    ("every", "offered"),
    [
        (False, ["American", "British", "Irish"]),
        (True, ["American", "New York", "British", "British, formal", "Irish", "Australian"]),
    ],
)
def test_few_that_are_unlike_are_offered_and_all_if_wanted(
    tmp_path: Path, file: Path, offered: list[str], *, every: bool, listened: bool
) -> None:
    with closing(Catalog([Accents()], tmp_path / "cache", "espeak/en-us")) as catalog:
        speakers = Speakers(catalog, NOTHING)
        last = hear_voices.CHOICES[0] if listened else choose_voice.CHOICES[0]
        with talking(speakers.say, [(last, "esc")]) as (talk, somebody):
            if listened:
                listen(talk, speakers, file, lambda _voice: None, keys=True, every=every)
            else:
                choose_by_ear(talk, speakers, NOTHING, file, every=every)
    heard = [numbered[2] for each in somebody.sentences if (numbered := NUMBERED.fullmatch(each))]
    assert heard == [
        f"{accent}, lower" for accent in offered
    ]  # and never the one for another alphabet


NUMBERED = re.compile(rf"({'|'.join(audition.NUMBERS)})\. (.*)\.")


def test_the_first_voice_speaks_before_the_others_are_measured(tmp_path: Path, file: Path) -> None:
    accents = Accents()
    with closing(Catalog([accents], tmp_path / "cache", "espeak/en-us")) as catalog:
        speakers = Speakers(catalog, NOTHING)
        with talking(speakers.say, [("One. American", "esc")]) as (talk, _):
            choose_by_ear(talk, speakers, NOTHING, file)
    assert "espeak/en-us" in accents.measured
    assert not {"espeak/en-ie", "espeak/en-au", "espeak/en-us-nyc"} & set(accents.measured)


def test_every_dial_is_turned_and_kept(
    choose: Callable[..., Listener], file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    presses = [
        ("You can", "enter"),
        *[(RATE, "+"), (RATE, "up"), (RATE, "-"), (RATE, "="), (RATE, "enter")],
        *[(SILENCE, "-"), (SILENCE, "left"), (SILENCE, "enter")],
        *[(LOUDNESS, "down"), (LOUDNESS, "r"), (LOUDNESS, "_"), (LOUDNESS, "enter")],
    ]
    choose(presses, Settings(pace="slow"))
    assert kept(file) == Settings(voice="choir/Ada", rate=140, pauses=0.64, volume=50)
    assert capsys.readouterr().out == (
        "Kept: Ada, 140 words a minute, silence times 0.64, volume 50.\n"
    )


def test_it_begins_where_the_listener_is(choose: Callable[..., Listener], file: Path) -> None:
    now = Settings(voice="choir/Ada", rate=195, pauses=3.5, volume=140, bed=False)
    choose(
        [
            ("You can", "enter"),
            *[(RATE, "+"), (RATE, "+"), ("This is the fastest", "enter")],
            *[(SILENCE, "+"), (SILENCE, "+"), ("This is the most", "enter")],
            *[(LOUDNESS, "+"), ("This is the loudest", "-"), (LOUDNESS, "enter")],
        ],
        now,
    )
    assert kept(file) == Settings(voice="choir/Ada", rate=200, pauses=4, volume=100)


def test_a_key_without_a_meaning_says_the_choices(choose: Callable[..., Listener]) -> None:
    somebody = choose([("You can", "enter"), (RATE, "x"), (LEAVE_UNCHANGED, "esc")])
    assert somebody.sentences[-5:] == [*rate_dial("Ada", print).choices, LEAVE_UNCHANGED, UNCHANGED]


@pytest.mark.parametrize("step", range(3))
def test_who_does_not_answer_keeps_everything_as_it_was(
    choose: Callable[..., Listener], file: Path, step: int
) -> None:
    presses = [("You can", "enter"), *KEEP_REST][: step + 1]
    assert choose(presses).sentences[-1] == UNCHANGED
    assert not file.exists()


@pytest.mark.parametrize("key", ["esc", "q", "Q", "hangup"])
@pytest.mark.parametrize("step", range(5))
def test_leaving_at_any_step_leaves_everything(
    choose: Callable[..., Listener], file: Path, step: int, key: str
) -> None:
    file.write_text("bell = false\n")
    presses = [("You can", "enter"), *KEEP_REST][:step]
    last = ["You can", RATE, SILENCE, LOUDNESS, "All of it"][step]
    somebody = choose([*presses, (last, key)])
    if step < 4:
        assert somebody.sentences[-1] == UNCHANGED
        assert file.read_text() == "bell = false\n"


def test_what_cannot_be_kept_is_said(choose: Callable[..., Listener], file: Path) -> None:
    file.mkdir()
    with pytest.raises(SettingsError):
        choose([("You can", "enter"), *KEEP_REST])


def test_a_voice_that_fails_is_left_out(
    tmp_path: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(choir(tmp_path / "cache", ("Ada", "dumb", "Cleo"))) as catalog:
        speakers = Speakers(catalog, Settings())
        presses = [("Two. Cleo", "1"), ("Feel", "n"), ("Feel", "enter"), *KEEP_REST]
        with talking(speakers.say, presses) as (talk, _):
            choose_by_ear(talk, speakers, Settings(), file)
    assert kept(file).voice == "choir/Cleo"
    assert "dumb is left out." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("presses", "voice"),
    [
        ([("Three. Cleo", "2"), ("Two. Bob", "enter")], "choir/Bob"),
        (
            [("Two. Bob", "n"), ("Three. Cleo", "n"), ("Four. Dan", "9"), ("Nine. Ida", "enter")],
            "choir/Ida",
        ),
        ([("Each voice", "n"), ("One. Ada", "enter")], "choir/Ada"),
        ([("To keep this", "enter")], "choir/Ada"),
        ([("To keep the voice", "n"), ("One. Ada", "enter")], "choir/Ada"),
        ([("Three. Cleo", "enter")], "choir/Bob"),
        ([("Three. Cleo", "x"), ("To leave", "enter")], "choir/Cleo"),
        ([("To leave", "esc")], None),
        ([("Two. Bob", "q")], None),
        ([], None),
    ],
)
def test_listening_keeps_one_or_nothing(
    catalog: Catalog,
    file: Path,
    presses: list[tuple[str, str]],
    voice: str | None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    speakers = Speakers(catalog, Settings())
    with talking(speakers.say, presses) as (talk, somebody):
        listen(talk, speakers, file, lambda _voice: None, keys=True)
    assert not somebody.left_over
    assert kept(file).voice == voice
    if voice is None:
        assert somebody.sentences[-1] == UNCHANGED
        assert capsys.readouterr().out == f"{UNCHANGED}\n"
    else:
        assert somebody.sentences[-1] == f"You chose {voice.removeprefix('choir/')}."


def test_listening_without_keys_is_each_voice_once(catalog: Catalog, file: Path) -> None:
    speakers, shown = Speakers(catalog, Settings()), []
    with talking(speakers.say) as (talk, somebody):
        listen(talk, speakers, file, lambda voice: shown.append(voice.name), keys=False)
    assert tuple(shown) == NAMES
    assert len(somebody.sentences) == len(NAMES)
    assert not file.exists()


def test_zero_percent_is_not_how_one_is_asked() -> None:
    assert manner_of(Settings(volume=0)).volume == 1
    assert manner_of(Settings(volume=71)).volume == 0.71


def test_listening_is_not_for_programs() -> None:
    ran = CliRunner().invoke(ground, ["voices", "--listen", "--json"])
    assert ran.exit_code == click.UsageError.exit_code
    assert "Choose one of --listen, --json and --add." in ran.output


def prompts() -> list[Sequence[object]]:
    """All that is said in one go, but for names."""
    dials = (rate_dial("Ada", print), silence_dial(float), loudness_dial(print))
    return [
        choose_voice.OPENING,
        choose_voice.CHOICES,
        choose_voice.KEPT,
        choose_voice.NOT_KEPT,
        (UNCHANGED,),
        hear_voices.OPENING,
        hear_voices.CHOICES,
        keys.LISTED_KEYS,
        (hear_voices.NOT_KEPT, UNCHANGED),
        *[(*dial.opening, *dial.sample(1.0), *dial.choices) for dial in dials],
        *[(dial.most, *dial.sample(1.0)) for dial in dials],
        *[(dial.least, *dial.sample(1.0)) for dial in dials],
        *[(*dial.choices, LEAVE_UNCHANGED) for dial in dials],
    ]


def test_every_prompt_is_short_and_kind() -> None:
    lengths = []
    for prompt in prompts():
        sentences = [line for line in prompt if isinstance(line, str)]
        words = [len(sentence.split()) for sentence in sentences]
        assert max(words) <= 16
        # Seconds at the usual rate, with the gaps; what a sample's own silence lasts comes on top.
        assert sum(words) * 60 / 135 + GAP.seconds * len(words) < 20
        lengths += words
        for sentence in sentences:
            assert not re.search(r"\b(should|must|just|please|relax|wrong|sorry)\b", sentence, re.I)
    assert sum(lengths) / len(lengths) <= 10
