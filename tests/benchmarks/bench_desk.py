"""The modules of benchmarks/, which is a folder to run and no package.

Its folder is put where `import` looks, as Python does when it runs; at the end, so that no other
test meets a module of that name.
"""

# ruff: noqa: E402 - the folder has to be known before what is in it
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
sys.path.append(str(BENCHMARKS))

import directories
import documents
import environments
import figures
import idle
import machine
import packages
import peers
import processes
import stopwatch
import table
import zipf

__all__ = [
    "BENCHMARKS",
    "directories",
    "documents",
    "environments",
    "figures",
    "idle",
    "machine",
    "packages",
    "peers",
    "processes",
    "stopwatch",
    "table",
    "zipf",
]
