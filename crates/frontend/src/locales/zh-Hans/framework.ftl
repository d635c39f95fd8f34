### framework

framework-term-running = { $from }年至{ $to }年，正在实施期内
framework-term-over = { $from }年至{ $to }年，实施期已结束
framework-name = 正式名称
framework-term = 实施期
framework-years = { $from }至{ $to }
framework-members = 东盟成员国
framework-members-then = { $year }年框架通过时，东盟有{ $count }个成员国。
framework-members-since = 其后于{ $year }年加入。
framework-areas = 优先领域
framework-mapping = 各领域与可持续发展目标的对应关系由本门户自行确定，并无官方版本。
framework-flagship = 旗舰行动
framework-no-flagship = 无。框架的旗舰行动均属于其他领域。
framework-flagships = 旗舰行动
framework-area-number = 领域{ $number }
framework-area-of = 框架优先领域{ $number }
framework-programmes = 合作项目
framework-goals = 可持续发展目标
framework-other-areas = 其他优先领域
framework-actions = 行动清单
framework-actions-open = 框架的行动清单未见公开，本门户暂不列出。此处为行动清单预留，将由中心工作人员逐项补充并注明来源。
framework-story = 由来与后续
framework-earlier = 此前的战略
framework-earlier-one = 此前的战略
framework-other-plans = 其他战略与框架
