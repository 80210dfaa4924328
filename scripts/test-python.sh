#!/usr/bin/env bash
# Prints the path of a Python interpreter that has pyarrow and DuckDB, by which tests read Parquet files;
# makes a virtual environment for it the first time. Prints nothing where that fails: then those tests
# are skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$PWD/.build/python
if [ ! -e "$folder/ready" ]; then
    rm -rf "$folder"
    if { python3 -m venv "$folder" && "$folder/bin/pip" install -q pyarrow duckdb; } >&2; then
        touch "$folder/ready"
    else
        echo "there is no Python with pyarrow and DuckDB: tests that read Parquet files are skipped" >&2
        exit 0
    fi
fi
echo "$folder/bin/python"
