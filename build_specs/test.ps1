# Sets CJDesk up for development on Windows 10/11 (Python 3.11 or later from python.org) and passes the tests.
# The county's tests need PostgreSQL 15 or later with its bin folder in PATH, those of the stock tools age, zstd,
# pdftotext, soffice and zbarimg in PATH; what is missing is skipped and named at the end.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..")

function Invoke-Checked { & $args[0] @($args | Select-Object -Skip 1); if ($LASTEXITCODE) { exit $LASTEXITCODE } }

if (-not (Test-Path .venv)) { Invoke-Checked py -3 -m venv .venv }
Invoke-Checked .venv\Scripts\python -m pip install -q -e ".[dev]"
$env:QT_QPA_PLATFORM = "offscreen"
Invoke-Checked .venv\Scripts\python -m pytest -n 2 @args
