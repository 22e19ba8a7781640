"""The API's description: what each address answers, and a path for each act.

One handler serves all acts by the pattern of their address; programs that are made from the
description get a typed call for every act.  What a handler answers that makes the JSON of an answer
class is said by the class (``answers``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from litestar.handlers import HTTPRouteHandler

from tickbox_core.acts import Act, Acts
from tickbox_core.categories import fields_of
from tickbox_core.declarations import Figure, definitions, kind_of
from tickbox_core.declarations.outputs import ANY_JSON
from tickbox_server.api._common import ANSWER
from tickbox_server.links import API
from tickbox_server.papers import FiguresPaper

Document = Mapping[str, Any]
_PATTERN = f"{API}/areas/{{area}}/acts/{{stage}}/{{name}}"
_COMPONENTS = "#/components/schemas/"


def whole(
    document: Document,
    handlers: Iterable[HTTPRouteHandler],
    acts: Acts,
    figures: Iterable[Figure] = (),
) -> dict[str, Any]:
    """The description (OpenAPI 3.1) with every act in it, with every answer class and figure."""
    described = _with_figures(_without_loose_objects(document), figures)
    return _with_acts(_with_answers(described, handlers), acts)


def _with_figures(document: Document, figures: Iterable[Figure]) -> dict[str, Any]:
    """What components count stands among the figures."""
    name, schemas = FiguresPaper.__name__, document["components"]["schemas"]
    counted = {one.key: {"type": "integer", "default": 0} for one in figures}
    properties = {**counted, **schemas[name]["properties"]}
    told = {**schemas, name: {**schemas[name], "properties": properties}}
    return {**document, "components": {**document["components"], "schemas": told}}


def _without_loose_objects(document: Document) -> dict[str, Any]:
    """Where any JSON may stand it says so: strings and whole numbers, no fractions."""
    told: dict[str, Any] = _tighten(document)
    schemas = {**told["components"]["schemas"], "json": _in_document(ANY_JSON)}
    return {**told, "components": {**told["components"], "schemas": schemas}}


def _tighten(node: Any) -> Any:
    if isinstance(node, list):
        return [_tighten(one) for one in node]
    if not isinstance(node, Mapping):
        return node
    return {
        name: {"$ref": f"{_COMPONENTS}json"}
        if name == "additionalProperties" and one == {}
        else _tighten(one)
        for name, one in node.items()
    }


def _with_answers(document: Document, handlers: Iterable[HTTPRouteHandler]) -> dict[str, Any]:
    """The document with what handlers say that they answer."""
    paths, schemas = dict(document["paths"]), dict(document["components"]["schemas"])
    for handler in handlers:
        kind = handler.opt.get(ANSWER)
        if kind is None:
            continue
        schemas |= {name: _in_document(one) for name, one in definitions(kind).items()}
        content = {"application/json": {"schema": _in_document(kind.schema())}}
        for path in handler.paths:
            at = API + path.replace(":str}", "}")
            (method,) = (name.lower() for name in handler.http_methods if name != "HEAD")
            operation = paths[at][method]
            good = {**operation["responses"]["200"], "content": content}
            responses = {**operation["responses"], "200": good}
            paths[at] = {**paths[at], method: {**operation, "responses": responses}}
    return {
        **document,
        "paths": paths,
        "components": {**document["components"], "schemas": schemas},
    }


def _with_acts(document: Document, acts: Acts) -> dict[str, Any]:
    """The description with every act in it."""
    pattern = document["paths"][_PATTERN]
    schemas = {**document["components"]["schemas"], **_schemas(acts)}
    answers = [_answer(act) for act in acts.values()]
    every = {"anyOf": [one for at, one in enumerate(answers) if one not in answers[:at]]}
    paths = {
        **document["paths"],
        _PATTERN: {
            method: _answering(operation, {"$ref": f"{_COMPONENTS}AnyAnswer"})
            for method, operation in pattern.items()
        },
        **{f"{API}/areas/{{area}}/acts/{act.key}": _path(act, pattern) for act in acts.values()},
    }
    components = {**document["components"], "schemas": {**schemas, "AnyAnswer": every}}
    return {**document, "paths": paths, "components": components}


def _schemas(acts: Acts) -> dict[str, Any]:
    """What the acts' schemas refer to, by name."""
    found: dict[str, Any] = {}
    for act in acts.values():
        found |= act.schema.get("$defs", {}) | definitions(kind_of(act.answer))
    return {name: _in_document(schema) for name, schema in found.items()}


def _answer(act: Act) -> Any:
    return _in_document(kind_of(act.answer).schema())


def _path(act: Act, pattern: Document) -> dict[str, Any]:
    """The one operation of an act: a question with its fields in the address, or a deed."""
    method = "get" if act.reads else "post"
    operation = _answering(pattern[method], _answer(act))
    kept = [one for one in operation["parameters"] if one["name"] not in ("stage", "name")]
    if not act.second:
        kept = [one for one in kept if one["in"] != "header"]
    operation |= {
        "summary": act.title.en,
        "operationId": f"Act{''.join(part.title() for part in act.key.split('/'))}",
        "parameters": [*kept, *(_query_fields(act) if act.reads else ())],
    }
    operation["operationId"] = operation["operationId"].replace("-", "")
    if not act.reads:
        body = {name: one for name, one in act.schema.items() if name not in ("$schema", "$defs")}
        content = {"application/json": {"schema": _in_document(body)}}
        operation["requestBody"] = {"content": content, "required": True}
    return {method: operation}


def _query_fields(act: Act) -> list[dict[str, Any]]:
    """The fields of a question, as they are typed into its address."""
    return [
        {
            "name": field.key,
            "in": "query",
            "description": field.label.en,
            "schema": {"type": "string"},
            "required": field.required,
        }
        for field in fields_of(act.fields)
    ]


def _answering(operation: Document, answer: Any) -> dict[str, Any]:
    """An operation that answers so, and fails as it did."""
    schema = {
        "type": "object",
        "properties": {"answer": answer},
        "required": ["answer"],
        "additionalProperties": False,
    }
    good = {**operation["responses"]["200"], "content": {"application/json": {"schema": schema}}}
    return {**operation, "responses": {**operation["responses"], "200": good}}


def _in_document(schema: Any) -> Any:
    """A schema whose references lead to the document's components."""
    if isinstance(schema, Mapping):
        return {name: _in_document(one) for name, one in schema.items()}
    if isinstance(schema, list):
        return [_in_document(one) for one in schema]
    if isinstance(schema, str) and schema.startswith("#/$defs/"):
        return schema.replace("#/$defs/", _COMPONENTS)
    return schema
