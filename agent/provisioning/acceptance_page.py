"""The acceptance report as one HTML page: no script, nothing from a network, light, dark, paper.

The page carries the signed file whole. Whoever has the page can check it: the signature fits the
file, and the page is, byte for byte, the one that the file gives.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape, unescape

import segno

from agent.provisioning.acceptance import Report, Signed, Wrong, file_of, read_file, short_form
from agent.provisioning.acceptance_pictures import bars, connections
from agent.provisioning.acceptance_style import STYLE

OPENS, CLOSES = '<pre class="signed">', "</pre>"
MAX_PAGE_BYTES = 2_000_000
SIGNS = {
    "done": ("good", "\N{CHECK MARK} done"),
    "not needed": ("quiet", "\N{EN DASH} not needed"),
    "to do": ("open", "\N{WHITE CIRCLE} to do"),
    "trouble": ("bad", "\N{BALLOT X} trouble"),
}


def page_of(signed: Signed) -> str:
    """Return the document of a report whose signature was checked."""
    report = signed.report
    title = f"Acceptance report: {report.home or report.member}"
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escape(title)}</title>",
            f"<style>{STYLE}</style></head><body><main>",
            *_head(report),
            *_pictures(report),
            *_steps(report),
            *_devices(report),
            *_links(report),
            *_proof(signed),
            *_people(report),
            "</main></body></html>",
            "",
        ]
    )


def read_page(text: str) -> Signed | Wrong:
    """Return the report of a page that is, byte for byte, what its signed file gives."""
    if len(text) > MAX_PAGE_BYTES or text.count(OPENS) != 1:
        return Wrong("It is no acceptance report's page.")
    inner = text.partition(OPENS)[2].partition(CLOSES)[0]
    signed = read_file(unescape(inner))
    if isinstance(signed, Wrong):
        return signed
    if page_of(signed) != text:
        return Wrong(
            f"The page is not the one that gridhearth {signed.report.version} makes of the signed"
            " report in it: it was changed, or another version made it. Check the JSON file."
        )
    return signed


def utc(at_ms: int) -> str:
    """Return `2026-11-22 13:45 UTC`."""
    return datetime.fromtimestamp(at_ms // 1_000, UTC).strftime("%Y-%m-%d %H:%M UTC")


def _head(report: Report) -> list[str]:
    style, words = ("good", "accepted") if report.accepted else ("open", "not accepted yet")
    return [
        f"<header><h1>Acceptance report: {escape(report.home or 'a home')}</h1>",
        f"<p>Written {utc(report.at_ms)} by gridhearth {escape(report.version)}. Member "
        f'<span class="name">{report.member}</span> of the market '
        f'<span class="name">{report.contract}</span> on chain {report.chain_id}; settlement meter '
        f'<span class="name">{escape(report.meter)}</span>.</p>',
        f'<p class="verdict {style}">{words}</p></header>',
    ]


def _pictures(report: Report) -> list[str]:
    names = {one.key: one.name for one in report.devices}
    lines = ["<section><h2>What is connected</h2>", connections(report), "</section>"]
    lines.append("<section><h2>Live checks</h2>")
    if not report.checks:
        lines.append('<p class="quiet">No meter was checked with a load.</p></section>')
        return lines
    lines += [
        "<p class='quiet'>A load of known power was switched on while the meter was watched: sign"
        " and scale are right where both bars are alike.</p>",
        bars(report.checks, names),
        "</section>",
    ]
    return lines


def _steps(report: Report) -> list[str]:
    rows = []
    for one in report.steps:
        style, words = SIGNS[one.state]
        rows.append(
            f'<tr><td class="sign {style}">{words}</td><td>{escape(one.title)}</td>'
            f"<td>{escape(one.words)}</td></tr>"
        )
    return ["<section><h2>Checklist</h2>", *_table(("", "step", "how it stands"), rows)]


def _devices(report: Report) -> list[str]:
    relays = {one.key: one for one in report.relays}
    rows = []
    for one in report.devices:
        relay = relays.get(one.key)
        tested = "" if relay is None else "on and off seen" if relay.passed else "not tested"
        cells = (
            escape(one.name),
            escape(one.role),
            f'<span class="name">{escape(one.address)}</span>',
            escape(" ".join(part for part in (one.model, one.firmware) if part)),
            "" if one.signal_lqi is None else str(one.signal_lqi),
            tested or f"{one.import_wh} Wh drawn, {one.export_wh} Wh given",
        )
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    if report.devices_without_role:
        rows.append(
            f'<tr><td colspan="6">{report.devices_without_role} more devices have no role.</td></tr>'
        )
    heads = ("name", "role", "address", "model, firmware", "signal (0-255)", "state")
    return ["<section><h2>Devices</h2>", *_table(heads, rows)]


def _links(report: Report) -> list[str]:
    height = "" if report.height is None else f", block {report.height} proven"
    backup = "none" if report.backup_ms is None else utc(report.backup_ms)
    told = (
        ("clock", f"{report.clock}: {report.clock_sentence}".strip(": ")),
        ("chain", f"{report.chain}{height}"),
        ("nodes", ", ".join(report.nodes) or "none named"),
        ("broker", report.broker),
        ("radio", f"{report.radio_stick or report.radio or 'none'}"),
        ("backup of the radio network", backup),
        ("storage unit", report.storage or "none"),
    )
    rows = [f"<tr><td>{name}</td><td>{escape(words)}</td></tr>" for name, words in told]
    return ["<section><h2>Connections</h2>", *_table(("what", "how it stands"), rows)]


def _proof(signed: Signed) -> list[str]:
    short = short_form(signed.digest, signed.signature)
    picture = segno.make(short, error="m").svg_inline(scale=3, border=2, omitsize=False)
    text = file_of(signed.document, signed.signature)
    return [
        '<section><h2>Signature</h2><div class="proof">',
        f'<div class="qr">{picture}</div>',
        '<div class="words"><p>Signed by the home\'s report key '
        f'<span class="name">{signed.signer}</span>. The picture holds digest and signature:</p>',
        f'<p class="name">{signed.digest.hex()}</p><p class="name">{signed.signature.hex()}</p>',
        "<p>Anybody can check it: <code>gridhearth commission verify FILE</code></p></div></div>",
        f"<details><summary>The signed report</summary>{OPENS}{escape(text)}{CLOSES}</details>",
        "</section>",
    ]


def _people(report: Report) -> list[str]:
    done = report.handover
    if done is None:
        return ["<footer><p>This home has not been handed over yet.</p></footer>"]
    return [
        '<div class="signatures">',
        f"<p>{escape(done.installer)}, installer</p><p>{escape(done.customer)}, customer</p></div>",
        f"<footer><p>Handed over {utc(done.at_ms)}.</p></footer>",
    ]


def _table(heads: Sequence[str], rows: Sequence[str]) -> list[str]:
    if not rows:
        return ['<p class="quiet">None.</p></section>']
    head = "".join(f"<th>{name}</th>" for name in heads)
    return [
        f"<table><thead><tr>{head}</tr></thead><tbody>",
        *rows,
        "</tbody></table></section>",
    ]
