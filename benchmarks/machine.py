"""On what it was measured: the class of the machine, and the versions of all that took part."""

import json
import os
import platform
import re
import subprocess
from pathlib import Path
from typing import Any

from environments import PEERS, Bench, python_of

_OURS = ("deskaid", "textual", "rich", "sqlmodel", "sqlalchemy", "pydantic", "PyNaCl")
_VERSIONS = (
    "import importlib.metadata as m, json, platform, sqlite3, sys\n"
    "found = {'Python': platform.python_version(), 'SQLite': sqlite3.sqlite_version}\n"
    "found |= {name: m.version(name) for name in sys.argv[1:]}\n"
    "print(json.dumps(found))"
)


def machine() -> dict[str, Any]:
    """Return processor, cores, memory and system, and how busy the machine was just before."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": _memory(),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "load_before": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def in_words(machine: dict[str, Any]) -> str:
    """Return the class of a machine in one line."""
    memory = f", {machine['memory_gb']} GB" if machine["memory_gb"] else ""
    return f"{machine['cores']} x {machine['processor']}{memory}, {machine['system']}"


def versions(bench: Bench) -> dict[str, str]:
    """Return the versions of deskaid and its libraries, and of every peer that was used."""
    found = _asked([str(bench.python), "-c", _VERSIONS, *_OURS])
    known = dict(json.loads(found)) if found else {}
    for name, program in bench.found.items():
        if program is None:
            continue
        if name in PEERS:
            python = python_of(program.parent.parent)
            said = _asked([str(python), "-c", _VERSIONS, name])
            known[name] = json.loads(said)[name] if said else "?"
        else:
            said = _asked([str(program), "--version"])
            known[name] = said.split()[0] if said else "?"
    return known


def _asked(command: list[str]) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    return done.stdout.strip() if done.returncode == 0 else ""


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    if listed.is_file():
        named = re.search(r"model name\s*:\s*(.+)", listed.read_text(encoding="utf-8"))
        if named:
            return re.sub(r"\s+", " ", named[1]).strip()
    if platform.system() == "Darwin":
        return _asked(["sysctl", "-n", "machdep.cpu.brand_string"]) or platform.machine()
    return platform.processor() or platform.machine()


def _memory() -> int | None:
    """Return the gigabytes of memory, or None where the system does not say."""
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
    return round(total / 2**30)
