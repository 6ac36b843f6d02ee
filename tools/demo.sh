#!/bin/sh
# The demo: weigh a small real model against GB/T 45654 and OWASP, seal the record, check it, say where the report is.
# The model is weak and fails, so `assess` must end with 1; any other status fails the demo.
set -eu
steelyard="${STEELYARD:-.venv/bin/steelyard}"
run="${DEMO_RUN:-build/demo/run}"
key="${DEMO_KEY:-demo}"

"$steelyard" model get smollm2
rm -rf "$run"
status=0
"$steelyard" assess examples/small-assistant/system.yaml --standard gbt45654 --standard owasp_llm_2026 --out "$run" ${DEMO_ASSESS:-} || status=$?
if [ "$status" -ne 1 ]; then
  echo "demo: assess ended with $status; a weak model must end with 1" >&2
  exit 1
fi
public="$("$steelyard" key new "$key" --if-missing)"
"$steelyard" seal "$run" --key "$key"
"$steelyard" verify "$run" --key "$public"
echo "report: $run/report.html"
echo "check it with no code of ours installed: python3 build/steelyard-verify.pyz $run --key $public"
