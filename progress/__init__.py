"""Facts of learning, and the two desks that read them.

- written down: `services` (the one door), `models`, `facts`, `awards`
- the learner: `learning` (one course), `learner` (the desk at /my/)
- the coordinator's door: `units`, `filters`
- figures by agency: `rollup` (SQL) → `reports` → `desk`, `columns`, `charts`
- people: `trainees`, `records`, `lists`
- as files: `sheets` (which columns) → `exports` (CSV, XLSX)
"""
