#!/bin/sh
# What continuous integration looks at, before it does: the agreement is sound and in the one style, means what its tests
# say, and judges the log.
set -eu
cd "$(dirname "$0")"
sla check agreement.sla
sla lint agreement.sla
sla fmt --check agreement.sla calendar.sla tests.sla
sla test tests.sla --coverage-fail-under 80
sla run agreement.sla --events leads.csv --roster roster.csv --as-of 2026-04-01 > report.txt
