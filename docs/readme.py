"""Make the outputs, figures and pictures in README.md anew, so that they say what the program does now: ``make docs``.

Runs every ``$`` line of the console blocks (``>`` goes on with it) in a fresh folder, where ``kg ingest`` among them
makes the store; writes its output below it, and stops at the first that fails; takes the figures of the ``dev`` sets
from ``docs/quality.md``; and photographs the drawings, where Chromium and playwright are there, as ``graph.png``,
``evidence.png``, ``timeline.png``, ``matrix.png`` and ``coalitions.png`` in ``docs/``.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
LONGEST = 14  # lines of output that are shown
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
FIGURES = re.compile(r"(?<=<!-- figures: docs/quality.md -->\n).*?(?=<!-- end -->)", re.DOTALL)
LEVELS = {
    "actor": "the right actor in the right sentence",
    "valence": "… and for, against or open",
    "type": "… and the right one of the twelve types",
    "triple": "… and the right target",
    "quad": "… and the right condition",
}


def run(command: str, folder: Path) -> str:
    """What a command prints, on both streams, cut to a readable length; ends the program if the command fails."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "KG_STORE": "demo/store", "COLUMNS": "110"}
    shell = ["bash", "-o", "pipefail", "-ec", command]
    done = subprocess.run(shell, cwd=folder, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        sys.exit(f"{command}\n{done.stdout}\nThis command of README.md failed; nothing was written.")
    lines = [line.rstrip() for line in done.stdout.strip("\n").splitlines()]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return "".join(f"{line}\n" for line in (lines if len(lines) <= LONGEST else [*lines[:LONGEST], " …"]))


def replayed(block: str, folder: Path) -> str:
    """A console block with the outputs of its commands as they are now."""
    commands: list[list[str]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            commands.append([line])
        elif line.startswith(">") and commands:
            commands[-1].append(line)
    return "\n".join("\n".join(c) + "\n" + run("\n".join(line[2:] for line in c), folder) for c in commands)


def figures(quality: str) -> str:
    """The F1 values of the dev sets as one table."""
    table = ["| found | German | English |", "|---|---|---|"]
    parts = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", quality, re.DOTALL | re.MULTILINE))
    rows = {
        lang: dict(re.findall(r"^\| (\w+) \| (\S+ \| \S+ \| \S+) \|", parts[f"dev.{lang}"], re.MULTILINE))
        for lang in ("de", "en")
    }
    for level, words in LEVELS.items():
        cells = []
        for lang in ("de", "en"):
            precision, recall, f1 = (float(x) for x in rows[lang][level].split(" | "))
            cells.append(f"{f1:.2f} ({precision:.2f}, {recall:.2f})")
        table.append(f"| {words} | {' | '.join(cells)} |")
    return "\n".join(table) + "\n"


def photographs(pages: dict[str, Path], first: dict[str, str]) -> None:
    """Pages of drawings as a visitor sees them on a laptop screen, in docs/ as NAME.png.

    ``first`` has what is clicked before the picture is taken, as a CSS selector, by the same names.
    """
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        browser = None
    if browser is None:
        print("The photographs are left as they are: they need chromium and playwright", file=sys.stderr)
        return
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        tab = chromium.new_page(viewport={"width": 1366, "height": 768}, color_scheme="light")
        for name, page in pages.items():
            tab.goto(page.as_uri())
            tab.wait_for_timeout(2000)
            if name in first:
                tab.locator(first[name]).first.click(force=True)
                tab.wait_for_timeout(1000)
            tab.screenshot(path=ROOT / "docs" / f"{name}.png")
        chromium.close()


def main() -> None:
    """Write README.md and the pictures of docs/."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "demo").mkdir()
        (folder / "data").symlink_to(ROOT / "data")
        text = README.read_text(encoding="utf-8")
        text = BLOCK.sub(lambda block: replayed(block[0], folder), text)
        text = FIGURES.sub(lambda _: figures((ROOT / "docs" / "quality.md").read_text(encoding="utf-8")), text)
        README.write_text(text, encoding="utf-8")
        run("kg draw --lang en --colour coalition --max-nodes 30 -o graph.html", folder)
        pages = {"graph": folder / "graph.html", "evidence": folder / "graph.html"}
        for kind in ("timeline", "matrix", "coalitions"):
            pages[kind] = folder / f"{kind}.html"
            run(f"kg draw --kind {kind} --lang en -o {kind}.html", folder)
        photographs(pages, {"evidence": "#panel [data-edge]", "matrix": "#chart svg [tabindex]"})


if __name__ == "__main__":
    main()
