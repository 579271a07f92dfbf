"""The summary page's style sheet: light, dark and paper.

Series are coloured after M. Okabe and K. Ito (Color Universal Design, 2008), told apart by people
with any kind of colour vision.
"""

STYLE = """
:root { --paper: #fbfaf7; --ink: #22313f; --quiet: #5b6873; --line: #d5dad8; --card: #ffffff;
  --sell: #009e73; --buy: #0072b2; --price: #22313f; --network: #e69f00; --penalty: #d55e00; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #14191e; --ink: #e6eaed; --quiet: #a3afb8; --line: #333d46; --card: #1c232a;
    --sell: #2cc39a; --buy: #56b4e9; --price: #e6eaed; --network: #f0b429; --penalty: #f08a4b; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, "DejaVu Sans", "Segoe UI", Helvetica, Arial, sans-serif; }
main { max-width: 960px; margin: 0 auto; padding: 28px 20px 40px; }
h1 { font-size: 28px; margin: 0 0 4px; } h2 { font-size: 18px; margin: 0 0 2px; }
p { margin: 0 0 8px; } header p, section > p, footer p { color: var(--quiet); }
section { margin: 26px 0 0; break-inside: avoid; }
.figures { display: grid; grid-template-columns: repeat(4, 1fr); gap: 10px; }
.figures div { background: var(--card); border: 1px solid var(--line); border-radius: 8px;
  padding: 10px 14px; color: var(--quiet); font-size: 14px; }
.value { font-size: 21px; font-weight: 600; color: var(--ink); font-variant-numeric: tabular-nums; }
.plot { width: 100%; height: auto; display: block; }
.plot .grid { stroke: var(--line); stroke-width: 1; } .plot .tick { fill: var(--quiet); font-size: 12px; }
.plot .sell { fill: var(--sell); } .plot .buy { fill: var(--buy); }
.plot .network { fill: var(--network); } .plot .penalty { fill: var(--penalty); }
.plot .price { fill: var(--price); stroke: var(--price); }
.legend span { margin-right: 18px; }
.key { display: inline-block; width: 12px; height: 12px; border-radius: 2px; margin-right: 6px; }
.key.sell { background: var(--sell); } .key.buy { background: var(--buy); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th, td { text-align: left; padding: 4px 10px 4px 0; border-bottom: 1px solid var(--line);
  vertical-align: top; }
th { color: var(--quiet); font-weight: 600; }
.numbers td:not(:first-child), .numbers th:not(:first-child) { text-align: right;
  font-variant-numeric: tabular-nums; }
.name { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 12px; }
td .name { white-space: nowrap; }
footer { margin-top: 30px; border-top: 1px solid var(--line); padding-top: 12px; font-size: 13px; }
@media (max-width: 640px) { .figures { grid-template-columns: repeat(2, 1fr); } }
@media print { :root { --paper: #ffffff; --card: #ffffff; --ink: #000000; --quiet: #333333;
    --line: #bbbbbb; --price: #000000; --sell: #009e73; --buy: #0072b2; --network: #e69f00;
    --penalty: #d55e00; }
  body { -webkit-print-color-adjust: exact; print-color-adjust: exact; font-size: 12px; }
  main { max-width: none; padding: 0; } }
"""
