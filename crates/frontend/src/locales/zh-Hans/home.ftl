### The front page

home-eyebrow = 东盟十一国与中国
home-explore = 了解2021—2025年框架
home-story-link = 中心概况
home-next = 近期活动
home-all-events = 全部活动
home-no-events = 暂无已公布的活动。
home-history = 合作历程
home-whole-history = 完整历程
home-areas = 合作共识
home-whole-framework = 框架全貌
home-programmes = 合作项目
home-all-programmes = 全部项目
home-since = 始于{ $year }年
home-region = 区域各国
home-all-countries = 全部国家
home-region-text = 框架通过时，东盟有十个成员国；东帝汶于2025年加入。
home-asean-since = { $year }年加入东盟
home-partner = 对话伙伴
