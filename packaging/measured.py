"""Write measured tables into a document: each stands between two marks that name its command.

    python packaging/measured.py README.md [--only TEXT]

The marks are ``<!-- measured: COMMAND -->`` and ``<!-- end of measured -->``; the command is run
in the checkout and its standard output takes the place of what stood between them.
"""

import argparse
import re
import shlex
import subprocess
import sys
from pathlib import Path

_BLOCK = re.compile(r"(<!-- measured: (.+?) -->\n)(.*?)(<!-- end of measured -->)", re.DOTALL)


def main() -> int:
    """Run the commands of a document and put their output in."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("document", type=Path)
    parser.add_argument("--only", default="", help="only commands that contain this text")
    options = parser.parse_args()
    text = options.document.read_text(encoding="utf-8")

    def fill(block: re.Match[str]) -> str:
        start, command, _, end = block.groups()
        if options.only not in command:
            return block.group(0)
        print(f"running: {command}", flush=True)
        return f"{start}\n{_output(command)}\n{end}"

    options.document.write_text(_BLOCK.sub(fill, text), encoding="utf-8")
    return 0


def _output(command: str) -> str:
    words = shlex.split(command)
    if words[0] == "promptstudio":
        words = [sys.executable, "-m", *words]
    elif words[0] == "python":
        words[0] = sys.executable
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
