#!/bin/sh
# What continuous integration runs: the agreement is sound, means what its tests say, and judges the log.
set -eu
cd "$(dirname "$0")"
sla check agreement.sla
sla test tests.sla --coverage-fail-under 80
sla run agreement.sla --events leads.csv --roster roster.csv --as-of 2026-04-01 > report.txt
