"""The few voices that are offered by ear, from any engine."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from voice.speech.engine import Voice
from voice.speech.variety import FEW, SYSTEM_ENGINES, a_few

HEART = Voice("natural/heart", "Heart", "natural", ("en-us",), "female")
JOE = Voice("piper/en_US-joe-medium", "Joe", "piper", ("en-us",))

ESPEAK = tuple(
    Voice(f"espeak/gmw/{id_}", name, "espeak", (tag,), "male")
    for id_, name, tag in (
        ("en-us", "English (America)", "en-us"),
        ("en-029", "English (Caribbean)", "en-029"),
        ("en", "English (Great Britain)", "en-gb"),
        ("en-gb-scotland", "English (Scotland)", "en-gb-scotland"),
        ("en-gb-x-rp", "English (Received Pronunciation)", "en-gb-x-rp"),
        ("en-us-nyc", "English (America, New York City)", "en-us-nyc"),
    )
)


def apple(name: str, region: str, gender: str | None = "female", kind: str = "compact") -> Voice:
    id_ = f"nsss/com.apple.voice.{kind}.en-{region.upper()}.{name.split(maxsplit=1)[0]}"
    return Voice(id_, name, "nsss", (f"en-{region}",), gender)


APPLE = (
    apple("Albert", "us", "male", "speech.synthesis.voice"),
    apple("Bad News", "us", "male", "speech.synthesis.voice"),
    Voice("nsss/com.apple.eloquence.en-GB.Eddy", "Eddy", "nsss", ("en-gb",), "male"),
    apple("Samantha", "us"),
    apple("Daniel", "gb", "male"),
    apple("Karen", "au"),
    apple("Moira", "ie"),
    apple("Rishi", "in", "male"),
)


def sapi(name: str, region: str, gender: str) -> Voice:
    return Voice(f"sapi5/{name}", name, "sapi5", (f"en-{region}",), gender)


MICROSOFT = (
    sapi("Microsoft David Desktop - English (United States)", "us", "male"),
    sapi("Microsoft David - English (United States)", "us", "male"),
    sapi("Microsoft Mark - English (United States)", "us", "male"),
    sapi("Microsoft Zira Desktop - English (United States)", "us", "female"),
    sapi("Microsoft Hazel Desktop - English (Great Britain)", "gb", "female"),
    sapi("Microsoft George - English (Great Britain)", "gb", "male"),
)


def names(voices: Sequence[Voice], settled: str | None = None) -> list[str]:
    return [voice.name for voice in a_few(voices, settled)]


def test_ours_and_three_accents_of_different_regions() -> None:
    assert names((HEART, JOE, *ESPEAK)) == [
        *("Heart", "Joe"),
        *("English (America)", "English (Great Britain)", "English (Caribbean)"),
    ]


def test_the_voice_that_the_listener_has_is_among_them() -> None:
    assert names((HEART, *ESPEAK), "espeak/gmw/en-gb-x-rp")[:2] == [
        "Heart",
        "English (Received Pronunciation)",
    ]
    assert len(a_few(ESPEAK, "espeak/gmw/en-us-nyc")) == FEW


def test_joke_voices_are_not_and_both_genders_are() -> None:
    assert names(APPLE) == ["Samantha", "Daniel", "Karen"]


def test_only_joke_voices_are_better_than_none() -> None:
    assert names(APPLE[:2]) == ["Albert", "Bad News"]
    assert names((HEART, *APPLE[:2])) == ["Heart"]
    assert names((HEART, *APPLE), APPLE[0].id)[:2] == ["Heart", "Albert"]


def test_one_that_was_downloaded_for_its_quality_goes_first_and_counts_once() -> None:
    better = (apple("Ava (Premium)", "us"), apple("Daniel (Enhanced)", "gb", "male", "enhanced"))
    assert names((*APPLE, *better)) == ["Samantha", "Ava (Premium)", "Daniel (Enhanced)"]


def test_editions_of_a_voice_on_windows_count_once() -> None:
    assert [name.split()[1] for name in names(MICROSOFT)] == ["David", "Hazel", "Zira"]


def test_one_of_the_other_gender_is_always_offered() -> None:
    others = tuple(sapi(f"Man {n}", region, "male") for n, region in enumerate(["gb", "in", "au"]))
    woman = sapi("Zira", "us", "female")
    assert woman.name in names((MICROSOFT[0], *others, woman))


voices = st.lists(
    st.builds(
        lambda engine, name, tags, gender: Voice(f"{engine}/{name}", name, engine, tags, gender),
        st.sampled_from([*sorted(SYSTEM_ENGINES), "natural", "piper"]),
        st.sampled_from(["Ada", "Ada (Premium)", "Albert", "Bob", "Cleo", "Dan Desktop", ""]),
        st.sampled_from([(), ("en",), ("en-us",), ("en-gb-x-rp",), ("en-029", "en"), ("",)]),
        st.sampled_from([None, "female", "male"]),
    ),
    unique_by=lambda voice: voice.id,
)


@given(voices)
def test_some_are_always_offered_and_never_many(known: list[Voice]) -> None:
    picked = a_few(known)
    assert bool(picked) == bool(known)
    assert len(set(picked)) == len(picked)
    assert set(picked) <= set(known)
    assert sum(voice.engine in SYSTEM_ENGINES for voice in picked) <= FEW
    assert {v for v in known if v.engine not in SYSTEM_ENGINES} <= set(picked)
    for voice in itertools.islice(known, 3):
        again = a_few(known, voice.id)
        assert voice in again
        assert sum(each.engine in SYSTEM_ENGINES for each in again) <= FEW
