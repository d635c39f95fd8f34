### country

country-table-title = 各国一览表
country-table = 东盟成员国和中国
country-column-name = 国家
country-column-code = 代码（ISO 3166）
country-column-capital = 首都
country-column-since = 加入东盟年份
country-column-offset = 时区
country-column-ministry = 环境主管部门
country-and = 、
country-partner = 对话伙伴
country-member-since = { $year }年加入东盟
country-dialogue-partner = 东盟对话伙伴
country-asean = 与东盟的关系
country-languages = 官方语言
country-zones = 时区
country-portal-languages = 以该国语言浏览本门户
country-portal-language-missing = （暂无译文）
country-concerns = 与该国相关的情况
country-programmes = 合作项目
country-feeds = 订阅与该国相关的活动
country-events-of = 与{ $country }相关的活动
country-others = 其他国家
country-all = 全部国家
