"""The acceptance page's style sheet: light, dark and paper; colours told apart by everybody.

Colours after M. Okabe and K. Ito (Color Universal Design, 2008); each state has a sign as well.
"""

STYLE = """
:root { --paper: #fbfaf7; --ink: #22313f; --quiet: #5b6873; --line: #d5dad8; --card: #ffffff;
  --good: #00795a; --open: #9a5b00; --bad: #b3400a; --bar: #0072b2; --want: #a9b4bc; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #14191e; --ink: #e6eaed; --quiet: #a3afb8; --line: #333d46; --card: #1c232a;
    --good: #2cc39a; --open: #f0b429; --bad: #f08a4b; --bar: #56b4e9; --want: #5b6873; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, "DejaVu Sans", "Segoe UI", Helvetica, Arial, sans-serif; }
main { max-width: 860px; margin: 0 auto; padding: 28px 20px 40px; }
h1 { font-size: 26px; margin: 0 0 4px; } h2 { font-size: 17px; margin: 0 0 4px; }
p { margin: 0 0 8px; } header p, footer p, .quiet { color: var(--quiet); }
section { margin: 22px 0 0; break-inside: avoid; }
.verdict { display: inline-block; padding: 4px 14px; border-radius: 8px; font-weight: 600;
  border: 2px solid currentColor; }
.good { color: var(--good); } .open { color: var(--open); } .bad { color: var(--bad); }
.picture { width: 100%; height: auto; display: block; }
.picture text { fill: var(--ink); font-size: 13px; } .picture .small { fill: var(--quiet); font-size: 11px; }
.picture rect { fill: var(--card); stroke: var(--line); } .picture path { stroke: var(--quiet); fill: none; }
.picture .bar { fill: var(--bar); stroke: none; } .picture .want { fill: var(--want); stroke: none; }
.picture .wrong { fill: var(--bad); stroke: none; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th, td { text-align: left; padding: 4px 10px 4px 0; border-bottom: 1px solid var(--line);
  vertical-align: top; }
th { color: var(--quiet); font-weight: 600; } td.sign { font-weight: 700; white-space: nowrap; }
.name { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 12px;
  overflow-wrap: anywhere; }
.proof { display: flex; gap: 20px; align-items: flex-start; flex-wrap: wrap; }
.qr { background: #ffffff; padding: 8px; flex: none; } .qr svg { display: block; }
.words { flex: 1 1 320px; }
.signatures { display: grid; grid-template-columns: 1fr 1fr; gap: 40px; margin-top: 44px; }
.signatures p { border-top: 1px solid var(--ink); padding-top: 4px; }
details pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 10px; }
footer { margin-top: 26px; border-top: 1px solid var(--line); padding-top: 10px; font-size: 13px; }
@media print { :root { --paper: #ffffff; --card: #ffffff; --ink: #000000; --quiet: #333333;
    --line: #bbbbbb; --good: #00795a; --open: #7a4800; --bad: #993300; --bar: #0072b2; --want: #a9b4bc; }
  body { -webkit-print-color-adjust: exact; print-color-adjust: exact; font-size: 12px; }
  main { max-width: none; padding: 0; } details { display: none; } }
"""
