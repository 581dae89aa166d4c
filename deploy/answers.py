"""Answers of the services as lines a person reads in a terminal."""

from collections.abc import Mapping
from typing import Any

from deploy.client import Reply
from shared.vocabulary.codes import VERDICTS
from shared.vocabulary.quantities import pounds


def check_lines(answer: Mapping[str, Any]) -> list[str]:
    """The verdict first, then the cap it was held against, the rules and the workings."""
    cap = answer["cap"]
    lines = [f"{VERDICTS[answer['verdict']]}  (reference {answer['reference']})"]
    if cap:
        derived = f", derived by method {cap['method']}" if cap.get("derived") else ""
        lines.append(
            f"Cap: {pounds(cap['rate_pence'])} an hour, {cap['basis']}, "
            f"protocol {cap['version']} from {cap['valid_from']}{derived}"
        )
        lines.append(f"Source: {cap['citation']}")
    if answer.get("over_by_pence"):
        lines.append(f"Over by: {pounds(answer['over_by_pence'])} an hour")
    lines += [f"Why: {reason['message']}" for reason in answer["reasons"]]
    lines += [f"Rule {rule['rule']} ({rule['force']}): {rule['message']}" for rule in answer["rules"]]
    lines += [
        f"  {line['label']}: {pounds(line['pence'])}  [{line['source']}]" for line in answer["workings"]
    ]
    return lines


def receipt_lines(receipt: Mapping[str, Any]) -> list[str]:
    """Which revision it became, and every warning with what to copy into `explanations`."""
    lines = [f"{receipt['la_code']} {receipt['month']}: {told_status(receipt)}"]
    if receipt.get("digest"):
        lines.append(f"Digest: {receipt['digest']}")
    lines += [
        f"Warning {warning['code']} at {warning['where']}: {warning['message']}" for warning in _of(receipt)
    ]
    return lines


def told_status(receipt: Mapping[str, Any]) -> str:
    """What became of it; a dry run has a revision that it would be, and no status."""
    if receipt.get("dry_run"):
        return f"nothing was changed (dry run); it would be revision {receipt['revision']}"
    return f"{receipt['status']} as revision {receipt['revision']}"


def release_lines(release: Mapping[str, Any]) -> list[str]:
    """Its name, digest and what it restates."""
    lines = [f"Release {release['number']} of {release['quarter']} is published (id {release['id']})"]
    lines.append(f"Digest: {release['digest']}")
    if release.get("restates"):
        lines.append(f"Restates: {release['restates']}")
    return lines


def figure_lines(answer: Mapping[str, Any], kpi: str | None, la_code: str | None) -> list[str]:
    """A line a figure: KPI, area, value or status, what it was divided from, and who is left out."""
    about = f"release {answer['release']}" if answer["release"] else "working figures, not released"
    lines = [f"{answer['quarter']}: {about}"]
    for figure in answer["items"]:
        if kpi in (None, figure["kpi"]) and la_code in (None, figure["la_code"]):
            lines.append(_figure_line(figure))
    return lines


def _figure_line(figure: Mapping[str, Any]) -> str:
    area = figure["la_code"] or figure["region_code"]
    value = figure["value"] if figure["value"] is not None else f"[{figure['status']}]"
    mark = f" [{figure['status']}]" if figure["status"] and figure["value"] is not None else ""
    parts = ""
    if figure["numerator"] is not None and figure["denominator"] is not None:
        parts = f"  = {figure['numerator']} / {figure['denominator']}"
    left_out = f"  not included: {', '.join(figure['not_included'])}" if figure["not_included"] else ""
    return f"{figure['kpi']:24} {area:10} {value:>10}{mark}{parts}{left_out}"


def refusal_lines(reply: Reply) -> list[str]:
    """The refusal, then each problem: where, what and what to do."""
    problems = reply.body.get("problems", []) if isinstance(reply.body, dict) else []
    return [
        reply.told(),
        *(f"  {problem['where'] or '/'}: {problem['message']} {problem['fix']}" for problem in problems),
    ]


def _of(receipt: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    warnings: list[Mapping[str, Any]] = receipt.get("warnings", [])
    return warnings
