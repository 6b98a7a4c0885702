"""What is printed after a run says the same in both languages."""

from simulator.cli.summary import NOTES


def test_calibration_and_drivers_are_told_in_both_languages():
    for language, notes in NOTES.items():
        told = "".join(notes).format_map(
            {name: f"<{name}>" for name in ("comment", "made_up", "levers_moved", "levers_moved_zh", "drivers", "calibration")}
        )
        assert "<drivers>" in told and "<calibration>" in told, language
