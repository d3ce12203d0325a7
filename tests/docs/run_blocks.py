#!/usr/bin/env python3
"""Runs the code blocks of README.md and docs/: commands as they stand, JSON and scenarios through the program that reads them.

    run_blocks.py PROGRAM SOURCE FOLDER [PAGE...]      FOLDER is made anew

Every block has a language, and every language has a reader here or a test that is named here. In commands, port 8180 is a
free one, load runs last a second, and what is not ours (npm, docker, mpirun) is stood in for by scripts. A command of
sellsign may end as exit codes say of runs, but not with wrong usage; every other command has to succeed.
"""
import contextlib
import json
import os
import pathlib
import random
import re
import shutil
import socket
import subprocess
import sys

# Languages that other tests read: tests/<what>.
ELSEWHERE = {"http": "mock_server/advice_test.cpp", "nginx": "proxies/run.sh", "apache": "proxies/run.sh",
             "cpp": "consumer/main.cpp", "json fault": "mock_server/fault_rules_test.cpp",
             "json faults": "mock_server/fault_rules_test.cpp", "json clock": "mock_server/fault_rules_test.cpp",
             "json advance": "mock_server/fault_rules_test.cpp"}
STEP = ('{"id": "read", "call": "customer.getCustomer", "with": {"number": "A"}, '
        '"expect": [{"status": 200, "source": "doc.wire.success-json"}]}')
FEEDERS = '"feeders": {}'
LOAD = '"load": {"profiles": {"steady": {"model": "open", "rate": "20/s", "duration": "1s"}}}'


def scenario_of(feeders=FEEDERS, load=LOAD):
    return '{"scenario": "mine", "about": "of a test", %s, "steps": [%s], %s}' % (feeders, STEP, load)


FRAGMENT = '{"fragment": "customer", "about": "of a test", "steps": [%s]}' % STEP.replace('"read"', '"needed"')
SEED = ('{"customers": [{"number": "S1", "civility": "MADAME", "firstname": "Ada", "lastname": "Exemple", "email": '
        '"ada@example.org", "cell_phone": "0600000000", "address_1": "1", "postal_code": "1", "city": "Aix", "country": '
        '"FR", "customer_code": "C"}]}')

PRELUDE = r"""
set -u
servers=
failed() { echo "$block: exit code $1: $2" >&2; exit 1; }
briefly() {  # the arguments of a load, with times of a second; no page has an argument with a space
  while [ $# -gt 0 ]; do
    case $1 in --duration | --warmup) shift ;; *) echo "$1" ;; esac
    shift
  done
  echo --duration 1s --warmup 0s
}
sellsign() {
  case " $* " in
    *" find-max "*) set -- "$@" --step 1s --to 200/s --precision 50% ;;
    *" load "*--dry-run*) ;;
    *" load "*) set -- $(briefly "$@") ;;
  esac
  "$PROGRAM" "$@" 2>said
  code=$?
  cat said >&2
  [ $code = 2 ] && grep -q "cannot be judged" said && return 0  # runs as short as here hold too little
  case $code in 0 | 1 | 4 | 5 | 7) return 0 ;; *) failed $code "sellsign $*" ;; esac
}
stop() {
  [ -z "$servers" ] || { kill $servers; wait $servers; } 2>/dev/null
  servers=
}
start() {
  case "$*" in *"--port 0"*) ;; *) stop ;; esac
  rm -f mock.out
  "$PROGRAM" "$@" >mock.out 2>mock.log &
  servers="$servers $!"
  until grep -qs "^listening on" mock.out; do
    kill -0 $! 2>/dev/null || failed 2 "sellsign $*: $(cat mock.log)"
  done
}
curl() {
  command curl "$@"
  code=$?
  [ $code = 0 ] || failed $code "curl $*"
}
cd "$FOLDER"
trap stop EXIT
start mock
"""

RUN = """#!/bin/sh
[ $# = 0 ] && exec sellsign run scenarios/contract
[ "$*" = load ] && exec sellsign load scenarios/load/onboarding.json --profile steady --duration 1s --warmup 0s
exec sellsign "$@"
"""
STAND_INS = {
    "run": RUN,
    "test": "#!/bin/sh\n",
    "bin/npm": '#!/bin/sh\nexec curl -sf "$SELLSIGN_URL/calinda/hub/selling/model/customer/read?action=getCustomer&number=A&j_token=T"\n',
    "bin/docker": """#!/bin/sh
case "$*" in
  "build -t sellsign .") exec test -f "$SOURCE/Dockerfile" ;;
  "run "*) exec sellsign mock ${*#* sellsign } --port 0 -- true ;;
  "compose run --rm "*) exec grep -q "^  ${4}:" "$SOURCE/compose.yaml" ;;
esac
exit 2
""",
    "bin/mpirun": """#!/bin/sh
while [ "$1" != -n ]; do shift; done
size=$2
shift 2
rank=0
while [ $rank -lt "$size" ]; do
  OMPI_COMM_WORLD_RANK=$rank OMPI_COMM_WORLD_SIZE=$size "$@" &
  rank=$((rank + 1))
done
wait
""",
}


