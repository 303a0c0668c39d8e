"""Let a coverage-guided fuzzer look for inputs that break a target: `make fuzz`, or `python tests/fuzz/fuzz.py json`.

What it has learned stays in `.fuzz/`, so that the next run goes on from there. An input that breaks a target is kept
there too, as `crash-...`: mend the mechanism, and add the input to `FOUND` in `fuzz_seeds.py`.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".fuzz"
TIMEOUT_S = 5
"""For one input, with every line counted: without the fuzzer it is a tenth of it."""
LENGTH_MAX = 4096


def main() -> int:
    """Fuzz one target in this process, or all of them one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", nargs="?", help="one of the targets; without it all take turns")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    chosen = parser.parse_args()
    sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
    if chosen.target:
        fuzz(chosen.target, chosen.seconds)
        return 0
    from fuzz_targets import TARGETS

    return max(run_apart(target, chosen.seconds) for target in TARGETS)


def run_apart(target: str, seconds: int) -> int:
    """Fuzz a target in a process of its own, which the fuzzer ends; print a line of figures and return 0 if it held."""
    command = [sys.executable, __file__, target, "--seconds", str(seconds)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)  # noqa: S603 - ourselves
    runs = re.search(r"number_of_executed_units: (\d+)", ran.stderr)
    held = "held" if ran.returncode == 0 else f"BROKE, see {KEPT / target}"
    print(f"fuzz {target}: {runs[1] if runs else 'unknown'} runs in {seconds} s, {held}", flush=True)  # noqa: T201
    if ran.returncode:
        print(ran.stdout[-2000:], ran.stderr[-4000:], sep="\n", flush=True)  # noqa: T201
    return ran.returncode


def fuzz(target: str, seconds: int) -> None:
    """Fuzz a target until it breaks or the time is over; the fuzzer then ends the process."""
    import atheris

    with atheris.instrument_imports(include=["assistant", "tomllib", "json"]):
        from fuzz_targets import TARGETS
    from fuzz_seeds import make_seeds

    folder = KEPT / target
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(make_seeds(target)):
        (folder / f"seed-{number}").write_bytes(seed)
    options = [
        f"-max_total_time={seconds}",
        f"-timeout={TIMEOUT_S}",
        f"-max_len={LENGTH_MAX}",
        f"-artifact_prefix={folder}/",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(folder)], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
