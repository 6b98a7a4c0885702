"""Find the cheapest portfolio of levers that meets targets with a given probability: Pareto front, portfolio, costs."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import yaml
from rich.console import Console

from simulator.batch.locks import LOCK, hold
from simulator.batch.optimize import choose, find_front, search_mixes, thin
from simulator.batch.portfolio import COST, TRIED, Answer, Memory, Mix, Trials, make_scenario, prepare_trials
from simulator.batch.provenance import find_provenance
from simulator.batch.selection import Selection
from simulator.batch.target_probability import list_scored
from simulator.cli.jobs import Job
from simulator.cli.members import choose_design
from simulator.cli.options import Options
from simulator.cli.output_folder import check_free, choose_folder
from simulator.cli.progress import show_progress
from simulator.cli.region import load_once
from simulator.cli.sweep import write_tables
from simulator.inputs.region_inputs import load_region_inputs
from simulator.language.errors import ScenarioError, suggest
from simulator.model.graph import Model
from simulator.run.results import load_labels
from simulator.run.setup import RunSetup, load_model
from simulator.sampling import override, tell_members

NAME = "cheapest"
TITLE = {"zh": "最低成本组合", "en": "Cheapest mix"}
DRIVERS = "observed_2025"
BILLION = 1e9
SAID = {
    "en": {
        "found": "The cheapest of {tried} mixes that meets {goals} in at least {wanted:.0%} of {members} members costs "
        "{cost:,.1f} billion yuan of programmes by {year}; it meets them in {probability:.0%}.",
        "none": "None of {tried} mixes meets {goals} in {wanted:.0%} of {members} members; the surest meets them in "
        "{probability:.0%} and costs {cost:,.1f} billion yuan of programmes by {year}.",
        "never": "No mix met {codes} in half of the members: name the others with design.targets, let levers go further "
        "(design.max_strength), or run longer (design.trials).",
        "fresh": "With other members (seed {seed}), the same mix meets them in {probability:.0%}.",
        "mix": "Levers of the mix: {levers}. All others stay at 2020 practice.",
        "lever": "{text}: {value:.4g} {unit} (plan {plan:.4g})",
        "places": "It costs most in {places}.",
        "written": "Written to {folder}",
    },
    "zh": {
        "found": "试过 {tried} 个组合：在至少 {wanted:.0%} 的 {members} 个成员中达到 {goals} 的组合中，最便宜者到 {year} 年"
        "政策支出 {cost:,.1f} 十亿元，达标概率 {probability:.0%}。",
        "none": "试过 {tried} 个组合，均未在 {wanted:.0%} 的 {members} 个成员中达到 {goals}；最可靠者达标概率 "
        "{probability:.0%}，到 {year} 年政策支出 {cost:,.1f} 十亿元。",
        "never": "没有组合在半数成员中达到 {codes}：可用 design.targets 指定其他目标，放宽 design.max_strength，或增加 design.trials。",
        "fresh": "换用其他成员（种子 {seed}），该组合达标概率 {probability:.0%}。",
        "mix": "组合中的杠杆：{levers}。其余维持 2020 年做法。",
        "lever": "{text}：{value:.4g} {unit}（规划 {plan:.4g}）",
        "places": "支出最多之处：{places}。",
        "written": "已写入 {folder}",
    },
}


def check_design(job: Job) -> None:
    """Targets and levers exist, Optuna is installed, and the folder is empty or holds a search."""
    options = job.options
    find_goals(options)
    list_levers(load_model(), options)
    folder = choose_folder(options.out)
    if not (folder / TRIED).exists() and not (folder / LOCK).exists():
        check_free(folder)


def find_goals(options: Options) -> list[dict]:
    """The targets that are to be met."""
    scored = list_scored(load_once(options.region).table("targets"), options.last_year)
    codes = [target["code"] for target in scored]
    for code in options.design.targets or ():
        if code not in codes:
            raise ScenarioError(f"design.targets: no target '{code}' is scored before the run ends; {suggest(code, codes)}")
    if not scored:
        raise ScenarioError("design.targets: no target of the region is scored before the run ends; let it run longer")
    return [target for target in scored if target["code"] in (options.design.targets or codes)]


def list_levers(model: Model, options: Options) -> list[str]:
    """The levers of the portfolios: by default all that the plan moves."""
    known = {v.name: v for v in model.of_kind("lever")}
    for name in options.design.levers or ():
        if name not in known:
            raise ScenarioError(f"design.levers: there is no lever '{name}'; {suggest(name, known)}")
        if known[name].plan == known[name].base:
            raise ScenarioError(f"design.levers: the plan leaves '{name}' where it was, so that it has no strength; leave it out")
    return list(options.design.levers or [name for name, v in known.items() if v.plan != v.base])


def run_design(job: Job, console: Console) -> Path:
    """Search the cheapest portfolio and write the results."""
    options, model = job.options, load_model()
    folder, asked = choose_folder(options.out), options.design
    levers, goals = list_levers(model, options), find_goals(options)
    folder.mkdir(parents=True, exist_ok=True)
    with hold(folder), tell_stop(folder):
        trials = prepare(model, options, goals, options.seed)
        memory = Memory(folder, list_settings(job, trials))
        with show_progress(console) as progress:
            try_mix = remember(trials, memory, levers, lambda done: progress("mixes", done, max(asked.trials, done)))
            tried = search_mixes(levers, asked.max_strength, asked.trials, asked.batch, options.seed, try_mix)
            mix, answer = choose(find_front(tried), asked.probability)
            mix, answer = thin(mix, answer, try_mix, asked.probability)
            tried.append((mix, answer))
        front = find_front(tried)
        fresh = None if options.ensemble.kind in ("single", "file") else prepare(model, options, goals, options.seed + 1)
        again = fresh and fresh.run(make_scenario(mix, NAME, TITLE, trials.drivers))
        write_design(folder, model, trials, front, (mix, answer), again, options)
    say(console, model, trials, tried, (mix, answer), again, options, folder)
    return folder


@contextlib.contextmanager
def tell_stop(folder: Path) -> Iterator[None]:
    """Add to an interrupt how the search is resumed."""
    try:
        yield
    except KeyboardInterrupt:
        raise KeyboardInterrupt(
            f"stopped; the mixes that were tried are kept in {folder}, and the same command with out={folder} goes on from there"
        ) from None


def prepare(model: Model, options: Options, goals: list[dict], seed: int) -> Trials:
    """The evaluator of portfolios: its members, whose initial states are computed once."""
    region_inputs = load_region_inputs(model, load_once(options.region))
    design = choose_design(options.model_copy(update={"seed": seed}))
    parameters, baseline, moved = tell_members(model, design.draw())
    fixed = override(model, parameters, options.parameters, options.extrapolate)
    setup = RunSetup(model, region_inputs, fixed, baseline, options.steps, options.last_year, moved)
    selection = Selection(model, region_inputs, {"province": (COST,), "county": (COST,)}, (options.last_year,), options.last_year)
    return prepare_trials(setup, selection, goals, options.drivers or DRIVERS, NAME)


def list_settings(job: Job, trials: Trials) -> dict[str, object]:
    """All settings that change an evaluation."""
    region_inputs = trials.setup.region_inputs
    return {
        "options": job.options.model_dump(mode="json", exclude={"out", "figures", "language"}),
        "data": region_inputs.region.digest,
        "design": choose_design(job.options).digest,
        "provenance": find_provenance(trials.setup.model, region_inputs.calibration),
    }


def remember(trials: Trials, memory: Memory, levers: list[str], tell: Callable[[int], None]) -> Callable[[Mix], Answer]:
    """A function that evaluates a portfolio, unless it is in memory."""

    def try_mix(mix: Mix) -> Answer:
        key = [mix[lever] for lever in levers]
        answer = memory.recall(key)
        if answer is None:
            answer = trials.run(make_scenario(mix, NAME, TITLE, trials.drivers))
            memory.keep(key, answer)
        tell(len(memory.known))
        return answer

    return try_mix


def write_design(
    folder: Path,
    model: Model,
    trials: Trials,
    front: list[tuple[Mix, Answer]],
    chosen: tuple[Mix, Answer],
    again: Answer | None,
    options: Options,
) -> None:
    """Write the Pareto front, the portfolio as a table and as a scenario file, its targets, and its costs by county."""
    mix, answer = chosen
    region_inputs, region = trials.setup.region_inputs, trials.setup.region_inputs.region
    rows = [
        {"cost_billion_yuan": each.cost / BILLION, "probability": each.probability, "chosen": tried == mix, **each.each, **tried}
        for tried, each in front
    ]
    goals = [
        {
            "code": each["code"],
            "text_en": each["text_en"],
            "text_zh": each["text_zh"],
            "probability": answer.each[each["code"]],
            "with_other_members": again.each[each["code"]] if again else None,
        }
        for each in trials.targets
    ]
    counties = region_inputs.counties
    places = pd.DataFrame(
        {
            "county": counties.index,
            "name": counties["name"],
            "name_en": counties["name_en"],
            "city": counties["city"],
            "cost_million_yuan": answer.places / 1e6,
        }
    )
    write_tables(
        {
            "front": pd.DataFrame(rows),
            "mix": pd.DataFrame(list_mix(model, mix)),
            "goals": pd.DataFrame(goals),
            "costs": places.sort_values("cost_million_yuan", ascending=False),
        },
        folder,
        bool(region.synthetic),
    )
    content = {
        "title": TITLE,
        "levers": {"all": {"strength": 0.0}} | {lever: {"strength": strength} for lever, strength in mix.items() if strength > 0.0},
    }
    (folder / f"{NAME}.yaml").write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    if options.figures:
        from simulator.report.charts.figures import save_figure
        from simulator.report.charts.pareto_front import draw_pareto_front

        points = [(each.cost / BILLION, each.probability) for _, each in [*front, chosen]]
        figure = draw_pareto_front(
            points[:-1],
            points[-1],
            options.design.probability,
            region.title,
            options.last_year,
            options.language,
            bool(region.synthetic),
        )
        save_figure(figure, folder / "figures", "front")


def list_mix(model: Model, mix: Mix) -> list[dict]:
    """The levers of a portfolio: the value of each, in its unit and as a share of the plan."""
    rows = []
    for name, strength in mix.items():
        v = model[name]
        value = min(max(v.base + strength * (v.plan - v.base), v.low), v.high)
        rows.append(
            {
                "id": v.group,
                "lever": name,
                "strength": strength,
                "value": value,
                "practice": v.base,
                "plan": v.plan,
                "unit": str(v.unit),
                "text_en": v.description,
                "text_zh": load_labels().get(name, ""),
                "section": v.source,
            }
        )
    return sorted(rows, key=lambda row: -row["strength"])


def say(
    console: Console,
    model: Model,
    trials: Trials,
    tried: list,
    chosen: tuple[Mix, Answer],
    again: Answer | None,
    options: Options,
    folder: Path,
) -> None:
    """The result in sentences."""
    said, (mix, answer), asked = SAID[options.language], chosen, options.design
    told = {
        "tried": len(tried),
        "goals": ", ".join(answer.each),
        "wanted": asked.probability,
        "members": trials.setup.members,
        "cost": answer.cost / BILLION,
        "year": options.last_year,
        "probability": answer.probability,
    }
    sentences = [said["found" if answer.probability >= asked.probability else "none"].format(**told)]
    never = [code for code in answer.each if max(each.each[code] for _, each in tried) < 0.5]
    if never and answer.probability < asked.probability:
        sentences.append(said["never"].format(codes=", ".join(never)))
    if again:
        sentences.append(said["fresh"].format(seed=options.seed + 1, probability=again.probability))
    chinese = options.language == "zh"
    text = "text_zh" if chinese else "text_en"
    levers = [
        said["lever"].format(text=row[text], value=row["value"], unit=row["unit"], plan=row["plan"])
        for row in list_mix(model, mix)
        if row["strength"] > 0.0
    ]
    sentences.append(said["mix"].format(levers="; ".join(levers) or "-"))
    counties = trials.setup.region_inputs.counties
    dear = pd.Series(answer.places, counties["name" if chinese else "name_en"]).nlargest(3)
    sentences += [
        said["places"].format(places=", ".join(f"{name} ({cost / BILLION:.2f})" for name, cost in dear.items())),
        said["written"].format(folder=folder),
    ]
    for sentence in sentences:
        console.print(sentence, highlight=False, soft_wrap=True, markup=False)
