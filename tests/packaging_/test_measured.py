"""Tables in documents are written by the command that stands beside them."""

import subprocess
import sys
from pathlib import Path


def test_the_output_of_the_command_takes_the_place_of_the_old_table(
    tmp_path: Path, checkout: Path
) -> None:
    document = tmp_path / "page.md"
    start, end = '<!-- measured: python -c "print(6 * 7)" -->', "<!-- end of measured -->"
    document.write_text(f"before\n{start}\nold\n{end}\nafter\n")
    script = checkout / "packaging" / "measured.py"
    subprocess.run([sys.executable, script, document], check=True, capture_output=True)
    assert document.read_text() == f"before\n{start}\n\n42\n\n{end}\nafter\n"
    subprocess.run([sys.executable, script, document, "--only", "none"], check=True)
    assert "42" in document.read_text()
