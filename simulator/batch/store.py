"""The stores of a study: members.zarr with who the members are, results.zarr with what each of them came to.

Both are in Zarr format 2, in which names and codes, being text, are readable by every reader. A chunk holds one chunk of members.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import xarray as xr
import zarr

from simulator.batch.selection import Selection
from simulator.batch.spec import BatchSpec
from simulator.sampling.designs import Design
from simulator.sampling.members import Members
from simulator.system.signals import defer_signals

MEMBERS, RESULTS = "members.zarr", "results.zarr"
MARKS = ("id", "seed")
FORMAT = 2
BYTES = 8
# Members that are drawn together; more would only take memory.
DRAWN = 4096


def estimate_bytes(spec: BatchSpec, selection: Selection, varied: int) -> int:
    """The most that the stores can come to, nothing of it compressed."""
    values = sum(len(names) * np.prod(selection.shape(level)) for level, names in selection.names.items())
    return int(BYTES * spec.members * (values * len(spec.scenarios) + varied + 2))


def write_members(design: Design, spec: BatchSpec, folder: Path) -> None:
    """Write who the members are: value [member, name], id and seed."""
    group = create_members(design, spec, folder)
    for first in range(0, spec.members, DRAWN):
        write_part(group, design.draw(first, min(first + DRAWN, spec.members)), first)
    consolidate(folder / MEMBERS)


@defer_signals()
def create_members(design: Design, spec: BatchSpec, folder: Path) -> zarr.Group:
    """Lay out the store of members, nobody in it yet."""
    names = np.array([v.name for v in design.varied] or [""])[: len(design.varied)]
    attrs = {"design": design.kind, "seed": design.seed}
    begin_group(folder / MEMBERS, xr.Dataset(coords={"name": ("name", names.astype(str))} if len(names) else {}, attrs=attrs))
    group = zarr.open_group(folder / MEMBERS, mode="r+", zarr_format=FORMAT)
    add_array(
        group,
        "value",
        ("member", "name"),
        (spec.members, len(names)),
        (spec.chunk_size, max(len(names), 1)),
        {"long_name": "value of what varies, in its unit"},
    )
    for mark in MARKS:
        add_array(group, mark, ("member",), (spec.members,), (max(DRAWN, spec.chunk_size),), {}, "<i8")
    # What has a value for each county, such as the constants of a calibration, is an array of its own.
    for name, each in design.draw(0, 1).values.items():
        if each.ndim > 1:
            add_array(group, name, ("member", f"{name}_place"), (spec.members, each.shape[1]), (spec.chunk_size, each.shape[1]), {})
    return group


@defer_signals()
def write_part(group: zarr.Group, part: Members, first: int) -> None:
    """Write some members, the first of which has this number."""
    whole = slice(first, first + len(part))
    names = [str(name) for name in group["name"][:]] if "name" in group else []
    if names:
        group["value"][whole] = np.column_stack([part.values[name] for name in names])
    for name, value in part.values.items():
        if value.ndim > 1:
            group[name][whole] = value
    group["id"][whole], group["seed"][whole] = part.ids, part.seeds


@defer_signals()
def consolidate(path: Path, level: str | None = None) -> None:
    """Put the descriptions of all arrays together, so that opening the store reads one file."""
    zarr.consolidate_metadata(path, path=level, zarr_format=FORMAT)


@defer_signals()
def read_members(folder: Path, kind: str, first: int, last: int) -> Members:
    """Some members of a study."""
    group = zarr.open_group(folder / MEMBERS, mode="r", zarr_format=FORMAT)
    names = group["name"][:].astype(str) if "name" in group else []
    rows = group["value"][first:last]
    values = {str(name): np.ascontiguousarray(rows[:, number]) for number, name in enumerate(names)}
    others = {name: array[first:last] for name, array in group.arrays() if name not in ("name", "value", *MARKS)}
    return Members(kind, group["id"][first:last], group["seed"][first:last], values | others)


@defer_signals()
def create_results(spec: BatchSpec, selection: Selection, attrs: dict, folder: Path) -> None:
    """Lay out the store of results: a group a level, in it a variable [scenario, member, year, place] each, nothing in it yet."""
    path = folder / RESULTS
    begin_group(path, xr.Dataset(attrs=attrs))
    ids = zarr.open_group(folder / MEMBERS, mode="r", zarr_format=FORMAT)["id"][:]
    for level, names in selection.names.items():
        years, places = selection.shape(level)
        dims = ("scenario", "member", "year", level) if level != "province" else ("scenario", "member", "year")
        coords = {"scenario": np.array(spec.names).astype(str), "member": ids, "year": np.array(selection.years)}
        if level != "province":
            coords[level] = selection.places[level][0].to_numpy(str)
        begin_group(path, xr.Dataset(coords=coords, attrs=attrs), level)
        group = zarr.open_group(path, path=level, mode="r+", zarr_format=FORMAT)
        for name in names:
            shape = (len(spec.names), spec.members, years, places)[: len(dims)]
            add_array(group, name, dims, shape, (shape[0], spec.chunk_size, *shape[2:]), spec.labels.get(name, {}))
        consolidate(path, level)
    consolidate(path)


def begin_group(path: Path, dataset: xr.Dataset, group: str | None = None) -> None:
    """A group with its coordinates and attributes."""
    dataset.to_zarr(path, group=group, mode="a" if group else "w", zarr_format=FORMAT, consolidated=False)


def add_array(
    group: zarr.Group,
    name: str,
    dims: tuple[str, ...],
    shape: tuple[int, ...],
    chunks: tuple[int, ...],
    attrs: dict,
    kind: str = "<f8",
) -> zarr.Array:
    """An empty array that xarray reads."""
    # Of whole numbers none stands for what is missing.
    empty = np.nan if kind == "<f8" else None
    chunks = tuple(max(1, min(chunk, size)) if size else 1 for chunk, size in zip(chunks, shape, strict=True))
    return group.create_array(
        name, shape=shape, chunks=chunks, dtype=kind, fill_value=empty, attributes={"_ARRAY_DIMENSIONS": list(dims), **attrs}
    )


@defer_signals()
def write_results(folder: Path, selection: Selection, values: dict[str, np.ndarray], first: int) -> None:
    """Write the values [name, scenario, member, year, place] of some members, by level, into their region of the store."""
    for level, names in selection.names.items():
        group = zarr.open_group(folder / RESULTS, path=level, mode="r+", zarr_format=FORMAT, use_consolidated=False)
        for name, value in zip(names, values[level], strict=True):
            whole = value[..., 0] if level == "province" else value
            group[name][:, first : first + value.shape[1]] = whole


@defer_signals()
def read_results(folder: Path, selection: Selection, level: str, first: int, last: int) -> np.ndarray:
    """The values [name, scenario, member, year, place] of some members at a level."""
    group = zarr.open_group(folder / RESULTS, path=level, mode="r", zarr_format=FORMAT, use_consolidated=False)
    values = np.stack([group[name][:, first:last] for name in selection.names[level]])
    return values[..., None] if level == "province" else values


def walk_results(folder: Path, selection: Selection, level: str, name: str, most: int) -> Iterator[tuple[tuple, np.ndarray]]:
    """A variable in slices of whole members that hold no more than so many values: (scenario, years) and the slice [member,
    year, place]."""
    array = zarr.open_group(folder / RESULTS, path=level, mode="r", zarr_format=FORMAT, use_consolidated=False)[name]
    scenarios, members, years, *places = array.shape
    at_once = max(1, most // max(1, members * int(np.prod(places))))
    for scenario in range(scenarios):
        for first in range(0, years, at_once):
            part = slice(first, min(first + at_once, years))
            with defer_signals():
                value = array[scenario, :, part]
            yield (scenario, part), value[..., None] if level == "province" else value


def remove_partial(folder: Path) -> None:
    """Remove what a write that was cut short has left."""
    for path in (folder / RESULTS).rglob("*.partial"):
        path.unlink(missing_ok=True)


def measure_store(folder: Path) -> int:
    """Bytes of the stores on the disk."""
    return sum(path.stat().st_size for name in (MEMBERS, RESULTS) for path in (folder / name).rglob("*") if path.is_file())


def drop_results(folder: Path) -> None:
    """Remove results that were kept only to work out quantiles."""
    shutil.rmtree(folder / RESULTS, ignore_errors=True)
