"""What import-linter cannot see: foreign keys, choosers, task names, file budgets."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import BaseCommand, get_commands, load_command_class
from wagtail import blocks
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.coreutils import resolve_model_string
from wagtail.fields import StreamField

from lms.celery import app as celery

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LAYERS = PYPROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
# The first layer is the highest: a larger rank lies further down the hill.
RANK = {
    app.strip(" ()"): rank
    for rank, layer in enumerate(LAYERS)
    for app in layer.split("|")
}
OURS = [name for name in RANK if (ROOT / name / "apps.py").exists()]
BANNED = {"utils.py", "helpers.py", "selectors.py", "managers.py"}


def sources() -> list[Path]:
    files = (f for app in OURS for f in (ROOT / app).rglob("*.py"))
    return sorted(f for f in files if "migrations" not in f.parts)


def links_of(app: str):
    for model in apps.get_app_config(app).get_models():
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if target and not field.auto_created and target != "self":
                yield f"{model.__name__}.{field.name}", target


def choosers_in(block, path):
    """Models that a block, or any block within it, lets an author choose."""
    target = getattr(block, "target_model", None)
    if target is not None:
        yield path, resolve_model_string(target)
    if isinstance(block, StructBlock | StreamBlock):
        for name, child in block.child_blocks.items():
            yield from choosers_in(child, f"{path}.{name}")
    if isinstance(block, ListBlock):
        yield from choosers_in(block.child_block, f"{path}[]")


def chosen_in(app: str):
    for model in apps.get_app_config(app).get_models():
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                yield from choosers_in(
                    field.stream_block, f"{model.__name__}.{field.name}"
                )


@pytest.mark.parametrize("app", OURS)
def test_foreign_keys_and_choosers_point_downhill(app):
    for where, target in [*links_of(app), *chosen_in(app)]:
        other = target._meta.app_label
        if other in RANK and other != app:
            assert RANK[other] > RANK[app], f"{app}: {where} points uphill to {other}"


def test_every_app_stands_in_a_layer():
    installed = {a.label for a in apps.get_app_configs() if (ROOT / a.label).is_dir()}
    assert installed == set(OURS) | {"lms"}


ASKS = re.compile(r"send_task\(|ask_workers\(")


def test_every_queued_task_exists():
    celery.loader.import_default_modules()
    for source in sources():
        for name in re.findall(r'"([a-z_]+\.[a-z_]+)"', source.read_text()):
            if name.split(".")[0] in OURS and ASKS.search(source.read_text()):
                if name in apps_models():
                    continue
                assert name in celery.tasks, f"{source}: no task {name}"
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["task"] in celery.tasks


def apps_models() -> set[str]:
    return {m._meta.label_lower for m in apps.get_models()}


def test_no_helper_drawers_and_no_empty_files():
    for source in sources():
        assert source.name not in BANNED, source
        assert source.name == "__init__.py" or source.read_text().strip(), source


def functions() -> list[tuple[int, str]]:
    found = []
    for source in sources():
        nodes = ast.walk(ast.parse(source.read_text()))
        defined = (
            n for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
        )
        found += [(n.end_lineno - n.lineno + 1, f"{source}:{n.name}") for n in defined]
    return sorted(found)


def test_functions_stay_short():
    lengths = functions()
    assert lengths[-1][0] <= 60, lengths[-1]
    assert lengths[len(lengths) // 2][0] <= 8
    assert lengths[len(lengths) * 9 // 10][0] <= 25


def test_files_stay_small():
    lines = sorted(
        sum(bool(line.strip()) for line in source.read_text().splitlines())
        for source in sources()
        if source.name != "__init__.py"
    )
    assert lines[len(lines) // 2] <= 60
    assert lines[len(lines) * 9 // 10] <= 250
    assert lines[-1] <= 300


def test_blocks_know_their_labels():
    """Authors see Vietnamese: a block without a label would show its English name."""
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.get_fields():
                if isinstance(field, StreamField):
                    for name, child in field.stream_block.child_blocks.items():
                        assert isinstance(child, blocks.Block)
                        assert (
                            str(child.label) != name.replace("_", " ").capitalize()
                        ), name


def test_pages_handle_no_posts():
    from wagtail.models import Page

    for model in apps.get_models():
        if issubclass(model, Page) and model._meta.app_label in OURS:
            assert "POST" not in [str(m).upper() for m in model.allowed_http_methods], (
                model
            )


def test_commands_leave_djangos_own_methods_alone():
    """A command with a `check` of its own would break only on the command line."""
    for name, app in get_commands().items():
        if app in OURS or app == "lms":
            command = load_command_class(app, name)
            assert type(command).check is BaseCommand.check, name
