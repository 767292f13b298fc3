"""Entry point of ``promptstudio`` and ``python -m promptstudio``."""

import sys


def main() -> int:
    """Run the command line, which opens the window when no command is given."""
    from promptstudio.cli.app import run

    return run()


if __name__ == "__main__":
    sys.exit(main())
