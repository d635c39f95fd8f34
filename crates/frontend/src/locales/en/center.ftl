### The Center

history-title = From 1991 to today
history-lead = Every entry names its sources. Where they differ, the entry says so.
history-filter = Show the entries of one theme
history-theme-all = All
history-theme-relations = Relations and region
history-theme-center = The Center
history-theme-plans = Strategies and plans
history-theme-programmes = Programmes and meetings
history-shown = { $shown } of { $all } entries are shown.
