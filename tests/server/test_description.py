"""``openapi.json`` is valid OpenAPI 3.1, as programs that make a client of it take it."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from litestar.testing import TestClient

from tickbox_core.desk import Town
from tickbox_server import create_app

API = "/api/v1"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
IN_SCHEMAS = re.compile(r"/(schema|components/schemas/[^/]+)$")
Json = Any
Operation = tuple[str, str, Mapping[str, Json]]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Json]:
    """The document as it is served."""
    town = Town(tmp_path_factory.mktemp("described") / "data")
    with TestClient(create_app(town)) as client:
        yield client.get(f"{API}/openapi.json").json()
    town.close()


def nodes(node: Json, at: str = "#") -> Iterator[tuple[str, Json]]:
    """Every part of a document with its place."""
    yield at, node
    inner = node.items() if isinstance(node, dict) else enumerate(node) if _is_list(node) else ()
    for name, one in inner:
        yield from nodes(one, f"{at}/{str(name).replace('~', '~0').replace('/', '~1')}")


def _is_list(node: Json) -> bool:
    return isinstance(node, list)


def operations(described: Json) -> list[Operation]:
    """Path, method and operation of each."""
    return [
        (path, method, item[method])
        for path, item in described["paths"].items()
        for method in METHODS
        if method in item
    ]


def _not_said(described: Json) -> Iterator[str]:
    """The document's own parts, and no field of a path that OpenAPI does not know."""
    if not re.fullmatch(r"3\.1\.\d+", described["openapi"]):
        yield f"openapi: {described['openapi']}"
    for name in ("title", "version"):
        if not isinstance(described["info"].get(name), str):
            yield f"info.{name} is missing"
    for path, item in described["paths"].items():
        if not path.startswith("/") or "?" in path:
            yield f"{path}: no path"
        known = {*METHODS, "summary", "description", "parameters", "servers", "$ref"}
        yield from (f"{path}: {name}" for name in item.keys() - known)
    shapes = Counter(re.sub(r"\{[^}]*\}", "{}", path) for path in described["paths"])
    yield from (f"{shape}: the same path twice" for shape, many in shapes.items() if many > 1)


def _leading_nowhere(described: Json) -> Iterator[str]:
    there = {at for at, _ in nodes(described)}
    for at, node in nodes(described):
        ref = node.get("$ref") if isinstance(node, dict) else None
        if isinstance(ref, str) and ref not in there:
            yield f"{at}: {ref} leads nowhere"


def _no_schemas(described: Json) -> Iterator[str]:
    validator = Draft202012Validator(Draft202012Validator.META_SCHEMA)
    for at, node in nodes(described):
        if IN_SCHEMAS.search(at):
            for error in validator.iter_errors(node):
                yield f"{at}{error.json_path[1:]}: {error.message[:200]}"


def _ids_twice(described: Json) -> Iterator[str]:
    ids = Counter(one.get("operationId") for _, _, one in operations(described))
    yield from (f"operationId {id_}: {many} times" for id_, many in ids.items() if many > 1)
    yield from (f"{path} {method}: no operationId" for path, method, one in operations(described)
                if "operationId" not in one)  # fmt: skip


def _parameters(described: Json) -> Iterator[str]:
    for path, method, one in operations(described):
        given = [*described["paths"][path].get("parameters", ()), *one.get("parameters", ())]
        where = Counter((parameter["name"], parameter["in"]) for parameter in given)
        yield from (f"{path} {method}: {name} twice" for name, many in where.items() if many > 1)
        named = set(re.findall(r"\{([^}]*)\}", path))
        said = {parameter["name"] for parameter in given if parameter["in"] == "path"}
        if named != said:
            yield f"{path} {method}: in the path {named}, declared {said}"
        for parameter in given:
            if parameter["in"] not in ("path", "query", "header", "cookie"):
                yield f"{path} {method}: {parameter['name']} in {parameter['in']}"
            if parameter["in"] == "path" and parameter.get("required") is not True:
                yield f"{path} {method}: {parameter['name']} is not required"
            if ("schema" in parameter) == ("content" in parameter):
                yield f"{path} {method}: {parameter['name']} has no schema, or content too"


def _responses(described: Json) -> Iterator[str]:
    for path, method, one in operations(described):
        if not any(status.startswith("2") for status in one["responses"]):
            yield f"{path} {method}: never answers well"
        if "requestBody" in one and not one["requestBody"].get("content"):
            yield f"{path} {method}: a body of no kind"
        for status, answer in one["responses"].items():
            if not re.fullmatch(r"[1-5](\d\d|XX)|default", status):
                yield f"{path} {method}: status {status}"
            if not (isinstance(answer.get("description"), str) and answer["description"]):
                yield f"{path} {method} {status}: no description"
            for name, header in answer.get("headers", {}).items():
                if "name" in header or "in" in header or "schema" not in header:
                    yield f"{path} {method} {status}: header {name}"


Check = Callable[[Json], Iterator[str]]
CHECKS: tuple[Check, ...] = (
    _not_said,
    _leading_nowhere,
    _no_schemas,
    _ids_twice,
    _parameters,
    _responses,
)


@pytest.mark.parametrize("check", CHECKS)
def test_the_description_is_valid(described: Json, check: Check) -> None:
    """References, schemas, ids, parameters and answers."""
    assert list(check(described)) == []


def _take_wish(document: Json) -> Any:
    return document["paths"][f"{API}/areas/{{area}}/acts/wish/take"]["post"]


def _schemas(document: Json) -> Any:
    return document["components"]["schemas"]


BROKEN: dict[str, tuple[Check, Callable[[Json], object]]] = {
    "no path": (_not_said, lambda all_: all_["paths"].update(wishes={})),
    "leads nowhere": (_leading_nowhere, lambda all_: _schemas(all_).pop("DecisionAnswer")),
    "is not valid under any": (_no_schemas, lambda all_: _schemas(all_).update(x={"type": "int"})),
    "2 times": (_ids_twice, lambda all_: _take_wish(all_).update(operationId="ActWishAnswer")),
    "in the path": (_parameters, lambda all_: _take_wish(all_)["parameters"].pop(0)),
    "is not required": (
        _parameters,
        lambda all_: _take_wish(all_)["parameters"][0].pop("required"),
    ),
    "no description": (
        _responses,
        lambda all_: _take_wish(all_)["responses"]["200"].pop("description"),
    ),
    "never answers well": (_responses, lambda all_: _take_wish(all_)["responses"].pop("200")),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_what_is_broken_is_found(described: Json, fault: str) -> None:
    """And said, so that the checks above mean something."""
    check, break_ = BROKEN[fault]
    broken = copy.deepcopy(described)
    break_(broken)
    found = list(check(broken))
    assert found and all(fault in one for one in found)
