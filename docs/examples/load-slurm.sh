#!/bin/sh
# One load test on four machines under Slurm: sbatch load-slurm.sh
# Slurm numbers the tasks (SLURM_PROCID of SLURM_NTASKS), so `load` knows its part; the profile is that of the whole test.
#SBATCH --job-name=sellsign-load
#SBATCH --nodes=4
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=2
#SBATCH --exclusive
#SBATCH --time=00:15:00
set -eu

target=${TARGET:?the URL of the mock that is to be loaded}  # sbatch --export=ALL,TARGET=http://mock.cluster:8180 load-slurm.sh
host=${target#*://}
host=${host%%[:/]*}
reports=$SLURM_SUBMIT_DIR/load-$SLURM_JOB_ID  # on a file system that all machines share
mkdir -p "$reports"

# Far enough away for all tasks to be running by then; the machines' clocks have to agree (NTP).
start=$(($(date +%s) + 30))

# A task that misses an SLO ends with 4, which does not end the others; the verdict on the whole is that of `merge`.
srun --kill-on-bad-exit=0 sellsign load scenarios/load/onboarding.json --profile steady --rate 400/s \
  --target "$target" --allow-host "$host" --allow-effects write --max-rate 5000/s \
  --start-at "$start" --quiet --report "json=$reports/part-{shard}.json" || true

# Without srun: one process. `merge` takes no part of a test, so Slurm's variables do not matter to it.
exec sellsign merge "$reports"/part-*.json --report "html=$reports/all.html" --report "json=$reports/all.json"
