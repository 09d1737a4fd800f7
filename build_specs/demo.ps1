# Sets CJDesk up on Windows 10/11 (Python 3.11 or later from python.org), runs the demonstration and opens the desk.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..")

function Invoke-Checked { & $args[0] @($args | Select-Object -Skip 1); if ($LASTEXITCODE) { exit $LASTEXITCODE } }

if (-not (Test-Path .venv)) { Invoke-Checked py -3 -m venv .venv }
Invoke-Checked .venv\Scripts\python -m pip install -q ".[county]"
if (-not (Test-Path demo-data)) { Invoke-Checked .venv\Scripts\cjdesk demo demo-data }
Write-Output "Login lifang, passphrase Yanshi-2026"
Invoke-Checked .venv\Scripts\cjdesk --data demo-data\township
