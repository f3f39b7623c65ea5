@echo off
rem Installs Attest from this folder: double-click it. No administrator rights are needed.
setlocal
where py >nul 2>nul
if not errorlevel 1 (
  py "%~dp0install.py" --wait %*
  exit /b
)
where python >nul 2>nul
if not errorlevel 1 (
  python "%~dp0install.py" --wait %*
  exit /b
)
echo Attest needs Python @PYTHON@, and no Python was found. Install it from python.org for yourself alone
echo (leave "Use admin privileges" unticked), then double-click this again.
pause
exit /b 1
