### The Center

history-title = 1991年至今
history-lead = 每条记录均注明来源；来源说法不一时，一并说明。
history-filter = 按主题筛选
history-theme-all = 全部
history-theme-relations = 双边关系与区域
history-theme-center = 中心
history-theme-plans = 战略与计划
history-theme-programmes = 项目与会议
history-shown = 共{ $all }条，显示{ $shown }条。
