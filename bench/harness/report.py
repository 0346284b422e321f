"""A run as JSON and as Markdown."""

import json


def number(value):
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if value >= 1e6:
        return f"{value / 1e6:.1f} M"
    if isinstance(value, int) or value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.2f}" if value < 100 else f"{value:.0f}"


def table(columns, rows):
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(number(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def gate_row(gate):
    value = f"{number(gate['value'])} {gate['unit']}" if gate["value"] is not None else "–"
    sign = "≤" if gate["bound"] == "at most" else "≥"
    stretch = f"{sign} {number(gate['stretch'])}" if "stretch" in gate else ""
    held = "not measured" if gate["value"] is None else "held" if gate["held"] else "**missed**"
    if gate.get("stretch_held"):
        held = "held, stretch too"
    return [gate["name"], value, f"{sign} {number(gate['gate'])}", stretch, held, gate.get("note", "")]


def markdown(results):
    machine = results["machine"]
    text = ["# Benchmark results", "",
            f"{machine['date']}, size `{results['size']}`, {machine['processor']}, {machine['cores']} cores, "
            f"{machine['memory_GiB']} GiB, load before {machine['load_before'][0]}; {machine['sla']} at "
            f"{machine['commit']}, {machine['compiler']}.", "",
            "Times are medians of repetitions that took turns; ± is the median absolute deviation. Ratios are of "
            "CPU time within this run. Results were compared before any time was taken.", "", "## Gates", "",
            table(["gate", "value", "gate", "stretch", "", "note"], [gate_row(g) for g in results["gates"]])]
    if results["unavailable"]:
        text += ["", "## Not available", "",
                 table(["what", "reason"], [[u["name"], u["reason"]] for u in results["unavailable"]])]
    for part in results["tables"]:
        text += ["", f"## {part['title']}", ""]
        if part["text"]:
            text += [part["text"], ""]
        text.append(table(part["columns"], part["rows"]))
    peers = ", ".join(f"{name} {p['version']}" for name, p in machine["peers"].items() if p.get("available"))
    return "\n".join(text + ["", f"Peers: {peers or 'none'}.", ""])


def write(folder, results):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n")
    (folder / "results.md").write_text(markdown(results))
