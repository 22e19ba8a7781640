"""Whatever is changed in a bundle, byte by byte or entry by entry, is noticed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickbox_core.bundle import differences
from tickbox_core.ledger import canonical


@pytest.mark.parametrize(
    "name", ["README.txt", "ballots.jsonl", "checkpoint.json", "ledger.jsonl", "outcome.json",
             "slots.json"]
)  # fmt: skip
def test_a_missing_file_is_named(house, name):
    """Without any one of its files a bundle differs, whether the manifest knows or not."""
    files = house.files_of(house.small().data)
    del files[name]
    for mended in (True, False):
        assert any(name in one for one in house.told(house.packed(files, mended=mended)))


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_any_byte_that_is_changed_is_noticed(house, data):
    """One byte of any file changed, the manifest mended or not: the recount never agrees."""
    published = house.small()
    files = house.files_of(published.data)
    name = data.draw(st.sampled_from(sorted(files)))
    at = data.draw(st.integers(0, len(files[name]) - 1))
    changed = bytearray(files[name])
    changed[at] ^= data.draw(st.integers(1, 255))
    mended = name != "manifest.json" and data.draw(st.booleans())
    house.told(house.packed({**files, name: bytes(changed)}, mended=mended))


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_bytes_that_are_cut_put_in_or_moved_are_noticed(house, data):
    """A stretch of any file cut out, doubled or moved, with the manifest mended, is noticed."""
    files = house.files_of(house.small().data)
    name = data.draw(st.sampled_from(sorted(set(files) - {"manifest.json"})))
    old = files[name]
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    to = data.draw(st.integers(0, len(old)))
    rest = old[:start] + old[end:]
    new = data.draw(
        st.sampled_from([rest, old[:end] + old[start:], rest[:to] + old[start:end] + rest[to:]])
    )
    if new != old:
        house.told(house.packed({**files, name: new}))


@given(st.permutations(range(12)), st.data())
@settings(max_examples=200, deadline=None)
def test_a_log_in_another_order_is_noticed(house, order, data):
    """The entries in any other order or choice, signed anew by the holder of the key."""
    published = house.small()
    chosen = order[: data.draw(st.integers(1, 12))]
    if chosen != list(range(12)):
        log = [published.parts.entries[at] for at in chosen]
        house.told(house.resealed(published, log))


JUNK = [
    None,
    True,
    0,
    -1,
    2**53 - 1,
    "",
    "x",
    "\x1b[2J\u202e",
    [],
    [[]],
    {},
    {"zh": 1},
    [None],
    ["x"],
]


def places(value, path=()):
    """Every place in a JSON value, as a path."""
    yield path
    if isinstance(value, (dict, list)):
        for name in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[name], (*path, name))


def changed_at(value, path, junk):
    """The value with junk at that place; with ``...`` the place is gone."""
    if not path:
        return junk
    held = dict(value) if isinstance(value, dict) else dict(enumerate(value))
    if junk is ... and len(path) == 1:
        del held[path[0]]
    else:
        held[path[0]] = changed_at(held[path[0]], path[1:], junk)
    return held if isinstance(value, dict) else [held[at] for at in sorted(held)]


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_junk_anywhere_is_noticed_and_never_trips_the_recount(house, data):
    """A wrong value, an absurd one or none at any place of any file: a difference, said plainly."""
    files = house.files_of(house.small().data)
    name = data.draw(st.sampled_from(sorted(set(files) - {"README.txt"})))
    rows = files[name].splitlines(keepends=True)
    row = data.draw(st.integers(0, len(rows) - 1))
    value = json.loads(rows[row])
    path = data.draw(st.sampled_from(list(places(value))))
    junk = data.draw(st.sampled_from([..., *JUNK] if path else JUNK))
    rows[row] = canonical(changed_at(value, path, junk)) + b"\n"
    if rows[row] != files[name].splitlines(keepends=True)[row]:
        mended = name != "manifest.json"
        house.told(house.packed({**files, name: b"".join(rows)}, mended=mended))


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_junk_in_a_log_signed_anew_never_trips_the_recount(house, data):
    """The same by somebody who holds the key: whatever is said, it is an answer."""
    published = house.small()
    log = [dict(entry) for entry in published.parts.entries]
    row = data.draw(st.integers(0, len(log) - 1))
    path = data.draw(st.sampled_from([path for path in places(log[row]) if path]))
    log[row] = changed_at(log[row], path, data.draw(st.sampled_from([..., *JUNK])))
    if "cycle" in log[0]:
        found = differences(house.resealed(published, log))
        assert not any("unexpected" in text.en for text in found.texts), found.texts
        assert all("\x1b" not in text.en + text.zh for text in found.texts)


HOSTILE = {
    "not UTF-8": b"\xff\xfe{}\n",
    "a million lists": b"[" * 10**6 + b"]" * 10**6 + b"\n",
    "a million open lists": b"[" * 10**6 + b"\n",
    "a million mappings": b'{"a":' * 10**6 + b"1" + b"}" * 10**6 + b"\n",
    "an endless number": b"9" * 10**6 + b"\n",
    "an absurd number": b'{"ranking":9e999999}\n',
    "not a number": b"NaN\n",
    "half a character": b'"\\ud800"\n',
    "a name twice": b'{"a":1,"a":2}\n',
    "no line end": b"[]",
    "nothing": b"",
    "only line ends": b"\n\n\n",
    "other line ends": b"[]\r\n",
    "a null byte": b"\0\n",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize(
    "name", ["ballots.jsonl", "checkpoint.json", "ledger.jsonl", "manifest.json", "outcome.json",
             "slots.json"]
)  # fmt: skip
def test_hostile_content_gets_a_plain_answer(house, name, content):
    """Whatever stands in a file, the recount answers that it differs or cannot be decided."""
    files = {**house.files_of(house.small().data), name: content}
    house.told(house.packed(files, mended=name != "manifest.json"))