def blocks_of(page):
    """Yields (line, language, text) of each fenced block of a page."""
    language, start, lines = None, 0, []
    for number, line in enumerate(page.read_text().splitlines(), 1):
        if not line.lstrip().startswith("```"):
            lines.append(line)
        elif language is None:
            language, start, lines = line.strip()[3:].strip(), number, []
        else:
            yield start, language, "\n".join(lines) + "\n"
            language = None


def command_lines(text):
    """Commands as the script runs them: a mock that is started and left alone is started beside."""
    for line in text.splitlines():
        bare = re.sub(r"\s+#.*$", "", line).rstrip()
        match = re.match(r"(?:sellsign|\./run)( mock\b.*?)( &)?$", bare)
        yield "start" + match[1] if match and " -- " not in bare else line


def script_of(place, text):
    """The commands of a block. Where they stand behind `$ `, the lines below one are what it prints."""
    if not text.startswith("$ "):
        return f"block={place}\n" + "\n".join(command_lines(text)) + "\n"
    command, _, printed = text[2:].partition("\n")
    return (f"block={place}\nprinted=$({command} | tr -d '\\r')\nwanted=$(cat <<'WANTED'\n{printed}WANTED\n)\n"
            '[ "$printed" = "$wanted" ] || failed 1 "it printed: $printed"\n')


def free_port():
    """A port below those that the system gives to whoever asks for any, so that no other test comes upon it."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class Blocks:
    def __init__(self, program, source, folder):
        self.program, self.source, self.folder = program, source, folder
        self.problems, self.ran = [], 0

    def complain(self, place, what):
        self.problems.append(f"{place}: {what}")

    def run_page(self, page):
        script = ""
        for line, language, text in blocks_of(page):
            place = f"{page.relative_to(self.source)}:{line}"
            self.ran += 1
            if language == "sh":
                script += script_of(place, text)
            elif language == "jsonc":
                self.read_scenario(place, text)
            elif language == "json":
                self.read_json(place, text)
            elif language != "text" and not (self.source / "tests" / ELSEWHERE.get(language, "none")).is_file():
                self.complain(place, f'no test reads blocks in "{language}"')
        if script:
            self.run_script(page, script)

    def run_script(self, page, script):
        here = self.folder / page.stem
        self.furnish(here, "b.json" in script)
        port = free_port()
        script = re.sub(r"8180|\b9000\b|\b5432\b", str(port), script)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SELLSIGN_")}
        environment.update(PROGRAM=str(self.program), SOURCE=str(self.source), FOLDER=str(here), PORT=str(port),
                           SELLSIGN_PORT=str(port), SELLSIGN_URL=f"http://127.0.0.1:{port}", SELLSIGN_TOKEN="made-up",
                           PATH=f"{here}/bin:{self.program.parent}:{os.environ['PATH']}")
        done = subprocess.run(["timeout", "200", "bash", "-c", PRELUDE + script], env=environment, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            self.complain(page.name, "\n".join(done.stdout.splitlines()[-25:]))

    def furnish(self, here, with_report):
        """What a reader of the page has in the folder."""
        here.mkdir()
        (here / "bin").mkdir()
        (here / "scenarios").symlink_to(self.source / "scenarios")
        (here / "my.json").write_text(scenario_of())
        (here / "customers.json").write_text(SEED)
        for name, text in STAND_INS.items():
            (here / name).write_text(text)
            (here / name).chmod(0o755)
        if with_report:
            subprocess.run([self.program, "load", here / "my.json", "--profile", "steady", "--quiet", "--report",
                            f"json={here / 'b.json'}"], check=False)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                        "/CN=localhost", "-keyout", here / "key.pem", "-out", here / "cert.pem"], check=True,
                       stderr=subprocess.DEVNULL)

    def read_scenario(self, place, text):
        """A scenario, or one part of one, with comments."""
        text = re.sub(r"(?m)(^|\s)//.*$", "", text).strip()
        if text.startswith('"feeders"'):
            text = scenario_of(feeders=text)
        elif not text.startswith("{"):
            text = scenario_of(load=text)
        here = self.folder / place.replace("/", "_").replace(":", "_")
        (here / "fragments").mkdir(parents=True)
        (here / "data").mkdir()
        (here / "data" / "people.csv").write_text("firstname,email\nAda,ada@example.org\n")
        (here / "fragments" / "customer.json").write_text(FRAGMENT)
        (here / "it.json").write_text(text)
        done = subprocess.run([self.program, "lint", here / "it.json"], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            self.complain(place, done.stdout)

    def read_json(self, place, text):
        """JSON; what it leaves out stands as `...`."""
        text = re.sub(r",\s*\.\.\.\s*(?=[,}\]])", "", text)
        try:
            json.loads(text)
        except ValueError as problem:
            self.complain(place, problem)


def main():
    program, source, folder = (pathlib.Path(word).resolve() for word in sys.argv[1:4])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    blocks = Blocks(program, source, folder)
    pages = [source / name for name in sys.argv[4:]] or [source / "README.md", *sorted((source / "docs").glob("*.md"))]
    for page in pages:
        blocks.run_page(page)
    print("\n".join(blocks.problems) if blocks.problems else f"{blocks.ran} blocks of {len(pages)} pages: held")
    return 1 if blocks.problems or blocks.ran == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
