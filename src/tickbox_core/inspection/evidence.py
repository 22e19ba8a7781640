"""Findings, and the level they add up to."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import Any

import attrs

from tickbox_core.text import EMPTY, Text


class Level(Enum):
    """How far a plugin can be relied on, the lowest first."""

    UNUSABLE = 0
    WORKS = 1
    READY = 2
    RELIABLE = 3

    @property
    def words(self) -> Text:
        """The level in words."""
        return _LEVEL_WORDS[self]


_LEVEL_WORDS = {
    Level.UNUSABLE: Text("不能用", "cannot be used"),
    Level.WORKS: Text("能用", "works"),
    Level.READY: Text("可以给居民用", "ready for residents"),
    Level.RELIABLE: Text("可以放心装", "can be relied on"),
}


class Topic(StrEnum):
    """What was looked at."""

    LOADS = "loads"
    CONTRACT = "contract"
    RECOUNT = "recount"
    LANGUAGES = "languages"
    DISCLOSURE = "disclosure"
    DOCS = "docs"
    REMOVAL = "removal"
    TOUCHES = "touches"

    @property
    def words(self) -> Text:
        """The topic in words."""
        return _TOPIC_WORDS[self]

    @property
    def level(self) -> Level:
        """The level that asks for it."""
        return _ASKED_BY[self]


_TOPIC_WORDS = {
    Topic.LOADS: Text("能加载", "loads"),
    Topic.CONTRACT: Text("守约定", "keeps the contract"),
    Topic.RECOUNT: Text("结果经得起独立复算", "its results are confirmed by the recount"),
    Topic.LANGUAGES: Text("两种语言齐全", "complete in both languages"),
    Topic.DISCLOSURE: Text("告知每户", "tells each household"),
    Topic.DOCS: Text("有说明", "is documented"),
    Topic.REMOVAL: Text("可以移除", "can be removed"),
    Topic.TOUCHES: Text("不碰网络和文件", "touches neither network nor files"),
}
_ASKED_BY = {
    Topic.LOADS: Level.WORKS,
    Topic.CONTRACT: Level.WORKS,
    Topic.RECOUNT: Level.READY,
    Topic.LANGUAGES: Level.READY,
    Topic.DISCLOSURE: Level.READY,
    Topic.DOCS: Level.RELIABLE,
    Topic.REMOVAL: Level.RELIABLE,
    Topic.TOUCHES: Level.RELIABLE,
}


@attrs.frozen
class Finding:
    """Something that is missing: in which file (or of what), and what would mend it."""

    topic: Topic
    problem: Text
    remedy: Text
    where: str = ""

    def plain(self) -> dict[str, Any]:
        """The finding for JSON."""
        return {
            "topic": str(self.topic),
            "where": self.where,
            "problem": self.problem.plain(),
            "remedy": self.remedy.plain(),
        }

    @classmethod
    def of_plain(cls, plain: dict[str, Any]) -> Finding:
        """The finding that a plain form stands for."""
        problem, remedy = Text(**plain["problem"]), Text(**plain["remedy"])
        return cls(Topic(plain["topic"]), problem, remedy, plain["where"])


@attrs.frozen
class Report:
    """What was found of a plugin; ``looked`` are the topics that could be looked at at all.

    ``note`` is good to know, and takes nothing from the level.
    """

    plugin: str
    version: str
    findings: tuple[Finding, ...]
    looked: tuple[Topic, ...] = tuple(Topic)
    note: Text = EMPTY

    @property
    def level(self) -> Level:
        """The highest level of which nothing is missing, nor unlooked at."""
        lacking = {finding.topic for finding in self.findings} | (set(Topic) - set(self.looked))
        reached = Level.UNUSABLE
        for level in (Level.WORKS, Level.READY, Level.RELIABLE):
            if any(topic.level is level for topic in lacking):
                break
            reached = level
        return reached

    def plain(self) -> dict[str, Any]:
        """The report for JSON."""
        return {
            "plugin": self.plugin,
            "version": self.version,
            "level": self.level.name.lower(),
            "level_words": self.level.words.plain(),
            "looked": [str(topic) for topic in self.looked],
            "findings": [finding.plain() for finding in self.findings],
            **({"note": self.note.plain()} if self.note else {}),
        }

    @classmethod
    def of_plain(cls, plain: dict[str, Any]) -> Report:
        """The report that a plain form stands for."""
        return cls(
            plain["plugin"],
            plain["version"],
            tuple(map(Finding.of_plain, plain["findings"])),
            tuple(map(Topic, plain["looked"])),
            Text(**plain["note"]) if "note" in plain else EMPTY,
        )
