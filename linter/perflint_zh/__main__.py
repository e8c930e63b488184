"""The command `perflint`."""

import sys


def main() -> None:
    """Run the command line; `--version` is answered before anything is imported."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from perflint_zh import __version__

        print(f"perflint {__version__}")  # noqa: T201 -- the answer itself
        return
    from perflint_zh.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
