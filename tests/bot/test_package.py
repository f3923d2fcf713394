"""What ``pip install .`` brings: the programs, and every file of data that they read."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("knowledge", "bot", "cogs")


def committed() -> set[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", *ROOMS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return {name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()}


def packed() -> set[str]:
    """What setuptools would put into a wheel, relative to the checkout; nothing is built."""
    code = (
        "import tomllib\n"
        "from setuptools import Distribution, find_packages\n"
        "with open('pyproject.toml', 'rb') as file:\n"
        "    settings = tomllib.load(file)['tool']['setuptools']\n"
        "packages = find_packages(include=settings['packages']['find']['include'])\n"
        "distribution = Distribution({'packages': packages, 'package_data': settings['package-data'], 'script_name': ''})\n"
        "command = distribution.get_command_obj('build_py')\n"
        "command.build_lib = ''\n"
        "command.ensure_finalized()\n"
        "print('\\n'.join(command.get_outputs(include_bytecode=False)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return {Path(line).as_posix() for line in done.stdout.splitlines()}


def test_every_committed_file_of_the_program_is_packed() -> None:
    assert committed() - packed() == set()


def test_the_command_is_r2p() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"r2p": "bot.cli:main"}
