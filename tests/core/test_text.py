"""Words for people, always in both languages."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.testing import strategies
from tickbox_core.testing.strategies import lasting
from tickbox_core.text import EMPTY, Text, as_text, join_texts


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
