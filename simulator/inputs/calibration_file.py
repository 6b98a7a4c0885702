"""The calibration of a region as a file beside its tables: what runs load, with the digests of itself and of what it rests on."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from simulator.inputs.data_vintage import LATER
from simulator.kernel.inputs import Arrays
from simulator.language.errors import CalibrationError, DataError
from simulator.region.region import Region
from simulator.system.atomic import atomic_file

NAME = "calibration.npz"
# Tables whose cells the fit rests on; a calibration of other cells is refused.
TABLES = ("counties", "county_age_sex", "urban_share_by_age", "mortality", "rail", "province", "county_past", "province_past")
PARTS = ("constants", "members", "members_constants", "left_out")


@dataclass(frozen=True, eq=False)
class Calibration:
    """What was fitted: county constants [county], parameters, and equally weighted members of the constrained ensemble with
    their parameters [member] and county constants [member, county]; what each county was predicted from other cities [county];
    `about` tells how, and how far the spread of each parameter contracted; `fingerprint` are numbers of the model that was fitted
    (see run/fingerprint.py), empty in files written before 1.1."""

    counties: tuple[str, ...]
    constants: Arrays
    fitted: dict[str, float]
    members: Arrays
    members_constants: Arrays
    left_out: Arrays
    about: dict
    fingerprint: np.ndarray = field(default_factory=lambda: np.zeros(0))
    digest: str = field(default="")

    @property
    def size(self) -> int:
        """Number of members that ship."""
        return len(next(iter(self.members.values()), ()))

    def tell_members(self, count: int) -> Arrays:
        """The first members of the constrained ensemble: parameters [member] and county constants [member, county] by name.

        Raises CalibrationError for more members than ship.
        """
        if not 1 <= count <= self.size:
            raise CalibrationError(
                f"ensemble.members: the calibration holds {self.size} members, not {count}; give 1 to {self.size}"
            )
        arrays = {**self.members, **self.members_constants}
        return {name: value[:count].astype(float) for name, value in arrays.items()}


def digest_tables(region: Region) -> str:
    """A digest of the cells that a fit rests on, estimates with later weights left out."""
    whole = hashlib.sha256()
    for name in TABLES:
        if region.has(name):
            cells = region.table(name).drop(columns=list(LATER), errors="ignore")
            whole.update(f"{name} {cells.to_csv()}".encode())
    return whole.hexdigest()


def save_calibration(calibration: Calibration, path: Path) -> None:
    """Write a calibration, whole or not at all."""
    arrays = {
        f"{part}/{name}": value.astype(np.float32) if part == "members_constants" else value
        for part in PARTS
        for name, value in getattr(calibration, part).items()
    }
    about = json.dumps({"fitted": calibration.fitted, "about": calibration.about}, ensure_ascii=False, sort_keys=True)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_file(path) as file:
            np.savez_compressed(
                file, counties=np.array(calibration.counties), text=np.array(about), fingerprint=calibration.fingerprint, **arrays
            )
    except OSError as error:
        raise DataError(f"{path}: the calibration cannot be written there ({error.strerror}); name a folder that can") from None


def load_calibration(path: Path) -> Calibration:
    """Read a calibration. Raises CalibrationError when there is none, or it is not whole."""
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        text = json.loads(str(arrays["text"]))
        parts = {
            part: {name.partition("/")[2]: value for name, value in arrays.items() if name.startswith(f"{part}/")} for part in PARTS
        }
        return Calibration(
            tuple(str(each) for each in arrays["counties"]),
            fitted=text["fitted"],
            about=text["about"],
            digest=digest,
            fingerprint=arrays.get("fingerprint", np.zeros(0)),
            **parts,
        )
    except FileNotFoundError:
        raise CalibrationError(f"{path}: there is no such calibration; run calibrate") from None
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        raise CalibrationError(f"{path}: is no calibration, or not whole; run calibrate again") from None


def find_calibration(region: Region) -> Calibration | None:
    """The calibration that lies beside a region's tables, if there is one.

    Raises CalibrationError when it belongs to other counties or rests on other cells.
    """
    path = region.folder / NAME
    if not path.exists():
        return None
    calibration = load_calibration(path)
    if calibration.counties != tuple(region.table("counties").index):
        raise CalibrationError(f"{path}: has constants for other counties than the tables; run calibrate, or remove it")
    if calibration.about["tables"] != digest_tables(region):
        raise CalibrationError(f"{path}: was fitted to other tables than these; run calibrate, or remove it")
    return calibration
