@echo off
rem Starts the plugin with the Node.js on PATH. The engine reads its port from standard output.
where node >nul 2>nul
if errorlevel 1 (
  echo digitalocean-databases: the plugin needs Node.js 20 or newer, and there is no node on PATH. 1>&2
  exit /b 1
)
node "%~dp0start.cjs" %*
