"""Bytes of a file into text: UTF-8, or the GB 18030 that older Chinese spreadsheets write."""

from pathlib import Path

from simulator.language.errors import DataError


def read_text(path: Path) -> tuple[str, str | None]:
    """Read a text file and say whether it was not in UTF-8.

    Gives the text and a note, or None if there is nothing to note. Raises DataError for any other encoding.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path.name}: cannot be read ({error.strerror}); give a file that can") from None
    if b"\0" not in content:
        try:
            return content.decode("utf-8-sig"), None
        except UnicodeDecodeError:
            pass
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            text = ""
        if _looks_chinese(text):
            return text, f"{path.name} is not in UTF-8 and was read as GB 18030; check its Chinese names"
    raise DataError(f"{path.name}: the text is neither in UTF-8 nor in GB 18030; save it as 'CSV UTF-8'")


def _looks_chinese(text: str) -> bool:
    """Tell Chinese text from Western text, whose accented letters also happen to decode as rare characters."""
    foreign = [character for character in text if ord(character) > 127]
    common = sum(_is_common(character) for character in foreign)
    return common > len(foreign) / 2


def _is_common(character: str) -> bool:
    try:
        return len(character.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False
