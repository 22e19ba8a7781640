"""An award for which nobody puts anything forward has an end too."""

from pathlib import Path

from tickbox_core.playing.stage import do, refusal_of

from .estate import estate


def test_an_award_without_cases_is_called_off(tmp_path: Path) -> None:
    """The reason is posted; nothing can be entered any more, and what it sealed falls due."""
    with estate(tmp_path) as at:
        town = at.town.desk("t")
        do(town, "award/declare", award="a", title="十大案例", places=10,
            weights=[["ticks", "1"]])  # fmt: skip
        assert "no case" in refusal_of(town, "award/decide", award="a").en
        off = {"award": "a", "reason": "今年没有申报"}
        assert do(town, "award/call-off", **off)["called_off"]["zh"] == "今年没有申报"
        for act in ("award/call-off", "award/decide"):
            given = off if act == "award/call-off" else {"award": "a"}
            assert "called off" in refusal_of(town, act, **given).en
        assert town.keeping.verify().faults == ()
