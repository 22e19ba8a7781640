"""Words for people, always in both languages."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.testing import strategies
from tickbox_core.testing.strategies import lasting
from tickbox_core.text import EMPTY, Text, as_text, find_hidden_mark, join_texts


@pytest.mark.parametrize(
    "given, text",
    [
        (Text("门", "gate"), Text("门", "gate")),
        ("gate", Text("gate", "gate")),
        ({"zh": "门", "en": "gate"}, Text("门", "gate")),
        ({"zh": "门"}, Text("门", "门")),
        ({"en": "gate"}, Text("gate", "gate")),
        ({"zh": "", "en": "gate"}, Text("gate", "gate")),
        ({}, EMPTY),
    ],
)
def test_a_text_is_made_from_whatever_people_write(given, text):
    """A string is said twice; of a mapping, what is missing repeats the other."""
    assert as_text(given) == text


def test_only_words_are_texts():
    """A number where words are due is refused at once, not when it is shown."""
    with pytest.raises(TypeError):
        Text("门", 5)


@lasting
@given(strategies.texts(), strategies.texts())
def test_filling_in_keeps_the_languages_apart(outer, inner):
    """A text among the values is said in the language around it; braces in it stay."""
    filled = Text("甲{x}", "A{x}").filled(x=inner)
    assert filled == Text(f"甲{inner.zh}", f"A{inner.en}")
    assert Text("{a}{b}", "{b}{a}").filled(a=outer, b=1) == Text(f"{outer.zh}1", f"1{outer.en}")


def test_an_empty_text_is_false():
    """Nothing said in either language counts as nothing said."""
    assert not EMPTY
    assert Text("", "x")
    assert Text("门", "")


@lasting
@given(st.lists(strategies.texts()))
def test_sentences_are_joined_in_each_language(texts):
    """English sentences are parted by a space, Chinese ones by nothing."""
    assert join_texts(texts) == Text("".join(t.zh for t in texts), " ".join(t.en for t in texts))


@lasting
@given(strategies.texts())
def test_it_goes_to_json_and_elsewhere_and_back(text):
    """Plain values, pickles and copies all give the same text again."""
    assert Text.of(text.plain()) == text
    assert pickle.loads(pickle.dumps(text)) == text == copy.deepcopy(text)
    assert (text.said_in("zh"), text.said_in("en")) == (text.zh, text.en)


BIDI = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
"""Unicode's Bidi_Control."""


@pytest.mark.parametrize("mark", [0, 8, 14, 31, 127, *BIDI, 0xD800, 0xDFFF])
def test_marks_that_nobody_sees_are_found(mark):
    """NUL and its like, what turns the direction, halves of letters; with where they stand."""
    assert find_hidden_mark(f"东门{chr(mark)}灯") == (3, f"U+{mark:04X}")
    assert find_hidden_mark(chr(mark)) == (1, f"U+{mark:04X}")


@pytest.mark.parametrize(
    "mark",
    [9, 10, 13, 32, 126, 0x061B, 0x200B, 0x200D, 0x2010, 0x2029, 0x202F, 0x2065, 0x206A, 0xE000],
)
def test_what_a_keyboard_writes_is_none_of_them(mark):
    """Blanks, line ends, joiners of pictures, and the neighbours of each range."""
    assert find_hidden_mark(f"东门{chr(mark)}灯") is None


@lasting
@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"))))
def test_letters_of_any_language_are_none_of_them(words):
    """Whatever can be read."""
    assert find_hidden_mark(words) is None
