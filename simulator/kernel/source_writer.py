"""Indented lines of a program."""


class Text:
    """A program being written; call it with a line and a trailing comment."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.depth = 0

    def __call__(self, line: str = "", note: str = "") -> None:
        self.lines.append(("    " * self.depth + line + (f"  # {note}" if note else "")).rstrip())

    def block(self, line: str) -> None:
        """Open a block."""
        self(line)
        self.depth += 1

    def end(self, blocks: int = 1) -> None:
        """Close blocks."""
        self.depth -= blocks
