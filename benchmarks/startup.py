"""How long the command line takes to answer, beside the bare import of click.

    python benchmarks/startup.py [ROUNDS]

Prints, for each, the least and the median of ROUNDS runs (default 15), taken in turns so that a busy machine slows all
alike; exits with 1 if ``kg --help`` takes more than twice the time of ``python -c "import click"``.
"""

import statistics
import subprocess
import sys
import time

PYTHON = [sys.executable]
RUNS = {
    'python -c "pass"': ["-c", "pass"],
    'python -c "import click"': ["-c", "import click"],
    "kg --help": ["-m", "kg", "--help"],
    "kg query --help": ["-m", "kg", "query", "--help"],
    "kg query --list": ["-m", "kg", "query", "--list"],
}


def seconds(arguments: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run([*PYTHON, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    times: dict[str, list[float]] = {name: [] for name in RUNS}
    for _ in range(rounds):
        for name, arguments in RUNS.items():
            times[name].append(seconds(arguments))
    for name, measured in times.items():
        print(f"{name:28} least {min(measured):.3f} s   median {statistics.median(measured):.3f} s")
    ratio = min(times["kg --help"]) / min(times['python -c "import click"'])
    print(f"kg --help takes {ratio:.2f} times the import of click (at most 2)")
    return int(ratio > 2)


if __name__ == "__main__":
    sys.exit(main())
